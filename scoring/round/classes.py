"""The three classes of a unit or its head side by side, and what the one that is decided may be.

Forms print the class that is proposed by the unit, the one proposed by the reviewer, and the one decided (Nghị định
335/2025/NĐ-CP, forms 02A and 02B). The head's class is not above the unit's (Nghị định 233/2026/NĐ-CP, Điều 12 khoản
7); one quarter in the bottom class keeps out of the top one for the year (Quyết định 1923/QĐ-CĐKT, Điều 19); where
points fit and conditions do not, the authority decides (Nghị định 233/2026/NĐ-CP, Điều 7 khoản 5), and here says why.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from .conditions import Outcome, Placed


@dataclass(frozen=True, slots=True)
class Scale:
    """The names of classes, the highest first.

    :raises ValueError: if there is none, or two have one name
    """

    names: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.names or len(set(self.names)) < len(self.names):
            raise ValueError("a scale has classes, each with its own name")

    @property
    def top(self) -> str:
        """The highest class."""
        return self.names[0]

    @property
    def bottom(self) -> str:
        """The lowest class."""
        return self.names[-1]

    def is_above(self, one: str, other: str) -> bool:
        """Tell whether a class is higher than another one.

        :raises ValueError: if one is not of the scale
        """
        return self.names.index(one) < self.names.index(other)

    def below(self, name: str) -> str:
        """Return the next lower class; the lowest is its own.

        :raises ValueError: if it is not of the scale
        """
        return self.names[min(self.names.index(name) + 1, len(self.names) - 1)]

    def lowest(self, names: Iterable[str]) -> str:
        """Return the lowest of some classes.

        :raises ValueError: if there is none, or one is not of the scale
        """
        return self.names[max(self.names.index(name) for name in names)]


class Bound(Enum):
    """Why a class may not be higher."""

    UNIT = "the head's class is not above the unit's"
    FAILED_PART = "a part of the year was in the bottom class"
    QUOTA = "the quota leaves no place"
    POINTS = "the points are those of a lower class"
    FACT = "a fact sends it to the bottom class"


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The highest class that may be decided; None as long as it is not known, and then nothing may."""

    bound: Bound
    name: str | None


@dataclass(frozen=True, slots=True)
class Classes:
    """The three classes of a unit or its head, and what they are held to.

    :ivar by_unit: the class that the unit proposed for itself
    :ivar by_reviewer: the class that the reviewer proposed
    :ivar decided: the class that the authority decided
    :ivar reason: what the authority says of it
    :ivar placed: what points and facts make of it; None where a set has no such rules
    """

    by_unit: str | None = None
    by_reviewer: str | None = None
    decided: str | None = None
    reason: str = ""
    placed: Placed | None = None
    ceilings: tuple[Ceiling, ...] = ()


class Objection(Enum):
    """Why a class cannot be decided so."""

    NOT_OF_THE_SCALE = "the scale has no such class"
    WAITS = "what it depends on is not classed yet, or not stated"
    TOO_HIGH = "it is above what may be decided"
    NO_REASON = "it is open, or differs from what points and facts make of it, and no reason is given"


@dataclass(frozen=True, slots=True)
class Objected:
    """An objection to the class that is decided.

    :ivar ceiling: what it is above, or waits for
    """

    objection: Objection
    ceiling: Ceiling | None = None


def head_ceiling(unit_class: str | None) -> Ceiling:
    """Return what holds the class of a head, by the class decided of the unit; None as long as none is.

    Source: Nghị định 233/2026/NĐ-CP, Điều 12 khoản 7.
    """
    return Ceiling(Bound.UNIT, unit_class)


def failed_part_ceiling(scale: Scale, parts: Iterable[str]) -> tuple[Ceiling, ...]:
    """Return what holds the class of a year, by the classes of its parts: one in the bottom class bars the top one.

    Source: Quyết định 1923/QĐ-CĐKT, Điều 19 khoản 1 điểm a.
    """
    if scale.bottom not in parts:
        return ()
    return (Ceiling(Bound.FAILED_PART, scale.below(scale.top)),)


def quota_ceiling(scale: Scale) -> Ceiling:
    """Return what holds the class of a unit that a quota cut."""
    return Ceiling(Bound.QUOTA, scale.below(scale.top))


def placed_ceiling(placed: Placed) -> tuple[Ceiling, ...]:
    """Return what holds a class where a set gives the authority no way above its points, or above a fact.

    Source: Nghị định 233/2026/NĐ-CP, Điều 7: khoản 5 speaks of units within the points of a class, khoản 4 of facts.
    """
    if placed.name is None:
        return ()
    return (Ceiling(Bound.FACT if placed.fell_by else Bound.POINTS, placed.name),)


def held(scale: Scale, name: str, ceilings: Iterable[Ceiling]) -> str | None:
    """Return a class as far as ceilings let it be: the highest allowed; None as long as one is not known.

    :raises ValueError: if a class is not of the scale
    """
    bounds = [ceiling.name for ceiling in ceilings]
    if None in bounds:
        return None
    return scale.lowest([name, *(bound for bound in bounds if bound is not None)])


def suggest(scale: Scale, classes: Classes) -> str | None:
    """Return the class to decide on: that of points and facts, else the reviewer's, else the unit's, as far as allowed.

    None where nobody but the authority can tell: where it is open, waits, or nothing is proposed.

    :raises ValueError: if a class is not of the scale
    """
    name = (classes.placed.reached if classes.placed else None) or classes.by_reviewer or classes.by_unit
    if name is None or (classes.placed and classes.placed.reached is None):
        return None
    return held(scale, name, classes.ceilings)


def object_to(scale: Scale, classes: Classes) -> tuple[Objected, ...]:
    """Return what is wrong with the class that is decided; nothing is with none."""
    if classes.decided is None:
        return ()
    if classes.decided not in scale.names:
        return (Objected(Objection.NOT_OF_THE_SCALE),)
    found = [
        Objected(Objection.WAITS if ceiling.name is None else Objection.TOO_HIGH, ceiling)
        for ceiling in classes.ceilings
        if ceiling.name is None or scale.is_above(classes.decided, ceiling.name)
    ]
    if classes.placed and classes.placed.outcome is Outcome.UNKNOWN:
        found.append(Objected(Objection.WAITS))
    elif needs_reason(scale, classes) and not classes.reason.strip():
        found.append(Objected(Objection.NO_REASON))
    return tuple(found)


def needs_reason(scale: Scale, classes: Classes) -> bool:
    """Tell whether the authority has to say why it decided so: the class is open, or another than follows by itself.

    :raises ValueError: if a class is not of the scale
    """
    if classes.decided is None or classes.placed is None:
        return False
    reached = classes.placed.reached
    return reached is None or classes.decided != held(scale, reached, classes.ceilings)
