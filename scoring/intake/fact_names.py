"""Codes for the facts that recognised rules ask for: short, readable, and one for each fact."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .texts import fold

_MOST_WORDS = 6
_LONGEST = 40
#: Words that tell nothing apart.
_FILLERS = frozenset("cac cua theo va voi duoc cho trong co la nhung tai the of and for to in a".split())
_CHARACTERS = re.compile(r"[^a-z0-9 ]+")


def make_code(name: str, taken: Iterable[str]) -> str:
    """Return a code for the fact `name` that is not among those `taken`: "Văn bản gửi chậm" is van_ban_gui_cham."""
    words = [word for word in _CHARACTERS.sub(" ", fold(name)).split() if word not in _FILLERS]
    code = "_".join(words[:_MOST_WORDS])[:_LONGEST].strip("_") or "so_lieu"
    if code[0].isdigit():
        code = f"n_{code}"
    unique, again, others = code, 2, set(taken)
    while unique in others:
        unique, again = f"{code}_{again}", again + 1
    return unique
