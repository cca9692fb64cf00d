"""Checks of a criteria set: what its own text leaves open or contradicts, which its author settles once for every unit.

As in :mod:`.checks`, a check is one function whose name is its code. What its findings say stands in
``models/criteria/set_finding_message.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from .checks import Severity
from .wording import Contradiction, find_contradictions


@dataclass(frozen=True, slots=True)
class SetRow:
    """A row of the sheet as its author made it.

    :ivar text: all that is printed of it, with its rules
    :ivar has_rule_text: whether it says by a rule how it is scored
    :ivar has_rule: whether a rule gives points by a fact
    :ivar has_guidance: whether it says how it is judged
    """

    code: str
    text: str
    maximum: float
    is_heading: bool = False
    is_bonus: bool = False
    has_rule_text: bool = False
    has_rule: bool = False
    has_guidance: bool = False


@dataclass(frozen=True, slots=True)
class OldText:
    """A text that stands as it did in the set of another year, and names that year.

    :ivar row: the code of its row, None where it is of the whole set
    :ivar place: what of the row or of the set it is
    :ivar years: where it names the year, in the words of the text
    """

    row: str | None
    place: str
    years: str


@dataclass(frozen=True, slots=True)
class CheckedSet:
    """Everything of a criteria set that is checked.

    :ivar has_grades: whether it has a scale
    :ivar grading_sections: the titles of the sections of its report that name the grade
    :ivar old_texts: what still speaks of the year of the set that it was made of
    """

    rows: Sequence[SetRow]
    has_grades: bool = True
    grading_sections: Sequence[str] = ()
    old_texts: Sequence[OldText] = ()

    @property
    def leaves(self) -> Iterator[SetRow]:
        return (row for row in self.rows if not row.is_heading)


@dataclass(frozen=True, slots=True)
class SetCheck:
    """A check of a criteria set; see :class:`.checks.Check`.

    A warning has to be justified before the set is published, an information only tells.
    """

    code: str
    title: str
    severity: Severity
    find: Finder


@dataclass(frozen=True, slots=True)
class SetCause:
    """Where a check found something; see :class:`.checks.Finding`."""

    row: str | None = None
    subject: str = ""
    details: tuple[tuple[str, float | str], ...] = ()


@dataclass(frozen=True, slots=True)
class SetFinding:
    """What a check of a set found; equal findings have the same cause and the same numbers."""

    check: SetCheck
    cause: SetCause


Finder = Callable[[CheckedSet], Iterator[SetCause]]
#: Every check of a set by its code, in the order in which findings on the whole set are listed.
SET_CHECKS: dict[str, SetCheck] = {}


def _check(title: str, severity: Severity) -> Callable[[Finder], SetCheck]:
    def register(find: Finder) -> SetCheck:
        check = SET_CHECKS[find.__name__] = SetCheck(find.__name__, title, severity, find)
        return check

    return register


def find_in_set(checked: CheckedSet) -> list[SetFinding]:
    """Return all findings on a set, once each, check by check in the order of :data:`SET_CHECKS`."""
    found = (SetFinding(check, cause) for check in SET_CHECKS.values() for cause in check.find(checked))
    return list(dict.fromkeys(found))


_SUBJECTS = {
    Contradiction.WORDS: "words",
    Contradiction.PRODUCT: "product",
    Contradiction.MAXIMUM: "maximum",
}


@_check("Text contradicts its numbers", Severity.WARNING)
def wording_contradicts_numbers(checked: CheckedSet) -> Iterator[SetCause]:
    for row in checked.rows:
        for found in find_contradictions(row.text, row.maximum):
            details = (("stated", found.stated), ("expected", found.expected))
            yield SetCause(row.code, _SUBJECTS[found.contradiction], details)


@_check("The report names a grade, no scale is given", Severity.WARNING)
def grade_without_scale(checked: CheckedSet) -> Iterator[SetCause]:
    if not checked.has_grades:
        yield from (SetCause(None, title) for title in checked.grading_sections)


@_check("No scale of grades", Severity.INFO)
def no_scale(checked: CheckedSet) -> Iterator[SetCause]:
    """A sheet need not grade anybody, so that nobody has to say why; B6 of the 2020 sheet did, in its report."""
    if not checked.has_grades and not checked.grading_sections:
        yield SetCause()


@_check("Bonus without a rule", Severity.INFO)
def bonus_without_rule(checked: CheckedSet) -> Iterator[SetCause]:
    for row in checked.leaves:
        if row.is_bonus and not row.has_rule and not row.has_guidance:
            yield SetCause(row.code, details=(("maximum", row.maximum),))


@_check("Rule that gives no points", Severity.INFO)
def rule_without_data(checked: CheckedSet) -> Iterator[SetCause]:
    return (SetCause(row.code) for row in checked.leaves if row.has_rule_text and not row.has_rule)


@_check("Judged without guidance", Severity.INFO)
def judged_without_guidance(checked: CheckedSet) -> Iterator[SetCause]:
    """Most rows of a sheet are judged, so they are told of together."""
    codes = [
        row.code
        for row in checked.leaves
        if not (row.is_bonus or row.has_rule or row.has_rule_text or row.has_guidance)
    ]
    if codes:
        yield SetCause(details=(("rows", ", ".join(codes)), ("count", len(codes))))


@_check("Text of the year before", Severity.INFO)
def text_of_year_before(checked: CheckedSet) -> Iterator[SetCause]:
    """A text may well speak of an earlier year, so nothing is replaced: its author looks at each."""
    return (SetCause(text.row, text.place, (("years", text.years),)) for text in checked.old_texts)
