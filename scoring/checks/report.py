"""Checks of the text of the report: against facts, rows and documents, and of what it cites."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from .. import citations, legal_texts, report_claims, report_text
from ..checked_sheet import CheckedSheet
from ..citations import Number
from ..points import differ
from ..report_text import State
from .check import About, Cause, Severity, about, check


@check("Section of the report empty", Severity.INFO, About.SECTION)
def section_empty(sheet: CheckedSheet) -> Iterator[Cause]:
    for title in sheet.empty_sections:
        if title not in sheet.shortcoming_sections or _has_lost(sheet):
            yield about(title)


@check("Section of the report unfinished", Severity.INFO, About.SECTION)
def section_unfinished(sheet: CheckedSheet) -> Iterator[Cause]:
    for title, outdated in sheet.outdated_sections.items():
        # A list of shortcomings stays open where there is none to list.
        in_order = 0 if _has_lost(sheet) else outdated.open_lists.count(report_text.SHORTCOMINGS)
        if places := outdated.open_places - in_order:
            yield about(title, places=places)


def _has_lost(sheet: CheckedSheet) -> bool:
    """Tell whether a row lost points, as the list of shortcomings in the report has it."""
    return any(differ(points, row.maximum) for row, points in sheet.scored if not row.is_bonus)


@check("Report differs from a fact", Severity.WARNING, About.SECTION)
def text_differs_from_fact(sheet: CheckedSheet) -> Iterator[Cause]:
    for title, outdated in sheet.outdated_sections.items():
        for text in outdated.texts:
            if text.state is not State.OPEN:
                yield about(title, name=text.name, state=text.state.name, text=text.text, value=text.value)


@check("List in the report out of date", Severity.WARNING, About.SECTION)
def list_differs_from_rows(sheet: CheckedSheet) -> Iterator[Cause]:
    for title, outdated in sheet.outdated_sections.items():
        for name, plan in outdated.lists:
            yield about(title, name=name, **plan.changes)


@check("Date in the report outside the period", Severity.WARNING, About.SECTION)
def text_dated_outside_period(sheet: CheckedSheet) -> Iterator[Cause]:
    for title, text in sheet.texts.items():
        if sheet.period:
            yield from (about(title, text=found) for found in report_claims.find_other_dates(text, sheet.period))


@check("Legal text that was replaced", Severity.WARNING, About.SECTION)
def legal_text_replaced(sheet: CheckedSheet) -> Iterator[Cause]:
    for title, numbers in _cited(sheet).items():
        if sheet.period:
            for replaced in legal_texts.find_replaced(numbers, sheet.period[1]):
                yield about(title, number=replaced.number, by=replaced.by, since=replaced.since.isoformat())


@check("Document cited, not attached", Severity.INFO, About.SECTION)
def cited_without_document(sheet: CheckedSheet) -> Iterator[Cause]:
    attached = {citations.normal(document.number) for document in sheet.documents}
    for title, numbers in _own_cited(sheet):
        yield from (about(title, number=number.written) for number in numbers if number.text not in attached)


@check("Document cited with another date", Severity.WARNING, About.SECTION)
def cited_with_other_date(sheet: CheckedSheet) -> Iterator[Cause]:
    dates: dict[str, list[date]] = defaultdict(list)
    for document in sheet.documents:
        if document.issued:
            dates[citations.normal(document.number)].append(document.issued)
    for title, numbers in _own_cited(sheet):
        for number in numbers:
            if number.issued and dates[number.text] and number.issued not in dates[number.text]:
                issued = dates[number.text][0].isoformat()
                yield about(title, number=number.written, cited=number.issued.isoformat(), issued=issued)


@check("Symbols differ", Severity.INFO, About.WHOLE)
def symbols_differ(sheet: CheckedSheet) -> Iterator[Cause]:
    own = citations.find_numbers(f"0{sheet.paper_number}")
    attached = [number for document in sheet.documents for number in citations.find_numbers(document.number)]
    cited = [number for numbers in _cited(sheet).values() for number in numbers]
    for one, other in citations.find_variants([*own, *attached, *cited]):
        yield about("", one=one.symbol, other=other.symbol)


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
