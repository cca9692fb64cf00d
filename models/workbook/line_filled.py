from functools import partial

from odoo import models

from ...reading import working_copy as layout
from ...scoring.points import NOT_APPLICABLE, RELIEVED, PointsError, format_points, parse_points
from .filled_part import CellRefused, Difference, Kind, as_number, is_filled, show


class LineFilledCopy(models.Model):
    """A row of a working copy that comes back."""

    _name = "agency.evaluation.line"
    _inherit = ["agency.evaluation.line", "agency.evaluation.filled.part"]

    def _compare_filled(self, row):
        self.ensure_one()
        if self.is_heading:
            reason = self.env._("%(code)s is a heading: its points are the sum of the rows below it.", code=self.code)
            return [
                Difference(Kind.REFUSED, self, key, typed.place, show(typed.cell.value), "", reason)
                for key, typed in filter(is_filled, row.cells.items())
            ]
        points, status = row.cells[layout.POINTS], row.cells[layout.NOT_APPLICABLE]
        shown = points if points.cell.value is not None or status.cell.value is None else status
        cells = {layout.ANSWER: (shown, partial(self._read_answer, points, status))}
        for name in layout.TEXTS:
            cells[name] = row.cells[name], partial(self._read_text, name, row.cells[name])
        values = self._copy_values()
        return [
            difference
            for name, (typed, read) in cells.items()
            for difference in self._compare_field(name, values[name], row.base.get(name), read, typed, self.can_answer)
        ]

    def _read_answer(self, points, status):
        """Return the answer that two cells give, as text and as the values to write.

        :raises CellRefused: if it is none
        """
        self._check_constant(points)
        self._check_constant(status)
        mark = layout.normal(show(status.cell.value)).upper()
        if self._is_relieved():
            if mark != RELIEVED.upper() or points.cell.value not in (None, ""):
                raise CellRefused(points, self._relieved_message())
            return NOT_APPLICABLE, {}
        if mark not in ("", NOT_APPLICABLE):
            raise CellRefused(status, self.env._("Choose %(mark)s here, or nothing.", mark=NOT_APPLICABLE))
        value = points.cell.value
        if isinstance(value, str):
            value = layout.normal(value)
            if value.upper() == NOT_APPLICABLE:
                mark, value = NOT_APPLICABLE, None
        if mark and value not in (None, ""):
            reason = self.env._(
                "%(code)s has points and %(mark)s at once; clear one of them.", code=self.code, mark=NOT_APPLICABLE
            )
            raise CellRefused(points, reason)
        if mark:
            if not self.may_not_apply and self.status != "not_applicable":
                reason = self.env._("%(code)s applies to every unit: give points, zero is possible.", code=self.code)
                raise CellRefused(status if value is None else points, reason)
            return NOT_APPLICABLE, {"status": "not_applicable"}
        if value in (None, ""):
            return "", {"self_points": False}
        self._check_no_date(points)
        try:
            number = parse_points(as_number(value, self.max_points), self.max_points)
        except PointsError as error:
            raise CellRefused(points, self._describe_refusal(error)) from error
        return format_points(number), {"self_points": number}
