"""Formulas over facts that are partly stated: what they may still come to, and what they lack.

The range of a formula holds every value that it can have once the missing parts are stated. It may hold more: where a
fact stands in it twice, both places are taken to be any number of its range.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Mapping
from fractions import Fraction

from .facts import Computed, Fact
from .formula_language import Constant, Formula, Name, Node, Operation
from .numbers import Number, round_half_up
from .ranges import End, Range

_COMPARE: dict[str, Callable[[End, End], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_BOTH = frozenset({True, False})
Truths = frozenset[bool]


def bound(formula: Formula, facts: Mapping[str, Fact], previous: Mapping[str, Number | None]) -> Computed | None:
    """Return what a formula may still come to, None where all that it needs is stated.

    :param facts: the facts that it names, computed ones included
    """
    names = [name.code for name in formula.names if not name.is_previous]
    if not any(facts[code].lacks for code in names if code in facts):
        return None
    evaluation = _Evaluation(facts, previous)
    found = evaluation.number(formula.tree)
    return Computed(found, evaluation.lacks) if evaluation.lacks else None


class _Evaluation:
    """The evaluation of one formula in ranges.

    :ivar lacks: what the facts lack that it looked at
    """

    def __init__(self, facts: Mapping[str, Fact], previous: Mapping[str, Number | None]) -> None:
        self._facts, self._previous = facts, previous
        self.lacks: dict[str, tuple[int, ...]] = {}

    def number(self, node: Node) -> Range:
        match node:
            case Constant(value=value):
                return Range.only(value)
            case Name(code=code, is_previous=True):
                before = self._previous.get(code)
                return Range() if before is None else Range.only(before)
            case Name(code=code):
                return self._fact(code)
            case Operation(operator="if", operands=(condition, first, second)):
                truths = self._truths(condition)
                branches = [branch for truth, branch in ((True, first), (False, second)) if truth in truths]
                return functools.reduce(operator.or_, map(self.number, branches))
            case Operation(operands=operands):
                return self._operate(node, [self.number(operand) for operand in operands])

    def _fact(self, code: str) -> Range:
        fact = self._facts.get(code)
        if fact is None:
            return Range()
        self.lacks.update(fact.lacks)
        return fact.range

    def _operate(self, node: Operation, ranges: list[Range]) -> Range:
        match node.operator:
            case "+":
                return functools.reduce(operator.add, ranges)
            case "-":
                return -ranges[0]
            case "*":
                return functools.reduce(operator.mul, ranges)
            case "/":
                return ranges[0].reciprocal() or Range()
            case "round":
                least, most = (_round(end, node.places) for end in (ranges[0].least, ranges[0].most))
                return Range(least, most)
            case "min":
                return functools.reduce(Range.lowest_of, ranges)
            case "max":
                return functools.reduce(Range.highest_of, ranges)
        raise AssertionError(f"{node.operator} makes no number")

    def _truths(self, node: Node) -> Truths:
        """Return how a condition may turn out; what is not needed to know is not looked at."""
        match node:
            case Operation(operator="not", operands=(operand,)):
                return frozenset(not truth for truth in self._truths(operand))
            case Operation(operator="and" | "or" as name, operands=operands):
                return self._junction(operands, settled_by=name == "or")
            case Operation(operator=sign, operands=(first, second)):
                return _compare(sign, self.number(first), self.number(second))
        raise AssertionError(f"{node} is no condition")

    def _junction(self, conditions: tuple[Node, ...], settled_by: bool) -> Truths:
        found, before = frozenset({not settled_by}), self.lacks
        lacks, is_settled = dict(before), False
        for condition in conditions:
            self.lacks = {}
            truths = self._truths(condition)
            if truths == {settled_by} and not self.lacks:
                self.lacks = before  # whatever the others lack does not matter any more
                return truths
            found |= truths & {settled_by}
            lacks |= self.lacks
            is_settled |= truths == {settled_by}
        self.lacks = lacks
        return frozenset({settled_by}) if is_settled else found


def _round(end: End, places: int) -> End:
    return round_half_up(end, places) if isinstance(end, Fraction) else end


def _compare(sign: str, one: Range, other: Range) -> Truths:
    if sign in ("=", "!="):
        apart = one.least > other.most or other.least > one.most
        same = one.is_one and one == other
        equal = frozenset({False}) if apart else frozenset({True}) if same else _BOTH
        return equal if sign == "=" else frozenset(not truth for truth in equal)
    compare = _COMPARE[sign]
    return frozenset({compare(one.least, other.most), compare(one.most, other.least)})
