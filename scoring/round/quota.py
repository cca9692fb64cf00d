"""Quotas: how many units may be in the top class, who stays in it, who does not, and where only a person can tell.

What is counted differs from text to text: of the units classed "tốt" (Nghị định 233/2026/NĐ-CP, Điều 7 khoản 7), of
those classed "tốt" and above (Quyết định 1923/QĐ-CĐKT, Điều 19 khoản 2), of all that are classed (Quy định 366-QĐ/TW,
Điều 12, as it is told). So the base, the percents, the rounding and the rule for small numbers are data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from math import ceil, floor

from ..numbers import round_half_up

#: The key of the order that every unit has: its points.
BY_POINTS = "points"


class Base(Enum):
    """Of which units a quota is a share."""

    GOOD = "those in the class below the top"
    GOOD_AND_ABOVE = "those in the class below the top, and in the top"
    ALL_CLASSED = "all that have a class"


class Rounding(Enum):
    """What becomes of a part of a unit."""

    #: "Không vượt quá 20 %" leaves no room for a part.
    DOWN = "down"
    HALF_UP = "half up"
    UP = "up"


class Effect(Enum):
    """What a quota does to those who are over it."""

    WARNING = "they are named"
    RULE = "they cannot be in the top class"


class QuotaError(ValueError):
    """A quota that cannot be, or a percent that it does not allow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """How many units may be in the top class.

    :ivar percent: of the base
    :ivar exception_percent: up to which the authority may decide more; None where it may not
    :ivar counts_the_cut: whether those who do not stay in the top class count in :attr:`Base.GOOD`: a text that speaks
        of units that *are classed* "tốt" means them, too, for that is what they are classed then
    :ivar small_below: with fewer units in all than this, the share is not asked for; 0 for no such rule
    :ivar small_limit: how many of these may be in the top class
    :ivar order: by what units are put in order, the first first; keys of :attr:`Candidate.measures`, or points
    :ivar source: the text and its article
    :raises QuotaError: if a percent is no share, or the exception is no more than the rule
    """

    percent: Decimal
    base: Base
    exception_percent: Decimal | None = None
    counts_the_cut: bool = True
    small_below: int = 0
    small_limit: int = 0
    rounding: Rounding = Rounding.DOWN
    effect: Effect = Effect.RULE
    order: tuple[str, ...] = (BY_POINTS,)
    source: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.percent <= 100:
            raise QuotaError(f"{self.percent} % is no share")
        if self.exception_percent is not None and not self.percent < self.exception_percent <= 100:
            raise QuotaError(f"{self.exception_percent} % is no exception from {self.percent} %")

    def allows(self, percent: Decimal) -> bool:
        """Tell whether the authority may decide a percent in place of the rule."""
        most = self.percent if self.exception_percent is None else self.exception_percent
        return self.percent <= percent <= most


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit, as an id, that is proposed for the top class and fulfils all else.

    :ivar measures: what else units are put in order by, more being better: by key
    """

    unit: int
    points: Decimal
    measures: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Count:
    """The units that one authority recognises, by their classes, without those that are proposed for the top class.

    :ivar good: in the class below the top
    :ivar lower: in classes below that
    :ivar unclassed: without a class, such as those excused or not decided yet
    """

    good: int
    lower: int = 0
    unclassed: int = 0


@dataclass(frozen=True, slots=True)
class Decided:
    """Who may be in the top class.

    Each candidate is in one of `stays`, `over` and `tied`, which are in order, the best first.

    :ivar limit: how many may be
    :ivar base: of how many units that is the share, once no more than `limit` are in the top class
    :ivar percent: the percent that was asked for
    :ivar is_small: the rule for small numbers was asked instead
    :ivar stays: who may be, whatever is decided of `tied`
    :ivar over: who may not
    :ivar tied: who share the limit: nothing that the order asks for tells them apart, and there is not room for all
    :ivar places_left: how many of `tied` may be; somebody has to choose them, with a reason, and the choice is one more
        key at the end of the order
    :ivar told_apart_by: what of the order told the last that stays from the first that does not; None where all stay,
        where none do, and at a tie
    :ivar is_binding: whether those over it cannot be in the top class, or are only named
    """

    limit: int
    base: int
    percent: Decimal
    is_small: bool
    stays: tuple[int, ...]
    over: tuple[int, ...]
    tied: tuple[int, ...]
    places_left: int
    told_apart_by: str | None
    is_binding: bool

    @property
    def cut(self) -> tuple[int, ...]:
        """Who loses the top class: nobody by a mere warning."""
        return self.over if self.is_binding else ()

    @property
    def is_settled(self) -> bool:
        """Tell whether nobody has to choose."""
        return not self.tied

    @property
    def is_kept(self) -> bool:
        """Tell whether all that are proposed may be in the top class."""
        return not self.over and not self.tied


def decide(quota: Quota, candidates: Iterable[Candidate], count: Count, *, percent: Decimal | None = None) -> Decided:
    """Return who of the candidates may be in the top class.

    :param percent: what the authority decided for outstanding results, in place of the percent of the rule
    :raises QuotaError: if the authority may not decide that percent
    :raises KeyError: if a candidate lacks a measure that the order asks for
    """
    if percent is None:
        percent = quota.percent
    elif not quota.allows(percent):
        raise QuotaError(f"{percent} % may not be decided: {quota.percent} % to {quota.exception_percent} %")
    falling = sorted(candidates, key=lambda each: _measures(quota, each), reverse=True)
    proposed = len(falling)
    is_small = proposed + count.good + count.lower + count.unclassed < quota.small_below
    limit = quota.small_limit if is_small else _limit(quota, percent, proposed, count)
    ranked = [(each.unit, _measures(quota, each)) for each in falling]
    stays, tied, over = _split(ranked, limit)
    return Decided(
        limit=limit,
        base=_base(quota, min(limit, proposed), proposed, count),
        percent=percent,
        is_small=is_small,
        stays=stays,
        over=over,
        tied=tied,
        places_left=limit - len(stays) if tied else 0,
        told_apart_by=None if tied else _told_apart_by(quota, ranked, limit),
        is_binding=quota.effect is Effect.RULE,
    )


def _measures(quota: Quota, candidate: Candidate) -> tuple[Decimal, ...]:
    return tuple(candidate.points if key == BY_POINTS else candidate.measures[key] for key in quota.order)


def _limit(quota: Quota, percent: Decimal, proposed: int, count: Count) -> int:
    """Return the most that may be in the top class so that the share holds of what is classed then."""

    def allowed(top: int) -> int:
        return _whole(Fraction(percent) / 100 * _base(quota, top, proposed, count), quota.rounding)

    most = max(top for top in range(proposed + 1) if top <= allowed(top))
    # Where all may stay, there may be room for more.
    return allowed(most) if most == proposed else most


def _base(quota: Quota, top: int, proposed: int, count: Count) -> int:
    """Return of how many units a quota is a share, where `top` of those `proposed` are in the top class."""
    match quota.base:
        case Base.GOOD:
            return count.good + (proposed - top if quota.counts_the_cut else 0)
        case Base.GOOD_AND_ABOVE:
            return count.good + proposed
        case Base.ALL_CLASSED:
            return count.good + proposed + count.lower


def _whole(share: Fraction, rounding: Rounding) -> int:
    match rounding:
        case Rounding.DOWN:
            return floor(share)
        case Rounding.HALF_UP:
            return int(round_half_up(share, 0))
        case Rounding.UP:
            return ceil(share)


_Ranked = Sequence[tuple[int, tuple[Decimal, ...]]]


def _split(ranked: _Ranked, limit: int) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Return who stays, who is tied at the limit, and who is over it."""
    units = tuple(unit for unit, _measures in ranked)
    if not 0 < limit < len(ranked) or ranked[limit - 1][1] != ranked[limit][1]:
        return units[:limit], (), units[limit:]
    shared = ranked[limit][1]
    first = next(index for index, (_unit, measures) in enumerate(ranked) if measures == shared)
    after = first + sum(measures == shared for _unit, measures in ranked)
    return units[:first], units[first:after], units[after:]


def _told_apart_by(quota: Quota, ranked: _Ranked, limit: int) -> str | None:
    if not 0 < limit < len(ranked):
        return None
    last, first_over = ranked[limit - 1][1], ranked[limit][1]
    return next(key for key, one, other in zip(quota.order, last, first_over, strict=True) if one != other)
