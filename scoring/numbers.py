"""Numbers of facts: how they are typed, what they may be, and how they are written, with a decimal comma.

Every number that somebody types, in a sheet, as a fact, in a formula or in a file that is imported, is read by
:func:`readings`; `static/src/sheet/numbers.js` is its twin in the browser, and `static/tests/sheet/numbers.json` holds
both to the same. What is typed stays exact: a :class:`~decimal.Decimal`, and a :class:`~fractions.Fraction` in sums.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from itertools import count

#: A number as this package hands it on; see :func:`exact`.
Number = int | float | Decimal | Fraction

#: As many digits, from the first that is no zero, are exact in a float, and so in the database and in spreadsheets.
MOST_DIGITS = 15
#: As many decimals a number of a fact may have.
MOST_DECIMALS = 6
#: As many are written of a number that does not end.
DECIMALS = 4

_SIGN = re.compile(r"[-−–+]")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]*|,[0-9]+)?|[.,][0-9]+")
_GROUPED = re.compile(
    r"[1-9][0-9]{0,2}([ .\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}])[0-9]{3}(?:\1[0-9]{3})*(?:,[0-9]+)?"
)


class Trouble(Enum):
    """Why a number is not acceptable."""

    NO_NUMBER = "is no number"
    AMBIGUOUS = "can be read in two ways"
    TOO_LONG = "has more digits than are kept"
    TOO_FINE = "has more decimals than are allowed"
    BELOW = "is less than the least that is allowed"
    ABOVE = "is more than the most that is allowed"


class NumberError(ValueError):
    """A number that is not acceptable.

    :ivar trouble: why
    :ivar value: the number as it was typed
    :ivar readings: what it may mean, where it is ambiguous, each in writing that is not
    """

    def __init__(self, trouble: Trouble, value: str, readings: tuple[str, ...] = ()) -> None:
        super().__init__(f"{value} {trouble.value} {' '.join(readings)}".rstrip())
        self.trouble = trouble
        self.value = value
        self.readings = readings


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a number may be.

    :ivar decimals: how many decimals it may have; 0 for whole numbers only
    :ivar least: the least that it may be, None for anything
    :ivar most: the most that it may be, None for anything
    """

    decimals: int = MOST_DECIMALS
    least: Decimal | None = None
    most: Decimal | None = None

    def refuse(self, number: Number) -> Trouble | None:
        """Return why a stated number is not allowed, None if it is."""
        return self._refuse(exact(number), self.decimals)

    def refuse_result(self, number: Number) -> Trouble | None:
        """Return why a computed number is not allowed; it may be as fine as it comes out where it is not whole."""
        return self._refuse(exact(number), None if self.decimals else 0)

    def _refuse(self, number: Fraction, decimals: int | None) -> Trouble | None:
        if decimals is not None and not ends_within(number, decimals):
            return Trouble.TOO_FINE
        if self.least is not None and number < Fraction(self.least):
            return Trouble.BELOW
        return Trouble.ABOVE if self.most is not None and number > Fraction(self.most) else None


def exact(number: Number) -> Fraction:
    """Return a number as the decimal that it is meant as: of a float, the shortest one that reads back as the same."""
    if isinstance(number, Fraction):
        return number
    return _exact_float(number) if isinstance(number, float) else Fraction(number)


@lru_cache(maxsize=4096)  # the points and thresholds of a sheet are asked for again and again
def _exact_float(number: float) -> Fraction:
    return Fraction(repr(number))


@lru_cache(maxsize=8192)
def stored(number: float) -> Fraction:
    """Return the number that a stored float stands for: its first :data:`MOST_DIGITS` digits, for the rest is noise."""
    return Fraction(f"{number:.{MOST_DIGITS}g}")


def readings(text: str) -> tuple[Decimal, ...]:
    """Return the numbers that a text without a sign may mean: none if it is no number, two if it is ambiguous.

    A comma stands before decimals, a point before decimals or between thousands, a space between thousands. So "7.219"
    is 7,219 first and then 7219; "0.219", "7.219,5", "7.219.000" and "7 219" are one number each.
    """
    found = []
    if _PLAIN.fullmatch(text):
        found.append(Decimal(text.replace(",", ".")))
    if grouped := _GROUPED.fullmatch(text):
        found.append(Decimal(text.replace(grouped[1], "").replace(",", ".")))
    return tuple(found)


def typed_readings(text: str) -> tuple[Decimal, ...]:
    """Return the numbers that a typed text may mean, with a sign or without; see :func:`readings`."""
    text = text.strip()
    is_signed = bool(_SIGN.match(text))
    found = readings(text[is_signed:])
    return tuple(number.copy_negate() for number in found) if is_signed and text[0] != "+" else found


def told_apart(found: Iterable[Decimal]) -> tuple[str, ...]:
    """Return the numbers that a text may mean in writing that means nothing else: "7,219" and "7219"."""
    return tuple(f"{number:f}".replace(".", ",") for number in found)


