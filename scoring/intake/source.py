"""The plain table that a sheet is recognised from, whatever file it came in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar, cast

from .texts import clean, fold

_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell.

    :ivar indent: how far the text is indented, in any unit that grows with it
    :ivar bold: whether all of it is bold
    """

    text: str = ""
    indent: int = 0
    bold: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of cells; they need not be equally long. Lines of text around a table are rows of one cell."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    _found: dict[Callable[[Table], Any], Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, find: Callable[[Table], _Found]) -> _Found:
        """Return what `find` finds in the table, which is asked for it once."""
        if find not in self._found:
            self._found[find] = find(self)
        return cast(_Found, self._found[find])

    def text(self, row: int, column: int | None) -> str:
        """Return the cleaned text of a cell, empty where there is none."""
        if column is None or column >= len(self._texts[row]):
            return ""
        return self._texts[row][column]

    def words(self, text: str) -> str:
        """Return the folded words of a text in the table."""
        # perf: a cell is folded for each header that its row may belong to, and again as a row
        if text not in self._folded:
            self._folded[text] = fold(text)
        return self._folded[text]

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {}

    @cached_property
    def _texts(self) -> tuple[tuple[str, ...], ...]:
        # perf: the same cells are looked at for the header, the columns and the rows
        return tuple(tuple(clean(cell.text) for cell in row) for row in self.rows)

    @cached_property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)


def make_table(name: str, rows: Iterable[Iterable[str]]) -> Table:
    """Make a table of bare texts; leading spaces become the indent."""
    return Table(name, tuple(tuple(Cell(text, _indent_of(text)) for text in row) for row in rows))


def _indent_of(text: str) -> int:
    return len(text) - len(text.lstrip(" \u00a0\t"))
