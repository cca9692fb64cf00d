from odoo import models

from ...reading import working_copy as layout
from ...scoring.points import NOT_APPLICABLE, format_points


class LineWorkingCopy(models.Model):
    """A row in a working copy."""

    _inherit = "agency.evaluation.line"

    def _copy_notes(self):
        """Return how the author of the sheet understood what it says of the row, and settled it."""
        self.ensure_one()
        return [note for note in (self.rule_notes, self.set_choices) if note]

    def _copy_values(self):
        """Return the unit's part of the row as text, by field: what is handed out and compared again."""
        self.ensure_one()
        if self.is_heading:
            return {}
        answer = {"scored": format_points(self.self_points), "not_applicable": NOT_APPLICABLE}.get(self.status, "")
        texts = {name: layout.fitting(self[name] or "") for name in layout.TEXTS}
        return {layout.ANSWER: answer, **texts}
