"""Consistency checks: what on a sheet contradicts itself, its facts or its evidence.

A check is one function here: its name is the code of the check, and what stands above it is all else that is known of
it. What its findings say stands in ``models/findings/finding_message.py``. Checks know nothing of a particular sheet:
they compare its rows, facts and relations.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from .checked_sheet import CheckedSheet, Document, Relation, SheetRow
from .points import differ, round_points, sum_points
from .report_text import State
from .rollup import Answer
from .wording import Contradiction, find_contradictions


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


#: Every check by its code, in the order in which findings on the whole are listed.
CHECKS: dict[str, Check] = {}


def _check(title: str, severity: Severity, about: About) -> Callable[[Finder], Check]:
    """Make a check of the function below, called by its name; see :class:`Check`."""

    def register(find: Finder) -> Check:
        check = CHECKS[find.__name__] = Check(find.__name__, title, severity, about, find)
        return check

    return register


def _on(row: SheetRow, subject: str = "", **details: float | str) -> Cause:
    return Cause(row.code, subject, tuple(details.items()))


def _about(subject: str, **details: float | str) -> Cause:
    return Cause(None, subject, tuple(details.items()))


@_check("Row not answered", Severity.ERROR, About.ROW)
def unanswered(sheet: CheckedSheet) -> Iterator[Cause]:
    return (_on(row) for row in sheet.leaves if row.answer is Answer.BLANK)


@_check("Points differ from the rule", Severity.ERROR, About.ROW)
def points_differ_from_rule(sheet: CheckedSheet) -> Iterator[Cause]:
    for row, points in sheet.scored:
        if row.suggested is not None and differ(points, row.suggested) and not row.is_explained:
            yield _on(row, points=points, suggested=row.suggested)


@_check("Stated sum differs from its rows", Severity.WARNING, About.ROW)
def stated_differs_from_rows(sheet: CheckedSheet) -> Iterator[Cause]:
    sums = _sums_of_stated(sheet.rows)
    for row in sheet.rows:
        if not row.is_heading or row.stated is None:
            continue
        # A paper may state a heading alone; then the unit's own rows are what it is compared with.
        computed = sums.get(row.code, row.points)
        if computed is not None and differ(row.stated, computed):
            yield _on(row, stated=row.stated, computed=computed)


def _sums_of_stated(rows: Iterable[SheetRow]) -> dict[str, float]:
    """Return what the paper's own rows below each heading come to, where it states at least one."""
    stated: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        if row.parent is not None and row.stated is not None:
            stated[row.parent].append(row.stated)
    return {code: sum_points(values) for code, values in stated.items()}


@_check("Stated total differs", Severity.WARNING, About.WHOLE)
def stated_total_differs(sheet: CheckedSheet) -> Iterator[Cause]:
    if sheet.stated_total is not None and (sheet.total is None or differ(sheet.stated_total, sheet.total)):
        yield _about("", stated=sheet.stated_total, computed=sheet.total or 0.0)


_WORDING_SUBJECTS = {
    Contradiction.WORDS: "words",
    Contradiction.PRODUCT: "product",
    Contradiction.MAXIMUM: "maximum",
}


@_check("Text contradicts its numbers", Severity.WARNING, About.ROW)
def wording_contradicts_numbers(sheet: CheckedSheet) -> Iterator[Cause]:
    for row in sheet.rows:
        for found in find_contradictions(row.text, row.maximum):
            yield _on(row, _WORDING_SUBJECTS[found.contradiction], stated=found.stated, expected=found.expected)


@_check("Fact not stated", Severity.WARNING, About.FACT)
def fact_missing(sheet: CheckedSheet) -> Iterator[Cause]:
    return (_about(code) for code in sorted(sheet.needed) if sheet.total_of(code) is None)


@_check("Months not stated", Severity.WARNING, About.FACT)
def months_missing(sheet: CheckedSheet) -> Iterator[Cause]:
    for code in sorted(sheet.needed):
        if sheet.total_of(code) is not None and (missing := sheet.facts[code].missing_months):
            yield _about(code, months=", ".join(map(str, missing)))


@_check("Formula without a number", Severity.WARNING, About.FACT)
def formula_without_value(sheet: CheckedSheet) -> Iterator[Cause]:
    return (_about(error.code, **error.details) for error in sheet.troubles)


@_check("Parts differ from the whole", Severity.WARNING, About.FACT)
def parts_differ_from_whole(sheet: CheckedSheet) -> Iterator[Cause]:
    return _compare(sheet, (relation for relation in sheet.relations if len(relation.parts) != 1))


@_check("Facts disagree", Severity.WARNING, About.FACT)
def facts_disagree(sheet: CheckedSheet) -> Iterator[Cause]:
    return _compare(sheet, (relation for relation in sheet.relations if len(relation.parts) == 1))


def _compare(sheet: CheckedSheet, relations: Iterable[Relation]) -> Iterator[Cause]:
    for relation in relations:
        codes = (relation.whole, *relation.parts)
        totals = [total for code in codes if (total := sheet.total_of(code)) is not None]
        if len(totals) < len(codes):
            continue
        whole, parts = totals[0], sum(totals[1:])
        if abs(whole - parts) > 1e-6:
            yield _about(" ".join(codes), whole=whole, parts=round_points(parts))


