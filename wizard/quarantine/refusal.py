from odoo import api, fields, models


class Refusal(models.TransientModel):
    """Asks why files are not taken out."""

    _name = "agency.evaluation.refusal"
    _description = "Refusal to Take Files Out"
    _inherit = ["agency.evaluation.dialog"]

    quarantine_id = fields.Many2one("agency.evaluation.quarantine", required=True, readonly=True)
    reason = fields.Text(required=True)

    @api.model
    def _ask(self, quarantine):
        """Return the action that opens the dialog."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {"default_quarantine_id": quarantine.id},
        }

    def action_confirm(self):
        """Refuse; the record guards it."""
        self.ensure_one()
        self.quarantine_id.action_refuse(self.reason)
        return {"type": "ir.actions.act_window_close"}
