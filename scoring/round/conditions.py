"""Classes with conditions: what points and facts together make of a unit, and where the authority has to decide.

By Nghị định 233/2026/NĐ-CP, Điều 7, a class asks for points *and* conditions (khoản 1–3). Points that fit without the
conditions do not make the class below: the authority decides (khoản 5), so the class is *open*. Facts send a unit to
the bottom class whatever its points, unless force majeure lets the authority decide (khoản 4). From a fact that nobody
stated, nothing is concluded.

:mod:`scoring.grades` knows scales without conditions, where what stands in the way costs the class.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from ..numbers import Number, exact

#: What is known of facts by their codes: a number, with 1 and 0 for yes and no; None, or nothing, if it is not stated.
Facts = Mapping[str, Number | None]


class Comparison(Enum):
    """How a fact is compared."""

    AT_LEAST = "≥"
    ABOVE = ">"
    AT_MOST = "≤"
    BELOW = "<"


@dataclass(frozen=True, slots=True)
class Condition:
    """What a fact has to come to.

    :ivar text: what the set says of it
    """

    code: str
    comparison: Comparison
    value: Decimal
    text: str = ""

    def holds(self, facts: Facts) -> bool | None:
        """Tell whether it does, exactly; None as long as the fact is not stated."""
        stated = facts.get(self.code)
        if stated is None:
            return None
        number, border = exact(stated), exact(self.value)
        match self.comparison:
            case Comparison.AT_LEAST:
                return number >= border
            case Comparison.ABOVE:
                return number > border
            case Comparison.AT_MOST:
                return number <= border
            case Comparison.BELOW:
                return number < border


@dataclass(frozen=True, slots=True)
class Level:
    """A class: from how many points on, up to the class above, and what it asks for besides."""

    name: str
    minimum: Decimal
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Fall:
    """What sends a unit to the bottom class.

    :ivar when: it does where this holds
    :ivar unless: the code of a fact that, if true, leaves it to the authority; empty for none
    """

    when: Condition
    unless: str = ""


class Outcome(Enum):
    """How far points and facts decide."""

    REACHED = "the class is reached"
    OPEN = "the authority decides, with a reason"
    UNKNOWN = "not enough is stated"
    OFF_SCALE = "no class has these points"


@dataclass(frozen=True, slots=True)
class Placed:
    """What points and facts make of a unit.

    :ivar name: the class that is reached; where it is open or not known, the one that the points are those of
    :ivar unmet: the conditions that do not hold, and the falls that are excused
    :ivar unknown: the codes of the facts that it depends on and that are not stated
    :ivar fell_by: what sent it to the bottom class
    """

    outcome: Outcome
    name: str | None = None
    unmet: tuple[Condition, ...] = ()
    unknown: tuple[str, ...] = ()
    fell_by: tuple[Condition, ...] = ()

    @property
    def reached(self) -> str | None:
        """The class, None as long as it is not decided."""
        return self.name if self.outcome is Outcome.REACHED else None


def place(points: Decimal, levels: Sequence[Level], facts: Facts, falls: Sequence[Fall] = ()) -> Placed:
    """Return what points and facts make of a unit.

    :param points: at the precision of the sheet
    :param levels: the highest first
    :raises ValueError: if the levels do not fall
    """
    _check_falling(levels)
    level = next((level for level in levels if points >= level.minimum), None)
    if level is None:
        return Placed(Outcome.OFF_SCALE)
    bottom = levels[-1]
    if level is bottom:
        return Placed(Outcome.REACHED, bottom.name)
    held = [(fall, fall.when.holds(facts)) for fall in falls]
    excused = [fall.when for fall, holds in held if holds and facts.get(fall.unless)]
    fell_by = tuple(fall.when for fall, holds in held if holds and not facts.get(fall.unless))
    if fell_by:
        return Placed(Outcome.REACHED, bottom.name, fell_by=fell_by)
    asked = [(condition, condition.holds(facts)) for condition in level.conditions]
    unmet = (*excused, *(condition for condition, holds in asked if holds is False))
    checked = [*((fall.when, holds) for fall, holds in held), *asked]
    unknown = tuple(dict.fromkeys(condition.code for condition, holds in checked if holds is None))
    if any(holds is None for _fall, holds in held) or (unknown and not unmet):
        # What may still fall is not open: there may be nothing to decide.
        return Placed(Outcome.UNKNOWN, level.name, unmet, unknown)
    return Placed(Outcome.OPEN if unmet else Outcome.REACHED, level.name, unmet, unknown)


def _check_falling(levels: Sequence[Level]) -> None:
    for higher, lower in zip(levels, levels[1:], strict=False):
        if higher.minimum <= lower.minimum:
            raise ValueError(f"{higher.name} does not stand above {lower.name}")
