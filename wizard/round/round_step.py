from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.round.campaign import DEADLINES
from ...models.round.campaign_steps import STEPS, UNIT_STEPS

_EVERY = {**STEPS, **UNIT_STEPS}
#: The steps that new deadlines belong to.
_WITH_DEADLINES = ("move", "extend")


class RoundStepDialog(models.TransientModel):
    """Asks for what a step of a round, or of units in it, needs: a reason, and new deadlines."""

    _name = "agency.evaluation.round.step"
    _description = "Confirmation of a Step of a Round"
    _inherit = ["agency.evaluation.dialog"]

    campaign_id = fields.Many2one(
        "agency.evaluation.campaign", string="Round", required=True, readonly=True, ondelete="cascade"
    )
    unit_ids = fields.Many2many(
        "agency.evaluation.campaign.unit", relation="agency_evaluation_round_step_unit_rel", readonly=True
    )
    step = fields.Selection(
        [(step.name, step.confirm) for step in _EVERY.values() if step.confirm], required=True, readonly=True
    )
    reason = fields.Text()
    submit_by = fields.Date()
    review_by = fields.Date()
    approve_by = fields.Date()
    percent = fields.Float(string="Share (%)", digits=(5, 2))
    with_deadlines = fields.Boolean(compute="_compute_with_deadlines")

    @api.depends("step")
    def _compute_with_deadlines(self):
        for dialog in self:
            dialog.with_deadlines = dialog.step in _WITH_DEADLINES

    def _arguments(self):
        """Return what the step is given before its reason."""
        if self.with_deadlines:
            return ({name: self[name] for name in DEADLINES},)
        return (self.percent,) if self.step == "exceed" else ()

    def action_confirm(self):
        """Take the step; the round or its units guard it.

        :raises UserError: if no unit is named for a step of units
        """
        self.ensure_one()
        records = self.unit_ids if self.step in UNIT_STEPS else self.campaign_id
        if not records:
            raise UserError(self.env._("Choose units first."))
        getattr(records, f"action_{self.step}")(*self._arguments(), self.reason or "")
        return {"type": "ir.actions.act_window_close"}
