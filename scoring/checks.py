"""Consistency checks: what on a sheet contradicts itself, its facts or its evidence.

Every check has a code and a default severity; a finding names the row, fact or document it is about, and the numbers
that do not agree. Checks know nothing of a particular sheet: they compare its rows, facts and relations.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from .facts import Fact
from .formulas import FormulaError
from .points import differ, round_points, sum_points
from .report_text import Outdated, State
from .rollup import Answer
from .rules import Suggestion
from .wording import Contradiction, find_contradictions


class Severity(Enum):
    """An error blocks submitting, a warning must be justified, an information only tells."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Check(Enum):
    """The checks: a code and its default severity, which a criteria set may change."""

    UNANSWERED = ("unanswered", Severity.ERROR)
    POINTS_DIFFER_FROM_RULE = ("points_differ_from_rule", Severity.ERROR)
    STATED_DIFFERS_FROM_ROWS = ("stated_differs_from_rows", Severity.WARNING)
    STATED_TOTAL_DIFFERS = ("stated_total_differs", Severity.WARNING)
    WORDING_CONTRADICTS_NUMBERS = ("wording_contradicts_numbers", Severity.WARNING)
    FACT_MISSING = ("fact_missing", Severity.WARNING)
    MONTHS_MISSING = ("months_missing", Severity.WARNING)
    FORMULA_WITHOUT_VALUE = ("formula_without_value", Severity.WARNING)
    PARTS_DIFFER_FROM_WHOLE = ("parts_differ_from_whole", Severity.WARNING)
    FACTS_DISAGREE = ("facts_disagree", Severity.WARNING)
    FULL_MARKS_WITHOUT_EVIDENCE = ("full_marks_without_evidence", Severity.WARNING)
    BONUS_WITHOUT_REASON = ("bonus_without_reason", Severity.WARNING)
    LOST_WITHOUT_EXPLANATION = ("lost_without_explanation", Severity.WARNING)
    DOCUMENT_OUTSIDE_PERIOD = ("document_outside_period", Severity.INFO)
    DOCUMENT_TWICE_WITH_OTHER_FILES = ("document_twice_with_other_files", Severity.WARNING)
    DOCUMENT_WITHOUT_ROW = ("document_without_row", Severity.WARNING)
    FILE_ON_TWO_DOCUMENTS = ("file_on_two_documents", Severity.WARNING)
    GRADE_DIFFERS = ("grade_differs", Severity.WARNING)
    SECTION_EMPTY = ("section_empty", Severity.INFO)
    SECTION_UNFINISHED = ("section_unfinished", Severity.INFO)
    TEXT_DIFFERS_FROM_FACT = ("text_differs_from_fact", Severity.WARNING)
    LIST_DIFFERS_FROM_ROWS = ("list_differs_from_rows", Severity.WARNING)

    def __init__(self, code: str, severity: Severity) -> None:
        self.code = code
        self.severity = severity


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as the checks see it; `points` and `stated` are None where the row has, or the paper states, none."""

    code: str
    parent: str | None
    maximum: float
    text: str = ""
    is_heading: bool = False
    is_bonus: bool = False
    answer: Answer = Answer.BLANK
    points: float | None = None
    stated: float | None = None
    suggestion: Suggestion | None = None
    explanation: str = ""
    documents: int = 0
    evidence_required: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the evidence: `number` tells documents apart, `digests` their files, `rows` how many it proves."""

    key: str
    number: str
    issued: date | None = None
    rows: int = 0
    digests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """Facts that must agree: `whole` is the sum of `parts`; with one part, the two are the same number."""

    whole: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckedSheet:
    """Everything that is checked.

    :ivar facts: the facts by code; of a computed fact its value
    :ivar troubles: why formulas have no value
    :ivar needed: the codes of the facts that must be stated
    :ivar grades: the grade that is claimed, and the one that is reached ("" for none); None without a claim
    :ivar empty_sections: the titles of the sections of the report that say nothing
    :ivar outdated_sections: what the sections say otherwise than facts and rows do, by title
    """

    rows: Sequence[SheetRow]
    total: float | None = None
    stated_total: float | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)
    troubles: Sequence[FormulaError] = ()
    needed: frozenset[str] = frozenset()
    relations: Sequence[Relation] = ()
    documents: Sequence[Document] = ()
    period: tuple[date, date] | None = None
    grades: tuple[str, str] | None = None
    empty_sections: Sequence[str] = ()
    outdated_sections: Mapping[str, Outdated] = field(default_factory=dict)


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
    """Return all findings on `sheet`, once each: those on rows in the order of the rows, then those on the whole."""
    findings: list[Finding] = []
    sums = _sums_of_stated(sheet.rows)
    for row in sheet.rows:
        findings += _check_stated(row, sums)
        findings += _check_wording(row)
        if not row.is_heading:
            findings += _check_leaf(row)
    findings += _check_totals(sheet)
    findings += _check_facts(sheet)
    findings += _check_relations(sheet)
    findings += _check_documents(sheet)
    if sheet.grades and sheet.grades[0] != sheet.grades[1]:
        claimed, computed = sheet.grades
        findings.append(Finding(Check.GRADE_DIFFERS, details=(("claimed", claimed), ("computed", computed))))
    findings += [Finding(Check.SECTION_EMPTY, subject=title) for title in sheet.empty_sections]
    for title, outdated in sheet.outdated_sections.items():
        findings += _check_section(title, outdated)
    return list(dict.fromkeys(findings))


