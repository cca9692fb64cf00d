from odoo import models

from ...reading import working_copy as layout
from ..facts.fact import MONTH_FIELDS


class FactWorkingCopy(models.Model):
    """A fact in a working copy."""

    _inherit = "agency.evaluation.fact"

    def _copy_values(self):
        """Return what is stated as text, by field: what is handed out and compared again."""
        self.ensure_one()
        note = layout.fitting(self.note or "")
        if self._is_computed():
            return {layout.ENTRY: self.total or "", layout.NOTE: note}
        if self.frequency != "year":
            return {**{name: self[name] or "" for name in MONTH_FIELDS.values()}, layout.NOTE: note}
        return {layout.ENTRY: self.entry or "", layout.NOTE: note}

    def _copy_open_fields(self):
        """Return the fields that the user may fill in."""
        self.ensure_one()
        if not self.can_check:
            return frozenset()
        if self._is_computed():
            return frozenset({layout.NOTE})
        expected = self._days_of_parts()
        # A number of a month that is not asked for may still be taken back.
        closed = {name for month, name in MONTH_FIELDS.items() if month not in expected and not self[name]}
        return frozenset(self._copy_values().keys() - closed)
