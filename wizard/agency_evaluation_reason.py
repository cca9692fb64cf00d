from odoo import fields, models


class Reason(models.TransientModel):
    """Asks why an evaluation is returned or cancelled."""

    _name = "agency.evaluation.reason"
    _description = "Reason for a Decision"

    evaluation_ids = fields.Many2many("agency.evaluation", required=True, readonly=True)
    step = fields.Selection([("return", "Return"), ("cancel", "Cancel")], required=True, readonly=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Take the step with the reason; the evaluation guards it."""
        self.ensure_one()
        if self.step == "return":
            self.evaluation_ids.action_return(self.reason)
        else:
            self.evaluation_ids.action_cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}
