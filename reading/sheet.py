"""The parts of a workbook that hold values: shared texts, the styles of dates, and the sheets themselves.

What a number format and the number of a day mean is openpyxl's knowledge.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import from_excel

from .grid import EMPTY, Cell, Grid
from .limits import Limits, Reason, Unreadable
from .ranges import address, corners, place

#: The size of a sheet in Excel; larger numbers are no addresses.
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_ROW_NUMBER = re.compile(r"[1-9][0-9]{0,6}")
_NUMBER = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?")
_INDEX = re.compile(r"[0-9]{1,9}")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Budget:
    """What all sheets of a workbook together may still hold."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._cells = limits.cells
        # Cells without a value stand in rows too, up to the last one that has a value.
        self._places = 10 * limits.cells
        self._characters = limits.characters

    def spend_value(self, sheet: str) -> None:
        self._cells -= 1
        if self._cells < 0:
            raise Unreadable(Reason.TOO_MANY_CELLS, sheet=sheet, limit=self.limits.cells)

    def spend_places(self, count: int, sheet: str) -> None:
        self._places -= count
        if self._places < 0:
            raise Unreadable(Reason.TOO_MANY_CELLS, sheet=sheet, limit=self.limits.cells)

    def spend_text(self, text: str) -> None:
        self._characters -= len(text)
        if self._characters < 0:
            raise Unreadable(Reason.TOO_MUCH_TEXT, limit=self.limits.characters)


class PartReader:
    """Follows the elements of a part; texts between `_listen` and `_heard` are kept."""

    def __init__(self) -> None:
        self._texts: list[str] | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        raise NotImplementedError

    def end(self, tag: str) -> None:
        """Nothing follows from the end of an element, unless a part says so."""

    def text(self, text: str) -> None:
        if self._texts is not None:
            self._texts.append(text)

    def _listen(self) -> None:
        self._texts = []

    def _heard(self) -> str:
        texts, self._texts = self._texts, None
        return "".join(texts or ())


