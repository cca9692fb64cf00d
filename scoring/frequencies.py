"""Frequencies: how often a fact is stated, and the parts of a period that it is stated for."""

from __future__ import annotations

from datetime import date
from enum import Enum

from .periods import Period, months_of


class Frequency(Enum):
    """How often a fact is stated: once, or for every part of the period."""

    YEAR = "year"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"

    @property
    def months(self) -> int:
        """How many months one part has."""
        return {"year": 12, "month": 1, "quarter": 3, "half": 6}[self.value]

    @property
    def has_parts(self) -> bool:
        return self is not Frequency.YEAR

    @property
    def starts(self) -> tuple[int, ...]:
        """The months (1 to 12) in which a part begins, of a calendar year."""
        return tuple(range(1, 13, self.months))


def parts_of(period: Period, frequency: Frequency) -> dict[int, date]:
    """Return the first days of the parts of a period by the months in which they begin, in order.

    A quarter or half-year belongs to the period if one of its months does; see :func:`months_of`.
    """
    months = months_of(period)
    found = {}
    for start in frequency.starts:
        if inside := [months[month] for month in range(start, start + frequency.months) if month in months]:
            found[start] = months.get(start, date(inside[0].year, start, 1))
    return dict(sorted(found.items(), key=lambda part: part[1]))
