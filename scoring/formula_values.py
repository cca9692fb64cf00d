"""The values of formulas, in exact fractions: no step of a formula rounds unless the formula says ``round``.

A value that is not stated makes everything unstated that needs it. What is not needed is not looked at: the branch that
``if`` does not take, and what follows in ``and`` and ``or`` once they are settled.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Protocol

from .formula_language import Constant, Formula, Name, Node, Operation, Trouble
from .numbers import round_half_up

#: A number with more binary digits than these before the point, or that many behind it, is of no use to anyone.
_MOST_BITS = 1_000
_FINEST_BITS = 20_000

_COMPARE: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Scope(Protocol):
    """Where a formula finds the facts that it names."""

    def value(self, code: str) -> Fraction | None:
        """Return the number of a fact, None if it is not stated.

        :raises FormulaError: if it has a formula without a value
        """

    def previous(self, code: str) -> Fraction | None:
        """Return the number of a fact in the last period, None if it was not stated."""

    def settle(self, truth: bool) -> bool:
        """Return which way ``if`` goes where its condition is `truth`."""


def evaluate(formula: Formula, scope: Scope) -> Fraction | None:
    """Return the value of a formula, None if a number that it needs is not stated.

    :raises FormulaError: if it has no value, whatever else is stated
    """
    return _Evaluation(formula, scope).number(formula.tree)


class _Evaluation:
    """The evaluation of one formula."""

    def __init__(self, formula: Formula, scope: Scope) -> None:
        self._formula, self._scope = formula, scope

    def number(self, node: Node) -> Fraction | None:
        value = self._number(node)
        return None if value is None else self._usable(node, value)

    def _usable(self, node: Node, value: Fraction) -> Fraction:
        fineness = value.denominator.bit_length()
        if value.numerator.bit_length() - fineness > _MOST_BITS or fineness > _FINEST_BITS:
            raise self._formula.error(Trouble.OVERFLOW, node.span)
        return value

    def _number(self, node: Node) -> Fraction | None:
        match node:
            case Constant(value=value):
                return value
            case Name(code=code, is_previous=False):
                return self._scope.value(code)
            case Name(code=code):
                before = self._scope.previous(code)
                if before is None:
                    raise self._formula.error(Trouble.NOT_STATED_BEFORE, node.span, fact=code)
                return before
            case Operation(operator="if", operands=(condition, first, second)):
                truth = self._truth(condition)
                return None if truth is None else self.number(first if self._scope.settle(truth) else second)
            case Operation(operands=operands):
                numbers = self._numbers(operands)
                return None if numbers is None else self._operate(node, numbers)

    def _numbers(self, nodes: Sequence[Node]) -> list[Fraction] | None:
        """Return the values of all nodes, None if one is not stated."""
        found = [self.number(node) for node in nodes]
        numbers = [number for number in found if number is not None]
        return numbers if len(numbers) == len(found) else None

    def _operate(self, node: Operation, numbers: list[Fraction]) -> Fraction:
        match node.operator:
            case "+":
                return self._accumulate(node, operator.add, numbers)
            case "-":
                return -numbers[0]
            case "*":
                return self._accumulate(node, operator.mul, numbers)
            case "/" if not numbers[0]:
                raise self._formula.error(Trouble.DIVISION, node.span)
            case "/":
                return 1 / numbers[0]
            case "round":
                return round_half_up(numbers[0], node.places)
            case "min" | "max" as name:
                return min(numbers) if name == "min" else max(numbers)
        raise AssertionError(f"{node.operator} makes no number")

    def _accumulate(
        self, node: Node, step: Callable[[Fraction, Fraction], Fraction], numbers: Sequence[Fraction]
    ) -> Fraction:
        """Take all numbers together; none of the steps between may be of no use, so that no number grows too long."""
        return functools.reduce(lambda so_far, number: self._usable(node, step(so_far, number)), numbers)

    def _truth(self, node: Node) -> bool | None:
        match node:
            case Operation(operator="not", operands=(operand,)):
                truth = self._truth(operand)
                return None if truth is None else not truth
            case Operation(operator="and" | "or" as name, operands=operands):
                return self._junction(operands, settled_by=name == "or")
            case Operation(operator=sign, operands=operands) if sign in _COMPARE:
                numbers = self._numbers(operands)
                return None if numbers is None else _COMPARE[sign](*numbers)
        raise AssertionError(f"{node} is no condition")

    def _junction(self, conditions: Sequence[Node], settled_by: bool) -> bool | None:
        """Return the truth of several conditions: `settled_by` if one of them is that, None if they leave it open."""
        is_open = False
        for condition in conditions:
            truth = self._truth(condition)
            if truth is settled_by:
                return settled_by
            is_open |= truth is None
        return None if is_open else not settled_by
