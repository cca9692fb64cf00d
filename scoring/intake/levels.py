"""Levels: how deep each row stands, by its number, else by how it looks, and confirmed by the sums.

A row of a style that is open stands on the level of that style; a row of a new style stands below the row before it.
Where the points do not add up, runs of rows whose numbers do not tell are tried on every other level.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..points import differ, sum_points
from .entries import DEEPEST
from .numbering import NO_NUMBER, Number, read_number
from .rows import Look

#: Rows that are read while levels are tried; a bound on the time of the search.
_BUDGET = 600_000


@dataclass(frozen=True, slots=True)
class Row:
    """What the level of a row is told by."""

    number: str
    look: Look
    maximum: float | None


@dataclass(frozen=True, slots=True)
class Placed:
    """The level of a row, and whether nothing but its place speaks for it."""

    level: int
    guessed: bool


@dataclass(slots=True)
class _Open:
    """A row that further rows may stand beside or below."""

    style: str
    number: Number
    indent: int


def place_rows(rows: Sequence[Row], total: float | None) -> list[Placed]:
    """Return the level of each row.

    :param total: the points that the sheet declares, None if it declares none
    """
    placer = _Placer(rows)
    levels, unclear = placer.place({})
    if _check_sums(rows, levels, total).faults:
        levels, unclear = _search(placer, levels, unclear, total)
    wrong = _check_sums(rows, levels, total).wrong
    return [
        Placed(level, place in unclear and _parent_of(levels, place) in wrong) for place, level in enumerate(levels)
    ]


@dataclass(frozen=True, slots=True)
class _Check:
    """What the sums say of the levels.

    :ivar wrong: the rows whose points are not the sum of the rows below them
    :ivar faults: how many sums do not come out, that of the whole sheet included
    :ivar confirmed: how many do
    """

    wrong: set[int]
    faults: int
    confirmed: int

    def improves(self, other: _Check) -> bool:
        """Tell whether more sums come out; that none is left to compare would be no better."""
        return self.confirmed > other.confirmed and self.faults <= other.faults


class _Placer:
    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self._readings = [read_number(row.number) or [NO_NUMBER] for row in rows]
        numbered = sum(bool(row.number) for row in rows)
        self._by_look = 2 * numbered < len(rows)
        self._by_indent = len({row.look.indent for row in rows}) > 1

    def place(self, forced: dict[int, int]) -> tuple[list[int], set[int]]:
        """Return the levels, and the rows whose level their numbers do not tell.

        :param forced: levels that are tried, by the place of the row
        """
        levels: list[int] = []
        unclear: set[int] = set()
        path: list[_Open] = []
        for place in range(len(self.rows)):
            level, opened, clear = self._find(place, path)
            if place in forced:
                level = min(forced[place], len(path))
            level = min(level, DEEPEST)
            if not clear:
                unclear.add(place)
            path = [*path[:level], opened]
            levels.append(level)
        return levels, unclear

    def _find(self, place: int, path: list[_Open]) -> tuple[int, _Open, bool]:
        row, readings = self.rows[place], self._readings[place]
        if readings[0].style:
            return self._find_number(readings, row.look.indent, path)
        if self._by_look and self._by_indent:
            level = next((at for at, above in enumerate(path) if above.indent >= row.look.indent), len(path))
            return level, _Open("", NO_NUMBER, row.look.indent), True
        look = f"{'C' if row.look.capitals else 'c'}{'B' if row.look.bold else 'b'}"
        opened = _Open(look, NO_NUMBER, row.look.indent)
        for level, above in enumerate(path):
            if above.style == look:
                return level, opened, self._by_look and look != "cb"
        return len(path), opened, False

    def _find_number(self, readings: list[Number], indent: int, path: list[_Open]) -> tuple[int, _Open, bool]:
        """Find the level of a number: that of the number it follows, else of its style, else below the last row."""
        for level in reversed(range(len(path))):
            for reading in readings:
                if not reading.is_bullet and path[level].number.path and reading.follows(path[level].number):
                    return level, _Open(reading.style, reading, indent), True
        for reading in readings:
            for level in reversed(range(len(path))):
                if path[level].style == reading.style:
                    restarts = not reading.is_bullet and not _is_below_its_own(reading, path[:level])
                    return level, _Open(reading.style, reading, indent), not restarts
        reading = readings[0]
        clear = not path or any(reading.extends(above.number) for above in path[-1:])
        return len(path), _Open(reading.style, reading, indent), clear


def _is_below_its_own(reading: Number, above: list[_Open]) -> bool:
    """Tell whether 2.1 stands below 2: that its predecessor is missing is no sign of a wrong level then."""
    return any(reading.extends(opened.number) for opened in above)


def _search(placer: _Placer, levels: list[int], unclear: set[int], total: float | None) -> tuple[list[int], set[int]]:
    """Try other levels for runs of unclear rows, and keep what makes more sums come out."""
    best = _check_sums(placer.rows, levels, total)
    forced: dict[int, int] = {}
    budget = _BUDGET // max(len(levels), 1)
    for run in _runs(placer, levels, unclear):
        deepest = levels[run[0] - 1] + 1 if run[0] else 0
        for level in range(deepest + 1):
            if level == levels[run[0]] or not best.faults or not budget:
                continue
            budget -= 1
            attempt = {**forced, **dict.fromkeys(run, level)}
            tried, now_unclear = placer.place(attempt)
            check = _check_sums(placer.rows, tried, total)
            if check.improves(best):
                best, forced, levels, unclear = check, attempt, tried, now_unclear
    return levels, unclear


def _runs(placer: _Placer, levels: list[int], unclear: set[int]) -> list[list[int]]:
    """Return the unclear rows, those together that stand beside each other and are numbered alike."""
    runs: list[list[int]] = []
    for place in sorted(unclear):
        last = runs[-1][-1] if runs else -2
        alike = last == place - 1 and levels[last] == levels[place] and bool(placer.rows[place].number)
        if alike:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _parent_of(levels: Sequence[int], place: int) -> int | None:
    return next((above for above in range(place - 1, -1, -1) if levels[above] < levels[place]), None)


def _check_sums(rows: Sequence[Row], levels: Sequence[int], total: float | None) -> _Check:
    """Compare every row with the sum of the rows below it; a row without points is worth what stands below it."""
    wrong: set[int] = set()
    confirmed = 0
    # The points that wait for a row above them, by level; rows are walked upwards.
    waiting: dict[int, list[float]] = {}
    for place in range(len(rows) - 1, -1, -1):
        level, maximum = levels[place], rows[place].maximum
        below = [points for deeper in [at for at in waiting if at > level] for points in waiting.pop(deeper)]
        if maximum is not None and below:
            if differ(maximum, sum_points(below)):
                wrong.add(place)
            else:
                confirmed += 1
        waiting.setdefault(level, []).append(sum_points(below) if maximum is None else maximum)
    groups = sum_points(points for found in waiting.values() for points in found)
    if total is not None:
        return _Check(wrong, len(wrong) + differ(total, groups), confirmed + (not differ(total, groups)))
    return _Check(wrong, len(wrong), confirmed)
