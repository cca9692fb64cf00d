"""The working of a suggestion: what each rule read, how often it applied, and what that did to the points.

Here it is data; ``models/facts/line_working.py`` says it in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from .facts import Fact
from .numbers import exact
from .rules import Applied, Basis, Effect, Rule, Suggestion

#: What holds where a comparison does not.
_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


class Limit(Enum):
    """What keeps a leaf from being worth what its rules come to."""

    ZERO = "never less than nothing"
    MAXIMUM = "never more than its maximum"


@dataclass(frozen=True, slots=True)
class Term:
    """What one rule made of its fact.

    :ivar value: the number of the fact, of one that is partly stated the one so far
    :ivar parts: how many parts of the fact the rule asks about, such as months; None where it does not count them
    :ivar counted: how often it would apply without a limit of its own
    :ivar scale: how many parts of a whole year each of them stands for
    :ivar times: how often it applies, scaled and within its limit
    :ivar points: what that brings, negative where it deducts
    """

    rule: Rule
    value: Fraction
    parts: int | None
    counted: int
    scale: Fraction
    times: Fraction
    points: float

    @property
    def has_applied(self) -> bool:
        return self.times != 0

    @property
    def is_limited(self) -> bool:
        """Whether the rule would have applied more often but for its own limit."""
        return self.counted * self.scale > self.times

    @property
    def comparison(self) -> str:
        """How the number stands to the threshold: as the rule asks, or the opposite where it did not apply."""
        is_met = self.has_applied or self.rule.basis is not Basis.WHEN
        return self.rule.operator if is_met else _OPPOSITE[self.rule.operator]


@dataclass(frozen=True, slots=True)
class Working:
    """How the points of a leaf come about.

    :ivar base: the points that it starts from
    :ivar terms: each rule whose fact is stated, in their order
    :ivar total: what base and rules come to
    :ivar limit: the limit of the leaf that this is past, if it is
    :ivar maximum: the most points of the leaf
    """

    base: float
    terms: tuple[Term, ...]
    total: float
    limit: Limit | None
    maximum: float

    @property
    def summed(self) -> tuple[Term, ...]:
        """The terms of the sum: those that applied, and the only one that counts even where it counts none."""
        is_counting = len(self.terms) == 1 and self.terms[0].rule.basis.is_repeated
        return self.terms if is_counting else tuple(term for term in self.terms if term.has_applied)

    @property
    def begins_with_base(self) -> bool:
        """Whether the sum begins with the base points; nothing is left out where points are awarded to it."""
        return bool(self.base) or not self.summed or self.summed[0].rule.effect is Effect.DEDUCT

    @property
    def condition(self) -> Term | None:
        """The term on which alone the points hang: they are given where it holds. None where there is a sum."""
        if len(self.terms) != 1 or self.base:
            return None
        (term,) = self.terms
        return term if term.rule.basis is Basis.WHEN and term.rule.effect is Effect.AWARD else None

    def affecting(self, effect: Effect, has_applied: bool) -> tuple[Term, ...]:
        """Return the terms of one effect that applied, or those that did not."""
        return tuple(term for term in self.terms if term.rule.effect is effect and term.has_applied is has_applied)


def explain(suggestion: Suggestion, facts: Mapping[str, Fact]) -> Working:
    """Return the working of a suggestion.

    :param facts: the facts by code that it was made from
    """
    unlimited = suggestion.unlimited
    limit = Limit.ZERO if unlimited < 0 else Limit.MAXIMUM if unlimited > suggestion.maximum else None
    terms = tuple(_explain(applied, facts[applied.rule.fact]) for applied in suggestion.applied)
    return Working(suggestion.base, terms, unlimited, limit, suggestion.maximum)


def _explain(applied: Applied, fact: Fact) -> Term:
    rule, total = applied.rule, fact.total
    if total is None:
        raise ValueError(f"a rule applied to {fact.code}, which is not stated")
    counted = rule.count(fact, total)
    scaled = counted * applied.scale
    times = scaled if rule.max_times is None else min(scaled, Fraction(rule.max_times))
    parts = len(list(fact.expected)) if rule.is_by_part_of(fact) else None
    return Term(rule, exact(total), parts, counted, applied.scale, times, applied.points)
