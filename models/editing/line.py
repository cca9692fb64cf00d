import textwrap

from odoo import models

from ...scoring import rollup
from ...scoring.points import format_points

_ANSWER = ("self_points", "status")
_GIVEN_BY = {"review_points": "is_reviewed", "stated_points": "is_stated"}
#: How much of a row's text tells which row it is.
_LABEL = 90


class LineEditing(models.Model):
    """A row that two people answer at a time: an answer is one value, points or none or “not applicable”."""

    _inherit = "agency.evaluation.line"

    def action_accept_suggestions(self):
        """Take over the suggested points of rows; where the client says what it shows, only if they still say so.

        :raises ChangedMeanwhile: if somebody else answered a row otherwise meanwhile
        """
        lines, seen = self._with_seen()
        if seen:
            suggested = lines._subtree()._leaves().filtered("has_suggestion")
            answers = {line.id: {"self_points": line.suggested_points, "status": "scored"} for line in suggested}
            lines._check_no_conflicts(lines._find_conflicts(answers, seen))
        return super(LineEditing, lines).action_accept_suggestions()

    def _edited_together(self):
        return (_ANSWER, *_GIVEN_BY.items())

    def _name_in_conflict(self):
        # sudo: agency.evaluation.criterion - the text of the row is no secret to who may write it
        return textwrap.shorten(f"{self.code} {self.sudo().name or ''}", _LABEL, placeholder=" …")

    def _text_in_conflict(self, group, values):
        if group == _ANSWER:
            answer = values.get("status")
            if answer == rollup.Answer.NOT_APPLICABLE.value:
                return self.env._("N/A")
            if answer == rollup.Answer.SCORED.value and isinstance(values.get("self_points"), (int, float)):
                return format_points(values["self_points"] or 0.0)
            return "" if answer == rollup.Answer.BLANK.value else super()._text_in_conflict(group, values)
        if group[0] in _GIVEN_BY:
            points = values.get(group[0])
            is_given = values.get(group[1]) and isinstance(points, (int, float))
            return format_points(points) if is_given else ""
        return super()._text_in_conflict(group, values)
