"""Checks of the facts that are stated: whether they are, and whether they agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from ..checked_sheet import CheckedSheet, Comparison, Relation
from ..numbers import format_number
from .check import About, Cause, Severity, about, as_told, check


@check("Fact not stated", Severity.WARNING, About.FACT)
def fact_missing(sheet: CheckedSheet) -> Iterator[Cause]:
    for code in sorted(sheet.needed):
        # A fact of months that the period does not have is not asked for.
        is_asked_for = code not in sheet.facts or sheet.facts[code].lacks
        if is_asked_for and sheet.total_of(code) is None:
            yield about(code)


@check("Months not stated", Severity.WARNING, About.FACT)
def months_missing(sheet: CheckedSheet) -> Iterator[Cause]:
    for code in sorted(sheet.needed):
        if sheet.total_of(code) is not None and (missing := sheet.facts[code].missing_months):
            yield about(code, months=", ".join(map(str, missing)))


@check("Number outside the period", Severity.WARNING, About.FACT)
def fact_outside_period(sheet: CheckedSheet) -> Iterator[Cause]:
    for code, fact in sheet.facts.items():
        if fact.outside:
            yield about(code, parts=", ".join(f"{day:%m/%Y}" for day in fact.outside))


@check("Formula without a number", Severity.WARNING, About.FACT)
def formula_without_value(sheet: CheckedSheet) -> Iterator[Cause]:
    return (about(error.code, **error.details) for error in sheet.troubles)


@check("Parts differ from the whole", Severity.WARNING, About.FACT)
def parts_differ_from_whole(sheet: CheckedSheet) -> Iterator[Cause]:
    return _compare(sheet, (relation for relation in sheet.relations if len(relation.parts) != 1))


@check("Facts disagree", Severity.WARNING, About.FACT)
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
            sides = dict(zip(("whole", "parts"), as_told(whole, parts), strict=True))
            yield about(" ".join(codes), **sides, **more)
