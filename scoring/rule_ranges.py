"""What rules may still bring while their fact is partly stated.

The rules of one fact are taken together: a month that is late cannot be in time as well. What rules of different facts
bring may be added up, for facts are stated apart.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from .facts import Fact
from .ranges import Range, samples

if TYPE_CHECKING:
    from .rules import Rule

Ends = tuple[float, float]
Scales = Sequence[Fraction]

#: More cases than these are not tried one by one; the rules are then taken each by itself.
_MOST_CASES = 5_000


def range_of(rules: Sequence[Rule], fact: Fact, scalings: Sequence[Scales]) -> Ends:
    """Return the least and the most points that rules of one fact may bring together, without the limits of a leaf.

    :param scalings: how many parts of a year one part stands for, by rule; several where that is not decided
    """
    ends = [_range_of(list(zip(rules, scales, strict=True)), fact) for scales in scalings]
    return min(least for least, _most in ends), max(most for _least, most in ends)


def _range_of(scaled: list[tuple[Rule, Fraction]], fact: Fact) -> Ends:
    by_part = [(rule, scale) for rule, scale in scaled if rule.is_by_part_of(fact)]
    by_sum = [(rule, scale) for rule, scale in scaled if not rule.is_by_part_of(fact)]
    found = [_range_by_parts(by_part, fact)] if by_part else []
    found += [_range_by_sum([rule for rule, _scale in by_sum], fact.range)] if by_sum else []
    return sum(least for least, _most in found), sum(most for _least, most in found)


def _range_by_parts(scaled: list[tuple[Rule, Fraction]], fact: Fact) -> Ends:
    """Try what each open part may do: apply these rules or those."""
    stated = [rule.count(fact, 0) for rule, _scale in scaled]
    thresholds = [rule.threshold for rule, _scale in scaled]
    tried = samples(fact.range_of_part, thresholds)
    patterns = sorted({tuple(int(rule.applies_to(value)) for rule, _scale in scaled) for value in tried})
    parts = len(fact.open_months)
    if math.comb(parts + len(patterns) - 1, parts) > _MOST_CASES:
        return _sum_of([_range_by_parts([one], fact) for one in scaled])
    found = []
    for chosen in _shared_out(parts, len(patterns)):
        counts = [
            count + sum(often * pattern[place] for often, pattern in zip(chosen, patterns, strict=True))
            for place, count in enumerate(stated)
        ]
        found.append(sum(rule.points_for(n, scale) for (rule, scale), n in zip(scaled, counts, strict=True)))
    return min(found), max(found)


def _shared_out(number: int, among: int) -> Iterator[tuple[int, ...]]:
    """Yield every way in which `number` equal things may be shared out."""
    if among == 1:
        yield (number,)
        return
    for first in range(number + 1):
        for rest in _shared_out(number - first, among - 1):
            yield (first, *rest)


def _range_by_sum(rules: list[Rule], totals: Range) -> Ends:
    """Try a sum between every two at which one of the rules begins or ends to apply once more."""
    borders = _borders(rules, totals) if len(rules) > 1 else None
    if borders is None:
        return _sum_of([_ends_of(rule, totals) for rule in rules])
    # Behind the last border nothing changes any more.
    found = [sum(rule.points_for(rule.count_in(total)) for rule in rules) for total in samples(totals, borders)]
    return min(found), max(found)


def _borders(rules: list[Rule], totals: Range) -> list[Fraction] | None:
    """Return the sums at which one of the rules changes, None if they are too many to be tried."""
    borders: list[Fraction] = []
    for rule in rules:
        least, most = _counts(rule, totals)
        if rule.basis.is_stepwise:
            if not math.isfinite(most) or most - least > _MOST_CASES:
                return None
            borders += [rule.border(times) for times in range(int(least), int(most) + 1)]
        else:
            borders.append(rule.border(1))
    return borders


def _ends_of(rule: Rule, totals: Range) -> Ends:
    ends = [rule.points_for(count) for count in _counts(rule, totals)]
    return min(ends), max(ends)


def _counts(rule: Rule, totals: Range) -> tuple[float, float]:
    """Return how often a rule applies to any of the sums at least and at most."""
    if rule.basis.is_stepwise:
        least, most = (rule.count_in(end) if isinstance(end, Fraction) else end for end in (totals.least, totals.most))
        limit = math.inf if rule.max_times is None else rule.max_times
        return min(max(least, 0), limit), min(max(most, 0), limit)
    found = [rule.count_in(total) for total in samples(totals, [rule.threshold])]
    return min(found), max(found)


def _sum_of(ends: Sequence[Ends]) -> Ends:
    return sum(least for least, _most in ends), sum(most for _least, most in ends)
