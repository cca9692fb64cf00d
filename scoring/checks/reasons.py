"""Checks of why rows have their points: documents, explanations, and what the report tells against them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .. import report_claims
from ..checked_sheet import CheckedSheet, SheetRow
from ..points import differ
from ..rollup import Answer
from .check import About, Cause, Severity, as_told, check, leaves_of, on


@check("Full marks without a document", Severity.WARNING, About.ROW)
def full_marks_without_evidence(sheet: CheckedSheet) -> Iterator[Cause]:
    for row, points in sheet.scored:
        if row.evidence_required and not row.documents and not differ(points, row.maximum):
            yield on(row, points=points)


@check("Bonus without reason and document", Severity.WARNING, About.ROW)
def bonus_without_reason(sheet: CheckedSheet) -> Iterator[Cause]:
    for row, points in sheet.scored:
        if row.is_bonus and points > 0 and not (row.is_explained and row.documents):
            yield on(row, points=points)


@check("Points lost without explanation", Severity.WARNING, About.ROW)
def lost_without_explanation(sheet: CheckedSheet) -> Iterator[Cause]:
    for row, points in sheet.scored:
        # Where rules give the points, they explain the loss, or the points are against them.
        if row.is_bonus or row.is_explained or row.suggested is not None:
            continue
        if differ(points, row.maximum):
            yield on(row, points=points, maximum=row.maximum)


@check("Loss by rule without a reason", Severity.WARNING, About.ROW)
def loss_by_rule_without_reason(sheet: CheckedSheet) -> Iterator[Cause]:
    """A rule says how much is lost, the report has to say why; a report without such a section does not."""
    if not sheet.shortcoming_sections:
        return
    told = {subject for _sentence, subject in _typed_shortcomings(sheet, {row.code: row.text for row in sheet.leaves})}
    for row, points in sheet.scored:
        if row.is_bonus or row.is_explained or row.suggested is None or row.code in told:
            continue
        if differ(points, row.maximum) and not differ(points, row.suggested):
            yield on(row, points=points, maximum=row.maximum)


@check("Shortcoming in the report, full marks in the rows", Severity.INFO, About.ROW)
def shortcoming_against_full_marks(sheet: CheckedSheet) -> Iterator[Cause]:
    rows = {row.code: row for row in sheet.rows}
    # The rows below the groups say best what the sheet is about; groups are too wide, dashes too narrow.
    subjects = {row.code: row for row in sheet.rows if row.parent in rows and rows[row.parent].parent is None}
    for sentence, subject in _typed_shortcomings(sheet, {code: row.text for code, row in subjects.items()}):
        if subject and all(_is_full(row) for row in leaves_of(sheet, subject)):
            yield on(subjects[subject], text=sentence)


def _typed_shortcomings(sheet: CheckedSheet, subjects: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    """Yield what the report says by hand that the unit fell short in, and the one of `subjects` that it speaks of."""
    for title in sorted(sheet.shortcoming_sections & sheet.texts.keys()):
        found = report_claims.find_shortcomings(sheet.texts[title])
        typed = report_claims.without(found, sheet.listed_shortcomings)
        yield from zip(typed, report_claims.subjects_of(typed, subjects), strict=True)


def _is_full(row: SheetRow) -> bool:
    scored = row.answer is Answer.SCORED and row.points is not None
    return row.is_bonus or (scored and not row.is_explained and not differ(row.points or 0.0, row.maximum))


@check("Full marks against a percentage", Severity.WARNING, About.ROW)
def full_marks_against_fact(sheet: CheckedSheet) -> Iterator[Cause]:
    scored = {row.code: (row, points) for row, points in sheet.scored}
    for fact, codes in sheet.shares.items():
        total = sheet.final_of(fact)
        if total is None or total >= 100:
            continue
        for code in codes:
            row, points = scored.get(code, (None, 0.0))
            # Where a rule gives the points, it says which share is enough.
            if row and row.suggested is None and not row.is_explained and not differ(points, row.maximum):
                yield on(row, fact, points=points, value=as_told(total, 100)[0])
