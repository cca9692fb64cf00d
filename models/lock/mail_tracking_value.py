from odoo import api, models
from odoo.exceptions import UserError

from .mail_thread import is_tracking


class MailTrackingValue(models.Model):
    """What was tracked of a record that keeps its messages is kept with them."""

    _name = "mail.tracking.value"
    _inherit = ["mail.tracking.value", "agency.evaluation.door"]

    @api.model_create_multi
    def create(self, vals_list):
        values = super().create(vals_list)
        if not is_tracking() and values.mail_message_id._kept():
            raise UserError(self.env._("What has changed in a record is tracked by the system alone."))
        return values

    def write(self, vals):
        # Where a field is removed, Odoo notes what it was called: once, and nothing else of it.
        is_note = vals.keys() == {"field_info"} and not any(value.field_info for value in self)
        if not is_note:
            self.mail_message_id._check_not_kept()
        result = super().write(vals)
        if "mail_message_id" in vals:
            self.mail_message_id._check_not_kept()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_kept(self):
        self.mail_message_id._check_not_kept()
