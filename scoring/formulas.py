"""Formulas: facts computed from other facts, in a language of sums, products, quotients and percentages.

A formula names facts by their codes: ``bc + cv``, ``sum(bc, cv, ct)``, ``percent(da_giai_quyet, duoc_giao)``. The
signs ``×``, ``÷`` and ``−`` may be written for ``*``, ``/`` and ``-``. Python's own parser reads a formula, but only
the nodes named here are ever evaluated, and by this code.
"""

from __future__ import annotations

import ast
import math
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from .facts import Fact

#: A longer formula is refused, so that no formula exhausts the parser.
LONGEST = 500


class Trouble(Enum):
    """Why a formula has no value."""

    SYNTAX = "cannot be read"
    UNKNOWN = "names an unknown fact"
    CYCLE = "depends on itself"
    DIVISION = "divides by zero"
    OVERFLOW = "gives no finite number"


class FormulaError(ValueError):
    """A formula without a value.

    :ivar code: the fact whose formula it is
    :ivar trouble: why it has none
    :ivar detail: the part, the unknown name, or the facts of the cycle in order
    """

    def __init__(self, code: str, trouble: Trouble, detail: str) -> None:
        super().__init__(f"{code} {trouble.value}: {detail}")
        self.code = code
        self.trouble = trouble
        self.detail = detail


def _add(*values: float) -> float:
    return math.fsum(values)


def _percent(part: float, whole: float) -> float:
    return 100 * part / whole


_OPERATIONS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: lambda left, right: left + right,
    ast.Sub: lambda left, right: left - right,
    ast.Mult: lambda left, right: left * right,
    ast.Div: lambda left, right: left / right,
}
#: The functions and how many arguments they take; None for one or more.
_FUNCTIONS: dict[str, tuple[Callable[..., float], int | None]] = {"sum": (_add, None), "percent": (_percent, 2)}
_SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", ":": "/"})


def names_in(code: str, formula: str) -> list[str]:
    """Return the codes of the facts that `formula` names, in order and once each.

    :param code: the fact whose formula it is, for the error
    :raises FormulaError: if it cannot be read
    """
    tree = _parse(code, formula)
    functions = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in functions]
    names.sort(key=lambda node: node.col_offset)
    return list(dict.fromkeys(node.id for node in names))


class Workbook:
    """Facts and formulas, evaluated on demand and once each."""

    def __init__(self, formulas: Mapping[str, str], facts: Mapping[str, float | None]) -> None:
        """:param facts: the stated facts by code; None where a fact is known but not stated"""
        self._formulas = formulas
        self._facts = facts
        self._values: dict[str, float | None] = {}
        self._pending: list[str] = []

    def value(self, code: str) -> float | None:
        """Return the value of a fact, computed if it has a formula; None if it, or one it needs, is not stated.

        :raises FormulaError: if its formula, or one that it depends on, has no value
        """
        if code in self._values:
            return self._values[code]
        if code not in self._formulas:
            return self._facts[code]
        if code in self._pending:
            cycle = [*self._pending[self._pending.index(code) :], code]
            raise FormulaError(code, Trouble.CYCLE, " → ".join(cycle))
        self._pending.append(code)
        try:
            self._values[code] = self._compute(code)
        finally:
            self._pending.pop()
        return self._values[code]

    def _compute(self, code: str) -> float | None:
        formula = self._formulas[code]
        values: dict[str, float] = {}
        for name in names_in(code, formula):
            if name not in self._facts and name not in self._formulas:
                raise FormulaError(code, Trouble.UNKNOWN, name)
            value = self.value(name)
            if value is None:
                return None
            values[name] = value
        try:
            result = _evaluate(_parse(code, formula), values)
        except ZeroDivisionError:
            raise FormulaError(code, Trouble.DIVISION, formula) from None
        except OverflowError:
            result = math.inf
        if not math.isfinite(result):
            raise FormulaError(code, Trouble.OVERFLOW, formula)
        return result


@dataclass(frozen=True, slots=True)
class Resolved:
    """The facts of an evaluation once formulas are computed.

    :ivar facts: every fact by code; a computed one is a yearly fact
    :ivar troubles: why a formula has no value, by the code of its fact
    """

    facts: Mapping[str, Fact]
    troubles: Mapping[str, FormulaError]


def resolve(stated: Iterable[Fact], formulas: Mapping[str, str]) -> Resolved:
    """Compute every formula over the stated facts; of a monthly fact it sees the sum of the stated months."""
    facts = {fact.code: fact for fact in stated}
    book = Workbook(formulas, {code: fact.total for code, fact in facts.items()})
    troubles: dict[str, FormulaError] = {}
    for code in formulas:
        try:
            facts[code] = Fact(code, book.value(code))
        except FormulaError as error:
            facts[code] = Fact(code)
            troubles[code] = error
    return Resolved(facts, troubles)


def find_faults(stated: Iterable[str], formulas: Mapping[str, str]) -> Mapping[str, FormulaError]:
    """Return why formulas have no value whatever is stated, by the codes of their facts.

    They are tried with numbers that have nothing to do with each other, so that ``a / (b - b)`` divides by zero and
    ``a / (b - c)`` does not. The numbers are the same each time.

    :param stated: the codes of the facts that have no formula
    """
    return resolve([Fact(code, random.Random(code).uniform(1, 2)) for code in stated], formulas).troubles


def _parse(code: str, formula: str) -> ast.expr:
    text = formula.strip()
    if len(text) > LONGEST:
        raise FormulaError(code, Trouble.SYNTAX, f"{text[:20]}…")
    try:
        tree = ast.parse(text.translate(_SIGNS), mode="eval").body
        _check(code, tree)
    except FormulaError:
        raise
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise FormulaError(code, Trouble.SYNTAX, text) from None
    return tree


def _check(code: str, node: ast.expr) -> None:
    """:raises FormulaError: if a part of the formula is none of the language"""
    match node:
        case ast.Constant(value=int() | float()) if not isinstance(node.value, bool):
            return
        case ast.Name():
            return
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
            return _check(code, operand)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATIONS:
            _check(code, left)
            return _check(code, right)
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in _FUNCTIONS and arguments:
            _function, count = _FUNCTIONS[name]
            if count in (None, len(arguments)):
                for argument in arguments:
                    _check(code, argument)
                return
    raise FormulaError(code, Trouble.SYNTAX, ast.unparse(node))


def _evaluate(node: ast.expr, values: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as value):
            return float(value)
        case ast.Name(id=name):
            return values[name]
        case ast.UnaryOp(op=op, operand=operand):
            number = _evaluate(operand, values)
            return -number if isinstance(op, ast.USub) else number
        case ast.BinOp(left=left, op=op, right=right):
            return _OPERATIONS[type(op)](_evaluate(left, values), _evaluate(right, values))
        case ast.Call(func=ast.Name(id=name), args=arguments):
            function, _count = _FUNCTIONS[name]
            return function(*(_evaluate(argument, values) for argument in arguments))
    raise AssertionError(f"{ast.dump(node)} passed the check")
