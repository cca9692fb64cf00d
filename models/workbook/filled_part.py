from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from odoo import models

from ...reading import working_copy as layout
from ...scoring.numbers import NumberError, Trouble, as_typed, parse_number
from ...scoring.points import PointsError, Refusal

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
            key, typed = next(filter(is_filled, row.cells.items()), next(iter(row.cells.items())))
            found.append(Difference(Kind.REFUSED, self.browse(), key, typed.place, show(typed.cell.value), "", reason))
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
            shown = self.env._("(formula)") if cell.cell.is_formula else show(cell.cell.value)
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
        text = layout.normal(show(typed.cell.value))
        return text, {name: text or False}

    def _read_shown(self, typed):
        """Return what a cell shows that is not to be filled in."""
        self._check_constant(typed)
        return show(typed.cell.value), {}

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


def is_filled(item):
    """Tell whether a (key, cell) holds something that someone typed."""
    cell = item[1].cell
    return cell.value is not None and not cell.is_formula


def show(value):
    """Return the value of a cell as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return as_typed(value) if abs(value) < _TOO_LARGE else f"{value:g}"
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else value


def as_text(value):
    """Return the value of a cell as it would be typed."""
    return show(value) if isinstance(value, float) else layout.normal(show(value))


def as_number(value, maximum):
    """Return the points that a cell holds.

    :raises PointsError: if it holds none
    """
    if not isinstance(value, str):
        return value
    try:
        number = parse_number(as_text(value))
    except NumberError as error:
        is_ambiguous = error.trouble is Trouble.AMBIGUOUS
        refusal = Refusal.AMBIGUOUS if is_ambiguous else Refusal.NOT_A_NUMBER
        raise PointsError(refusal, value, maximum) from None
    return None if number is None else float(number)
