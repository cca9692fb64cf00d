from odoo import models


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _evidence_content(self, limit):
        """Return at most `limit` bytes of what is stored of the file; none if it is lost."""
        self.ensure_one()
        if self.store_fname:
            return self._file_read(self.store_fname, limit)
        return (self.db_datas or b"")[:limit]
