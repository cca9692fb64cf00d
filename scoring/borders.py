"""Borders: the numbers that facts are compared with, which no number on paper may seem to be on the other side of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction

from .checked_sheet import Relation
from .facts import Fact
from .numbers import Number, exact
from .rules import Basis, Rule

#: Whether there is any, and whether it is all.
_ALWAYS = (Fraction(0), Fraction(100))


def find_borders(
    facts: Mapping[str, Fact], rules: Iterable[Rule], relations: Iterable[Relation] = ()
) -> dict[str, frozenset[Fraction]]:
    """Return what the number of each fact is compared with, by its code.

    Those are nothing and a hundred, the thresholds of rules, the whole steps on both sides of the number, and the other
    side of relations.
    """
    totals = {code: exact(total) for code, fact in facts.items() if (total := fact.total) is not None}
    found: dict[str, set[Fraction]] = defaultdict(lambda: set(_ALWAYS))
    for rule in rules:
        if rule.basis is not Basis.EACH:
            found[rule.fact].add(exact(rule.threshold))
        elif rule.fact in totals:
            found[rule.fact].update(steps_around(totals[rule.fact], rule.step))
    for relation in relations:
        if not totals.keys() >= {relation.whole, *relation.parts}:
            continue
        found[relation.whole].add(sum((totals[part] for part in relation.parts), Fraction()))
        if len(relation.parts) == 1:
            found[relation.parts[0]].add(totals[relation.whole])
    return {code: frozenset(found[code]) for code in facts}


def steps_around(number: Number, step: Number) -> tuple[Fraction, Fraction]:
    """Return the whole steps on both sides of a number, between which a rule counts as often as it does."""
    whole_steps = exact(number) // exact(step)
    return whole_steps * exact(step), (whole_steps + 1) * exact(step)
