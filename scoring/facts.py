"""Facts: the numbers that an agency states once and that rules and checks read.

A fact is stated as one number, or part by part: for each month, quarter or half of the year. Then it is *stated* once
all parts of its period are, *partly stated* as long as some are missing, and *not stated* without any. What is partly
stated has a number so far, and a range: every number that it can still have.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

from .aggregates import Aggregate, combine, combine_ranges, ratio_of_sums
from .numbers import Number, exact
from .ranges import Range

MONTHS = range(1, 13)
_CODE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

#: What is lacking: the missing parts by the code of the fact, none of them where it is not stated at all.
Lacks = Mapping[str, tuple[int, ...]]


def is_code(text: str) -> bool:
    """Tell whether a text can name a fact in formulas."""
    return bool(_CODE.fullmatch(text))


@dataclass(frozen=True, slots=True)
class Computed:
    """What is known of a fact that follows from others: all that it can still be, and what those lack."""

    range: Range
    lacks: Lacks


@dataclass(frozen=True)  # without slots, so that what follows is worked out once
class Fact:
    """A number stated for a period, or for each part of it.

    Parts are known by the month (1 to 12) in which they begin: a quarter by 1, 4, 7 or 10.

    :ivar code: the name of the fact in rules and formulas
    :ivar value: the number of a fact that has no parts, None where it is not stated
    :ivar months: the numbers of its parts, without those that are not stated; None where it has no parts
    :ivar expected: the parts that it must be stated for, in the order of the period; others do not count
    :ivar aggregate: what the parts come to together
    :ivar least: the least number that one part may have, None for any
    :ivar most: the largest one
    :ivar whole_year: how many parts it would have in a period of a whole year
    :ivar outside: the first days of the parts that are stated although they do not belong to the period
    :ivar ratio_of: of a ratio the facts of its part and its whole
    :ivar computed: of a fact with a formula what its value may still be; without it, that is certain
    """

    code: str
    value: Number | None = None
    months: Mapping[int, Number] | None = None
    expected: Iterable[int] = field(default=MONTHS)
    aggregate: Aggregate = Aggregate.SUM
    least: Number | None = None
    most: Number | None = None
    whole_year: int = len(MONTHS)
    outside: tuple[date, ...] = ()
    ratio_of: tuple[Fact, Fact] | None = None
    computed: Computed | None = None

    @property
    def is_monthly(self) -> bool:
        """Whether it is stated part by part."""
        return self.months is not None

    @cached_property
    def parts(self) -> dict[int, Fraction]:
        """The numbers of the expected parts that have one, in the order of the period."""
        stated = self.months or {}
        return {month: exact(stated[month]) for month in self.expected if month in stated}

    @property
    def missing_months(self) -> list[int]:
        """The expected parts that are not stated."""
        if self.months is None:
            return []
        if self.ratio_of:
            one, other = (fact.parts for fact in self.ratio_of)
            return [month for month in self.expected if month not in one or month not in other]
        return [month for month in self.expected if month not in self.months]

    @property
    def open_months(self) -> list[int]:
        """The expected parts without a number: those that are missing, and those of a ratio out of nothing."""
        parts = self.parts
        return [month for month in self.expected if month not in parts] if self.is_monthly else []

    @cached_property
    def total(self) -> Fraction | None:
        """The number of the period, of a fact that is partly stated the one so far; None where it has none."""
        if self.ratio_of:
            part, whole = self._stated_sums()
            return 100 * part / whole if whole else None
        if self.months is None:
            return None if self.value is None else exact(self.value)
        return combine(list(self.parts.values()), self.aggregate)

    @cached_property
    def lacks(self) -> Lacks:
        """What is missing for the number to be that of the whole period."""
        if self.computed:
            return self.computed.lacks
        if self.ratio_of:
            return {code: parts for fact in self.ratio_of for code, parts in fact.lacks.items()}
        if self.months is None:
            return {} if self.value is not None else {self.code: ()}
        missing = tuple(self.missing_months)
        if not missing:
            return {}
        return {self.code: missing if self.total is not None else ()}

    @property
    def final(self) -> Fraction | None:
        """The number of the whole period, None as long as it is not all stated."""
        return None if self.lacks else self.total

    @cached_property
    def range(self) -> Range:
        """All numbers that the period can still have."""
        if self.computed:
            return self.computed.range
        if self.ratio_of:
            part, whole = (fact._ranges_of_parts() for fact in self.ratio_of)
            return ratio_of_sums(part, whole, self.range_of_part)
        if ranges := self._ranges_of_parts():
            return combine_ranges(ranges, self.aggregate)
        total = self.total
        return self.range_of_part if total is None else Range.only(total)

    @property
    def range_of_part(self) -> Range:
        """All numbers that one part may have."""
        return Range.between(self.least, self.most)

    @property
    def is_true(self) -> bool | None:
        """Whether it is another number than zero, None as long as that is open."""
        if self.is_monthly and not list(self.expected):
            return False  # no part of the period asks for it
        if self.total is None:
            return None
        if 0 not in self.range:
            return True
        return False if self.range.is_one else None

    def _ranges_of_parts(self) -> list[Range]:
        parts, missing = self.parts, self.range_of_part
        expected = self.expected if self.is_monthly else ()
        return [Range.only(parts[month]) if month in parts else missing for month in expected]

    def _stated_sums(self) -> tuple[Fraction, Fraction]:
        """Return the sums of part and whole of a ratio, over the parts of the period for which both are stated."""
        assert self.ratio_of
        part, whole = (fact.parts for fact in self.ratio_of)
        both = part.keys() & whole.keys()
        return sum((part[month] for month in both), Fraction()), sum((whole[month] for month in both), Fraction())


def make_ratio(fact: Fact, part: Fact, whole: Fact) -> Fact:
    """Return `fact` as the ratio of two others in percent, for each part of the period and for their sums."""
    above, below = part.parts, whole.parts
    months = {month: 100 * above[month] / below[month] for month in above if below.get(month)}
    return Fact(
        fact.code,
        months=months,
        expected=fact.expected,
        aggregate=Aggregate.RATIO,
        least=fact.least,
        most=fact.most,
        whole_year=fact.whole_year,
        ratio_of=(part, whole),
    )


def merge_lacks(facts: Iterable[Fact]) -> dict[str, tuple[int, ...]]:
    """Return what any of the facts lacks."""
    return {code: parts for fact in facts for code, parts in fact.lacks.items()}


def write_months(months: Sequence[int]) -> str:
    """Write months in short, in their order: "2–12", "3, 5–7", "12, 1–3"."""
    runs: list[list[int]] = []
    for month in months:
        if runs and runs[-1][-1] + 1 == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def parts_in_year(months: Iterable[int], length: int) -> list[int]:
    """Return the numbers of the parts of the year, each `length` months long, that begin in `months`."""
    return [(month - 1) // length + 1 for month in months]
