"""Checks of the documents that prove rows: their days, numbers, files and marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from .. import citations
from ..checked_sheet import CheckedSheet, Document
from .check import About, Cause, Severity, about, check


@check("Document outside the period", Severity.INFO, About.DOCUMENT)
def document_outside_period(sheet: CheckedSheet) -> Iterator[Cause]:
    for document in sheet.documents:
        if document.issued and sheet.period and document.issued < sheet.period[0]:
            yield about(document.key, issued=document.issued.isoformat())


#: Reports on a period are signed after it: as many days are in order.
_REPORTING_DAYS = 31


@check("Document dated after the period", Severity.WARNING, About.DOCUMENT)
def document_after_period(sheet: CheckedSheet) -> Iterator[Cause]:
    for document in sheet.documents:
        if document.issued and sheet.period and (late := (document.issued - sheet.period[1]).days) > 0:
            is_report = any(number.symbol.startswith("BC") for number in citations.find_numbers(document.number))
            if not (is_report and late <= _REPORTING_DAYS):
                yield about(document.key, issued=document.issued.isoformat())


@check("Number of no document", Severity.WARNING, About.DOCUMENT)
def document_number_malformed(sheet: CheckedSheet) -> Iterator[Cause]:
    for document in sheet.documents:
        if document.number and citations.is_malformed(document.number):
            yield about(document.key, number=document.number)


#: A document may prove as many rows of however small a sheet.
_FEW_ROWS = 5


@check("One document proves too much", Severity.INFO, About.DOCUMENT)
def document_proves_many(sheet: CheckedSheet) -> Iterator[Cause]:
    leaves = sum(1 for _row in sheet.leaves)
    for document in sheet.documents:
        if sheet.document_share is None or document.leaves <= max(_FEW_ROWS, leaves * sheet.document_share / 100):
            continue
        yield about(document.key, rows=float(document.leaves), leaves=float(leaves))


@check("Same document, different files", Severity.WARNING, About.DOCUMENT)
def document_twice_with_other_files(sheet: CheckedSheet) -> Iterator[Cause]:
    for same in _same_documents(sheet):
        # A document that is kept elsewhere has no files to compare.
        if len({frozenset(document.digests) for document in same if document.digests}) > 1:
            yield about(same[0].number, **_keys(same))


@check("Same number, different documents", Severity.WARNING, About.DOCUMENT)
def document_number_twice(sheet: CheckedSheet) -> Iterator[Cause]:
    for same in _same_documents(sheet):
        issuers = {document.issuer.casefold() for document in same if document.issuer}
        dates = {document.issued for document in same if document.issued}
        abstracts = {" ".join(document.abstract.casefold().split()) for document in same if document.abstract}
        # Two bodies number their documents each for itself.
        if len(issuers) < 2 and (len(dates) > 1 or len(abstracts) > 1):
            yield about(same[0].number, **_keys(same))


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


@check("Document proves nothing", Severity.WARNING, About.DOCUMENT)
def document_without_row(sheet: CheckedSheet) -> Iterator[Cause]:
    return (about(document.key) for document in sheet.documents if not document.rows)


@check("Same file on two documents", Severity.WARNING, About.DOCUMENT)
def file_on_two_documents(sheet: CheckedSheet) -> Iterator[Cause]:
    by_digest: dict[str, list[Document]] = defaultdict(list)
    for document in sheet.documents:
        for digest in set(document.digests):
            by_digest[digest].append(document)
    for documents in by_digest.values():
        if len(documents) > 1:
            yield about(documents[0].key, **_keys(documents))


@check("Document marked as a state secret", Severity.ERROR, About.DOCUMENT)
def document_marked_secret(sheet: CheckedSheet) -> Iterator[Cause]:
    return (about(each.key, mark=each.secret_mark) for each in sheet.documents if each.secret_mark)


@check("Document may be a state secret", Severity.WARNING, About.DOCUMENT)
def document_maybe_secret(sheet: CheckedSheet) -> Iterator[Cause]:
    for document in sheet.documents:
        if document.secret_doubt and not document.secret_mark:
            yield about(document.key, mark=document.secret_doubt)


def _keys(documents: Iterable[Document]) -> dict[str, float | str]:
    return {f"document_{place}": document.key for place, document in enumerate(documents, 1)}
