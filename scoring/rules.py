"""Rules: how the points of a leaf follow from facts.

A leaf is worth its base points, plus what its rules award, minus what they deduct, and never less than zero or more
than its maximum. Each rule counts how often it applies:

- *each*: once for every whole `step` of the fact ("trừ 0,5 điểm/02 văn bản" is a step of 2);
- *when*: once if the fact compares to `threshold` as `operator` says ("từ 90% trở lên");
- *period*: once for every month or quarter of the fact that does ("mỗi tháng được tính 0,25 điểm").

Where a fact is partly stated, points are provisional: what they come to so far, and what they may still come to.
"""

from __future__ import annotations

import dataclasses
import math
import operator as comparison
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Any

from . import rule_ranges
from .facts import Fact, Lacks
from .numbers import Number, exact, round_half_up
from .points import DECIMALS, format_points, round_points, sum_points


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
    def is_stepwise(self) -> bool:
        """Whether it applies the more often the larger the fact is."""
        return self is Basis.EACH

    @property
    def is_monthly(self) -> bool:
        """Whether it asks for a fact that is stated part by part."""
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

    def border(self, times: int) -> Fraction:
        """Return the number from which on a rule applies `times` times, or the one that it compares with."""
        return times * exact(self.step) if self.basis.is_stepwise else exact(self.threshold)

    @property
    def sign(self) -> int:
        """Whether it adds points (1) or takes them away (-1)."""
        return 1 if self.effect is Effect.AWARD else -1

    def times(self, fact: Fact) -> int | None:
        """Return how often the rule applies to what is stated of `fact`, None where nothing is."""
        total = fact.total
        return None if total is None else self._limited(self.count(fact, total))

    def count(self, fact: Fact, total: Number) -> int:
        """Return how often the rule applies to `fact`, whose number is `total`, without regard to its limit."""
        if not self.is_by_part_of(fact):
            return self.count_in(total)
        return sum(self.applies_to(value) for value in fact.parts.values())

    def count_in(self, number: Number) -> int:
        """Return how often the rule applies to one number, without regard to its limit."""
        if self.basis is Basis.EACH:
            return max(math.floor(exact(number) / exact(self.step)), 0)
        return int(self.applies_to(number))

    def applies_to(self, number: Number) -> bool:
        """Tell whether a number compares to the threshold as the rule says."""
        return bool(_COMPARE[self.operator](exact(number), exact(self.threshold)))

    def is_by_part_of(self, fact: Fact) -> bool:
        """Tell whether it counts the parts of `fact` one by one."""
        return self.basis.is_monthly and fact.is_monthly

    def scale_for(self, fact: Fact) -> Fraction:
        """Return how many parts of a whole year one part of the period of `fact` stands for.

        A count of awards means a whole year: nine months out of nine are as many as twelve out of twelve. What is
        deducted happened as often as it did.
        """
        parts = len(list(fact.expected))
        if not self.is_by_part_of(fact) or self.effect is Effect.DEDUCT or not 0 < parts < fact.whole_year:
            return Fraction(1)
        return Fraction(fact.whole_year, parts)

    def points_for(self, count: float, scale: Fraction = Fraction(1)) -> float:
        """Return what the rule brings, negative where it deducts, if it applies `count` times, each `scale` times.

        :param count: infinite for as often as can be
        """
        if math.isinf(count) and self.max_times is None:
            return self.sign * count if self.points else 0.0
        times = self._limited(count if math.isinf(count) else exact(count) * scale)
        return round_points(float(self.sign * round_half_up(exact(self.points) * exact(times), DECIMALS)))

    def _limited(self, times: Any) -> Any:
        return times if self.max_times is None else min(times, self.max_times)


@dataclass(frozen=True, slots=True)
class Applied:
    """A rule as it applied.

    :ivar times: how often it did
    :ivar points: what it brought, negative where it deducts
    :ivar scale: how many parts of a whole year each of them stands for
    """

    rule: Rule
    times: int
    points: float
    scale: Fraction = Fraction(1)