@_check("Full marks without a document", Severity.WARNING, About.ROW)
def full_marks_without_evidence(sheet: CheckedSheet) -> Iterator[Cause]:
    for row, points in sheet.scored:
        if row.evidence_required and not row.documents and not differ(points, row.maximum):
            yield _on(row, points=points)


@_check("Bonus without reason and document", Severity.WARNING, About.ROW)
def bonus_without_reason(sheet: CheckedSheet) -> Iterator[Cause]:
    for row, points in sheet.scored:
        if row.is_bonus and points > 0 and not (row.is_explained and row.documents):
            yield _on(row, points=points)


@_check("Points lost without explanation", Severity.WARNING, About.ROW)
def lost_without_explanation(sheet: CheckedSheet) -> Iterator[Cause]:
    for row, points in sheet.scored:
        # Where rules give the points, they explain the loss, or the points are against them.
        if row.is_bonus or row.is_explained or row.suggested is not None:
            continue
        if differ(points, row.maximum):
            yield _on(row, points=points, maximum=row.maximum)


@_check("Document outside the period", Severity.INFO, About.DOCUMENT)
def document_outside_period(sheet: CheckedSheet) -> Iterator[Cause]:
    for document in sheet.documents:
        if document.issued and sheet.period and not sheet.period[0] <= document.issued <= sheet.period[1]:
            yield _about(document.key, issued=document.issued.isoformat())


@_check("Same document, different files", Severity.WARNING, About.DOCUMENT)
def document_twice_with_other_files(sheet: CheckedSheet) -> Iterator[Cause]:
    by_number: dict[str, list[Document]] = defaultdict(list)
    for document in sheet.documents:
        if document.number:
            by_number[document.number.casefold()].append(document)
    for documents in by_number.values():
        # Numbers start anew each year; a document without a date may be of any.
        years: set[int | None] = {document.issued.year for document in documents if document.issued}
        for year in years or {None}:
            same = [document for document in documents if not document.issued or document.issued.year == year]
            # A document that is kept elsewhere has no files to compare.
            if len({frozenset(document.digests) for document in same if document.digests}) > 1:
                yield _about(same[0].number, **_keys(same))


@_check("Document proves nothing", Severity.WARNING, About.DOCUMENT)
def document_without_row(sheet: CheckedSheet) -> Iterator[Cause]:
    return (_about(document.key) for document in sheet.documents if not document.rows)


@_check("Same file on two documents", Severity.WARNING, About.DOCUMENT)
def file_on_two_documents(sheet: CheckedSheet) -> Iterator[Cause]:
    by_digest: dict[str, list[Document]] = defaultdict(list)
    for document in sheet.documents:
        for digest in set(document.digests):
            by_digest[digest].append(document)
    for documents in by_digest.values():
        if len(documents) > 1:
            yield _about(documents[0].key, **_keys(documents))


def _keys(documents: Iterable[Document]) -> dict[str, float | str]:
    return {f"document_{place}": document.key for place, document in enumerate(documents, 1)}


@_check("Claimed grade differs", Severity.WARNING, About.WHOLE)
def grade_differs(sheet: CheckedSheet) -> Iterator[Cause]:
    if sheet.grades and sheet.grades[0] != sheet.grades[1]:
        claimed, computed = sheet.grades
        yield _about("", claimed=claimed, computed=computed)


@_check("Section of the report empty", Severity.INFO, About.SECTION)
def section_empty(sheet: CheckedSheet) -> Iterator[Cause]:
    return (_about(title) for title in sheet.empty_sections)


@_check("Section of the report unfinished", Severity.INFO, About.SECTION)
def section_unfinished(sheet: CheckedSheet) -> Iterator[Cause]:
    for title, outdated in sheet.outdated_sections.items():
        if outdated.open_places:
            yield _about(title, places=outdated.open_places)


@_check("Report differs from a fact", Severity.WARNING, About.SECTION)
def text_differs_from_fact(sheet: CheckedSheet) -> Iterator[Cause]:
    for title, outdated in sheet.outdated_sections.items():
        for text in outdated.texts:
            if text.state is not State.OPEN:
                yield _about(title, name=text.name, state=text.state.name, text=text.text, value=text.value)


@_check("List in the report out of date", Severity.WARNING, About.SECTION)
def list_differs_from_rows(sheet: CheckedSheet) -> Iterator[Cause]:
    for title, outdated in sheet.outdated_sections.items():
        for name, plan in outdated.lists:
            yield _about(title, name=name, **plan.changes)


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


def find_all(sheet: CheckedSheet) -> list[Finding]:
    """Return all findings on `sheet`, once each, check by check in the order of :data:`CHECKS`."""
    causes = ((check, cause) for check in CHECKS.values() for cause in check.find(sheet))
    return list(dict.fromkeys(Finding(check, cause.row, cause.subject, cause.details) for check, cause in causes))
