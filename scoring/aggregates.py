"""Aggregates: what the number of a year is, by those of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from fractions import Fraction

from .numbers import Number, exact


class Aggregate(Enum):
    """What the parts of a period come to together."""

    SUM = "sum"
    MEAN = "mean"
    LAST = "last"
    MOST = "most"
    LEAST = "least"


def combine(values: Sequence[Number], how: Aggregate) -> Fraction | None:
    """Return what the numbers of the parts of a period, in their order, come to; None without any."""
    numbers = [exact(value) for value in values]
    if not numbers:
        return None
    match how:
        case Aggregate.SUM:
            return sum(numbers, Fraction())
        case Aggregate.MEAN:
            return sum(numbers, Fraction()) / len(numbers)
        case Aggregate.LAST:
            return numbers[-1]
        case Aggregate.MOST:
            return max(numbers)
        case Aggregate.LEAST:
            return min(numbers)
