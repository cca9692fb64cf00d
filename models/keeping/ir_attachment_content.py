from odoo import models

from .file_check import KEPT_MODELS

#: What holds the content of a file, and those of it of which a context may ask for the size alone.
_CONTENT = frozenset({"raw", "datas", "db_datas", "index_content"})
_SIZED = frozenset({"datas", "db_datas"})


class IrAttachment(models.Model):
    """Files of evidence whose content is read, exported or copied over RPC."""

    _inherit = "ir.attachment"

    def _read_format(self, fnames, load="_classic_read"):
        context = self.env.context
        sized = {name for name in _SIZED if context.get("bin_size") or context.get(f"bin_size_{name}")}
        if not self.env.su and not (_CONTENT - sized).isdisjoint(fnames):
            self._record_reading()
        return super()._read_format(fnames, load)

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        if not self.env.su and any(path and path[0] in _CONTENT for path in fields):
            self._record_reading()
        return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)

    def copy_data(self, default=None):
        if not self.env.su:
            self._record_reading()
        return super().copy_data(default)

    def _record_reading(self):
        """Keep that the user takes those of these files that are evidence."""
        # sudo: ir.attachment - to which model a file belongs tells nothing of it; Odoo asks whether it may be read
        for file in self.sudo().exists():
            if file.res_model in KEPT_MODELS and file.res_id and (evaluation := file._kept_evaluation()):
                log = self.env["agency.evaluation.access.log"]
                log._record(evaluation, file.name, file.evidence_sha256)
