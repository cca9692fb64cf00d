from odoo import models


class QuarantineEvent(models.Model):
    """Asking that files be taken out, consenting and refusing are events."""

    _name = "agency.evaluation.quarantine"
    _inherit = ["agency.evaluation.quarantine", "agency.evaluation.event.source"]
    _event_kind = "quarantine"
    _event_changes = frozenset({"state"})
