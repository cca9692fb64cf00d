import hashlib
import os

from odoo import models

from ..evidence.stored_content import StoreUnanswered


class IrAttachment(models.Model):
    """What is really stored of a file."""

    _inherit = "ir.attachment"

    def _is_stored_whole(self):
        """Tell whether a file is in the store with the size that it had when it was uploaded.

        It is read only where its store is not on this machine.

        :raises StoreUnanswered: if its store does not answer
        """
        self.ensure_one()
        if self.store_fname and os.path.isfile(path := self._full_path(self.store_fname)):
            return os.path.getsize(path) == self.file_size
        size, _digest = self._read_digest()
        return size == self.file_size

    def _read_digest(self, limit=None):
        """Read what is stored of a file; return its size in bytes and its SHA-256, both None if it is lost.

        :param limit: how many bytes are read at most, None for one more than the file had
        :raises StoreUnanswered: if its store does not answer
        """
        self.ensure_one()
        size, sha = 0, hashlib.sha256()
        try:
            for piece in self._stored_pieces(self.file_size + 1 if limit is None else limit):
                size += len(piece)
                sha.update(piece)
        except StoreUnanswered:
            raise
        except OSError:
            return None, None
        return size, sha.hexdigest()
