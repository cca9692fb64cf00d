"""Ranges: the numbers that something may still be, exactly as long as they are finite.

A range is closed and never empty; an end that nothing bounds is infinite. What is computed of ranges holds every number
that can be computed of numbers in them. It may hold more where one number stands in a formula twice.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from .numbers import Number, exact

#: An end of a range: a fraction, or one of both infinities.
End = Fraction | float
#: An end with more binary digits than these, before or behind the point, is as good as none.
_MOST_BITS = 1_000


@dataclass(frozen=True, slots=True)
class Range:
    """All numbers from `least` to `most`, both included where they are finite."""

    least: End = -math.inf
    most: End = math.inf

    @classmethod
    def between(cls, least: Number | None, most: Number | None) -> Range:
        """Return the range between two bounds, None where there is none; bounds the wrong way round bound nothing."""
        low, high = -math.inf if least is None else exact(least), math.inf if most is None else exact(most)
        return cls(low, high) if low <= high else cls()

    @classmethod
    def only(cls, number: Number) -> Range:
        """Return the range of one number."""
        return cls(exact(number), exact(number))

    @property
    def is_one(self) -> bool:
        """Whether it holds one number alone."""
        return self.least == self.most

    def __contains__(self, number: Number) -> bool:
        return self.least <= exact(number) <= self.most

    def __or__(self, other: Range) -> Range:
        """Return the range that holds both."""
        return Range(min(self.least, other.least), max(self.most, other.most))

    def __and__(self, other: Range) -> Range:
        """Return what both hold; where they have nothing in common, one of them is wrong, and this one stays."""
        least, most = max(self.least, other.least), min(self.most, other.most)
        return Range(least, most) if least <= most else self

    def __add__(self, other: Range) -> Range:
        return _usable(_plus(self.least, other.least), _plus(self.most, other.most))

    def __neg__(self) -> Range:
        return Range(-self.most, -self.least)

    def __mul__(self, other: Range) -> Range:
        ends = [_times(one, another) for one in (self.least, self.most) for another in (other.least, other.most)]
        return _usable(min(ends), max(ends))

    def reciprocal(self) -> Range | None:
        """Return the range of one divided by its numbers, without zero; None if it holds nothing but zero."""
        if self.least == self.most == 0:
            return None
        if self.least < 0 < self.most:
            return Range()
        least = -math.inf if self.most == 0 else _inverse(self.most)
        most = math.inf if self.least == 0 else _inverse(self.least)
        return _usable(least, most)

    def lowest_of(self, other: Range) -> Range:
        """Return the range of the lower one of two numbers."""
        return Range(min(self.least, other.least), min(self.most, other.most))

    def highest_of(self, other: Range) -> Range:
        """Return the range of the higher one of two numbers."""
        return Range(max(self.least, other.least), max(self.most, other.most))

    def signs_against(self, number: Number) -> set[int]:
        """Return how its numbers may compare to `number`: -1 below, 0 equal, 1 above."""
        border = exact(number)
        found = {0} if number in self else set()
        return found | ({-1} if self.least < border else set()) | ({1} if self.most > border else set())


def samples(within: Range, borders: Iterable[Number]) -> list[Fraction]:
    """Return numbers of a range: each of `borders` in it, one between each two, one before the first, one behind the
    last, and the finite ends. Whatever compares a number of the range with the borders compares one of these alike.
    """
    known = {exact(border) for border in borders if border in within}
    known |= {end for end in (within.least, within.most) if isinstance(end, Fraction)}
    inner = sorted(known) or [Fraction()]
    between = [(one + other) / 2 for one, other in zip(inner, inner[1:], strict=False)]
    around = [number for number in (inner[0] - 1, inner[-1] + 1) if number in within]
    return sorted({*inner, *between, *around})


def _plus(one: End, other: End) -> End:
    """Add two ends of the same side, so that infinities never cancel out."""
    for end in (one, other):
        if isinstance(end, float):
            return end
    return one + other


def _times(one: End, other: End) -> End:
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return one * other
    # No number of a range is infinite, so zero times its end is zero.
    sign = ((one > 0) - (one < 0)) * ((other > 0) - (other < 0))
    return math.inf * sign if sign else Fraction()


def _inverse(end: End) -> End:
    return Fraction() if isinstance(end, float) else 1 / end


def _usable(least: End, most: End) -> Range:
    """Return the range without ends that are too long to go on computing with."""
    return Range(least if _is_short(least) else -math.inf, most if _is_short(most) else math.inf)


def _is_short(end: End) -> bool:
    return isinstance(end, float) or max(end.numerator.bit_length(), end.denominator.bit_length()) <= _MOST_BITS
