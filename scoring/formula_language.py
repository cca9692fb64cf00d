"""The language of formulas: what may be written, and what it means.

A formula names facts by their codes and makes a number of them: ``bc + cv``, ``percent(da_giai_quyet, duoc_giao)``,
``if(nop = 0; 0; round(100 × dung_han / nop; 1))``. The signs ``×``, ``÷`` or ``:`` and ``−`` may be written for ``*``,
``/`` and ``-``; :data:`FUNCTIONS` lists what can be called.

Decimals follow a comma or a point. Between the arguments of a function stands a comma or, as in a Vietnamese Excel, a
semicolon. Where that leaves two readings, as in ``sum(a, 0,5)`` and ``7.219``, a :class:`Doubt` names both: it is an
error wherever a formula is written. Formulas of earlier versions are read as ever: the comma parts arguments, the point
decimals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Any

#: A longer piece of a formula is not quoted whole.
_LONGEST_PIECE = 40


class Trouble(Enum):
    """Why a formula has no value; in brackets the terms that belong to it, see :class:`FormulaError`."""

    SYNTAX = "cannot be read"
    END = "breaks off"
    UNCLOSED = "has a bracket that is not closed"
    LONG = "is too long (most)"
    DEEP = "has too many brackets within brackets (most)"
    FUNCTION = "names an unknown function"
    ARGUMENTS = "gives a function too few or too many values (function, least, most, given)"
    TRUTH = "has a comparison where a number is wanted"
    NUMBER = "has a number where a comparison is wanted"
    PLACES = "rounds to something else than a whole number of decimals (most)"
    PREVIOUS = "asks for the last period of something that is no fact"
    AMBIGUOUS = "can be read in two ways (first, second)"
    UNKNOWN = "names an unknown fact"
    CYCLE = "depends on itself (chain)"
    DIVISION = "divides by zero"
    OVERFLOW = "gives no usable number"
    NOT_STATED_BEFORE = "needs a number of the last period that is not stated (fact)"
    NOT_WHOLE = "gives no whole number where something is counted"
    BELOW = "gives less than the fact may be (border)"
    ABOVE = "gives more than the fact may be (border)"


class FormulaError(ValueError):
    """A formula without a value.

    :ivar code: the fact whose formula it is
    :ivar trouble: why it has none
    :ivar detail: the piece of the formula that is at fault
    :ivar position: which character of the formula that piece begins with, counted from one; None where nobody knows
    :ivar terms: what else there is to say, as :class:`Trouble` tells
    """

    def __init__(self, code: str, trouble: Trouble, detail: str, position: int | None = None, **terms: str) -> None:
        super().__init__(f"{code} {trouble.value} at {position}: {detail} {terms or ''}".rstrip())
        self.code = code
        self.trouble = trouble
        self.detail = detail
        self.position = position
        self.terms = terms

    @property
    def details(self) -> dict[str, float | str]:
        """All but the code as plain data, for :meth:`from_details`."""
        place = {} if self.position is None else {"position": self.position}
        return {"trouble": self.trouble.name, "detail": self.detail, **place, **self.terms}

    @classmethod
    def from_details(cls, code: str, details: Mapping[str, Any]) -> FormulaError:
        """Return the error with these :attr:`details`; those that an earlier version kept have no position."""
        terms = dict(details)
        return cls(code, Trouble[terms.pop("trouble")], terms.pop("detail"), terms.pop("position", None), **terms)


class Kind(Enum):
    """What a part of a formula is."""

    NUMBER = "number"
    TRUTH = "truth"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a formula: the places of its first character and of the one behind its last, counted from zero."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Constant:
    span: Span
    value: Fraction


@dataclass(frozen=True, slots=True)
class Name:
    """A fact of this period, or of the last one."""

    span: Span
    code: str
    is_previous: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """What is made of `operands`; `operator` is one of these:

    - ``+`` and ``*`` of any number of numbers, ``-`` and ``/`` of one: its negative and its inverse
    - ``min`` and ``max`` of any number of numbers, ``round`` of one to `places` decimals
    - ``=``, ``!=``, ``<``, ``<=``, ``>`` and ``>=`` of two numbers
    - ``and`` and ``or`` of any number of truths, ``not`` of one
    - ``if`` of a truth and the two numbers that it chooses between
    """

    span: Span
    operator: str
    operands: tuple[Node, ...]
    places: int = 0


Node = Constant | Name | Operation

_TRUTHS = frozenset({"=", "!=", "<", "<=", ">", ">=", "and", "or", "not"})


def kind_of(node: Node) -> Kind:
    return Kind.TRUTH if isinstance(node, Operation) and node.operator in _TRUTHS else Kind.NUMBER


@dataclass(frozen=True, slots=True)
class Doubt:
    """A number that can be read in two ways; the formula has the first one."""

    span: Span
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as it was read.

    :ivar code: the fact whose formula it is
    :ivar names: the facts that it names, in order
    """

    code: str
    text: str
    tree: Node
    names: tuple[Name, ...]
    doubts: tuple[Doubt, ...]

    def check_doubts(self) -> None:
        """:raises FormulaError: if a part of it can be read in two ways"""
        for doubt in self.doubts:
            raise self.error(Trouble.AMBIGUOUS, doubt.span, first=doubt.first, second=doubt.second)

    def error(self, trouble: Trouble, span: Span, **terms: str) -> FormulaError:
        """Return the error that a piece of the formula makes."""
        return error_at(self.code, self.text, trouble, span, **terms)


