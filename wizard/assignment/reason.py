from odoo import api, fields, models


class ReasonAssignment(models.TransientModel):
    """Says before a unit submits what was assigned and is not handed in, where the round wants it to be told."""

    _inherit = "agency.evaluation.reason"

    hand_in_warning = fields.Text(compute="_compute_hand_in_warning")

    @api.depends("step", "evaluation_ids")
    def _compute_hand_in_warning(self):
        for confirmation in self:
            evaluations = confirmation.evaluation_ids._origin if confirmation.step == "submit" else ()
            confirmation.hand_in_warning = bool(evaluations) and evaluations._hand_in_warning()
