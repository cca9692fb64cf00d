from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import partial

from odoo import models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ..reading import working_copy as layout
from ..report.score_sheet import NOT_APPLICABLE
from ..scoring.numbers import format_number, parse_number
from ..scoring.points import PointsError, Refusal, format_points, parse_points

#: Larger numbers are shown by their powers of ten; nobody types them.
_TOO_LARGE = 1e16


class Kind(Enum):
    """What a cell of a filled copy comes to."""

    CHANGE = "change"
    CONFLICT = "conflict"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell of a filled copy that says something else than the evaluation.

    :ivar name: the field that it is about, as a working copy calls it
    :ivar new: what the file says, as shown
    :ivar old: what the evaluation says now, as shown
    :ivar reason: why it is refused
    :ivar values: what is to be written to the record
    """

    kind: Kind
    record: models.Model
    name: str
    place: str
    new: str
    old: str = ""
    reason: str = ""
    values: dict = field(default_factory=dict)


class CellRefused(Exception):
    """A cell that cannot be taken over.

    :ivar typed: the cell
    :ivar reason: why, for the user
    """

    def __init__(self, typed, reason):
        super().__init__(reason)
        self.typed = typed
        self.reason = reason


class FilledCopy(models.Model):
    """What a working copy that comes back changes in its evaluation."""

    _inherit = "agency.evaluation"

    def _compare_copy(self, copy):
        """Return the :class:`Difference` of every cell, by the name of its sheet.

        :param copy: a :class:`working_copy.WorkingCopy`
        :raises UserError: if it is a copy of another evaluation
        """
        self.ensure_one()
        if copy.reference != self._copy_reference():
            raise UserError(
                self.env._(
                    "The file is a working copy of %(other)s, not of %(evaluation)s.",
                    other=copy.reference.rpartition(":")[0] or copy.reference,
                    evaluation=self.name,
                )
            )
        lines, facts = self._copy_parts()
        found = {copy.rows.sheet: lines._compare_copy(copy.rows)}
        if copy.facts:
            found[copy.facts.sheet] = facts._compare_copy(copy.facts)
        return found

    def _apply_copy(self, differences):
        """Write `differences`, all or none, by the ways that lead to rows and facts from every client."""
        values_by_id = {"agency.evaluation.line": {}, "agency.evaluation.fact": {}}
        for difference in differences:
            record = difference.record
            values_by_id[record._name].setdefault(record.id, {}).update(difference.values)
        rows, facts = values_by_id.values()
        if rows:
            self._write_rows([Command.update(id_, values) for id_, values in rows.items()])
        if facts:
            self.env["agency.evaluation.fact"].browse(facts)._write_each(facts)


class FilledPart(models.AbstractModel):
    """A row or a fact of a working copy that comes back."""

    _name = "agency.evaluation.filled.part"
    _description = "Part of a Filled Working Copy"

    def _compare_copy(self, table):
        """Return the :class:`Difference` of every cell of a table, of which these are the records."""
        records = {record.code: record for record in self}
        counts = Counter(row.code for row in table.rows if row.code)
        found = []
        for row in table.rows:
            if row.code in records and counts[row.code] == 1:
                found += records[row.code]._compare_filled(row)
                continue
            if not row.code:
                reason = self.env._("The line was added: it has no code, so nothing tells which row it is.")
            elif row.code in records:
                reason = self.env._("%(code)s is in the sheet %(count)s times.", code=row.code, count=counts[row.code])
            else:
                reason = self.env._("%(code)s is none of the rows that you see in this evaluation.", code=row.code)
            key, typed = next(filter(_is_filled, row.cells.items()), next(iter(row.cells.items())))
            found.append(Difference(Kind.REFUSED, self.browse(), key, typed.place, _show(typed.cell.value), "", reason))
        return found

    def _compare_filled(self, row):
        """Return the :class:`Difference` of every cell of a row."""
        raise NotImplementedError

    def _compare_field(self, name, old, base, read, typed, is_open):
        """Return, as a list of one or none, in what a field differs from what the evaluation says.

        :param old: what it says
        :param base: the fingerprint of what was handed out, None where nobody knows it
        :param read: a function that returns the text of the cells as it is compared, and the values to write
        :param typed: the cell that is shown
        """
        try:
            new, values = read()
        except CellRefused as refused:
            cell = refused.typed
            shown = self.env._("(formula)") if cell.cell.is_formula else _show(cell.cell.value)
            return [Difference(Kind.REFUSED, self, name, cell.place, shown, old, refused.reason)]
        if layout.normal(new) == layout.normal(old) or layout.fingerprint(new) == base:
            return []
        if not is_open:
            reason = self.env._("You may not fill in this cell.")
            return [Difference(Kind.REFUSED, self, name, typed.place, new, old, reason)]
        # Without the fingerprint nobody knows what was handed out, so the user decides.
        kind = Kind.CHANGE if base == layout.fingerprint(old) else Kind.CONFLICT
        return [Difference(kind, self, name, typed.place, new, old, "", values)]

    def _read_text(self, name, typed):
        self._check_constant(typed)
        text = layout.normal(_show(typed.cell.value))
        return text, {name: text or False}

    def _read_shown(self, typed):
        """Return what a cell shows that is not to be filled in."""
        self._check_constant(typed)
        return _show(typed.cell.value), {}

    def _check_constant(self, typed):
        """:raises CellRefused: for a formula, whose value nobody typed"""
        if typed.cell.is_formula:
            raise CellRefused(typed, self.env._("A formula is never taken over; type the value."))

    def _check_no_date(self, typed):
        """:raises CellRefused: for a date, which spreadsheets make of numbers such as 1.5"""
        if isinstance(typed.cell.value, date):
            raise CellRefused(
                typed, self.env._("It became a date; format the cell as a number and type it with a decimal comma.")
            )


class FilledRow(models.Model):
    """A row of a working copy that comes back."""

    _name = "agency.evaluation.line"
    _inherit = ["agency.evaluation.line", "agency.evaluation.filled.part"]

    def _compare_filled(self, row):
        self.ensure_one()
        if self.is_heading:
            reason = self.env._("%(code)s is a heading: its points are the sum of the rows below it.", code=self.code)
            return [
                Difference(Kind.REFUSED, self, key, typed.place, _show(typed.cell.value), "", reason)
                for key, typed in filter(_is_filled, row.cells.items())
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
            for difference in self._compare_field(
                name, values[name], row.base.get(name), read, typed, self.can_answer
            )
        ]

    def _read_answer(self, points, status):
        """Return the answer that two cells give, as text and as the values to write.

        :raises CellRefused: if it is none
        """
        self._check_constant(points)
        self._check_constant(status)
        mark = layout.normal(_show(status.cell.value)).upper()
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
            return NOT_APPLICABLE, {"status": "not_applicable"}
        if value in (None, ""):
            return "", {"self_points": False}
        self._check_no_date(points)
        try:
            number = parse_points(_as_number(value, self.max_points), self.max_points)
        except PointsError as error:
            raise CellRefused(points, self._describe_refusal(error)) from error
        return format_points(number), {"self_points": number}


class FilledFact(models.Model):
    """A fact of a working copy that comes back."""

    _name = "agency.evaluation.fact"
    _inherit = ["agency.evaluation.fact", "agency.evaluation.filled.part"]

    def _compare_filled(self, row):
        self.ensure_one()
        values, open_fields = self._copy_values(), self._copy_open_fields()
        found = []
        for key, typed in row.cells.items():
            if key not in values:
                if _is_filled((key, typed)):
                    reason = self.env._(
                        "“%(fact)s” is stated by the year, or by months, but not by both.", fact=self.display_name
                    )
                    found.append(
                        Difference(Kind.REFUSED, self, key, typed.place, _show(typed.cell.value), "", reason)
                    )
                continue
            if key == layout.NOTE:
                read = partial(self._read_text, key, typed)
            elif self.formula or not self.can_check:
                read = partial(self._read_shown, typed)
            else:
                read = partial(self._read_number, key, typed)
            found += self._compare_field(key, values[key], row.base.get(key), read, typed, key in open_fields)
        return found

    def _read_number(self, name, typed):
        """Return the number of a cell, as text and as the values to write.

        :raises CellRefused: if it is none
        """
        self._check_constant(typed)
        self._check_no_date(typed)
        text = _as_text(typed.cell.value)
        month = int(name[-2:]) if name in layout.MONTHS else None
        try:
            number = self._parse_entry(month, text)
        except ValidationError as error:
            raise CellRefused(typed, str(error)) from error
        return format_number(number), {name: text}


def _is_filled(item):
    """Tell whether a (key, cell) holds something that someone typed."""
    cell = item[1].cell
    return cell.value is not None and not cell.is_formula


def _show(value):
    """Return the value of a cell as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return format_number(value) if abs(value) < _TOO_LARGE else f"{value:g}"
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else value


def _as_text(value):
    """Return a number as it would be typed; six decimals are all that is kept."""
    if isinstance(value, float) and abs(value) < _TOO_LARGE:
        return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ",")
    return layout.normal(_show(value)).replace("\N{NO-BREAK SPACE}", "")


def _as_number(value, maximum):
    """Return the number that a cell holds.

    :raises PointsError: if it holds none
    """
    if not isinstance(value, str):
        return value
    try:
        return parse_number(_as_text(value))
    except ValueError:
        raise PointsError(Refusal.NOT_A_NUMBER, value, maximum) from None
