"""Formulas: facts computed from other facts, of this period and of the last one.

:mod:`scoring.formula_language` tells what a formula may say, :mod:`scoring.formula_values` what it comes to. Here is
what many of them come to together: in whatever order they stand, each once, none depending on itself.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from .facts import Computed, Fact
from .formula_language import Formula, FormulaError, Name, Trouble
from .formula_ranges import bound
from .formula_reader import read
from .formula_values import evaluate
from .numbers import DECIMALS, Bounds, Number, exact, format_deciding, format_number, round_half_up
from .numbers import Trouble as Refusal

#: How often formulas are tried with made-up numbers before they are found to have no value at all.
_ATTEMPTS = 64
#: What other numbers may mend.
_UP_TO_NUMBERS = (Trouble.DIVISION, Trouble.OVERFLOW)
#: What a formula is at fault for whose value its fact may not have.
_OUTSIDE = {Refusal.TOO_FINE: Trouble.NOT_WHOLE, Refusal.BELOW: Trouble.BELOW, Refusal.ABOVE: Trouble.ABOVE}


def check_readable(code: str, formula: str) -> None:
    """Check a formula by itself, as it is written; whether what it names exists is seen by :func:`find_faults`.

    :param code: the fact whose formula it is, for the error
    :raises FormulaError: if it cannot be read, or can be read in two ways
    """
    read(code, formula).check_doubts()


def names_in(code: str, formula: str) -> list[str]:
    """Return the codes of the facts of the same period that `formula` names, in order and once each.

    :param code: the fact whose formula it is, for the error
    :raises FormulaError: if it cannot be read
    """
    return _codes(read(code, formula), previous=False)


def previous_names_in(code: str, formula: str) -> list[str]:
    """Return the codes of the facts of the last period that `formula` names; see :func:`names_in`."""
    return _codes(read(code, formula), previous=True)


def asked_of_previous(formulas: Mapping[str, str]) -> set[str]:
    """Return the codes of the facts of the last period that any formula names; one that cannot be read names none."""
    asked: set[str] = set()
    for code, formula in formulas.items():
        try:
            asked.update(previous_names_in(code, formula))
        except FormulaError:
            continue
    return asked


def _codes(formula: Formula, previous: bool) -> list[str]:
    return list(dict.fromkeys(name.code for name in formula.names if name.is_previous is previous))


class Workbook:
    """Facts and formulas, evaluated on demand and once each."""

    def __init__(
        self,
        formulas: Mapping[str, str],
        facts: Mapping[str, Number | None],
        previous: Mapping[str, Number | None] | None = None,
        *,
        bounds: Mapping[str, Bounds] | None = None,
        is_strict: bool = False,
        settle: Callable[[bool], bool] = bool,
    ) -> None:
        """
        :param facts: the stated facts by code; None where a fact is known but not stated
        :param previous: the facts of the last period, stated and computed ones, by code
        :param bounds: what computed facts may come to, by code
        :param is_strict: let formulas that can be read in two ways have no value
        :param settle: which way ``if`` goes, from the truth of its condition
        """
        self._formulas, self._is_strict, self.settle = formulas, is_strict, settle
        self._previous, self._bounds = previous or {}, bounds or {}
        self._known = facts.keys() | formulas.keys()
        #: What each fact comes to, or why it comes to nothing.
        self._outcomes: dict[str, Fraction | FormulaError | None] = {
            code: None if fact is None else exact(fact) for code, fact in facts.items() if code not in formulas
        }

    def value(self, code: str) -> Fraction | None:
        """Return the value of a fact, computed if it has a formula; None if it, or one it needs, is not stated.

        :raises FormulaError: if its formula, or one that it depends on, has no value
        """
        if code not in self._outcomes:
            self._work_out(code)
        outcome = self._outcomes[code]
        if isinstance(outcome, FormulaError):
            raise outcome.with_traceback(None)
        return outcome

    @property
    def worked_out(self) -> list[str]:
        """The facts whose formulas were computed, each after those that it names, except in a circle."""
        return [code for code in self._outcomes if code in self._formulas]

    def troubles(self) -> dict[str, FormulaError]:
        """Return why formulas have no value, by the codes of their facts."""
        troubles = {}
        for code in self._formulas:
            try:
                self.value(code)
            except FormulaError as error:
                troubles[code] = error
        return troubles

    def previous(self, code: str) -> Fraction | None:
        """Return the value of a fact in the last period, None if it was not stated."""
        fact = self._previous.get(code)
        return None if fact is None else exact(fact)

    def _work_out(self, code: str) -> None:
        """Find the outcome of a formula after those of the formulas that it names, however long the chain is."""
        path: dict[str, Iterator[Name]] = {code: self._needs(code)}
        while path:
            current = next(reversed(path))
            name = next((name for name in path[current] if name.code not in self._outcomes), None)
            if name is None:
                del path[current]
                if current not in self._outcomes:
                    self._outcomes[current] = self._compute(current)
            elif name.code in path:
                codes = list(path)
                for member, error in self._cycle(codes[codes.index(name.code) :]).items():
                    del path[member]
                    self._outcomes[member] = error
            else:
                path[name.code] = self._needs(name.code)

    def _needs(self, code: str) -> Iterator[Name]:
        """Return what the formula of `code` names of this period; nothing where it can never have a value."""
        try:
            formula = read(code, self._formulas[code])
            if self._is_strict:
                formula.check_doubts()
            for name in formula.names:
                if name.code not in self._known:
                    raise formula.error(Trouble.UNKNOWN, name.span)
        except FormulaError as error:
            self._outcomes[code] = error
            return iter(())
        return iter([name for name in formula.names if not name.is_previous])

    def _cycle(self, codes: Sequence[str]) -> dict[str, FormulaError]:
        """Return the error of each of these formulas, each of which names the next one, and the last one the first."""
        errors = {}
        for place, code in enumerate(codes):
            turned = [*codes[place:], *codes[: place + 1]]
            formula = read(code, self._formulas[code])
            name = next(name for name in formula.names if name.code == turned[1] and not name.is_previous)
            errors[code] = formula.error(Trouble.CYCLE, name.span, chain=" → ".join(turned))
        return errors

    def _compute(self, code: str) -> Fraction | FormulaError | None:
        try:
            value = evaluate(read(code, self._formulas[code]), self)
        except FormulaError as error:
            return error
        return self._outside(code, value) or value

    def _outside(self, code: str, value: Fraction | None) -> FormulaError | None:
        """Return the error of a formula whose value the fact may not have."""
        bounds = self._bounds.get(code, Bounds())
        refusal = None if value is None else bounds.refuse_result(value)
        if value is None or refusal is None:
            return None
        border = {Refusal.BELOW: bounds.least, Refusal.ABOVE: bounds.most}.get(refusal)
        if border is None:
            return FormulaError(code, _OUTSIDE[refusal], format_deciding(value, DECIMALS, [round_half_up(value, 0)]))
        return FormulaError(
            code, _OUTSIDE[refusal], format_deciding(value, DECIMALS, [border]), border=format_number(border)
        )


@dataclass(frozen=True, slots=True)
class Resolved:
    """The facts of an evaluation once formulas are computed.

    :ivar facts: every fact by code; a computed one is a yearly fact
    :ivar troubles: why a formula has no value, by the code of its fact
    """

    facts: Mapping[str, Fact]
    troubles: Mapping[str, FormulaError]


def resolve(
    stated: Iterable[Fact],
    formulas: Mapping[str, str],
    previous: Mapping[str, Number | None] | None = None,
    bounds: Mapping[str, Bounds] | None = None,
) -> Resolved:
    """Compute every formula over the stated facts; of a fact that is partly stated it sees the number so far.

    :param previous: the numbers of the last period by code, None where one was not stated
    :param bounds: what computed facts may come to, by code; what comes to something else has no value
    """
    facts = {fact.code: fact for fact in stated}
    book = Workbook(formulas, {code: fact.total for code, fact in facts.items()}, previous, bounds=bounds)
    troubles = book.troubles()
    for code in book.worked_out:
        value = None if code in troubles else book.value(code)
        computed = _bound(code, formulas[code], facts, previous or {})
        facts[code] = Fact(code, value, computed=computed)
    return Resolved(facts, troubles)


def _bound(
    code: str, formula: str, facts: Mapping[str, Fact], previous: Mapping[str, Number | None]
) -> Computed | None:
    """Return what a formula may still come to, None where that is certain or it can never have a value."""
    try:
        return bound(read(code, formula), facts, previous)
    except FormulaError:
        return None


def find_faults(stated: Iterable[str], formulas: Mapping[str, str]) -> Mapping[str, FormulaError]:
    """Return why formulas have no values whatever is stated, by the codes of their facts.

    They are tried with numbers that have nothing to do with each other, so that ``a / (b - b)`` divides by zero and
    ``a / (b - c)`` does not, and each ``if`` goes either way by chance. It is the same chance each time.

    :param stated: the codes of the facts that have no formula
    """
    codes = list(stated)
    faults = _made_up(codes, formulas, 0).troubles()
    for attempt in range(1, _ATTEMPTS):
        if not any(error.trouble in _UP_TO_NUMBERS for error in faults.values()):
            break
        found = _made_up(codes, formulas, attempt).troubles()
        faults = {code: error for code, error in faults.items() if code in found}
    return faults


def _made_up(stated: Iterable[str], formulas: Mapping[str, str], attempt: int) -> Workbook:
    """Return a workbook of random facts of any size and sign."""

    def make_up(code: str, period: str) -> float:
        chance = random.Random(f"{attempt} {period} {code}")
        return round(chance.choice((-1, 1)) * 10 ** chance.uniform(-2, 7), 6)

    coin = random.Random(attempt)
    return Workbook(
        formulas,
        {code: make_up(code, "now") for code in stated},
        {code: make_up(code, "before") for code in [*stated, *formulas]},
        is_strict=True,
        settle=lambda _truth: coin.random() < 0.5,
    )
