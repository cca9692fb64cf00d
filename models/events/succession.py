from odoo import models


class SuccessionEvent(models.Model):
    """That a succession is recorded, and that it is revoked, are events."""

    _name = "agency.evaluation.succession"
    _inherit = ["agency.evaluation.succession", "agency.evaluation.event.source"]
    _event_kind = "succession"
    _event_fields = (
        "kind",
        "predecessor_ids",
        "successor_id",
        "is_ended",
        "date_from",
        "decision_number",
        "decision_date",
        "note",
        "revocation",
    )
    _event_changes = frozenset({"revoked_on"})

    def _record_events(self, done, before=None):
        # What a manager states comes back as an own write, completed: that one is the event.
        if done == "made" and not self.browse()._is_written_through():
            return None
        return super()._record_events(done, before)
