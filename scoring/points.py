"""Points: what a typed number must be, how it is added up and how it is written on paper.

Points carry two decimals at most. They are floats, as the database hands them over, and are brought back to two
decimals after each sum so that equal points compare equal.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from enum import Enum

DECIMALS = 2
#: What stands on paper in place of points where a row does not apply ("không áp dụng").
NOT_APPLICABLE = "KAD"
#: The same where the organiser relieved the unit of the row ("được miễn đánh giá").
RELIEVED = "Miễn"
#: The largest number that a points column (seven digits, two of them decimals) can hold.
LARGEST = 99_999.99
#: A typed number this close to a two-decimal one is that number: it is the float nearest to what was typed.
_TYPING_NOISE = 1e-6


class Refusal(Enum):
    """Why a value is not acceptable as points."""

    NOT_A_NUMBER = "not a number"
    AMBIGUOUS = "one of two numbers"
    NEGATIVE = "negative"
    ABOVE_MAXIMUM = "above the maximum"
    TOO_MANY_DECIMALS = "too many decimals"


class PointsError(ValueError):
    """A value that cannot be points.

    :ivar refusal: why
    :ivar value: the value as given
    :ivar maximum: the largest points allowed
    """

    def __init__(self, refusal: Refusal, value: object, maximum: float) -> None:
        super().__init__(f"{value!r} is {refusal.value} (0 to {maximum:g} allowed)")
        self.refusal = refusal
        self.value = value
        self.maximum = maximum


def parse_points(value: object, maximum: float = LARGEST) -> float:
    """Return `value` as points between 0 and `maximum`.

    :raises PointsError: if it is no number, is negative, exceeds `maximum` or has more than two decimals
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)) or (type(value) is float and math.isnan(value)):
        raise PointsError(Refusal.NOT_A_NUMBER, value, maximum)
    if value < 0:
        raise PointsError(Refusal.NEGATIVE, value, maximum)
    if value > maximum + _TYPING_NOISE:
        raise PointsError(Refusal.ABOVE_MAXIMUM, value, maximum)
    points = round_points(value)
    if abs(points - value) > _TYPING_NOISE:
        raise PointsError(Refusal.TOO_MANY_DECIMALS, value, maximum)
    return points


def round_points(value: float) -> float:
    """Return `value` with two decimals; never a negative zero."""
    return round(float(value), DECIMALS) + 0.0


def sum_points(values: Iterable[float]) -> float:
    """Return the sum of `values` with two decimals, the same in whatever order they come."""
    return round_points(math.fsum(values))


def differ(one: float, other: float) -> bool:
    """Tell whether two points differ once both have two decimals."""
    return round_points(one) != round_points(other)


def format_points(value: float) -> str:
    """Write points with a decimal comma, the way the 2020 sheet prints them.

    Whole numbers below ten keep one decimal ("7,0"), zero and whole numbers from ten on have none ("0", "44"), others
    have the decimals they need ("40,5", "0,25").
    """
    points = round_points(value)
    if points == int(points):
        decimals = 1 if 0 < points < 10 else 0
    else:
        decimals = 1 if points == round(points, 1) else 2
    return f"{points:.{decimals}f}".replace(".", ",")
