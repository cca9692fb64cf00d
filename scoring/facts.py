"""Facts: the numbers that an agency states once and that rules and checks read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from .numbers import Number, exact

MONTHS = range(1, 13)
_CODE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def is_code(text: str) -> bool:
    """Tell whether a text can name a fact in formulas."""
    return bool(_CODE.fullmatch(text))


@dataclass(frozen=True, slots=True)
class Fact:
    """A number stated for a year, or for each month of it.

    :ivar code: the name of the fact in rules and formulas
    :ivar value: the number of a yearly fact, None where it is not stated
    :ivar months: the numbers of a monthly fact by month (1 to 12), without the months that are not stated; None of a
        yearly fact
    :ivar expected: the months that a monthly fact must be stated for
    """

    code: str
    value: Number | None = None
    months: Mapping[int, Number] | None = None
    expected: Iterable[int] = field(default=MONTHS)

    @property
    def is_monthly(self) -> bool:
        return self.months is not None

    @property
    def missing_months(self) -> list[int]:
        """The expected months that are not stated."""
        if self.months is None:
            return []
        return [month for month in self.expected if month not in self.months]

    @property
    def total(self) -> Number | None:
        """The number of the year: of a monthly fact the sum of its stated months, None where nothing is stated."""
        if self.months is None:
            return self.value
        return sum(map(exact, self.months.values()), Fraction()) if self.months else None
