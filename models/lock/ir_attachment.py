from odoo import api, models

from .lock import check_files_open, is_locked_model
from .values import check_text

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

#: Whose fields of files are locked.
_OWN_MODULES = frozenset({"base", "web", "mail", "hr", "agency_evaluation"})


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
        for vals in vals_list:
            self._check_texts(vals)
        # Odoo's upload route goes on after an error: nothing of what is refused may stay.
        with self.env.cr.savepoint():
            attachments = super().create(vals_list)
            if not is_own:
                attachments._check_files_open()
        return attachments

    def write(self, vals):
        if self._is_own_write(vals) or self._is_note_of_store(vals):
            return super().write(vals)
        self._check_files_open()
        # sudo: ir.attachment - whose a file is, is asked of whoever writes it
        if any(is_locked_model(self.env, file.res_model) for file in self.sudo()):
            self._check_texts(vals)
        result = super().write(vals)
        if vals.keys() & FILE_FIELDS:
            self._check_files_open()
        return result

    def _is_note_of_store(self, vals):
        """Tell whether another addon keeps its own books of files that own code is making now.

        Stores of other addons note where they put a file by a plain write while it is made. What they write are fields
        of their own: none that was there before, nor one of ours, so that none of what is locked.
        """
        if not (made := self._being_made()) or any(self._is_ours(name) for name in vals):
            return False
        homes = {(values.get("res_model"), values.get("res_id")) for values in made}
        # sudo: ir.attachment - whose a file is, is asked of whoever writes it
        return all((file.res_model, file.res_id) in homes for file in self.sudo())

    @api.model
    def _is_ours(self, name):
        """Tell whether a field of files is one of Odoo's own, of one of its addons that we build on, or of ours."""
        modules = self._fields[name]._modules if name in self._fields else ()
        return not modules or not _OWN_MODULES.isdisjoint(modules)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self._check_files_open()

    @api.model
    def _check_texts(self, vals):
        """:raises ValidationError: if a name or another text of a file is none that the database can hold"""
        for name in vals.keys() & self._fields.keys():
            if self._fields[name].type in ("char", "text"):
                check_text(self, vals[name])

    def _check_files_open(self):
        """:raises UserError: if a file belongs to a record whose lock closes its files"""
        # sudo: ir.attachment - the lock holds for whoever changes the file, whatever they may read
        files = self.sudo()
        check_files_open(files.env, ((file.res_model, file.res_id) for file in files))
