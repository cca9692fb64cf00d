"""Ranking: places among the results of a round, overall and in clusters, and how they moved since the last period.

Places are those of a competition: equal points share a place, and the places that they take up are not given again (1,
2, 2, 4). Results of provinces are decided by hundredths (91,21 before 90,84 before 90,81: Tuyên Quang, 01/2026), so
points are decimals, compared at the precision of the sheet and never as they come out of a division.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

from ..points import DECIMALS, round_points


class Unranked(Enum):
    """Why a unit has no place; where several are true, the first one here is told."""

    EXCUSED = "it was excused from the round"
    NOT_APPROVED = "its evaluation is not approved"
    NOT_DELIVERED = "figures from outside are not delivered"
    NOT_ELIGIBLE = "it does not meet what the set asks of those who are ranked"
    VETOED = "a fact keeps it out of the ranking"
    NO_POINTS = "nothing is left that gives points"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a unit brings into the ranking; units and clusters are ids.

    :ivar points: of an approved evaluation: points, or a share in percent where units are relieved of rows
    :ivar cluster: None for a unit that is ranked overall alone
    :ivar excuse: why it was excused from the round, with the number of the decision
    :ivar undelivered: the codes of rows and facts whose figures come from outside and are not there
    :ivar ineligible: what of the conditions of the set it does not meet
    :ivar vetoes: the codes of the facts that keep it out
    """

    unit: int
    points: Decimal | None = None
    cluster: int | None = None
    is_approved: bool = True
    excuse: str = ""
    undelivered: tuple[str, ...] = ()
    ineligible: tuple[str, ...] = ()
    vetoes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """A place among others.

    :ivar rank: from 1
    :ivar tied: how many have it, with the unit itself
    :ivar ranked: among how many
    """

    rank: int
    tied: int
    ranked: int

    @property
    def is_tied(self) -> bool:
        """Tell whether it is shared."""
        return self.tied > 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit stands.

    :ivar points: as they were compared; None where it is not ranked, for they are not those of a ranking
    :ivar in_cluster: None where it has no cluster, too
    :ivar unranked: why it has no place, None where it has one
    :ivar details: what is told of that: the excuse, or codes
    """

    unit: int
    cluster: int | None
    points: Decimal | None = None
    overall: Position | None = None
    in_cluster: Position | None = None
    unranked: Unranked | None = None
    details: tuple[str, ...] = ()


def at_precision(points: Decimal, decimals: int = DECIMALS) -> Decimal:
    """Return points as they are compared, half up."""
    return points.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def of_sheet(points: float) -> Decimal:
    """Return points of a sheet, which keeps them as floats of two decimals, as a decimal."""
    return at_precision(Decimal(str(round_points(points))))


def rank(results: Iterable[Result], decimals: int = DECIMALS) -> tuple[Place, ...]:
    """Return the places of units, best first, and behind them those that are not ranked, each with its reason.

    Those on one place are in the order in which they came.

    :param decimals: with how many points are compared
    """
    ranked: list[tuple[Result, Decimal]] = []
    others: list[Place] = []
    for result in results:
        reason, details = _reason(result)
        if reason is None and result.points is not None:
            ranked.append((result, at_precision(result.points, decimals)))
        else:
            others.append(Place(result.unit, result.cluster, unranked=reason, details=details))
    ranked.sort(key=lambda entry: -entry[1])
    overall = _positions(points for _result, points in ranked)
    by_cluster: dict[int, list[Decimal]] = {}
    for result, points in ranked:
        if result.cluster is not None:
            by_cluster.setdefault(result.cluster, []).append(points)
    in_cluster = {cluster: _positions(points) for cluster, points in by_cluster.items()}
    places = [
        Place(
            result.unit,
            result.cluster,
            points,
            overall[points],
            None if result.cluster is None else in_cluster[result.cluster][points],
        )
        for result, points in ranked
    ]
    return (*places, *others)


def _reason(result: Result) -> tuple[Unranked | None, tuple[str, ...]]:
    if result.excuse:
        return Unranked.EXCUSED, (result.excuse,)
    if not result.is_approved:
        return Unranked.NOT_APPROVED, ()
    for reason, details in (
        (Unranked.NOT_DELIVERED, result.undelivered),
        (Unranked.NOT_ELIGIBLE, result.ineligible),
        (Unranked.VETOED, result.vetoes),
    ):
        if details:
            return reason, details
    return (Unranked.NO_POINTS if result.points is None else None), ()


def _positions(falling: Iterable[Decimal]) -> dict[Decimal, Position]:
    """Return the place that goes with each number of points, which come in falling order."""
    counts: dict[Decimal, int] = {}
    for points in falling:
        counts[points] = counts.get(points, 0) + 1
    ranked = sum(counts.values())
    positions = {}
    before = 0
    for points, tied in counts.items():
        positions[points] = Position(before + 1, tied, ranked)
        before += tied
    return positions


class Arrow(Enum):
    """Where a unit moved."""

    UP = "up"
    DOWN = "down"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Move:
    """How a place changed.

    :ivar before: the rank of the last period
    :ivar steps: by how many ranks it rose, negative if it fell
    """

    before: int
    steps: int

    @property
    def arrow(self) -> Arrow:
        """The direction."""
        if not self.steps:
            return Arrow.SAME
        return Arrow.UP if self.steps > 0 else Arrow.DOWN


class Against(Enum):
    """What a unit is compared with."""

    ITSELF = "the same unit in the last period"
    PREDECESSOR = "the one unit that it came from"
    #: Of several, no one figure can be told: a mean of them was never anybody's result.
    SEVERAL = "the units that it came from, which are named"
    NEW = "nothing: it was not there"
    UNRANKED_BEFORE = "nothing: it was not ranked then"
    UNRANKED_NOW = "nothing: it is not ranked now"


@dataclass(frozen=True, slots=True)
class Change:
    """How a unit did compared with the last period.

    :ivar units: whose last result is meant: itself, its predecessor, or all of them
    :ivar points: by how many more; None where nothing is compared, or points are by another scale
    """

    unit: int
    against: Against
    units: tuple[int, ...] = ()
    points: Decimal | None = None
    overall: Move | None = None
    in_cluster: Move | None = None


def compare(
    places: Iterable[Place],
    last: Iterable[Place],
    predecessors: Mapping[int, Iterable[int]] | None = None,
    *,
    is_same_scale: bool = True,
) -> tuple[Change, ...]:
    """Return how units moved since the last period, in the order of `places`.

    A unit that was there is compared with itself, even if others joined it; else with the one that it came from.
    Ranks in clusters are compared where the cluster is the same.

    :param predecessors: of each unit, those that it came from, directly or through others; see
        :func:`succession.predecessors`
    :param is_same_scale: whether the points of both periods are by sheets whose points can be compared
    """
    former = {place.unit: place for place in last}
    predecessors = predecessors or {}
    return tuple(_change(place, former, predecessors.get(place.unit, ()), is_same_scale) for place in places)


def _change(place: Place, former: Mapping[int, Place], predecessors: Iterable[int], is_same_scale: bool) -> Change:
    against = Against.ITSELF if place.unit in former else Against.PREDECESSOR
    units = (place.unit,) if place.unit in former else tuple(sorted(unit for unit in predecessors if unit in former))
    if place.points is None:
        return Change(place.unit, Against.UNRANKED_NOW, units)
    if not units:
        return Change(place.unit, Against.NEW)
    if len(units) > 1:
        return Change(place.unit, Against.SEVERAL, units)
    before = former[units[0]]
    if before.points is None:
        return Change(place.unit, Against.UNRANKED_BEFORE, units)
    is_same_cluster = before.cluster == place.cluster
    return Change(
        place.unit,
        against,
        units,
        place.points - before.points if is_same_scale else None,
        _move(place.overall, before.overall),
        _move(place.in_cluster, before.in_cluster) if is_same_cluster else None,
    )


def _move(now: Position | None, before: Position | None) -> Move | None:
    return Move(before.rank, before.rank - now.rank) if now and before else None
