"""Checks of the grade that a unit claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..checked_sheet import CheckedSheet
from ..facts import write_months
from .check import About, Cause, Severity, about, check


@check("Claimed grade differs", Severity.WARNING, About.WHOLE)
def grade_differs(sheet: CheckedSheet) -> Iterator[Cause]:
    if sheet.grades and sheet.grades[0] != sheet.grades[1]:
        claimed, computed = sheet.grades
        yield about("", claimed=claimed, computed=computed)


@check("Claimed grade cannot be told yet", Severity.WARNING, About.WHOLE)
def grade_undecided(sheet: CheckedSheet) -> Iterator[Cause]:
    if sheet.undecided:
        claimed, grade, codes = sheet.undecided
        missing = {f"months_{place}": write_months(_missing_of(sheet, code)) for place, code in enumerate(codes)}
        yield about(" ".join(codes), claimed=claimed, grade=grade, **missing)


def _missing_of(sheet: CheckedSheet, code: str) -> Sequence[int]:
    """Return the missing parts of a fact that is partly stated itself; nothing of one that is not, or is computed."""
    fact = sheet.facts.get(code)
    return fact.missing_months if fact and fact.total is not None else ()
