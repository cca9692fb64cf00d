from odoo import api, fields, models

from .campaign_steps import RECORDS, STEPS, UNIT_STEPS


class CampaignDecision(models.Model):
    """What was decided about a round or a unit of it: by whom, when, why. It is never changed."""

    _name = "agency.evaluation.campaign.decision"
    _description = "Decision on a Round"
    _inherit = ["agency.evaluation.register"]
    _order = "id desc"
    _rec_name = "step"

    campaign_id = fields.Many2one(
        "agency.evaluation.campaign", required=True, readonly=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one(related="campaign_id.company_id", store=True, index=True)
    unit_id = fields.Many2one(
        "agency.evaluation.campaign.unit", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    step = fields.Selection(
        [
            *((step.name, step.record) for step in (*STEPS.values(), *UNIT_STEPS.values())),
            *RECORDS.items(),
        ],
        required=True,
        readonly=True,
    )
    user_id = fields.Many2one("res.users", string="Decided By", required=True, readonly=True, ondelete="restrict")
    decided_on = fields.Datetime(required=True, readonly=True)
    reason = fields.Text(readonly=True)
    before = fields.Text(readonly=True)
    after = fields.Text(readonly=True)

    @api.depends("step", "unit_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["step"]._description_selection(self.env))
        for decision in self:
            unit = decision.unit_id.department_id.name
            label = labels.get(decision.step, "")
            decision.display_name = f"{label}: {unit}" if unit else label