class ShortPeriod(Enum):
    """What a count by parts means where a period has fewer of them than a year."""

    SCALE = "scale"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Provisional:
    """What is suggested as long as something is open: the points so far, and all between which they may still end.

    :ivar lacks: what the facts lack, by their codes
    :ivar is_short: the period is shorter than a year, and nobody has said yet what a count by parts means then
    """

    points: float
    least: float
    most: float
    lacks: Lacks
    is_short: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The points that follow from the facts.

    :ivar points: the suggested points, None as long as a fact is missing or partly stated
    :ivar base: the points that the leaf starts from
    :ivar applied: each rule whose fact has a number, in the order of the rules
    :ivar missing: the codes of the facts that have none
    :ivar maximum: the most points of the leaf
    :ivar provisional: what can be said while every fact has a number, and one has none yet for the whole period
    """

    points: float | None
    base: float
    applied: tuple[Applied, ...]
    missing: tuple[str, ...]
    maximum: float
    provisional: Provisional | None = None

    @property
    def unlimited(self) -> float:
        """What base and rules come to before the limits of the leaf."""
        return sum_points([self.base, *(applied.points for applied in self.applied)])

    @property
    def ends(self) -> tuple[float, float] | None:
        """The least and the most points that the rules give, or may still give; None while a fact has no number."""
        if self.provisional:
            return self.provisional.least, self.provisional.most
        return None if self.points is None else (self.points, self.points)


def suggest(
    base: float,
    maximum: float,
    rules: Sequence[Rule],
    facts: Mapping[str, Fact],
    short_period: ShortPeriod = ShortPeriod.SCALE,
) -> Suggestion | None:
    """Return the points of a leaf by its rules, None if it has none and is judged.

    :param base: the points that the leaf starts from
    :param maximum: its most points
    :param facts: the facts by code; one that is not there is missing
    :param short_period: what awards for parts mean in a period that has fewer than a year
    """
    if not rules:
        return None
    applied, missing = [], []
    for rule in rules:
        fact = facts.get(rule.fact, Fact(rule.fact))
        times = rule.times(fact)
        if times is None:
            missing.append(rule.fact)
            continue
        scale = rule.scale_for(fact) if short_period is ShortPeriod.SCALE else Fraction(1)
        count = rule.count(fact, fact.total or 0)
        applied.append(Applied(rule, times, rule.points_for(count, scale), scale))
    suggestion = Suggestion(
        None, round_points(base), tuple(applied), tuple(dict.fromkeys(missing)), round_points(maximum)
    )
    if missing:
        return suggestion
    points = _within(suggestion.unlimited, maximum)
    if provisional := _find_open(suggestion, points, facts, short_period):
        return dataclasses.replace(suggestion, provisional=provisional)
    return dataclasses.replace(suggestion, points=points)


def _find_open(
    suggestion: Suggestion, points: float, facts: Mapping[str, Fact], short_period: ShortPeriod
) -> Provisional | None:
    """Return what is open about `points`, None where nothing is."""
    by_fact: dict[str, list[Rule]] = defaultdict(list)
    for applied in suggestion.applied:
        by_fact[applied.rule.fact].append(applied.rule)
    lacks: dict[str, tuple[int, ...]] = {}
    for code, rules in by_fact.items():
        lacks |= facts[code].lacks
        if any(rule.is_by_part_of(facts[code]) for rule in rules) and (months := facts[code].open_months):
            lacks.setdefault(code, tuple(months))
    is_short = short_period is ShortPeriod.ASK and any(
        rule.scale_for(facts[code]) != 1 for code, rules in by_fact.items() for rule in rules
    )
    if not lacks and not is_short:
        return None
    ends = [
        rule_ranges.range_of(rules, facts[code], _scalings(rules, facts[code], short_period))
        for code, rules in by_fact.items()
    ]
    least, most = (_within(sum_points([suggestion.base, *end]), suggestion.maximum) for end in zip(*ends, strict=True))
    return Provisional(points, least, most, lacks, is_short)


def _scalings(rules: Sequence[Rule], fact: Fact, short_period: ShortPeriod) -> list[list[Fraction]]:
    scaled = [rule.scale_for(fact) for rule in rules]
    return [scaled] if short_period is ShortPeriod.SCALE else [[Fraction(1)] * len(scaled), scaled]


def _within(points: float, maximum: float) -> float:
    return min(max(points, 0.0), round_points(maximum))


def format_signed(points: float) -> str:
    """Write points that may be negative, with a true minus sign."""
    return format_points(points) if points >= 0 else f"−{format_points(-points)}"
