import hashlib
from pathlib import Path

from odoo import api, models

from ..evidence.stored_content import write_whole


class SecondStore(models.Model):
    """A folder on another disk where each file of evidence lies a second time, under its SHA-256.

    It is written and read by the periodic check alone; the database knows nothing of it, so that it can be a disk that
    is written once.
    """

    _inherit = "ir.attachment"

    @api.model
    def _second_store(self):
        """Return the folder as a path, None where none is configured."""
        # sudo: ir.config_parameter - where files lie is told to nobody
        folder = self.env["ir.config_parameter"].sudo().get_param("agency_evaluation.second_store")
        return Path(folder) if folder else None

    @api.model
    def _second_copy(self, sha256):
        """Return where the second copy of a file lies, None where there is no second store."""
        store = self._second_store()
        return store / sha256[:2] / sha256 if store and sha256 else None

    def _keep_second_copy(self):
        """Write the second copy of this file, which is as it was recorded, unless it is there.

        :raises OSError: if it cannot be written
        """
        self.ensure_one()
        path = self._second_copy(self.evidence_sha256)
        if path and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, self._stored_pieces(self.file_size))

    def _restore_from_second_copy(self):
        """Bring this file back from its second copy; tell whether that was there and is the file that was recorded."""
        self.ensure_one()
        path = self._second_copy(self.evidence_sha256)
        if not path:
            return False
        try:
            content = path.read_bytes()
        except OSError:
            return False
        if hashlib.sha256(content).hexdigest() != self.evidence_sha256:
            return False
        self._put_back(content)
        return True

    @api.model
    def _remove_second_copy(self, sha256):
        """Remove the second copy of a file that is taken out.

        :raises OSError: if it is there and stays, as on a disk that is written once
        """
        path = self._second_copy(sha256)
        if path and path.exists():
            path.unlink()

    def _kept_sha256(self):
        """Return the SHA-256 of what is stored of this file, empty where it is lost.

        :raises StoreUnanswered: if its store does not answer
        """
        self.invalidate_recordset(["raw", "datas", "db_datas"])  # what was read before is not what is stored
        size, digest = self._read_digest()
        return digest if size else ""
