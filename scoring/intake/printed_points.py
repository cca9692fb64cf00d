"""Points as sheets print them: "4,0", "40.5", "01 điểm", "100 điểm", "(2 points)"."""

from __future__ import annotations

import re
from functools import lru_cache

from ..numbers import parse_number
from ..points import DECIMALS, LARGEST

_POINTS = re.compile(
    r"\(?\s*(?P<sign>[-−–+]?)\s*(?P<number>\d[\d., \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]{0,12}(?<=\d))"
    r"\s*(?:điểm|đ|diem|d|points?|pts?)?\s*[.)]?",
    re.IGNORECASE,
)
#: How a sheet writes that there are none.
_NONE = frozenset({"", "-", "–", "—", "−", "/", "x", "…", "..."})


#: No points are longer, as sheets print them.
_LONGEST = 40
_NO_POINTS = float("nan")


def read_points(text: str) -> float | None:
    """Return the points in a cell, None for none; negative where the sheet takes points away.

    :raises ValueError: if the text is something else, or can be read in two ways
    """
    points = _read_short(text) if len(text) <= _LONGEST else _read(text)
    if points is _NO_POINTS:
        raise ValueError(text)
    return points


def are_points(text: str) -> bool:
    """Tell whether the cell holds points."""
    try:
        return read_points(text) is not None
    except ValueError:
        return False


def _read(text: str) -> float | None:
    """Return the points in a cell, :data:`_NO_POINTS` for something else."""
    text = text.strip()
    if text.casefold() in _NONE:
        return None
    match = _POINTS.fullmatch(text)
    number = parse_number(match["number"]) if match else None
    # "1,250" may be a thousand and more of another country: points are written with two decimals.
    if not match or number is None or number > LARGEST or number.as_tuple().exponent not in range(-DECIMALS, 1):
        return _NO_POINTS
    points = float(number)
    return -points if match["sign"] in ("-", "−", "–") and points else points


# perf: a sheet says the same few points in most of its rows, and each is asked for several times
_read_short = lru_cache(maxsize=1024)(_read)
