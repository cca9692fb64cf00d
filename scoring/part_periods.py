"""What the evaluations of parts of a period say of the whole one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import chain, repeat
from math import gcd
from typing import TypeVar

from . import periods
from .aggregates import Aggregate, combine
from .numbers import Number, exact
from .periods import Period

Key = TypeVar("Key")
#: As many decimals are kept of a mean that does not end.
_DECIMALS = 6


def choose(whole: Period, candidates: Mapping[Key, Period]) -> list[Key]:
    """Return which of the candidates are the parts of a period, in order: the longest that do not overlap.

    Nothing is a part that is about as long as the whole, or has a day outside it.
    """
    parts = {
        key: period
        for key, period in candidates.items()
        if periods.contains(whole, period) and not periods.conflict(whole, period)
    }
    chosen: list[Key] = []
    for key in sorted(parts, key=lambda key: (-periods.days(parts[key]), parts[key][0])):
        if not any(periods.overlap(parts[key], parts[other]) for other in chosen):
            chosen.append(key)
    return sorted(chosen, key=lambda key: parts[key])


def combine_parts(parts: Sequence[tuple[Period, Number]], how: Aggregate) -> Fraction | None:
    """Return what the numbers of the parts of a period come to; in a mean a half-year counts as two quarters do.

    :raises ValueError: for what follows from other facts, as a ratio does
    """
    values = [value for _period, value in parts]
    if how is Aggregate.MEAN and parts:
        weights = periods.weights([period for period, _value in parts])
        common = gcd(*weights)
        return combine(
            list(chain(*(repeat(value, weight // common) for value, weight in zip(values, weights, strict=True)))), how
        )
    return combine(values, how)


def divide_months(whole: Period, parts: Mapping[Key, Period]) -> dict[int, Key]:
    """Return which part states each month (1 to 12) of a period: the one with most of its days, the later of two."""
    owners: dict[int, Key] = {}
    for month, first in periods.months_of(whole).items():
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        inside = {
            key: (min(period[1], last) - max(period[0], first)).days + 1
            for key, period in parts.items()
            if periods.overlap(period, (first, last))
        }
        if inside:
            owners[month] = max(inside, key=lambda key: (inside[key], parts[key][0]))
    return owners


def write_number(number: Number) -> str:
    """Write a number as it would be typed, with a decimal comma; half up where it does not end."""
    value = exact(number)
    unit = 10**_DECIMALS
    units = int(abs(value) * unit + Fraction(1, 2))
    text = f"{Decimal(units if value >= 0 else -units).scaleb(-_DECIMALS):f}"
    return text.rstrip("0").rstrip(".").replace(".", ",")
