import errno
import logging
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import psycopg2

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

_logger = logging.getLogger(__name__)
#: How much of a file is in memory at a time, in bytes.
_PIECE = 1024 * 1024
#: What stands between a store and the path of a file in it, in names of files that are not in Odoo's own store.
_SCHEME = "://"
#: What the system says of a disk that is reached over a network, or of itself, when a file may well be there.
_UNANSWERED = frozenset(
    {
        errno.ESTALE,
        errno.ETIMEDOUT,
        errno.ENOTCONN,
        errno.EHOSTDOWN,
        errno.EHOSTUNREACH,
        errno.ENETDOWN,
        errno.ENETUNREACH,
        errno.ECONNREFUSED,
        errno.ECONNRESET,
        errno.EMFILE,
        errno.ENFILE,
    }
)


class StoreUnanswered(OSError):
    """The store of a file does not answer: nothing is known of the file, and it is not to be called lost."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file lies outside the database. It can be read when no cursor is open any more.

    :ivar name: what the log calls it
    :ivar open: opens the file to be read
    :ivar answers: tells whether the store is there, whatever is in it
    :ivar is_elsewhere: it is a store of another addon; whatever that says but "there is no such file" means that it
        does not answer
    """

    name: str
    open: Callable[[], BinaryIO]
    answers: Callable[[], bool]
    is_elsewhere: bool

    def pieces(self, limit):
        """Yield at most `limit` bytes of the file, one piece after the other.

        :raises StoreUnanswered: if the store does not answer
        :raises OSError: if the file is lost or damaged
        """
        try:
            with self.open() as stored:
                while limit > 0 and (piece := stored.read(min(_PIECE, limit))):
                    limit -= len(piece)
                    yield piece
        except Exception as error:  # pylint: disable=broad-except; each kind of store has exceptions of its own
            raise self._judge(error) from error

    def _judge(self, error):
        """Return what the failure to read the file is to be called."""
        if isinstance(error, FileNotFoundError):
            is_known = self._is_there()
        else:
            is_known = not self.is_elsewhere and isinstance(error, OSError) and error.errno not in _UNANSWERED
        if is_known:
            return error
        _logger.warning("The store of %s does not answer: %s: %s", self.name, type(error).__name__, error)
        return StoreUnanswered(self.name)

    def _is_there(self):
        try:
            return self.answers()
        except Exception:  # pylint: disable=broad-except; each kind of store has exceptions of its own
            return False


