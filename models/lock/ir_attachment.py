from odoo import api, models

from .lock import check_files_open, is_locked_model

#: Writing any of these changes a file, or whose it is.
FILE_FIELDS = frozenset(
    {
        "name",
        "raw",
        "datas",
        "db_datas",
        "mimetype",
        "type",
        "url",
        "public",
        "access_token",
        "res_model",
        "res_id",
        "res_field",
    }
)


class IrAttachment(models.Model):
    """Files of locked records follow the lock.

    The chatter and the upload routes create and delete attachments in sudo, so record rules are no lock.
    """

    _name = "ir.attachment"
    _inherit = ["ir.attachment", "agency.evaluation.door"]

    @api.model_create_multi
    def create(self, vals_list):
        default_model = self.env.context.get("default_res_model")
        if not any(is_locked_model(self.env, vals.get("res_model", default_model)) for vals in vals_list):
            return super().create(vals_list)
        is_own = self.browse()._is_written_through()
        # Odoo's upload route goes on after an error: nothing of what is refused may stay.
        with self.env.cr.savepoint():
            attachments = super().create(vals_list)
            if not is_own:
                attachments._check_files_open()
        return attachments

    def write(self, vals):
        if self._is_written_through():
            return super().write(vals)
        self._check_files_open()
        result = super().write(vals)
        if vals.keys() & FILE_FIELDS:
            self._check_files_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self._check_files_open()

    def _check_files_open(self):
        """:raises UserError: if a file belongs to a record whose lock closes its files"""
        # sudo: ir.attachment - the lock holds for whoever changes the file, whatever they may read
        files = self.sudo()
        check_files_open(files.env, ((file.res_model, file.res_id) for file in files))
