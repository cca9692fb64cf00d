"""Which units came from which: who followed a unit, and whom it followed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

#: What kinds of documents are called by their symbols.
_KINDS = {"NQ": "Nghị quyết", "QĐ": "Quyết định", "NĐ": "Nghị định", "KL": "Kết luận", "TB": "Thông báo"}


@dataclass(frozen=True, slots=True)
class Link:
    """A unit and one that came from it, as ids."""

    former: int
    later: int


def followers(links: Iterable[Link]) -> dict[int, frozenset[int]]:
    """Return, for each unit that something came from, what did, directly or through others."""
    return _reached((link.former, link.later) for link in links)


def predecessors(links: Iterable[Link]) -> dict[int, frozenset[int]]:
    """Return, for each unit that came from something, from what, directly or through others."""
    return _reached((link.later, link.former) for link in links)


def follows_itself(links: Iterable[Link]) -> bool:
    """Tell whether a unit came from itself, directly or through others."""
    return any(unit in reached for unit, reached in followers(links).items())


def cite(number: str, day: date) -> str:
    """Return a decision as papers name it: ``Nghị quyết số 1658/NQ-UBTVQH15 ngày 16/06/2025``.

    :param number: number and symbol; or all that it is to be called, which then does not begin with a digit
    """
    number = number.strip()
    if number[:1].isdigit():
        kind = _KINDS.get(number.rpartition("/")[2].partition("-")[0].upper(), "Văn bản")
        number = f"{kind} số {number}"
    return f"{number} ngày {day:%d/%m/%Y}"


def _reached(steps: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    next_to: dict[int, set[int]] = {}
    for start, end in steps:
        next_to.setdefault(start, set()).add(end)
    return {start: _walk(start, next_to) for start in next_to}


def _walk(start: int, next_to: Mapping[int, set[int]]) -> frozenset[int]:
    reached: set[int] = set()
    ahead = set(next_to[start])
    while ahead:
        unit = ahead.pop()
        if unit not in reached:
            reached.add(unit)
            ahead |= next_to.get(unit, set())
    return frozenset(reached)