class StoredContent(models.Model):
    """What is stored of a file: on this machine, in the database, or in a store of another addon."""

    _inherit = "ir.attachment"

    def _stored_pieces(self, limit):
        """Yield at most `limit` bytes of what is stored of a file, one piece after the other.

        :raises StoreUnanswered: if its store does not answer
        :raises OSError: if it is lost or cannot be read
        """
        if place := self._stored_place():
            yield from place.pieces(limit)
        elif content := self._handed_out():
            yield content[:limit]

    def _stored_content(self, file_name):
        """Return all that is stored of a file, in bytes; nothing where it is lost.

        :param file_name: what the file is called in the message
        :raises UserError: if its store does not answer
        """
        try:
            return b"".join(self._stored_pieces(self.file_size + 1))
        except StoreUnanswered as error:
            raise UserError(self._unanswered_text(file_name)) from error
        except OSError:
            return b""

    def _stored_place(self):
        """Return where a file lies as :class:`Place`, None where only the database, or another addon, hands it out.

        :raises StoreUnanswered: if its store is not even known, or cannot be set up
        """
        self.ensure_one()
        name = self.store_fname
        if not name:
            return None
        if _SCHEME not in name:
            path, folder = self._full_path(name), self._filestore()
            if not os.path.isfile(path) and self._file_read(name, 1):
                return None  # another addon's, under a name as Odoo's own
            return Place(path, lambda: open(path, "rb"), lambda: os.path.isdir(folder), is_elsewhere=False)
        # OCA fs_attachment; stores of other addons have no such method.
        if not hasattr(self, "_get_fs_parts"):
            return None
        if not self._is_file_from_a_storage(name):
            raise StoreUnanswered(f"{name} is in a store that is switched off, or has been removed")
        store, path = self._foreign_store()
        return Place(name, lambda: store.open(path, "rb"), lambda: store.exists(""), is_elsewhere=True)

    def _store_code(self):
        """Return what the store that this file lies in is called; empty for Odoo's own, and for the database."""
        self.ensure_one()
        name = self.store_fname or ""
        return name.partition(_SCHEME)[0] if _SCHEME in name else ""

    @api.model
    def _not_in_store(self, code):
        """Return the domain of files that are not in the store of that code, as :meth:`_store_code` returns it."""
        if code:
            return Domain("store_fname", "=", False) | Domain("store_fname", "not =like", f"{code}{_SCHEME}%")
        return Domain("store_fname", "=like", f"%{_SCHEME}%")

    def _foreign_store(self):
        """Return the file system of OCA fs_attachment that this file lies in, and its path there.

        :raises StoreUnanswered: if it does not answer
        """
        try:
            # sudo: fs.storage - how a store is reached is read for whoever may read the file
            store, _code, path = self.sudo()._get_fs_parts()
        except psycopg2.Error:
            raise
        except Exception as error:  # pylint: disable=broad-except; each kind of store has exceptions of its own
            _logger.warning("The store of %s does not answer: %s: %s", self.store_fname, type(error).__name__, error)
            raise StoreUnanswered(self.store_fname) from error
        return store, path

    def _handed_out(self):
        """Return the content of a file that lies in the database, or in a store that only hands out whole files.

        :raises StoreUnanswered: if such a store hands out nothing: whether the file is lost is not known
        :raises FileNotFoundError: if it is lost
        """
        try:
            content = self.with_context(bin_size=False).raw or b""
        except psycopg2.Error:
            raise
        except Exception as error:  # pylint: disable=broad-except; each kind of store has exceptions of its own
            _logger.warning("The store of %s does not answer: %s: %s", self.store_fname, type(error).__name__, error)
            raise StoreUnanswered(self.store_fname) from error
        if not content and self.file_size:
            if self.store_fname:
                raise StoreUnanswered(self.store_fname)
            raise FileNotFoundError(self.name)
        return content

    def _put_back(self, content):
        """Store `content` (bytes) as what this file has been, in its place.

        :raises OSError: if it cannot be written
        """
        self.ensure_one()
        if not self.store_fname:
            self.env.cr.execute("UPDATE ir_attachment SET db_datas = %s WHERE id = %s", [content, self.id])
        elif _SCHEME not in self.store_fname:
            target = Path(self._full_path(self.store_fname))
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, [content])
        elif hasattr(self, "_get_fs_parts"):
            store, path = self._foreign_store()
            try:
                store.makedirs(os.path.dirname(path), exist_ok=True)
                store.pipe_file(path, content)
            except Exception as error:  # pylint: disable=broad-except; each kind of store has exceptions of its own
                raise StoreUnanswered(self.store_fname) from error
        else:
            raise StoreUnanswered(self.store_fname)
        self.invalidate_recordset(["db_datas", "raw", "datas"])

    @api.model
    def _remove_stored(self, name):
        """Remove a file that no record names any more from its store; a file that is gone is no error.

        :param name: what the record called it (`store_fname`)
        :raises OSError: if it stays
        """
        if _SCHEME not in name:
            with suppress(FileNotFoundError):
                os.unlink(self._full_path(name))
        elif hasattr(self, "_fs_parse_store_fname") and self._is_file_from_a_storage(name):
            try:
                # sudo: fs.storage - where files lie is set up by administrators, and asked here for a file that is gone
                store, _code, path = self.sudo()._fs_parse_store_fname(name)
                with suppress(FileNotFoundError):
                    store.rm_file(path)
            except Exception as error:  # pylint: disable=broad-except; each kind of store has exceptions of its own
                raise StoreUnanswered(name) from error

    def _unanswered_text(self, file_name):
        """Return what users are told of a file whose store does not answer.

        :param file_name: what the file is called in the message
        """
        return self.env._(
            "%(file)s cannot be read now: the file store does not answer. Nothing is known against the file. Try again "
            "later; if it lasts, tell the administrator.",
            file=file_name,
        )


def write_whole(path, pieces):
    """Write a file so that nobody ever sees a half of it.

    :param path: a :class:`pathlib.Path` in a folder that is there
    :raises OSError: if it cannot be written
    """
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o640)
        os.replace(name, path)
    except OSError:
        with suppress(OSError):
            os.unlink(name)
        raise