def parse_number(text: str) -> Decimal | None:
    """Return the number that was typed, None for nothing.

    :raises NumberError: if it is no number, may mean two, or has more digits or decimals than are kept
    """
    text = text.strip()
    if not text:
        return None
    found = typed_readings(text)
    if len(found) != 1:
        raise NumberError(Trouble.AMBIGUOUS if found else Trouble.NO_NUMBER, text, told_apart(found))
    (number,) = found
    _whole, _comma, decimals = format_exact(number).partition(",")
    if len(decimals) > MOST_DECIMALS:
        raise NumberError(Trouble.TOO_FINE, text)
    if len(re.sub(r"\D", "", format_exact(number)).lstrip("0")) > MOST_DIGITS:
        raise NumberError(Trouble.TOO_LONG, text)
    return number


def round_half_up(number: Number, decimals: int) -> Fraction:
    """Return a number with so many decimals, half a unit away from zero, as sheets of figures do."""
    if decimals < 0:
        return round_half_up(exact(number) / _power(-decimals), 0) * _power(-decimals)
    return Fraction(_units(exact(number), decimals), _power(decimals))


def _units(number: Fraction, decimals: int) -> int:
    """Return a number in units of its last decimal, half a unit away from zero."""
    above, below = number.numerator, number.denominator
    units = (2 * abs(above) * _power(decimals) + below) // (2 * below)
    return units if above >= 0 else -units


def _power(exponent: int) -> int:
    power: int = 10**exponent
    return power


def format_number(value: Number | None) -> str:
    """Write a number with all its decimals, or with :data:`DECIMALS` if it has more than are kept; empty for None."""
    if value is None:
        return ""
    number = exact(value)
    return _write(number, MOST_DECIMALS if ends_within(number, MOST_DECIMALS) else DECIMALS)


def format_exact(number: int | Decimal) -> str:
    """Write a decimal with all its decimals, none of them a zero at the end."""
    text = f"{Decimal(number):f}"
    return text.rstrip("0").rstrip(".").replace(".", ",") if "." in text else text


def as_typed(number: int | float) -> str:
    """Return a number of a client or a spreadsheet as somebody would type it, of a float the digits that are exact."""
    return format_exact(Decimal(number) if isinstance(number, int) else Decimal(f"{number:.{MOST_DIGITS}g}"))


def format_result(value: Number | None, decimals: int, borders: Iterable[Number] = ()) -> str:
    """Write what a fact comes to: in full where it has no more than `decimals`, else so that it decides.

    See :func:`format_deciding`; no more than :data:`DECIMALS` are asked of a number that does not end. Empty for None.
    """
    if value is None:
        return ""
    if ends_within(value, decimals):
        return _write(exact(value), decimals)
    return format_deciding(value, min(decimals, DECIMALS), borders)


def ends_within(value: Number, decimals: int) -> bool:
    """Tell whether a number has no more than so many decimals."""
    number = exact(value)
    return _power(decimals) % number.denominator == 0 if decimals >= 0 else number % _power(-decimals) == 0


def format_deciding(value: Number, decimals: int, borders: Iterable[Number] = ()) -> str:
    """Write a number with `decimals`, half up, and with as many more as keep it on its side of every border.

    Where 90 is asked for, 89,95 is not written as "90,0", and what is 90 is written as that. Zeros at the end of the
    decimals are left out.

    :param borders: what the number is compared with
    """
    number = exact(value)
    # What never ends cannot be written so that it equals what it equals.
    compared = [border for border in map(exact, borders) if border != number or _ends(number)]
    for places in count(decimals):
        written = round_half_up(number, places)
        if all(_side(written, border) == _side(number, border) for border in compared):
            return _write(number, places)
    raise AssertionError("some number of decimals tells every number from every other")


def format_apart(one: Number, other: Number, decimals: int = DECIMALS) -> tuple[str, str]:
    """Write two numbers in full, or with so many decimals, half up, that what is written compares as they do."""
    if ends_within(one, MOST_DECIMALS) and ends_within(other, MOST_DECIMALS):
        return format_number(one), format_number(other)
    first, second = exact(one), exact(other)
    for places in count(decimals):
        written = round_half_up(first, places), round_half_up(second, places)
        if _side(*written) == _side(first, second):
            return _write(written[0], places), _write(written[1], places)
    raise AssertionError("some number of decimals tells every number from every other")


def _side(number: Fraction, border: Fraction) -> int:
    return (number > border) - (number < border)


def _ends(number: Fraction) -> bool:
    """Tell whether a number has a last decimal."""
    denominator = number.denominator
    return pow(10, denominator.bit_length(), denominator) == 0


def _write(number: Fraction, decimals: int) -> str:
    units = _units(number, decimals)
    whole, rest = divmod(abs(units), 10**decimals)
    text = f"{whole},{rest:0{decimals}d}".rstrip("0").rstrip(",") if rest else str(whole)
    return f"-{text}" if units < 0 else text