_WORDING_SUBJECTS = {
    Contradiction.WORDS: "words",
    Contradiction.PRODUCT: "product",
    Contradiction.MAXIMUM: "maximum",
}


def _sums_of_stated(rows: Iterable[SheetRow]) -> dict[str, float]:
    """Return what the paper's own rows below each heading come to, where it states at least one."""
    stated: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        if row.parent is not None and row.stated is not None:
            stated[row.parent].append(row.stated)
    return {code: sum_points(values) for code, values in stated.items()}


def _check_stated(row: SheetRow, sums: Mapping[str, float]) -> Iterator[Finding]:
    if not row.is_heading or row.stated is None:
        return
    # A paper may state a heading alone; then the unit's own rows are what it is compared with.
    computed = sums.get(row.code, row.points)
    if computed is not None and differ(row.stated, computed):
        yield Finding(
            Check.STATED_DIFFERS_FROM_ROWS, row.code, details=(("stated", row.stated), ("computed", computed))
        )


def _check_wording(row: SheetRow) -> Iterator[Finding]:
    for finding in find_contradictions(row.text, row.maximum):
        yield Finding(
            Check.WORDING_CONTRADICTS_NUMBERS,
            row.code,
            _WORDING_SUBJECTS[finding.contradiction],
            (("stated", finding.stated), ("expected", finding.expected)),
        )


def _check_leaf(row: SheetRow) -> Iterator[Finding]:
    if row.answer is Answer.BLANK:
        yield Finding(Check.UNANSWERED, row.code)
    if row.answer is not Answer.SCORED or row.points is None:
        return
    explained = bool(row.explanation.strip())
    suggested = row.suggestion.points if row.suggestion else None
    against_rule = suggested is not None and differ(row.points, suggested)
    if suggested is not None and against_rule and not explained:
        yield Finding(
            Check.POINTS_DIFFER_FROM_RULE, row.code, details=(("points", row.points), ("suggested", suggested))
        )
    full = not differ(row.points, row.maximum)
    if full and row.evidence_required and not row.documents:
        yield Finding(Check.FULL_MARKS_WITHOUT_EVIDENCE, row.code, details=(("points", row.points),))
    if row.is_bonus:
        if row.points > 0 and not (explained and row.documents):
            yield Finding(Check.BONUS_WITHOUT_REASON, row.code, details=(("points", row.points),))
    elif not full and not explained and suggested is None:
        yield Finding(
            Check.LOST_WITHOUT_EXPLANATION, row.code, details=(("points", row.points), ("maximum", row.maximum))
        )


