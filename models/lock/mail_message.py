from odoo import api, models

#: What a message with files says, and where.
_KEPT_FIELDS = frozenset({"attachment_ids", "author_id", "body", "date", "model", "res_id", "subject"})


class MailMessage(models.Model):
    """Messages with files on an evaluation follow its lock, as the files themselves do."""

    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        messages._check_evaluation_open()
        return messages

    def write(self, vals):
        is_checked = bool(vals.keys() & _KEPT_FIELDS)
        if is_checked:
            self._check_evaluation_open()
        result = super().write(vals)
        if is_checked:
            self._check_evaluation_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked_evaluation(self):
        self._check_evaluation_open()

    def _check_evaluation_open(self):
        """:raises UserError: if a message has files and the lock of its evaluation closes them"""
        # sudo: mail.message - the lock holds for whoever writes, whatever they may read
        for model, messages in self.sudo().grouped("model").items():
            if hasattr(self.env.registry.get(model), "_prepare_file_change"):
                ids = {id_ for id_ in messages.filtered("attachment_ids").mapped("res_id") if id_}
                messages.env[model].browse(ids).exists()._prepare_file_change()