def error_at(code: str, text: str, trouble: Trouble, span: Span, **terms: str) -> FormulaError:
    """Return the error that a piece of the formula `text` makes; see :class:`FormulaError`."""
    piece = text[span.start : span.end]
    if len(piece) > _LONGEST_PIECE:
        piece = f"{piece[:_LONGEST_PIECE]}…"
    return FormulaError(code, trouble, piece, span.start + 1, **terms)


@dataclass(frozen=True, slots=True)
class Function:
    """What can be called.

    :ivar takes: the kinds of its arguments; the last one is that of all that follow
    :ivar least: how many arguments it takes at least
    :ivar most: how many at most, None for any number
    :ivar build: makes a part of a formula of its arguments
    """

    takes: tuple[Kind, ...]
    least: int
    most: int | None
    build: Callable[[Span, tuple[Node, ...]], Node]


def _plainly(operator: str) -> Callable[[Span, tuple[Node, ...]], Node]:
    return lambda span, operands: Operation(span, operator, operands)


def _mean(span: Span, operands: tuple[Node, ...]) -> Node:
    share = Constant(span, Fraction(1, len(operands)))
    return Operation(span, "*", (Operation(span, "+", operands), share))


def _percent(span: Span, operands: tuple[Node, ...]) -> Node:
    part, whole = operands
    return Operation(span, "*", (Constant(span, Fraction(100)), part, Operation(whole.span, "/", (whole,))))


_NUMBERS, _CONDITIONS = (Kind.NUMBER,), (Kind.TRUTH,)
#: What can be called, by name; beside it ``round(number, places)`` and ``prev(code)``, whose arguments are no values.
FUNCTIONS: dict[str, Function] = {
    "sum": Function(_NUMBERS, 1, None, _plainly("+")),
    "mean": Function(_NUMBERS, 1, None, _mean),
    "min": Function(_NUMBERS, 1, None, _plainly("min")),
    "max": Function(_NUMBERS, 1, None, _plainly("max")),
    "percent": Function(_NUMBERS, 2, 2, _percent),
    "round": Function(_NUMBERS, 1, 2, _plainly("round")),
    "if": Function((Kind.TRUTH, Kind.NUMBER, Kind.NUMBER), 3, 3, _plainly("if")),
    "and": Function(_CONDITIONS, 1, None, _plainly("and")),
    "or": Function(_CONDITIONS, 1, None, _plainly("or")),
    "not": Function(_CONDITIONS, 1, 1, _plainly("not")),
}
