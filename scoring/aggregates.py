"""Aggregates: what the number of a year is, by those of its parts."""

from __future__ import annotations

import functools
import operator
from collections.abc import Sequence
from enum import Enum
from fractions import Fraction

from .numbers import Number, exact
from .ranges import Range

#: Nothing of a part of the period.
_ZERO = Range.only(0)


class Aggregate(Enum):
    """What the parts of a period come to together; a ratio is that of the sums of two other facts, in percent."""

    SUM = "sum"
    MEAN = "mean"
    LAST = "last"
    MOST = "most"
    LEAST = "least"
    RATIO = "ratio"


def combine(values: Sequence[Number], how: Aggregate) -> Fraction | None:
    """Return what the numbers of the parts of a period, in their order, come to; None without any.

    :raises ValueError: for a ratio, which follows from the parts of two other facts
    """
    numbers = [exact(value) for value in values]
    if how is Aggregate.RATIO:
        raise ValueError("a ratio is made of two facts")
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


def combine_ranges(values: Sequence[Range], how: Aggregate) -> Range:
    """Return what the parts of a period may come to, each of which may be any number of its range, in their order.

    :param values: one at least
    :raises ValueError: for a ratio, see :func:`combine`
    """
    match how:
        case Aggregate.SUM:
            return _sum(values)
        case Aggregate.MEAN:
            return _sum(values) * Range.only(Fraction(1, len(values)))
        case Aggregate.LAST:
            return values[-1]
        case Aggregate.MOST:
            return functools.reduce(Range.highest_of, values)
        case Aggregate.LEAST:
            return functools.reduce(Range.lowest_of, values)
        case Aggregate.RATIO:
            raise ValueError("a ratio is made of two facts")


def ratio_of_sums(part: Sequence[Range], whole: Sequence[Range], one: Range) -> Range:
    """Return what a hundred times the sum of `part`, divided by that of `whole`, may come to.

    :param one: what the ratio of one part of the period may be; where no whole is negative, that of the sums lies
        between those of the parts
    """
    inverse = _sum(whole).reciprocal()
    if inverse is None:
        return one
    found = _sum(part) * inverse * Range.only(100)
    if any(range_.least < 0 for range_ in whole):
        return found
    hull = one
    for above, below in zip(part, whole, strict=True):
        if above.is_one and below.is_one:
            if above == below == _ZERO:
                continue  # of nothing out of nothing nothing follows
            hull |= above * (below.reciprocal() or Range()) * Range.only(100)
    return found & hull


def _sum(values: Sequence[Range]) -> Range:
    return functools.reduce(operator.add, values, _ZERO)