class DateStyles(PartReader):
    """Finds the styles that show a number as a date.

    :ivar found: their numbers, as cells write them
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._styles = 0
        self._formats: dict[str, str] = {str(number): code for number, code in BUILTIN_FORMATS.items()}
        self._in_cell_styles = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "numFmt":
            self._formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")[:255]
        elif tag == "cellXfs":
            self._in_cell_styles = True
        elif tag == "xf" and self._in_cell_styles:
            if is_date_format(self._formats.get(attributes.get("numFmtId", "0"))):
                self.found.add(str(self._styles))
            self._styles += 1

    def end(self, tag: str) -> None:
        if tag == "cellXfs":
            self._in_cell_styles = False


class RichText(PartReader):
    """Puts a text together from its runs, without the readings that East Asian texts carry beside them."""

    def __init__(self) -> None:
        super().__init__()
        self._runs: list[str] = []
        self._in_reading = False

    def _enter(self, tag: str) -> None:
        if tag == "rPh":
            self._in_reading = True
        elif tag == "t" and not self._in_reading:
            self._listen()

    def _leave(self, tag: str) -> None:
        if tag == "rPh":
            self._in_reading = False
        elif tag == "t" and not self._in_reading:
            self._runs.append(self._heard())

    def _take(self) -> str:
        runs, self._runs = self._runs, []
        return unescape("".join(runs))


class Strings(RichText):
    """Reads the texts that cells refer to by number.

    :ivar found: the texts in order
    """

    def __init__(self, budget: Budget) -> None:
        super().__init__()
        self.found: list[str] = []
        self._budget = budget

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._enter(tag)

    def end(self, tag: str) -> None:
        self._leave(tag)
        if tag == "si":
            text = self._take()
            self._budget.spend_text(text)
            self._budget.spend_places(1, "")
            self.found.append(text)


class SheetReader(RichText):
    """Fills a grid from the part of its sheet."""

    def __init__(self, grid: Grid, strings: list[str], date_styles: set[str], epoch: datetime, budget: Budget) -> None:
        super().__init__()
        self._grid = grid
        self._strings = strings
        self._date_styles = date_styles
        self._epoch = epoch
        self._budget = budget
        # The place where the reader is, counted from 0.
        self._row = self._column = -1
        self._attributes: Mapping[str, str] = {}
        self._is_formula = False
        self._raw = ""
        self._array_ranges: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "v":
            self._listen()
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "f":
            self._is_formula = True
            if attributes.get("t") in ("array", "dataTable"):
                self._array_ranges.append(attributes.get("ref", ""))
        elif tag == "mergeCell":
            self._budget.spend_places(1, self._grid.name)
            self._corners(attributes.get("ref", ""))
            self._grid.merged.append(attributes["ref"])
        else:
            self._enter(tag)

    def end(self, tag: str) -> None:
        if tag == "c":
            self._end_cell()
        elif tag == "v":
            self._raw = self._heard()
        else:
            self._leave(tag)

    def finish(self) -> None:
        """Mark the cells that a formula fills which stands in another cell."""
        for reference in self._array_ranges:
            first, last = self._corners(reference)
            for cells in self._grid.rows[first[0] : last[0] + 1]:
                self._budget.spend_places(max(1, len(cells)), self._grid.name)
                for column in range(first[1], min(last[1] + 1, len(cells))):
                    cells[column] = Cell(cells[column].value, is_formula=True)

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        number = attributes.get("r", str(self._row + 2))
        if not _ROW_NUMBER.fullmatch(number) or not self._row < int(number) - 1 < _LAST_ROW:
            raise self._damage()
        self._budget.spend_places(1, self._grid.name)
        self._row, self._column = int(number) - 1, -1

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        row, column = self._row, self._column + 1
        if "r" in attributes:
            row, column = self._place(attributes["r"])
        if row != self._row or not self._column < column < _LAST_COLUMN:
            raise self._damage()
        self._column = column
        self._attributes, self._is_formula, self._raw = attributes, False, ""

    def _end_cell(self) -> None:
        kind = self._attributes.get("t", "n")
        inline = self._take()
        value = (inline or None) if kind == "inlineStr" else self._convert(kind, self._raw)
        if value is None and not self._is_formula:
            return
        limits, name = self._budget.limits, self._grid.name
        if self._row >= limits.rows:
            raise Unreadable(Reason.TOO_MANY_ROWS, sheet=name, limit=limits.rows)
        if self._column >= limits.columns:
            raise Unreadable(Reason.TOO_MANY_COLUMNS, sheet=name, limit=limits.columns)
        self._budget.spend_value(name)
        if kind in ("inlineStr", "str"):
            self._budget.spend_text(str(value))
        rows = self._grid.rows
        rows.extend([] for _missing in range(self._row + 1 - len(rows)))
        cells = rows[self._row]
        self._budget.spend_places(self._column + 1 - len(cells), name)
        cells.extend([EMPTY] * (self._column - len(cells)))
        cells.append(Cell(value, self._is_formula))

    def _convert(self, kind: str, raw: str) -> str | float | bool | date | None:
        """Return the value of a cell of this kind; None for an empty one.

        :raises Unreadable: if it is none of this kind
        """
        if not raw:
            return None
        if kind == "n":
            return self._convert_number(raw)
        if kind == "s" and _INDEX.fullmatch(raw) and int(raw) < len(self._strings):
            return self._strings[int(raw)] or None
        if kind in ("str", "e"):
            return unescape(raw)
        if kind == "b" and raw in ("0", "1", "true", "false"):
            return raw in ("1", "true")
        if kind == "d":
            try:
                return _as_date(datetime.fromisoformat(raw.removesuffix("Z")))
            except ValueError:
                raise self._damage() from None
        raise self._damage()

    def _convert_number(self, raw: str) -> float | date:
        # Excel writes no spaces around numbers, but a program that breaks lines in its XML may.
        raw = raw.strip()
        if not _NUMBER.fullmatch(raw) or len(raw) > 40:
            raise self._damage()
        number = float(raw)
        if number in (float("inf"), float("-inf")):
            raise self._damage()
        # A number below one is a time of no day.
        if self._attributes.get("s", "0") not in self._date_styles or number < 1:
            return number
        try:
            return _as_date(from_excel(number, self._epoch))
        except (OverflowError, ValueError):
            return number

    def _place(self, reference: str) -> tuple[int, int]:
        try:
            return place(reference)
        except ValueError:
            raise self._damage() from None

    def _corners(self, reference: str) -> tuple[tuple[int, int], tuple[int, int]]:
        try:
            return corners(reference)
        except ValueError:
            raise self._damage() from None

    def _damage(self) -> Unreadable:
        cell = address(self._row, self._column) if min(self._row, self._column) >= 0 else ""
        return Unreadable(Reason.DAMAGED, sheet=self._grid.name, cell=cell)


def unescape(text: str) -> str:
    """Return `text` with characters in place of what Excel writes for them, such as ``_x000D_``."""
    return _ESCAPE.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    # Other controls, and halves of characters, are no text that a database or a paper can hold.
    return character if character.isprintable() or character in "\t\n\r" else ""


def _as_date(moment: datetime) -> date:
    """Return a moment as its day, if it is the start of one."""
    return moment if (moment.hour, moment.minute, moment.second) != (0, 0, 0) else moment.date()
