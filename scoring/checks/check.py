"""What a check is, what it finds, and what checks of several kinds say in the same way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from ..checked_sheet import CheckedSheet, SheetRow
from ..numbers import format_apart


class Severity(Enum):
    """An error blocks submitting, a warning must be justified, an information only tells; the gravest comes first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class About(Enum):
    """What has to be looked at where a check finds something."""

    ROW = "row"
    FACT = "fact"
    DOCUMENT = "document"
    SECTION = "section"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Cause:
    """Where a check found something, and the numbers and names that do not agree; see :class:`Finding`."""

    row: str | None = None
    subject: str = ""
    details: tuple[tuple[str, float | str], ...] = ()


Finder = Callable[[CheckedSheet], Iterator[Cause]]


@dataclass(frozen=True, slots=True)
class Check:
    """A consistency check.

    :ivar code: names it in settings and findings, sealed ones too, so that it never changes
    :ivar title: what it finds, in a few words
    :ivar severity: that of its findings, which a criteria set may change
    :ivar about: what its findings are about
    :ivar find: yields what it finds; rows, facts, documents and sections in their order
    """

    code: str
    title: str
    severity: Severity
    about: About
    find: Finder


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found.

    Findings that are equal have the same cause and the same numbers, so a justification of one holds for the other.

    :ivar row: the code of the row it is about, None if it is about no row
    :ivar subject: the fact, document or section it is about
    :ivar details: the numbers and names that do not agree, by name
    """

    check: Check
    row: str | None = None
    subject: str = ""
    details: tuple[tuple[str, float | str], ...] = ()


def check(title: str, severity: Severity, about: About) -> Callable[[Finder], Check]:
    """Make a check of the function below, called by its name; see :class:`Check`."""

    def make(find: Finder) -> Check:
        return Check(find.__name__, title, severity, about, find)

    return make


def on(row: SheetRow, subject: str = "", **details: float | str) -> Cause:
    return Cause(row.code, subject, tuple(details.items()))


def about(subject: str, **details: float | str) -> Cause:
    return Cause(None, subject, tuple(details.items()))


def leaves_of(sheet: CheckedSheet, code: str) -> Iterator[SheetRow]:
    inside = {code}
    for row in sheet.rows:  # headings stand before their rows
        if row.code == code or row.parent in inside:
            inside.add(row.code)
            if not row.is_heading:
                yield row


def as_told(number: Fraction, other: Fraction | int) -> tuple[float | str, float | str]:
    """Return two numbers that a finding tells: floats where they compare as the numbers do, or else their writing."""
    floats = float(number), float(other)
    is_same = (floats[0] < floats[1], floats[0] > floats[1]) == (number < other, number > other)
    return floats if is_same else format_apart(number, other)
