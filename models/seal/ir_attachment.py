import hashlib
import os

from odoo import models

#: How much of a file is in memory at a time, in bytes.
_PIECE = 1024 * 1024


class IrAttachment(models.Model):
    """What is really stored of a file."""

    _inherit = "ir.attachment"

    def _is_stored_whole(self):
        """Tell whether a file is in the store with the size that it had when it was uploaded.

        It is read only where its store is not on this machine.
        """
        self.ensure_one()
        if path := self._stored_path():
            return os.path.getsize(path) == self.file_size
        size, _digest = self._read_digest()
        return size == self.file_size

    def _read_digest(self, limit=None):
        """Read what is stored of a file; return its size in bytes and its SHA-256, both None if it is lost.

        :param limit: how many bytes are read at most, None for one more than the file had
        """
        self.ensure_one()
        size, sha = 0, hashlib.sha256()
        try:
            for piece in self._stored_pieces(self.file_size + 1 if limit is None else limit):
                size += len(piece)
                sha.update(piece)
        except OSError:
            return None, None
        return size, sha.hexdigest()

    def _stored_pieces(self, limit):
        """Yield at most `limit` bytes of what is stored of a file, one piece after the other.

        :raises OSError: if it is lost or cannot be read
        """
        if path := self._stored_path():
            with open(path, "rb") as stored:
                while limit > 0 and (piece := stored.read(min(_PIECE, limit))):
                    limit -= len(piece)
                    yield piece
            return
        # In the database, or in a store of another addon.
        content = self.with_context(bin_size=False).raw or b""
        if not content and self.file_size:
            raise FileNotFoundError(self.store_fname or self.name)
        yield content[:limit]

    def _stored_path(self):
        """Return the path of a file in the store on this machine; empty where it is elsewhere, or is lost."""
        path = self._full_path(self.store_fname) if self.store_fname else ""
        return path if os.path.isfile(path) else ""
