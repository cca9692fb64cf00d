"""Grades: the class of an evaluation, by its points, the shares of its groups, and facts that stand in the way."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from .points import round_points


@dataclass(frozen=True, slots=True)
class Band:
    """A class and its borders, in points.

    :ivar floor_percent: the least share of its maximum, in percent, that every group must reach; 0 for none
    :ivar blocked_by: the codes of the facts that, if true, keep an evaluation out of this class
    """

    name: str
    minimum: float
    maximum: float
    include_minimum: bool = True
    include_maximum: bool = False
    floor_percent: float = 0.0
    blocked_by: frozenset[str] = frozenset()

    def holds(self, points: float) -> bool:
        """Tell whether points, compared with two decimals, lie within the borders."""
        points, low, high = round_points(points), round_points(self.minimum), round_points(self.maximum)
        above = points >= low if self.include_minimum else points > low
        below = points <= high if self.include_maximum else points < high
        return above and below


class BandFault(Enum):
    """What can be wrong with a scale."""

    EMPTY = "the band holds no points"
    OVERLAP = "two bands hold the same points"
    GAP = "no band holds these points"


@dataclass(frozen=True, slots=True)
class FoundBandFault:
    """A fault of a scale at `points`, and the names of the bands that it concerns."""

    fault: BandFault
    points: float
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Classification:
    """The class reached, and the classes that were missed for another reason than points.

    :ivar missed: (class, reason) in falling order; the reason is the code of a blocking fact, or of a group below the
        floor
    :ivar undecided: the class that is reached unless one of `unknown` turns out to be true, None where all is decided
    :ivar unknown: the codes of the facts that it depends on
    """

    band: Band | None
    missed: tuple[tuple[Band, str], ...]
    undecided: Band | None = None
    unknown: tuple[str, ...] = ()


def find_band_faults(bands: Iterable[Band], total: float) -> list[FoundBandFault]:
    """Return where the bands of a scale hold no points, overlap, or leave a gap between 0 and `total`.

    Points have two decimals, so a scale is sound if exactly one band holds each hundredth. Only borders can differ.
    """
    bands = list(bands)
    found = []
    for band in bands:
        if not any(band.holds(points) for points in _around(band.minimum, band.maximum)):
            found.append(FoundBandFault(BandFault.EMPTY, round_points(band.minimum), (band.name,)))
    borders = _around(0.0, total, *(border for band in bands for border in (band.minimum, band.maximum)))
    for points in sorted(borders):
        if not 0 <= points <= total:
            continue
        names = tuple(band.name for band in bands if band.holds(points))
        if not names:
            found.append(FoundBandFault(BandFault.GAP, points, ()))
        elif len(names) > 1:
            found.append(FoundBandFault(BandFault.OVERLAP, points, names))
    return found


def classify(
    points: float,
    shares: Sequence[tuple[str, float]],
    bands: Iterable[Band],
    facts: Collection[str] = (),
    unknown: Collection[str] = (),
) -> Classification:
    """Return the class of an evaluation.

    The band that holds the points is left for the next lower one as long as a group is below its floor, or a fact that
    blocks it is true. Where one that may be true blocks it, and nothing else does, the class is undecided.

    :param shares: (group code, percent of its maximum), unrounded
    :param facts: the codes of the blocking facts that are true
    :param unknown: the codes of those of which that is not known
    """
    falling = sorted(bands, key=lambda band: (band.minimum, band.maximum), reverse=True)
    start = next((index for index, band in enumerate(falling) if band.holds(points)), len(falling))
    missed: list[tuple[Band, str]] = []
    for band in falling[start:]:
        reason = next((code for code in sorted(band.blocked_by) if code in facts), None) or next(
            (code for code, share in shares if round_points(share) < round_points(band.floor_percent)), None
        )
        if reason is None:
            if open_facts := tuple(sorted(band.blocked_by & frozenset(unknown))):
                return Classification(None, tuple(missed), band, open_facts)
            return Classification(band, tuple(missed))
        missed.append((band, reason))
    return Classification(None, tuple(missed))


def _around(*borders: float) -> set[float]:
    return {round_points(border + step) for border in borders for step in (-0.01, 0.0, 0.01)}
