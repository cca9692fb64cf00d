"""Points as sheets print them: "4,0", "40.5", "01 điểm", "100 điểm", "(2 points)"."""

from __future__ import annotations

import re

_POINTS = re.compile(
    r"\(?\s*(?P<sign>[-−–+]?)\s*(?P<whole>\d{1,5})(?:[.,](?P<decimals>\d{1,2}))?\s*(?:điểm|đ|diem|d|points?|pts?)?\s*[.)]?",
    re.IGNORECASE,
)
#: How a sheet writes that there are none.
_NONE = frozenset({"", "-", "–", "—", "−", "/", "x", "…", "..."})


def read_points(text: str) -> float | None:
    """Return the points in a cell, None for none; negative where the sheet takes points away.

    :raises ValueError: if the text is something else
    """
    if text.strip().casefold() in _NONE:
        return None
    match = _POINTS.fullmatch(text.strip())
    if not match:
        raise ValueError(text)
    points = float(f"{match['whole']}.{match['decimals'] or 0}")
    return -points if match["sign"] in ("-", "−", "–") and points else points


def are_points(text: str) -> bool:
    """Tell whether the cell holds points."""
    try:
        return read_points(text) is not None
    except ValueError:
        return False
