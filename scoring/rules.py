"""Rules: how the points of a leaf follow from facts.

A leaf is worth its base points, plus what its rules award, minus what they deduct, and never less than zero or more
than its maximum. Each rule counts how often it applies:

- *each*: once for every whole `step` of the fact ("trừ 0,5 điểm/02 văn bản" is a step of 2);
- *when*: once if the fact compares to `threshold` as `operator` says ("từ 90% trở lên");
- *period*: once for every month of the fact that does ("mỗi tháng được tính 0,25 điểm").
"""

from __future__ import annotations

import operator as comparison
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from .facts import Fact
from .numbers import Number, exact
from .points import format_points, round_points, sum_points


class Effect(Enum):
    """What a rule does with its points."""

    AWARD = "award"
    DEDUCT = "deduct"


class Basis(Enum):
    """How a rule counts how often it applies."""

    EACH = "each"
    WHEN = "when"
    PERIOD = "period"

    @property
    def is_repeated(self) -> bool:
        """Whether the rule may apply more than once."""
        return self is not Basis.WHEN

    @property
    def is_monthly(self) -> bool:
        """Whether it asks for a fact that is stated month by month."""
        return self is Basis.PERIOD


_COMPARE = {
    "=": comparison.eq,
    "!=": comparison.ne,
    "<": comparison.lt,
    "<=": comparison.le,
    ">": comparison.gt,
    ">=": comparison.ge,
}
OPERATORS = tuple(_COMPARE)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a leaf.

    :ivar points: what one application is worth, zero or more
    :ivar fact: the code of the fact that the rule reads
    :ivar step: how much of the fact one application takes (*each*)
    :ivar operator: one of :data:`OPERATORS` (*when*, *period*)
    :ivar max_times: the most often that the rule applies, None for as often as it comes
    """

    effect: Effect
    points: float
    basis: Basis
    fact: str
    step: float = 1.0
    operator: str = ">="
    threshold: float = 1.0
    max_times: int | None = None

    def __post_init__(self) -> None:
        if not self.points >= 0:
            raise ValueError(f"a rule is worth zero points or more, not {self.points}")
        if not self.step > 0:
            raise ValueError(f"a step is larger than zero, not {self.step}")
        if self.operator not in _COMPARE:
            raise ValueError(f"{self.operator!r} is none of {', '.join(OPERATORS)}")

    def times(self, fact: Fact) -> int | None:
        """Return how often the rule applies to `fact`, None where the fact is not stated."""
        total = fact.total
        if total is None:
            return None
        times = self._count(fact, total)
        return times if self.max_times is None else min(times, self.max_times)

    def _count(self, fact: Fact, total: Number) -> int:
        match self.basis:
            case Basis.EACH:
                return max(exact(total) // exact(self.step), 0)
            case Basis.WHEN:
                return int(self._applies_to(total))
            case Basis.PERIOD:
                values = [total] if fact.months is None else list(fact.months.values())
                return sum(self._applies_to(value) for value in values)

    def _applies_to(self, value: Number) -> bool:
        return bool(_COMPARE[self.operator](exact(value), exact(self.threshold)))


@dataclass(frozen=True, slots=True)
class Applied:
    """A rule as it applied: `times` and the points it brought, negative where it deducts."""

    rule: Rule
    times: int
    points: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The points that follow from the facts.

    :ivar points: the suggested points, None as long as a fact is missing
    :ivar base: the points that the leaf starts from
    :ivar applied: each rule whose fact is stated, in the order of the rules
    :ivar missing: the codes of the facts that are not stated
    :ivar maximum: the most points of the leaf
    """

    points: float | None
    base: float
    applied: tuple[Applied, ...]
    missing: tuple[str, ...]
    maximum: float

    @property
    def unlimited(self) -> float:
        """What base and rules come to before the limits of the leaf."""
        return sum_points([self.base, *(applied.points for applied in self.applied)])


def suggest(base: float, maximum: float, rules: Sequence[Rule], facts: Mapping[str, Fact]) -> Suggestion | None:
    """Return the points of a leaf by its rules, None if it has none and is judged.

    :param base: the points that the leaf starts from
    :param maximum: its most points
    :param facts: the facts by code; one that is not there is missing
    """
    if not rules:
        return None
    applied, missing = [], []
    for rule in rules:
        times = rule.times(facts.get(rule.fact, Fact(rule.fact)))
        if times is None:
            missing.append(rule.fact)
            continue
        sign = 1 if rule.effect is Effect.AWARD else -1
        applied.append(Applied(rule, times, round_points(sign * times * rule.points)))
    suggestion = Suggestion(
        None, round_points(base), tuple(applied), tuple(dict.fromkeys(missing)), round_points(maximum)
    )
    if missing:
        return suggestion
    points = min(max(suggestion.unlimited, 0.0), suggestion.maximum)
    return Suggestion(points, suggestion.base, suggestion.applied, (), suggestion.maximum)


def format_signed(points: float) -> str:
    """Write points that may be negative, with a true minus sign."""
    return format_points(points) if points >= 0 else f"−{format_points(-points)}"
