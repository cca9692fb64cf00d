"""A year from its quarters or months: what their points come to.

The points of the year follow from those of its months or quarters (Nghị định 233/2026/NĐ-CP, Điều 12 khoản 5; Điều 15
khoản 1 speaks of their mean). A part that was rightly not evaluated leaves the denominator; one that is only missing
leaves the year without points, for it is not zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ..numbers import round_half_up
from ..points import DECIMALS


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a year.

    :ivar key: what it is called
    :ivar points: None as long as there are none
    :ivar excuse: why it was rightly not evaluated; empty where it is to be
    """

    key: str
    points: Decimal | None = None
    excuse: str = ""


@dataclass(frozen=True, slots=True)
class YearPoints:
    """What the parts of a year come to.

    :ivar points: their mean; None as long as one is missing, and where none counts
    :ivar counted: the parts that it is the mean of
    :ivar excused: the parts that left the denominator
    :ivar missing: the parts that are still to be evaluated
    """

    points: Decimal | None
    counted: tuple[str, ...]
    excused: tuple[str, ...]
    missing: tuple[str, ...]


def year_points(parts: Sequence[Part], decimals: int = DECIMALS) -> YearPoints:
    """Return the mean of the parts of a year that count, half up; points of an excused part do not.

    :param decimals: of the mean
    """
    counted = [(part.key, part.points) for part in parts if part.points is not None and not part.excuse]
    missing = tuple(part.key for part in parts if part.points is None and not part.excuse)
    excused = tuple(part.key for part in parts if part.excuse)
    mean = None
    if counted and not missing:
        exact = sum((Fraction(points) for _key, points in counted), Fraction(0)) / len(counted)
        mean = Decimal(int(round_half_up(exact * 10**decimals, 0))).scaleb(-decimals)
    return YearPoints(mean, tuple(key for key, _points in counted), excused, missing)
