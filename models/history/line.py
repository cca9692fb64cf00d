from odoo import api, models, tools

from ...scoring import rollup
from ...scoring.points import format_points
from ..lock.values import check_values
from .history import plain_number

#: Fields that say whether another one holds points at all: both change as one.
_FLAGS = {"status": "self_points", "is_reviewed": "review_points", "is_stated": "stated_points"}
#: What steps and decisions write, and people therefore want to read of.
_BY_STEPS = frozenset({"review_state", "relief_basis"})
#: Of headings, what is summed up.
_SUMS = frozenset({"self_points"})
#: What a group hands down to its rows: it is kept once.
_OF_GROUPS = frozenset({"reviewer_id"})


class LineHistory(models.Model):
    """A row whose changes are kept: the answer as one value (points, blank or not applicable), texts and the review.

    What the system sums up or suggests is no change by anybody.
    """

    _name = "agency.evaluation.line"
    _inherit = ["agency.evaluation.line", "agency.evaluation.history"]
    _history_link = "line_id"

    def write(self, vals):
        check_values(self, vals, leave=set(_FLAGS.values()))
        # What a client writes comes back as an own write, checked and completed.
        if self._is_own_write(vals) and vals.keys() & self._kept_fields():
            self._note_before()
        return super().write(vals)

    def _set_review_state(self, state):
        self._note_before()
        return super()._set_review_state(state)

    @api.model
    @tools.ormcache()
    def _kept_fields(self):
        return super()._kept_fields() | _BY_STEPS

    def _kept_name(self, name):
        return _FLAGS.get(name, name)

    def _kept_values(self):
        self.ensure_one()
        names = self._kept_fields() - _FLAGS.keys()
        if self.is_heading:
            names -= _SUMS
        if self.parent_id:
            names -= _OF_GROUPS
        return {name: self._kept_value(name) for name in sorted(names)}

    def _kept_value(self, name):
        if name == "self_points":
            if self.status == rollup.Answer.NOT_APPLICABLE.value:
                return self.status
            return plain_number(self.self_points) if self.status == rollup.Answer.SCORED.value else None
        flag = next((flag for flag, points in _FLAGS.items() if points == name), None)
        if flag and not self[flag]:
            return None
        return super()._kept_value(name)

    def _kept_label(self, name):
        if name == "self_points":
            return self.env._("Self-Scored")
        return super()._kept_label(name)

    def _kept_words(self, name, value):
        if name in _FLAGS.values() and value:
            is_claim = value == rollup.Answer.NOT_APPLICABLE.value
            return self.env._("Not applicable") if is_claim else format_points(float(value))
        return super()._kept_words(name, value)
