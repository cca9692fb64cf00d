from odoo import models


class ReliefEvent(models.Model):
    _name = "agency.evaluation.relief"
    _inherit = ["agency.evaluation.relief", "agency.evaluation.event.source"]
    _event_kind = "relief"
    _event_fields = (
        "company_id",
        "criteria_set_id",
        "department_ids",
        "criterion_ids",
        "decision_number",
        "decision_date",
        "reason",
    )
    _event_changes = frozenset(_event_fields)
