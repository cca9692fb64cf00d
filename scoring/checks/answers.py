"""Checks of what rows are answered, and of the sums that a paper states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ..checked_sheet import CheckedSheet, SheetRow
from ..points import differ, sum_points
from ..rollup import Answer
from .check import About, Cause, Severity, about, check, leaves_of, on


@check("Row not answered", Severity.ERROR, About.ROW)
def unanswered(sheet: CheckedSheet) -> Iterator[Cause]:
    return (on(row) for row in sheet.leaves if row.answer is Answer.BLANK)


@check("Points differ from the rule", Severity.ERROR, About.ROW)
def points_differ_from_rule(sheet: CheckedSheet) -> Iterator[Cause]:
    for row, points in sheet.scored:
        if row.deviation and not row.is_explained:
            yield on(row, "", **_deviation_of(row, points))


@check("Other points than the rule, explained", Severity.INFO, About.ROW)
def points_deviate(sheet: CheckedSheet) -> Iterator[Cause]:
    """A reason keeps the points open to judgement; it does not make them those of the rule."""
    for row, points in sheet.scored:
        if row.deviation and row.is_explained:
            yield on(row, "", **_deviation_of(row, points), reason=row.explanation.strip())


def _deviation_of(row: SheetRow, points: float) -> dict[str, float | str]:
    assert row.deviation
    suggested, limit = row.deviation
    return {"points": points, "suggested": suggested, **({"limit": limit} if limit else {})}


@check("Not applicable without a reason", Severity.ERROR, About.ROW)
def not_applicable_without_reason(sheet: CheckedSheet) -> Iterator[Cause]:
    return (on(row) for row in sheet.leaves if row.is_claim and not row.is_explained)


@check("Not applicable where every unit is scored", Severity.ERROR, About.ROW)
def not_applicable_not_allowed(sheet: CheckedSheet) -> Iterator[Cause]:
    return (on(row) for row in sheet.leaves if row.is_claim and not row.may_not_apply)


@check("Nothing of a group applies", Severity.WARNING, About.ROW)
def group_not_applicable(sheet: CheckedSheet) -> Iterator[Cause]:
    for group in sheet.rows:
        if group.parent is None and group.is_heading:
            rows = list(leaves_of(sheet, group.code))
            claims = sum(row.is_claim for row in rows)
            if claims and all(row.is_claim or row.is_relieved for row in rows):
                yield on(group, rows=float(claims))


@check("Stated sum differs from its rows", Severity.WARNING, About.ROW)
def stated_differs_from_rows(sheet: CheckedSheet) -> Iterator[Cause]:
    sums = _sums_of_stated(sheet.rows)
    for row in sheet.rows:
        if not row.is_heading or row.stated is None:
            continue
        # A paper may state a heading alone; then the unit's own rows are what it is compared with.
        computed = sums.get(row.code, row.points)
        if computed is not None and differ(row.stated, computed):
            yield on(row, stated=row.stated, computed=computed)


def _sums_of_stated(rows: Iterable[SheetRow]) -> dict[str, float]:
    """Return what the paper's own rows below each heading come to, where it states at least one."""
    stated: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        if row.parent is not None and row.stated is not None:
            stated[row.parent].append(row.stated)
    return {code: sum_points(values) for code, values in stated.items()}


@check("Stated total differs", Severity.WARNING, About.WHOLE)
def stated_total_differs(sheet: CheckedSheet) -> Iterator[Cause]:
    if sheet.stated_total is not None and (sheet.total is None or differ(sheet.stated_total, sheet.total)):
        yield about("", stated=sheet.stated_total, computed=sheet.total or 0.0)


@check("Text contradicts its numbers", Severity.WARNING, About.ROW)
def wording_contradicts_numbers(sheet: CheckedSheet) -> Iterator[Cause]:
    """Find nothing: the author of the sheet settles it (:mod:`.set_checks`), not each unit each year.

    The code stays for what was found on evaluations before, and for the severity that a set gives it.
    """
    return iter(())
