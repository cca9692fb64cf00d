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
