"""Consistency checks: what on a sheet contradicts itself, its facts or its evidence.

A check is one function here: its name is the code of the check, and what stands above it is all else that is known of
it. What its findings say stands in ``models/findings/finding_message.py``. Checks know nothing of a particular sheet:
they compare its rows, facts and relations.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

from . import citations, legal_texts, report_claims, report_text
from .checked_sheet import CheckedSheet, Comparison, Document, Relation, SheetRow
from .citations import Number
from .facts import write_months
from .numbers import format_apart, format_number
from .points import differ, sum_points
from .report_text import State
from .rollup import Answer


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
        if row.deviation and not row.is_explained:
            yield _on(row, "", **_deviation_of(row, points))


@_check("Other points than the rule, explained", Severity.INFO, About.ROW)
def points_deviate(sheet: CheckedSheet) -> Iterator[Cause]:
    """A reason keeps the points open to judgement; it does not make them those of the rule."""
    for row, points in sheet.scored:
        if row.deviation and row.is_explained:
            yield _on(row, "", **_deviation_of(row, points), reason=row.explanation.strip())


def _deviation_of(row: SheetRow, points: float) -> dict[str, float | str]:
    assert row.deviation
    suggested, limit = row.deviation
    return {"points": points, "suggested": suggested, **({"limit": limit} if limit else {})}


@_check("Not applicable without a reason", Severity.ERROR, About.ROW)
def not_applicable_without_reason(sheet: CheckedSheet) -> Iterator[Cause]:
    return (_on(row) for row in sheet.leaves if row.is_claim and not row.is_explained)


@_check("Not applicable where every unit is scored", Severity.ERROR, About.ROW)
def not_applicable_not_allowed(sheet: CheckedSheet) -> Iterator[Cause]:
    return (_on(row) for row in sheet.leaves if row.is_claim and not row.may_not_apply)


@_check("Nothing of a group applies", Severity.WARNING, About.ROW)
def group_not_applicable(sheet: CheckedSheet) -> Iterator[Cause]:
    for group in sheet.rows:
        if group.parent is None and group.is_heading:
            rows = list(_leaves_of(sheet, group.code))
            claims = sum(row.is_claim for row in rows)
            if claims and all(row.is_claim or row.is_relieved for row in rows):
                yield _on(group, rows=float(claims))


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


@_check("Text contradicts its numbers", Severity.WARNING, About.ROW)
def wording_contradicts_numbers(sheet: CheckedSheet) -> Iterator[Cause]:
    """Find nothing: the author of the sheet settles it (:mod:`.set_checks`), not each unit each year.

    The code stays for what was found on evaluations before, and for the severity that a set gives it.
    """
    return iter(())


@_check("Fact not stated", Severity.WARNING, About.FACT)
def fact_missing(sheet: CheckedSheet) -> Iterator[Cause]:
    for code in sorted(sheet.needed):
        # A fact of months that the period does not have is not asked for.
        is_asked_for = code not in sheet.facts or sheet.facts[code].lacks
        if is_asked_for and sheet.total_of(code) is None:
            yield _about(code)


@_check("Months not stated", Severity.WARNING, About.FACT)
def months_missing(sheet: CheckedSheet) -> Iterator[Cause]:
    for code in sorted(sheet.needed):
        if sheet.total_of(code) is not None and (missing := sheet.facts[code].missing_months):
            yield _about(code, months=", ".join(map(str, missing)))


@_check("Number outside the period", Severity.WARNING, About.FACT)
def fact_outside_period(sheet: CheckedSheet) -> Iterator[Cause]:
    for code, fact in sheet.facts.items():
        if fact.outside:
            yield _about(code, parts=", ".join(f"{day:%m/%Y}" for day in fact.outside))


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
        totals = [total for code in codes if (total := sheet.final_of(code)) is not None]
        if len(totals) < len(codes):
            continue
        whole, parts = totals[0], sum(totals[1:], Fraction())
        if not relation.holds(whole, parts):
            more: dict[str, float | str] = {}
            if relation.comparison is not Comparison.EQUAL:
                more["comparison"] = relation.comparison.value
            elif relation.tolerance:
                more["tolerance"] = format_number(relation.tolerance)
            sides = dict(zip(("whole", "parts"), _told(whole, parts), strict=True))
            yield _about(" ".join(codes), **sides, **more)


def _told(number: Fraction, other: Fraction | int) -> tuple[float | str, float | str]:
    """Return two numbers that a finding tells: floats where they compare as the numbers do, or else their writing."""
    floats = float(number), float(other)
    is_same = (floats[0] < floats[1], floats[0] > floats[1]) == (number < other, number > other)
    return floats if is_same else format_apart(number, other)


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


@_check("Loss by rule without a reason", Severity.WARNING, About.ROW)
def loss_by_rule_without_reason(sheet: CheckedSheet) -> Iterator[Cause]:
    """A rule says how much is lost, the report has to say why; a report without such a section does not."""
    if not sheet.shortcoming_sections:
        return
    told = {subject for _sentence, subject in _typed_shortcomings(sheet, {row.code: row.text for row in sheet.leaves})}
    for row, points in sheet.scored:
        if row.is_bonus or row.is_explained or row.suggested is None or row.code in told:
            continue
        if differ(points, row.maximum) and not differ(points, row.suggested):
            yield _on(row, points=points, maximum=row.maximum)


@_check("Improvement overdue", Severity.WARNING, About.ROW)
def improvement_overdue(sheet: CheckedSheet) -> Iterator[Cause]:
    actions = defaultdict(list)
    for action in sheet.overdue_actions:
        actions[action.row].append(action)
    for row in sheet.rows:
        for action in actions[row.code]:
            yield _on(row, action.key, deadline=action.deadline.isoformat(), action=action.text)


@_check("Shortcoming in the report, full marks in the rows", Severity.INFO, About.ROW)
def shortcoming_against_full_marks(sheet: CheckedSheet) -> Iterator[Cause]:
    rows = {row.code: row for row in sheet.rows}
    # The rows below the groups say best what the sheet is about; groups are too wide, dashes too narrow.
    subjects = {row.code: row for row in sheet.rows if row.parent in rows and rows[row.parent].parent is None}
    for sentence, subject in _typed_shortcomings(sheet, {code: row.text for code, row in subjects.items()}):
        if subject and all(_is_full(row) for row in _leaves_of(sheet, subject)):
            yield _on(subjects[subject], text=sentence)


def _typed_shortcomings(sheet: CheckedSheet, subjects: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    """Yield what the report says by hand that the unit fell short in, and the one of `subjects` that it speaks of."""
    for title in sorted(sheet.shortcoming_sections & sheet.texts.keys()):
        found = report_claims.find_shortcomings(sheet.texts[title])
        typed = report_claims.without(found, sheet.listed_shortcomings)
        yield from zip(typed, report_claims.subjects_of(typed, subjects), strict=True)


def _leaves_of(sheet: CheckedSheet, code: str) -> Iterator[SheetRow]:
    inside = {code}
    for row in sheet.rows:  # headings stand before their rows
        if row.code == code or row.parent in inside:
            inside.add(row.code)
            if not row.is_heading:
                yield row


def _is_full(row: SheetRow) -> bool:
    scored = row.answer is Answer.SCORED and row.points is not None
    return row.is_bonus or (scored and not row.is_explained and not differ(row.points or 0.0, row.maximum))


@_check("Full marks against a percentage", Severity.WARNING, About.ROW)
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
                yield _on(row, fact, points=points, value=_told(total, 100)[0])


@_check("Document outside the period", Severity.INFO, About.DOCUMENT)
def document_outside_period(sheet: CheckedSheet) -> Iterator[Cause]:
    for document in sheet.documents:
        if document.issued and sheet.period and document.issued < sheet.period[0]:
            yield _about(document.key, issued=document.issued.isoformat())


#: Reports on a period are signed after it: as many days are in order.
_REPORTING_DAYS = 31


@_check("Document dated after the period", Severity.WARNING, About.DOCUMENT)
def document_after_period(sheet: CheckedSheet) -> Iterator[Cause]:
    for document in sheet.documents:
        if document.issued and sheet.period and (late := (document.issued - sheet.period[1]).days) > 0:
            is_report = any(number.symbol.startswith("BC") for number in citations.find_numbers(document.number))
            if not (is_report and late <= _REPORTING_DAYS):
                yield _about(document.key, issued=document.issued.isoformat())


@_check("Number of no document", Severity.WARNING, About.DOCUMENT)
def document_number_malformed(sheet: CheckedSheet) -> Iterator[Cause]:
    for document in sheet.documents:
        if document.number and citations.is_malformed(document.number):
            yield _about(document.key, number=document.number)


#: A document may prove as many rows of however small a sheet.
_FEW_ROWS = 5


@_check("One document proves too much", Severity.INFO, About.DOCUMENT)
def document_proves_many(sheet: CheckedSheet) -> Iterator[Cause]:
    leaves = sum(1 for _row in sheet.leaves)
    for document in sheet.documents:
        if sheet.document_share is None or document.leaves <= max(_FEW_ROWS, leaves * sheet.document_share / 100):
            continue
        yield _about(document.key, rows=float(document.leaves), leaves=float(leaves))


@_check("Same document, different files", Severity.WARNING, About.DOCUMENT)
def document_twice_with_other_files(sheet: CheckedSheet) -> Iterator[Cause]:
    for same in _same_documents(sheet):
        # A document that is kept elsewhere has no files to compare.
        if len({frozenset(document.digests) for document in same if document.digests}) > 1:
            yield _about(same[0].number, **_keys(same))


@_check("Same number, different documents", Severity.WARNING, About.DOCUMENT)
def document_number_twice(sheet: CheckedSheet) -> Iterator[Cause]:
    for same in _same_documents(sheet):
        issuers = {document.issuer.casefold() for document in same if document.issuer}
        dates = {document.issued for document in same if document.issued}
        abstracts = {" ".join(document.abstract.casefold().split()) for document in same if document.abstract}
        # Two bodies number their documents each for itself.
        if len(issuers) < 2 and (len(dates) > 1 or len(abstracts) > 1):
            yield _about(same[0].number, **_keys(same))


def _same_documents(sheet: CheckedSheet) -> Iterator[list[Document]]:
    """Yield the documents of one number and year."""
    by_number: dict[str, list[Document]] = defaultdict(list)
    for document in sheet.documents:
        if document.number:
            by_number[citations.normal(document.number)].append(document)
    for documents in by_number.values():
        # Numbers start anew each year; a document without a date may be of any.
        years: set[int | None] = {document.issued.year for document in documents if document.issued}
        for year in years or {None}:
            yield [document for document in documents if not document.issued or document.issued.year == year]


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


@_check("Document marked as a state secret", Severity.ERROR, About.DOCUMENT)
def document_marked_secret(sheet: CheckedSheet) -> Iterator[Cause]:
    return (_about(each.key, mark=each.secret_mark) for each in sheet.documents if each.secret_mark)


@_check("Document may be a state secret", Severity.WARNING, About.DOCUMENT)
def document_maybe_secret(sheet: CheckedSheet) -> Iterator[Cause]:
    for document in sheet.documents:
        if document.secret_doubt and not document.secret_mark:
            yield _about(document.key, mark=document.secret_doubt)


def _keys(documents: Iterable[Document]) -> dict[str, float | str]:
    return {f"document_{place}": document.key for place, document in enumerate(documents, 1)}


@_check("Claimed grade differs", Severity.WARNING, About.WHOLE)
def grade_differs(sheet: CheckedSheet) -> Iterator[Cause]:
    if sheet.grades and sheet.grades[0] != sheet.grades[1]:
        claimed, computed = sheet.grades
        yield _about("", claimed=claimed, computed=computed)


@_check("Claimed grade cannot be told yet", Severity.WARNING, About.WHOLE)
def grade_undecided(sheet: CheckedSheet) -> Iterator[Cause]:
    if sheet.undecided:
        claimed, grade, codes = sheet.undecided
        missing = {f"months_{place}": write_months(_missing_of(sheet, code)) for place, code in enumerate(codes)}
        yield _about(" ".join(codes), claimed=claimed, grade=grade, **missing)


def _missing_of(sheet: CheckedSheet, code: str) -> Sequence[int]:
    """Return the missing parts of a fact that is partly stated itself; nothing of one that is not, or is computed."""
    fact = sheet.facts.get(code)
    return fact.missing_months if fact and fact.total is not None else ()


@_check("Section of the report empty", Severity.INFO, About.SECTION)
def section_empty(sheet: CheckedSheet) -> Iterator[Cause]:
    for title in sheet.empty_sections:
        if title not in sheet.shortcoming_sections or _has_lost(sheet):
            yield _about(title)


@_check("Section of the report unfinished", Severity.INFO, About.SECTION)
def section_unfinished(sheet: CheckedSheet) -> Iterator[Cause]:
    for title, outdated in sheet.outdated_sections.items():
        # A list of shortcomings stays open where there is none to list.
        in_order = 0 if _has_lost(sheet) else outdated.open_lists.count(report_text.SHORTCOMINGS)
        if places := outdated.open_places - in_order:
            yield _about(title, places=places)


def _has_lost(sheet: CheckedSheet) -> bool:
    """Tell whether a row lost points, as the list of shortcomings in the report has it."""
    return any(differ(points, row.maximum) for row, points in sheet.scored if not row.is_bonus)


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


@_check("Date in the report outside the period", Severity.WARNING, About.SECTION)
def text_dated_outside_period(sheet: CheckedSheet) -> Iterator[Cause]:
    for title, text in sheet.texts.items():
        if sheet.period:
            yield from (_about(title, text=found) for found in report_claims.find_other_dates(text, sheet.period))


@_check("Legal text that was replaced", Severity.WARNING, About.SECTION)
def legal_text_replaced(sheet: CheckedSheet) -> Iterator[Cause]:
    for title, numbers in _cited(sheet).items():
        if sheet.period:
            for replaced in legal_texts.find_replaced(numbers, sheet.period[1]):
                yield _about(title, number=replaced.number, by=replaced.by, since=replaced.since.isoformat())


@_check("Document cited, not attached", Severity.INFO, About.SECTION)
def cited_without_document(sheet: CheckedSheet) -> Iterator[Cause]:
    attached = {citations.normal(document.number) for document in sheet.documents}
    for title, numbers in _own_cited(sheet):
        yield from (_about(title, number=number.written) for number in numbers if number.text not in attached)


@_check("Document cited with another date", Severity.WARNING, About.SECTION)
def cited_with_other_date(sheet: CheckedSheet) -> Iterator[Cause]:
    dates: dict[str, list[date]] = defaultdict(list)
    for document in sheet.documents:
        if document.issued:
            dates[citations.normal(document.number)].append(document.issued)
    for title, numbers in _own_cited(sheet):
        for number in numbers:
            if number.issued and dates[number.text] and number.issued not in dates[number.text]:
                issued = dates[number.text][0].isoformat()
                yield _about(title, number=number.written, cited=number.issued.isoformat(), issued=issued)


@_check("Symbols differ", Severity.INFO, About.WHOLE)
def symbols_differ(sheet: CheckedSheet) -> Iterator[Cause]:
    own = citations.find_numbers(f"0{sheet.paper_number}")
    attached = [number for document in sheet.documents for number in citations.find_numbers(document.number)]
    cited = [number for numbers in _cited(sheet).values() for number in numbers]
    for one, other in citations.find_variants([*own, *attached, *cited]):
        yield _about("", one=one.symbol, other=other.symbol)


def _cited(sheet: CheckedSheet) -> dict[str, list[Number]]:
    return {title: list(citations.find_numbers(text)) for title, text in sheet.texts.items()}


def _own_cited(sheet: CheckedSheet) -> Iterator[tuple[str, list[Number]]]:
    """Yield by section what the report cites of the agency's own documents: those of others it need not attach."""
    body = citations.body_of(sheet.paper_number)
    for title, numbers in _cited(sheet).items():
        yield (
            title,
            [
                number
                for number in numbers
                if not number.is_legal_text
                and citations.same_body(number.body, body)
                and number.text != citations.normal(sheet.paper_number)
            ],
        )


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
