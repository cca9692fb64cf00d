from odoo import models


class DecisionEvent(models.Model):
    """Every step that is taken, and what is given late, is an event."""

    _name = "agency.evaluation.decision"
    _inherit = ["agency.evaluation.decision", "agency.evaluation.event.source"]
    _event_kind = "decision"
