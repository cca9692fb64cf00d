"""Numbers of facts: how they are typed and written, with a decimal comma."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"(?P<sign>[-−]?)(?P<whole>\d{1,15})(?:[.,](?P<decimals>\d{1,6}))?")
DECIMALS = 4


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
