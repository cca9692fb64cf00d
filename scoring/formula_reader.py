"""Reads formulas: from text to what :mod:`scoring.formula_language` says of it, or to the place that cannot be read.

Written by hand rather than with a library of parsers: what a comma means depends on the brackets around it, and each
error says what is missing where, in words of its own. Neither comes easier from a grammar, and the addon needs nothing
installed beside Odoo.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from .formula_language import (
    FUNCTIONS,
    Constant,
    Doubt,
    Formula,
    FormulaError,
    Kind,
    Name,
    Node,
    Operation,
    Span,
    Trouble,
    error_at,
    kind_of,
)
from .numbers import readings, told_apart

#: A longer formula is refused, so that no formula exhausts the reader.
LONGEST = 500
#: So are brackets within more brackets than these.
DEEPEST = 30
#: The most decimals that a number is rounded to; as many zeros before the comma are the least.
MOST_DECIMALS = 15

_TOKEN = re.compile(
    r"""
    (?P<number>
        (?: [0-9]{1,3} (?:[ \N{NO-BREAK SPACE}][0-9]{3})+ (?![0-9]) | [0-9]+ (?:_[0-9]+)* )
        (?: (?:\.[0-9]+)+ | \. )? (?:[eE][+-]?[0-9]{1,3})?
      | \.[0-9]+ (?:[eE][+-]?[0-9]{1,3})?
    )
  | (?P<name> [^\W\d]\w* )
  | (?P<sign> == | != | <> | <= | >= | \S )
    """,
    re.VERBOSE,
)
#: How signs may be written, too.
_SIGNS = {"×": "*", "÷": "/", ":": "/", "−": "-", "==": "=", "<>": "!=", "≠": "!=", "≤": "<=", "≥": ">="}
_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")


@dataclass(frozen=True, slots=True)
class _Token:
    """A number, a name or a sign; at the end of the formula one of the kind "end"."""

    kind: str | None
    text: str
    span: Span


@lru_cache(maxsize=4096)
def read(code: str, text: str) -> Formula:
    """Read the formula of a fact.

    :raises FormulaError: if it cannot be read
    """
    return _Reader(code, text).formula()


class _Reader:
    """Reads one formula from left to right, each rule of the language in a method."""

    def __init__(self, code: str, text: str) -> None:
        self._code, self._text = code, text
        end = _Token("end", "", Span(len(text), len(text)))
        self._tokens = [*(_token(match) for match in _TOKEN.finditer(text)), end, end]
        self._place = 0
        self._depth = 0
        #: What stands between values here; nothing outside the brackets of a function.
        self._separator = ""
        self._names: list[Name] = []
        self._doubts: list[Doubt] = []

    def formula(self) -> Formula:
        if len(self._text) > LONGEST:
            raise self._error(Trouble.LONG, Span(LONGEST, len(self._text)), most=str(LONGEST))
        try:
            tree = self._comparison()
            if self._next.kind != "end":
                raise self._unexpected()
            self._demand(Kind.NUMBER, tree)
        except FormulaError:
            # What was read the wrong way is the likely cause of whatever does not fit behind it.
            self._as_read(Constant(Span(0, 0), Fraction())).check_doubts()
            raise
        return self._as_read(tree)

    def _as_read(self, tree: Node) -> Formula:
        return Formula(self._code, self._text, tree, tuple(self._names), tuple(self._doubts))

    @property
    def _next(self) -> _Token:
        return self._tokens[self._place]

    def _take(self, *signs: str) -> _Token | None:
        """Go past the next token, if it is one of these signs."""
        token = self._next
        if token.text not in signs:
            return None
        self._place += 1
        return token

    def _error(self, trouble: Trouble, span: Span, **terms: str) -> FormulaError:
        return error_at(self._code, self._text, trouble, span, **terms)

    def _unexpected(self) -> FormulaError:
        if self._next.kind != "end":
            return self._error(Trouble.SYNTAX, Span(self._next.span.start, len(self._text.rstrip())))
        last = self._tokens[max(self._place - 1, 0)]
        return self._error(Trouble.END, last.span)

    def _demand(self, kind: Kind, *nodes: Node) -> None:
        """:raises FormulaError: if one of the parts is of the other kind"""
        for node in nodes:
            if kind_of(node) is not kind:
                raise self._error(Trouble.TRUTH if kind is Kind.NUMBER else Trouble.NUMBER, node.span)

    def _comparison(self) -> Node:
        left = self._sum()
        while sign := self._take(*_COMPARISONS):
            right = self._sum()
            self._demand(Kind.NUMBER, left, right)
            left = Operation(_spanning(left, right), sign.text, (left, right))
        return left

    def _sum(self) -> Node:
        return self._chain(self._product, "+", "-")

    def _product(self) -> Node:
        return self._chain(self._factor, "*", "/")

    def _chain(self, part: Callable[[], Node], operator: str, reverse: str) -> Node:
        """Read parts with `operator` or its `reverse` between them, however many, as one operation."""
        parts = [part()]
        while sign := self._take(operator, reverse):
            node = part()
            self._demand(Kind.NUMBER, parts[0], node)
            parts.append(node if sign.text == operator else Operation(node.span, reverse, (node,)))
        return parts[0] if len(parts) == 1 else Operation(_spanning(parts[0], parts[-1]), operator, tuple(parts))

    def _factor(self) -> Node:
        start, is_negative, is_signed = self._next.span.start, False, False
        while sign := self._take("+", "-"):
            is_signed, is_negative = True, is_negative ^ (sign.text == "-")
        node = self._operand()
        if is_signed:
            self._demand(Kind.NUMBER, node)
        return Operation(Span(start, node.span.end), "-", (node,)) if is_negative else node

    def _operand(self) -> Node:
        token = self._next
        if bracket := self._take("("):
            return self._group(bracket)
        if token.kind not in ("number", "name"):
            raise self._unexpected()
        self._place += 1
        if token.kind == "number":
            return self._number(token)
        if bracket := self._take("("):
            return self._call(token, bracket)
        return self._name(token)

    def _name(self, token: _Token, is_previous: bool = False) -> Name:
        name = Name(token.span, token.text, is_previous)
        self._names.append(name)
        return name

    def _group(self, bracket: _Token) -> Node:
        self._open(bracket)
        outside, self._separator = self._separator, ""
        node = self._comparison()
        self._separator = outside
        return _with_span(node, Span(bracket.span.start, self._close(bracket)))

    def _open(self, bracket: _Token) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._error(Trouble.DEEP, bracket.span, most=str(DEEPEST))

    def _close(self, bracket: _Token) -> int:
        """Go past the end of a bracket; return the place behind it."""
        if closing := self._take(")"):
            self._depth -= 1
            return closing.span.end
        if self._next.kind == "end":
            raise self._error(Trouble.UNCLOSED, bracket.span)
        raise self._unexpected()

    def _call(self, name: _Token, bracket: _Token) -> Node:
        called = name.text.lower()
        if called == "prev":
            return self._previous(name, bracket)
        if called not in FUNCTIONS:
            raise self._error(Trouble.FUNCTION, name.span)
        self._open(bracket)
        outside, self._separator = self._separator, self._separator_within()
        arguments = self._arguments()
        self._separator = outside
        span = Span(name.span.start, self._close(bracket))
        self._check_arguments(called, span, arguments)
        if called == "round":
            return Operation(span, "round", arguments[:1], self._places(arguments[1]) if arguments[1:] else 0)
        return FUNCTIONS[called].build(span, arguments)

    def _separator_within(self) -> str:
        """Return what stands between the arguments of the function whose bracket has just been opened."""
        depth = 0
        for token in self._tokens[self._place :]:
            if token.text == ";" and not depth:
                return ";"
            depth += {"(": 1, ")": -1}.get(token.text, 0)
            if depth < 0:
                break
        return ","

    def _arguments(self) -> tuple[Node, ...]:
        """Read what stands in the brackets of a function; a separator behind the last argument does no harm."""
        arguments: list[Node] = []
        while self._next.text != ")":
            arguments.append(self._comparison())
            if not self._take(self._separator):
                break
        return tuple(arguments)

    def _check_arguments(self, called: str, span: Span, arguments: tuple[Node, ...]) -> None:
        function, given = FUNCTIONS[called], len(arguments)
        if given < function.least or (function.most is not None and given > function.most):
            counts = {"least": str(function.least), "most": str(function.most or ""), "given": str(given)}
            raise self._error(Trouble.ARGUMENTS, span, function=called, **counts)
        for place, argument in enumerate(arguments):
            self._demand(function.takes[min(place, len(function.takes) - 1)], argument)

    def _places(self, node: Node) -> int:
        """Return the number of decimals that ``round`` is told."""
        sign, number = 1, node
        if isinstance(node, Operation) and node.operator == "-":
            sign, number = -1, node.operands[0]
        if not isinstance(number, Constant) or number.value not in range(MOST_DECIMALS + 1):
            raise self._error(Trouble.PLACES, node.span, most=str(MOST_DECIMALS))
        return sign * int(number.value)

    def _previous(self, name: _Token, bracket: _Token) -> Node:
        self._open(bracket)
        asked = self._next
        if asked.kind != "name":
            raise self._unexpected() if asked.kind == "end" else self._error(Trouble.PREVIOUS, asked.span)
        self._place += 1
        if self._next.text not in (")", ""):
            raise self._error(Trouble.PREVIOUS, Span(asked.span.start, self._next.span.end))
        return _with_span(self._name(asked, is_previous=True), Span(name.span.start, self._close(bracket)))

    def _number(self, token: _Token) -> Constant:
        text, span = self._with_decimals(token)
        digits, _exponent, power = text.replace("_", "").lower().partition("e")
        numbers = readings(digits)
        if not numbers:
            raise self._error(Trouble.SYNTAX, span)
        if len(numbers) > 1:
            first, second = told_apart(numbers)
            self._doubts.append(Doubt(span, first, second))
        return Constant(span, Fraction(numbers[0]) * Fraction(10) ** int(power or 0))

    def _with_decimals(self, token: _Token) -> tuple[str, Span]:
        """Return a number with the decimals that follow a comma, unless the comma stands between arguments."""
        _comma, decimals = self._tokens[self._place : self._place + 2]
        text, span = f"{token.text},{decimals.text}", Span(token.span.start, decimals.span.end)
        if self._text[span.start : span.end] != text or not readings(text):
            return token.text, token.span
        if self._separator == ",":
            self._doubts.append(Doubt(span, f"{token.text}; {decimals.text}", text))
            return token.text, token.span
        self._place += 2
        return text, span


def _token(match: re.Match[str]) -> _Token:
    return _Token(match.lastgroup, _SIGNS.get(match[0], match[0]), Span(*match.span()))


def _spanning(first: Node, last: Node) -> Span:
    return Span(first.span.start, last.span.end)


def _with_span(node: Node, span: Span) -> Node:
    return replace(node, span=span)
