from odoo import api, models

from .lock import check_files_open, is_locked_model

#: What a message with files says, and where.
_KEPT_FIELDS = frozenset({"attachment_ids", "author_id", "body", "date", "model", "res_id", "subject"})


class MailMessage(models.Model):
    """Messages with files on a locked record follow its lock, as the files themselves do."""

    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        messages._check_files_open()
        return messages

    def write(self, vals):
        is_checked = bool(vals.keys() & _KEPT_FIELDS)
        if is_checked:
            self._check_files_open()
        result = super().write(vals)
        if is_checked:
            self._check_files_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self._check_files_open()

    def _check_files_open(self):
        """:raises UserError: if a message has files and the lock of its record closes them"""
        # sudo: mail.message - the lock holds for whoever writes, whatever they may read
        messages = self.sudo()
        # Odoo writes many messages on other records: of those, nobody asks for the files.
        with_files = (each for each in messages if is_locked_model(self.env, each.model) and each.attachment_ids)
        check_files_open(messages.env, ((each.model, each.res_id) for each in with_files))
