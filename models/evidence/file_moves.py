import base64
import hashlib
from contextlib import contextmanager
from contextvars import ContextVar

from odoo import models
from odoo.exceptions import UserError

from ..lock.lock import is_locked_model

#: What is written of a file that moves to another store.
_MOVED = frozenset({"raw", "datas", "mimetype"})
_moving = ContextVar("moving", default=False)


@contextmanager
def _bound():
    token = _moving.set(True)
    try:
        yield
    finally:
        _moving.reset(token)


class FileMoves(models.Model):
    """Administrators move files from one store to another: what is locked moves as it is, byte for byte, or stays.

    Both Odoo and OCA fs_attachment write the content anew for that, which no lock would let pass.
    """

    _inherit = "ir.attachment"

    def _migrate(self):
        with _bound():
            return super()._migrate()

    def _move_attachment_to_store(self):
        """Move one file; OCA fs_attachment calls it for each."""
        with _bound():
            return super()._move_attachment_to_store()

    def write(self, vals):
        if not _moving.get() or self._is_own_write(vals):
            return super().write(vals)
        # sudo: ir.attachment - whose a file is, is asked of whoever moves it
        if not any(is_locked_model(self.env, file.res_model) for file in self.sudo()):
            return super().write(vals)
        if vals.keys() & {"raw", "datas"} and vals.keys() <= _MOVED:
            self._check_unchanged(vals)
        elif any(self._is_ours(name) for name in vals):
            return super().write(vals)
        # sudo: ir.attachment - administrators alone move files, and what is moved is changed by nobody
        return self.sudo()._write_through(vals)

    def _check_unchanged(self, vals):
        """:raises UserError: unless `vals` hold the very content and type that these files have had"""
        content = vals["raw"] if "raw" in vals else base64.b64decode(vals["datas"] or b"")
        digest = hashlib.sha1(content or b"", usedforsecurity=False).hexdigest()
        for file in self:
            if digest != file.checksum or vals.get("mimetype", file.mimetype) != file.mimetype:
                raise UserError(
                    self.env._(
                        "%(file)s stays where it is: what the store has of it is not what was uploaded.",
                        file=file.name,
                    )
                )
