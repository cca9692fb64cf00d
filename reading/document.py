"""Reads the tables of an untrusted ``.docx`` file, with the lines of text around them.

The document is followed as a stream and nothing but text, tables, indents, bold type and numbering is read. A table
that a page break cut in two is put together again; a table inside a cell stands for itself. What a paragraph counts by
itself ("1.", "a)") is written out, for a reader sees it as text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from . import markup
from .grid import Cell, Grid
from .limits import Limits, Reason, Unreadable
from .numbered import Numbering, NumberingReader
from .package import Package

_MAIN = "wordprocessingml.document.main", "wordprocessingml.template.main"
#: What shows a text a second time, or text that was moved away or lies on a picture.
_UNSEEN = frozenset({"Fallback", "drawing", "pict", "object", "moveFrom", "del"})
_OFF = frozenset({"0", "false", "off", "none"})
#: Twentieths of a point in one step of indentation.
_STEP = 100
#: Lines of text above and below a table that may belong to it.
_LINES_ABOVE, _LINES_BELOW = 12, 6
_MOST_TABLES = 500
_DEEPEST = 30
_WIDEST = 64


@dataclass(frozen=True, slots=True)
class StyledCell(Cell):
    """A cell of a document.

    :ivar indent: how far its text is indented
    :ivar bold: whether all of its text is bold
    """

    indent: int = 0
    bold: bool = False


def read_document(content: bytes, limits: Limits | None = None) -> list[Grid]:
    """Return the tables of a ``.docx`` file in their order; the whole text too where lines hold tabs.

    :raises Unreadable: if it is no such file, is damaged, encrypted or has macros, or exceeds a limit
    """
    limits = limits or Limits()
    package = Package(content, limits)
    kinds = package.targets("").values()
    name = next((target for kind, target in kinds if kind == "officeDocument"), "word/document.xml")
    if not any(kind in package.content_type(name) for kind in _MAIN):
        raise Unreadable(Reason.NOT_THIS_FORMAT)
    reader = _DocumentReader(limits, _read_numbering(package, name))
    markup.walk(package.chunks(name), reader.start, reader.end, reader.text)
    return reader.grids()


def _read_numbering(package: Package, name: str) -> Numbering:
    reader = NumberingReader()
    part = next((target for kind, target in package.targets(name).values() if kind == "numbering"), "")
    if part:
        markup.walk(package.chunks(part), reader.start)
    return reader.numbering


@dataclass(slots=True)
class _Paragraph:
    texts: list[str] = field(default_factory=list)
    number: str = ""
    indent: int = 0
    #: whether every run with a text is bold, None as long as there is none
    bold: bool | None = None

    def add(self, text: str, bold: bool) -> None:
        self.texts.append(text)
        if text.strip():
            self.bold = bold and self.bold is not False

    def value(self) -> str:
        text = "".join(self.texts).strip(" ")
        return f"{self.number} {text}".strip(" ") if self.number else text


@dataclass(slots=True)
class _TableCell:
    paragraphs: list[_Paragraph] = field(default_factory=list)
    span: int = 1

    def finish(self) -> StyledCell:
        filled = [paragraph for paragraph in self.paragraphs if paragraph.value()]
        text = "\n".join(paragraph.value() for paragraph in filled)
        if not filled:
            return StyledCell()
        raw = "".join(filled[0].texts)
        spaces = len(raw) - len(raw.lstrip(" \u00a0"))
        return StyledCell(
            text, indent=filled[0].indent // _STEP + spaces, bold=all(paragraph.bold for paragraph in filled)
        )


@dataclass(slots=True)
class _Table:
    rows: list[list[Cell]] = field(default_factory=list)
    row: list[Cell] | None = None
    cell: _TableCell | None = None

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)


class _DocumentReader:
    """Follows the elements of a document."""

    def __init__(self, limits: Limits, numbering: Numbering) -> None:
        self._limits = limits
        self._numbering = numbering
        self._characters = limits.characters
        self._cells = limits.cells
        self._count = 0
        # What stands in the body, in order; a table inside another one stands before it.
        self._blocks: list[_Paragraph | _Table] = []
        self._tables: list[_Table] = []
        self._paragraphs: list[_Paragraph] = []
        self._unseen = 0
        self._in_run = self._in_run_properties = self._in_text = False
        self._run_is_bold = False
        self._list: list[str] = ["", "0"]

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        if self._unseen:
            return
        handler = getattr(self, f"_start_{tag}", None)
        if handler:
            handler(_value_of(attributes, "val"), attributes)

    def end(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen -= 1
            return
        if self._unseen:
            return
        handler = getattr(self, f"_end_{tag}", None)
        if handler:
            handler()

    def text(self, text: str) -> None:
        if self._in_text and not self._unseen:
            self._add(text)

    def grids(self) -> list[Grid]:
        """Return the tables with the lines around them, those that a page break cut put together."""
        grids = [grid for chain in self._chains() if (grid := self._make_grid(chain))]
        paragraphs = [block for block in self._blocks if isinstance(block, _Paragraph)]
        if any("\t" in paragraph.value() for paragraph in paragraphs):
            grids.append(Grid("", [_line(paragraph) for paragraph in paragraphs]))
        return grids

    def _start_p(self, _value: str, _attributes: Mapping[str, str]) -> None:
        self._paragraphs.append(_Paragraph())
        self._list = ["", "0"]
        if len(self._paragraphs) > _DEEPEST:
            raise Unreadable(Reason.DAMAGED)

    def _end_pPr(self) -> None:
        if self._paragraphs and self._list[0]:
            self._paragraphs[-1].number = self._numbering.count(self._list[0], self._list[1])

    def _end_p(self) -> None:
        paragraph = self._paragraphs.pop()
        cell = self._tables[-1].cell if self._tables else None
        if cell:
            cell.paragraphs.append(paragraph)
        elif not self._tables:
            self._spend()
            self._blocks.append(paragraph)

    def _start_numId(self, value: str, _attributes: Mapping[str, str]) -> None:
        self._list[0] = value

    def _start_ilvl(self, value: str, _attributes: Mapping[str, str]) -> None:
        self._list[1] = value

    def _start_ind(self, _value: str, attributes: Mapping[str, str]) -> None:
        if not self._paragraphs or self._in_run:
            return
        twips = _value_of(attributes, "left") or _value_of(attributes, "start")
        hanging = _value_of(attributes, "firstLine")
        self._paragraphs[-1].indent = _whole(twips) + _whole(hanging)

    def _start_r(self, _value: str, _attributes: Mapping[str, str]) -> None:
        self._in_run, self._run_is_bold = True, False

    def _end_r(self) -> None:
        self._in_run = False

    def _start_rPr(self, _value: str, _attributes: Mapping[str, str]) -> None:
        self._in_run_properties = self._in_run

    def _end_rPr(self) -> None:
        self._in_run_properties = False

    def _start_b(self, value: str, _attributes: Mapping[str, str]) -> None:
        if self._in_run_properties:
            self._run_is_bold = value.lower() not in _OFF

    def _start_t(self, _value: str, _attributes: Mapping[str, str]) -> None:
        self._in_text = self._in_run

    def _end_t(self) -> None:
        self._in_text = False

    def _start_tab(self, _value: str, _attributes: Mapping[str, str]) -> None:
        if self._in_run:
            self._add("\t")

    def _start_br(self, _value: str, _attributes: Mapping[str, str]) -> None:
        if self._in_run:
            self._add("\n")

    _start_cr = _start_br

    def _start_noBreakHyphen(self, _value: str, _attributes: Mapping[str, str]) -> None:
        self._add("-")

    def _start_tbl(self, _value: str, _attributes: Mapping[str, str]) -> None:
        self._count += 1
        if self._count > _MOST_TABLES or len(self._tables) >= _DEEPEST:
            raise Unreadable(Reason.TOO_MANY_SHEETS, limit=_MOST_TABLES)
        self._tables.append(_Table())

    def _end_tbl(self) -> None:
        self._blocks.append(self._tables.pop())

    def _start_tr(self, _value: str, _attributes: Mapping[str, str]) -> None:
        if self._tables:
            self._tables[-1].row = []

    def _start_gridBefore(self, value: str, _attributes: Mapping[str, str]) -> None:
        if self._tables and self._tables[-1].row is not None:
            self._tables[-1].row += [StyledCell()] * min(_whole(value), _WIDEST)

    def _end_tr(self) -> None:
        table = self._tables[-1] if self._tables else None
        if not table or table.row is None:
            return
        if len(table.rows) >= self._limits.rows:
            raise Unreadable(Reason.TOO_MANY_ROWS, limit=self._limits.rows)
        table.rows.append(table.row)
        table.row = None

    def _start_tc(self, _value: str, _attributes: Mapping[str, str]) -> None:
        if self._tables:
            self._tables[-1].cell = _TableCell()

    def _start_gridSpan(self, value: str, _attributes: Mapping[str, str]) -> None:
        if self._tables and (cell := self._tables[-1].cell):
            cell.span = max(_whole(value), 1)

    def _end_tc(self) -> None:
        table = self._tables[-1] if self._tables else None
        if not table or table.cell is None or table.row is None:
            return
        if len(table.row) + table.cell.span > self._limits.columns:
            raise Unreadable(Reason.TOO_MANY_COLUMNS, limit=self._limits.columns)
        self._spend()
        table.row.append(table.cell.finish())
        table.row += [StyledCell()] * (table.cell.span - 1)
        table.cell = None

    def _add(self, text: str) -> None:
        self._characters -= len(text)
        if self._characters < 0:
            raise Unreadable(Reason.TOO_MUCH_TEXT, limit=self._limits.characters)
        if self._paragraphs:
            self._paragraphs[-1].add(text, self._run_is_bold)

    def _spend(self) -> None:
        self._cells -= 1
        if self._cells < 0:
            raise Unreadable(Reason.TOO_MANY_CELLS, limit=self._limits.cells)

    def _chains(self) -> list[list[int]]:
        """Return the places of tables, those together that nothing but blank lines and page numbers part."""
        chains: list[list[int]] = []
        between = False
        for place, block in enumerate(self._blocks):
            if isinstance(block, _Paragraph):
                text = block.value().strip(" -–")
                between = between or bool(text and not text.isdigit())
                continue
            last = self._blocks[chains[-1][-1]] if chains else None
            if isinstance(last, _Table) and not between and last.width == block.width:
                chains[-1].append(place)
            else:
                chains.append([place])
            between = False
        return chains

    def _make_grid(self, chain: list[int]) -> Grid | None:
        rows = [row for place in chain if isinstance(block := self._blocks[place], _Table) for row in block.rows]
        above = self._lines(range(chain[0] - 1, -1, -1), _LINES_ABOVE)[::-1]
        below = self._lines(range(chain[-1] + 1, len(self._blocks)), _LINES_BELOW)
        return Grid("", [*above, *rows, *below]) if rows else None

    def _lines(self, places: range, most: int) -> list[list[Cell]]:
        """Return the lines of text from a table on, up to the next table."""
        lines: list[list[Cell]] = []
        for place in places[:most]:
            block = self._blocks[place]
            if not isinstance(block, _Paragraph):
                break
            lines.append(_line(block))
        return lines


def _line(paragraph: _Paragraph) -> list[Cell]:
    """Return a line of text as cells, parted at its tabs."""
    return [
        StyledCell(text.strip() or None, indent=paragraph.indent // _STEP, bold=bool(paragraph.bold))
        for text in paragraph.value().split("\t")
    ]


def _value_of(attributes: Mapping[str, str], name: str) -> str:
    return next((value for key, value in attributes.items() if key.rpartition(" ")[2] == name), "")


def _whole(text: str) -> int:
    """Return a number of the markup, 0 for none and for what no page is wide enough for."""
    digits = text.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 0
