"""Indicators: what is asked of a fact, and what becomes of the numbers that are stated for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .aggregates import Aggregate
from .facts import Fact
from .frequencies import Frequency, parts_of
from .numbers import Bounds, Number
from .periods import Period


@dataclass(frozen=True, slots=True)
class Indicator:
    """The definition of a fact.

    :ivar frequency: how often it is stated, where it is
    :ivar asked: the months (1 to 12) with which those parts of a whole year begin that it is stated for
    :ivar bounds: what its numbers may be
    :ivar unit: what is counted; empty for nothing
    :ivar is_required: it has to be stated, unless it is computed
    :ivar formula: what it is computed by, empty where it is not
    :ivar ratio_of: of a ratio the codes of its part and its whole
    """

    code: str
    frequency: Frequency
    asked: tuple[int, ...]
    aggregate: Aggregate
    bounds: Bounds
    unit: str = ""
    is_required: bool = False
    formula: str = ""
    ratio_of: tuple[str, str] | None = None

    @property
    def is_computed(self) -> bool:
        """Whether it follows from other facts."""
        return bool(self.formula) or self.ratio_of is not None

    @property
    def is_stated_by_parts(self) -> bool:
        return self.frequency.has_parts and not self.formula

    def days_of_parts(self, period: Period) -> dict[int, date]:
        """Return the first days of the parts of a period that it is stated for, by their months, in order."""
        if not self.is_stated_by_parts:
            return {}
        return {month: day for month, day in parts_of(period, self.frequency).items() if month in self.asked}

    def lacks_numbers(self, fact: Fact) -> bool:
        """Tell whether numbers of it have to be stated and are not.

        :param fact: as :meth:`stated` returns it
        """
        return self.is_required and not self.is_computed and bool(fact.lacks)

    def stated(self, numbers: Mapping[date | None, Number], period: Period, edition: int) -> Fact:
        """Return the fact as it is stated, without its formula or ratio.

        :param numbers: by the first days of parts, that of the whole under None
        :param edition: by which rules the evaluation counts; in the first one months are numbers, whatever the period
        """
        least, most = self.bounds.least, self.bounds.most
        if not self.is_stated_by_parts:
            value = next(iter(numbers.values())) if len(numbers) == 1 else None
            return Fact(self.code, value, least=least, most=most)
        stated = {day: number for day, number in numbers.items() if day is not None}
        if edition < 2:
            months = {day.month: number for day, number in stated.items()}
            return Fact(self.code, months=months, expected=sorted({*self.asked, *months}), whole_year=0)
        days = self.days_of_parts(period)
        return Fact(
            self.code,
            months={month: stated[day] for month, day in days.items() if day in stated},
            expected=tuple(days),
            aggregate=self.aggregate,
            least=least,
            most=most,
            whole_year=len(self.asked),
            outside=tuple(sorted(stated.keys() - set(days.values()))),
        )
