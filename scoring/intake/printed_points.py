"""Points as sheets print them: "4,0", "40.5", "01 điểm", "100 điểm", "(2 points)"."""

from __future__ import annotations

import re

from ..numbers import parse_number
from ..points import DECIMALS, LARGEST

_POINTS = re.compile(
    r"\(?\s*(?P<sign>[-−–+]?)\s*(?P<number>\d[\d., \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]{0,12}(?<=\d))"
    r"\s*(?:điểm|đ|diem|d|points?|pts?)?\s*[.)]?",
    re.IGNORECASE,
)
#: How a sheet writes that there are none.
_NONE = frozenset({"", "-", "–", "—", "−", "/", "x", "…", "..."})


def read_points(text: str) -> float | None:
    """Return the points in a cell, None for none; negative where the sheet takes points away.

    :raises ValueError: if the text is something else, or can be read in two ways
    """
    if text.strip().casefold() in _NONE:
        return None
    match = _POINTS.fullmatch(text.strip())
    number = parse_number(match["number"]) if match else None
    # "1,250" may be a thousand and more of another country: points are written with two decimals.
    if not match or number is None or number > LARGEST or number.as_tuple().exponent not in range(-DECIMALS, 1):
        raise ValueError(text)
    points = float(number)
    return -points if match["sign"] in ("-", "−", "–") and points else points


def are_points(text: str) -> bool:
    """Tell whether the cell holds points."""
    try:
        return read_points(text) is not None
    except ValueError:
        return False
