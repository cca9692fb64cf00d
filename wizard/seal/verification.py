from odoo import api, fields, models


class Verification(models.TransientModel):
    """Shows what the comparison of an approved evaluation with its seal came to."""

    _name = "agency.evaluation.verification"
    _description = "Verification of a Seal"
    _inherit = ["agency.evaluation.dialog"]

    evaluation_id = fields.Many2one("agency.evaluation", required=True, readonly=True)
    seal = fields.Char(related="evaluation_id.seal")
    sealed_on = fields.Datetime(related="evaluation_id.sealed_on")
    verified_on = fields.Datetime(default=fields.Datetime.now, readonly=True)
    is_intact = fields.Boolean(readonly=True)
    differences = fields.Text(readonly=True)
    lost = fields.Text(string="Cannot Be Compared", readonly=True)
    no_longer_kept = fields.Text(readonly=True)
    taken_out = fields.Text(compute="_compute_taken_out", help="Files whose content was taken out by decision.")

    @api.depends("evaluation_id")
    @api.depends_context("lang")
    def _compute_taken_out(self):
        for verification in self:
            verification.taken_out = "\n".join(verification.evaluation_id._taken_out_texts())

    def _show(self):
        """Return the action that opens the result in a dialog."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Verification"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
