"""The working copy of an evaluation: how its sheets are laid out, and what comes back in them.

A working copy leaves as an ``.xlsx`` file, is filled in by people and programs of all kinds, and comes back. So nothing
in it is found by its place: a hidden line names the evaluation and the columns, hidden columns hold the code of every
row and, for each of its fields, a fingerprint of the value that was handed out. By the fingerprint an import tells a
value that was typed from one that was left alone, and an evaluation that changed meanwhile from one that did not.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from .grid import Cell, Grid
from .ranges import address, corners

#: What the hidden cells start with, so that nothing a user types is taken for one.
MARK = "agency:"
ROWS, FACTS, BASE, NO_ROW = f"{MARK}rows:1", f"{MARK}facts:1", f"{MARK}base:", f"{MARK}none"
POINTS, NOT_APPLICABLE, EXPLANATION, IMPROVEMENT = "points", "not_applicable", "explanation", "improvement"
#: The columns of text of a row.
TEXTS = EXPLANATION, IMPROVEMENT
ENTRY, NOTE = "entry", "note"
#: The columns of the months.
MONTHS = tuple(f"month_{month:02d}" for month in range(1, 13))
#: Points and whether the row applies at all are one answer in two cells.
ANSWER = "answer"
#: What XML cannot hold although it is no control character.
_NEVER = "\ufffe\uffff"
#: How far down a hidden line is looked for, should lines be inserted above it.
_TOP = 50
#: The longest text of a cell in Excel.
LONGEST = 32_767


class Mismatch(Enum):
    """Why a workbook is no working copy that can be taken back."""

    NO_COPY = "no working copy"
    TWO_COPIES = "the same sheet twice"
    MISSING_COLUMNS = "columns are missing"
    MERGED = "cells are merged"


class NotACopy(Exception):
    """A workbook that is no working copy.

    :ivar mismatch: why
    :ivar sheet: the name of the sheet, empty for the whole workbook
    :ivar detail: the keys of the missing columns, or the range of merged cells
    """

    def __init__(self, mismatch: Mismatch, sheet: str = "", detail: str = "") -> None:
        super().__init__(" ".join(filter(None, (mismatch.value, sheet, detail))))
        self.mismatch = mismatch
        self.sheet = sheet
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Typed:
    """A cell that may be filled in, as it came back.

    :ivar place: its address
    """

    cell: Cell
    place: str


@dataclass(frozen=True, slots=True)
class FilledRow:
    """A row as it came back.

    :ivar code: the code of the row or fact; empty where someone added a row
    :ivar base: the fingerprints of what was handed out, by field
    :ivar cells: the cells that may be filled in, by the keys of their columns
    """

    code: str
    base: Mapping[str, str]
    cells: Mapping[str, Typed]


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of a working copy as it came back.

    :ivar sheet: its name, which a user may have changed
    """

    sheet: str
    rows: list[FilledRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """A working copy as it came back.

    :ivar reference: the evaluation that it is a copy of
    """

    reference: str
    rows: Table
    facts: Table | None = None


def read_copy(grids: Iterable[Grid]) -> WorkingCopy:
    """Find the sheets of a working copy, whatever they are called now and whatever else is in the workbook.

    :raises NotACopy: if there are none, or one is there twice, misses columns or has merged cells among its rows
    """
    found: dict[str, tuple[Grid, int, int]] = {}
    for grid in grids:
        for mark in (ROWS, FACTS):
            if place := _find(grid, mark):
                if mark in found:
                    raise NotACopy(Mismatch.TWO_COPIES, grid.name)
                found[mark] = grid, *place
    if ROWS not in found:
        raise NotACopy(Mismatch.NO_COPY)
    reference, rows = _read_table(*found[ROWS], {POINTS, NOT_APPLICABLE, *TEXTS})
    facts = None
    if FACTS in found:
        other, facts = _read_table(*found[FACTS], {ENTRY, NOTE, *MONTHS})
        if other != reference:
            raise NotACopy(Mismatch.NO_COPY, found[FACTS][0].name)
    return WorkingCopy(reference, rows, facts)


def printable(text: str) -> str:
    """Return `text` without what no sheet can hold, such as the vertical tabs that Word leaves in texts."""
    if text.isprintable():  # perf: as most are, and what no sheet can hold never is
        return text
    return "".join(
        letter for letter in text if letter in "\t\n\r" or unicodedata.category(letter) != "Cc" and letter not in _NEVER
    )


def normal(text: str) -> str:
    """Return `text` as it is compared: programs differ in line ends, blanks at their ends, and composed letters."""
    text = unicodedata.normalize("NFC", printable(text))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def fitting(text: str) -> str:
    """Return as much of `text`, as it is compared, as fits into a cell."""
    return normal(normal(text)[:LONGEST])


def fingerprint(text: str) -> str:
    return hashlib.sha256(normal(text).encode()).hexdigest()[:16]


def write_base(values: Mapping[str, str]) -> str:
    """Return the fingerprints of the values of a row, as its hidden cell holds them."""
    return " ".join(f"{name}={fingerprint(value)}" for name, value in values.items())


def _read_base(text: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in text.split())
    return {name: digest for name, equals, digest in pairs if equals}


def _find(grid: Grid, mark: str) -> tuple[int, int] | None:
    for row, cells in enumerate(grid.rows[:_TOP]):
        for column, cell in enumerate(cells):
            if cell.value == mark:
                return row, column
    return None


def _read_table(grid: Grid, top: int, code_column: int, needed: set[str]) -> tuple[str, Table]:
    """Return the reference of the evaluation, and the rows below the hidden line `top`."""
    reference, base_column, columns = "", -1, {}
    for column, cell in enumerate(grid.rows[top]):
        if isinstance(cell.value, str) and cell.value.startswith(MARK) and column != code_column:
            if cell.value.startswith(BASE):
                reference, base_column = cell.value.removeprefix(BASE), column
            else:
                columns[cell.value.removeprefix(MARK)] = column
    missing = needed - columns.keys()
    if missing or not reference:
        raise NotACopy(Mismatch.MISSING_COLUMNS, grid.name, " ".join(sorted(missing)))
    for merged in grid.merged:
        _first, (last_row, last_column) = corners(merged)
        if last_row > top and last_column >= min(columns.values()):
            raise NotACopy(Mismatch.MERGED, grid.name, merged)
    table = Table(grid.name)
    table.rows.extend(_read_rows(grid, top, code_column, base_column, columns))
    return reference, table


def _read_rows(
    grid: Grid, top: int, code_column: int, base_column: int, columns: Mapping[str, int]
) -> Iterator[FilledRow]:
    for line in range(top + 1, len(grid.rows)):
        code = _as_code(grid.cell(line, code_column))
        cells = {key: Typed(grid.cell(line, column), address(line, column)) for key, column in columns.items()}
        is_filled = any(typed.cell != Cell() for typed in cells.values())
        if code != NO_ROW and (code or is_filled):
            base = grid.cell(line, base_column).value
            yield FilledRow(code, _read_base(base) if isinstance(base, str) else {}, cells)


def _as_code(cell: Cell) -> str:
    if isinstance(cell.value, float) and cell.value.is_integer():
        return str(int(cell.value))
    return "" if cell.value is None else str(cell.value).strip()
