from odoo import models


class CampaignDecisionEvent(models.Model):
    """Every decision on a round, and on a unit in it, is an event."""

    _name = "agency.evaluation.campaign.decision"
    _inherit = ["agency.evaluation.campaign.decision", "agency.evaluation.event.source"]
    _event_kind = "round"
