from odoo import models


class SubstitutionEvent(models.Model):
    _name = "agency.evaluation.substitution"
    _inherit = ["agency.evaluation.substitution", "agency.evaluation.event.source"]
    _event_kind = "substitution"
    _event_fields = ("approver_id", "substitute_id", "company_id", "date_from", "date_to", "reason")
    _event_changes = frozenset(_event_fields)
