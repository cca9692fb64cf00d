"""A sheet of cells as plain values, whatever kind of file it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as the file has it.

    :ivar value: text, number, truth, date (with a time: a ``datetime``) or None; of a formula, what the program that
        wrote the file says it came to: a claim like any other
    :ivar is_formula: the cell holds a formula
    """

    value: str | float | bool | date | None = None
    is_formula: bool = False


EMPTY = Cell()


@dataclass(slots=True)
class Grid:
    """The cells of one sheet.

    :ivar rows: from row 1 of the sheet; each from column A to the last cell with a value
    :ivar merged: ranges of merged cells, such as ``A1:C2``; all but their first cell are empty
    :ivar is_hidden: the user does not see the sheet
    """

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    is_hidden: bool = False

    def cell(self, row: int, column: int) -> Cell:
        """Return the cell at a place counted from 0; an empty one beyond the edges."""
        cells = self.rows[row] if row < len(self.rows) else []
        return cells[column] if column < len(cells) else EMPTY
