"""Numbers of facts: how they are typed and written, with a decimal comma."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

#: A number as this package hands it on; see :func:`exact`.
Number = int | float | Decimal | Fraction

_NUMBER = re.compile(r"(?P<sign>[-−]?)(?P<whole>\d{1,15})(?:[.,](?P<decimals>\d{1,6}))?")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]*|,[0-9]+)?|\.[0-9]+")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}([ .\N{NO-BREAK SPACE}])[0-9]{3}(?:\1[0-9]{3})*(?:,[0-9]+)?")
DECIMALS = 4


def exact(number: Number) -> Fraction:
    """Return a number as the decimal that it is meant as: of a float, the shortest one that reads back as the same."""
    return Fraction(repr(number)) if isinstance(number, float) else Fraction(number)


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


def parse_number(text: str) -> float | None:
    """Return the number that was typed, with a decimal comma or point; None for nothing.

    :raises ValueError: if it is no number; a point between thousands is none either, for "7.219" would be read as 7,219
    """
    text = text.strip()
    if not text:
        return None
    match = _NUMBER.fullmatch(text)
    if not match or text[-4:-3] == ".":
        raise ValueError(text)
    number = float(f"{match['whole']}.{match['decimals'] or 0}")
    return -number if match["sign"] else number


def format_number(value: float | None) -> str:
    """Write a number with the decimals it needs, four at most; empty for None."""
    if value is None:
        return ""
    text = f"{round(value, DECIMALS) + 0.0:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return text.replace(".", ",")