def _check_totals(sheet: CheckedSheet) -> Iterator[Finding]:
    if sheet.stated_total is not None and (sheet.total is None or differ(sheet.stated_total, sheet.total)):
        yield Finding(
            Check.STATED_TOTAL_DIFFERS, details=(("stated", sheet.stated_total), ("computed", sheet.total or 0.0))
        )


def _check_facts(sheet: CheckedSheet) -> Iterator[Finding]:
    for code in sorted(sheet.needed):
        fact = sheet.facts.get(code)
        if fact is None or fact.total is None:
            yield Finding(Check.FACT_MISSING, subject=code)
        elif fact.missing_months:
            months = ", ".join(map(str, fact.missing_months))
            yield Finding(Check.MONTHS_MISSING, subject=code, details=(("months", months),))
    for error in sheet.troubles:
        details = (("trouble", error.trouble.name), ("detail", error.detail))
        yield Finding(Check.FORMULA_WITHOUT_VALUE, subject=error.code, details=details)


def _check_relations(sheet: CheckedSheet) -> Iterator[Finding]:
    for relation in sheet.relations:
        totals = [_total(sheet, code) for code in (relation.whole, *relation.parts)]
        known = [total for total in totals if total is not None]
        if len(known) < len(totals):
            continue
        whole, parts = known[0], sum(known[1:])
        if abs(whole - parts) > 1e-6:
            check = Check.FACTS_DISAGREE if len(relation.parts) == 1 else Check.PARTS_DIFFER_FROM_WHOLE
            subject = " ".join((relation.whole, *relation.parts))
            yield Finding(check, subject=subject, details=(("whole", whole), ("parts", round_points(parts))))


def _total(sheet: CheckedSheet, code: str) -> float | None:
    fact = sheet.facts.get(code)
    return fact.total if fact else None


def _check_documents(sheet: CheckedSheet) -> Iterator[Finding]:
    by_number: dict[str, list[Document]] = defaultdict(list)
    by_digest: dict[str, list[Document]] = defaultdict(list)
    for document in sheet.documents:
        if document.number:
            by_number[document.number.casefold()].append(document)
        for digest in set(document.digests):
            by_digest[digest].append(document)
        if not document.rows:
            yield Finding(Check.DOCUMENT_WITHOUT_ROW, subject=document.key)
        if document.issued and sheet.period and not sheet.period[0] <= document.issued <= sheet.period[1]:
            yield Finding(
                Check.DOCUMENT_OUTSIDE_PERIOD, subject=document.key, details=(("issued", document.issued.isoformat()),)
            )
    for documents in by_number.values():
        yield from _check_same_number(documents)
    for documents in by_digest.values():
        if len(documents) > 1:
            yield Finding(Check.FILE_ON_TWO_DOCUMENTS, subject=documents[0].key, details=_keys(documents))


def _check_section(title: str, outdated: Outdated) -> Iterator[Finding]:
    if outdated.open_places:
        yield Finding(Check.SECTION_UNFINISHED, subject=title, details=(("places", outdated.open_places),))
    for text in outdated.texts:
        if text.state is not State.OPEN:
            details = (("name", text.name), ("state", text.state.name), ("text", text.text), ("value", text.value))
            yield Finding(Check.TEXT_DIFFERS_FROM_FACT, subject=title, details=details)
    for name, plan in outdated.lists:
        yield Finding(Check.LIST_DIFFERS_FROM_ROWS, subject=title, details=(("name", name), *plan.changes.items()))


def _check_same_number(documents: Sequence[Document]) -> Iterator[Finding]:
    # Numbers start anew each year; a document without a date may be of any.
    years: set[int | None] = {document.issued.year for document in documents if document.issued}
    for year in years or {None}:
        same = [document for document in documents if not document.issued or document.issued.year == year]
        # A document that is kept elsewhere has no files to compare.
        if len({frozenset(document.digests) for document in same if document.digests}) > 1:
            yield Finding(Check.DOCUMENT_TWICE_WITH_OTHER_FILES, subject=same[0].number, details=_keys(same))


def _keys(documents: Iterable[Document]) -> tuple[tuple[str, float | str], ...]:
    return tuple((f"document_{place}", document.key) for place, document in enumerate(documents, 1))
