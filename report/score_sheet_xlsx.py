"""Writes a scoring sheet as an Excel workbook whose sums stay alive."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache

import xlsxwriter
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from ..scoring.points import NOT_APPLICABLE
from .score_sheet import TOTAL, Cell, Row, ScoreSheet
from .xlsx_lines import FONT, LINE_POINTS, count_lines, estimate_lines, room_in
from .xlsx_ranges import cells_in, scaled, spans

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_WORKSHEET = "Bảng chấm điểm"
#: Excel shows the decimal sign of its user's country.
_POINTS = {"num_format": "#,##0.0#", "align": "center", "border": 1}
_NUMBER, _TEXT, _FIRST_POINTS = 0, 1, 2
#: Column widths in digits of this font; together they are as wide as a page, so that it is printed at full size.
_ALL_WIDTH, _NUMBER_WIDTH, _POINTS_WIDTH = 75, 6, 10
#: perf: sheets of more rows than this, which nobody prints, get their heights from the number of letters.
_MEASURED_ROWS = 5_000
_A4 = 9
#: In inches, as Excel wants them: Nghị định 30/2020/NĐ-CP, Phụ lục I.
_MARGINS = {"left": 30 / 25.4, "right": 15 / 25.4, "top": 20 / 25.4, "bottom": 20 / 25.4}
_HEADER_MARGIN = 10 / 25.4


def write(sheet: ScoreSheet) -> bytes:
    """Return `sheet` as the content of an ``.xlsx`` file.

    Every heading and the total are formulas over the rows directly below them; where none of those has points, they
    show none. Text is written as text, so that nothing a user typed becomes a formula or a link.

    However many rows there are, one at a time is in memory; so each cell is written after those above and left of it.
    """
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True, "default_format_properties": FONT}) as workbook:
        workbook.set_properties(
            {
                "title": sheet.name,
                "author": sheet.author,
                "company": sheet.author,
                # The time of approval, so that what is approved is the same file whenever it is written.
                **({"created": sheet.settled_on.replace(tzinfo=None)} if sheet.settled_on else {}),
            }
        )
        _Writer(workbook, sheet).fill()
    return content.getvalue()


class _Writer:
    """Writes a sheet from top to bottom; `_line` is the line that is written next."""

    def __init__(self, workbook: xlsxwriter.Workbook, sheet: ScoreSheet) -> None:
        self._workbook = workbook
        self._sheet = sheet
        self._worksheet = workbook.add_worksheet(_WORKSHEET)
        self._last_column = len(sheet.columns) - 1
        points_widths = [_POINTS_WIDTH] * len(sheet.points_columns)
        self._widths = [_NUMBER_WIDTH, _ALL_WIDTH - _NUMBER_WIDTH - sum(points_widths), *points_widths]
        self._formats: dict[frozenset, xlsxwriter.format.Format] = {}
        # perf: a row has few cells, but a sheet has many rows; what depends on a few values is made once for each.
        self._text_styles = cache(self._make_text_styles)
        self._points_style = cache(self._make_points_style)
        self._count_lines = count_lines if len(sheet.rows) <= _MEASURED_ROWS else estimate_lines
        self._line = 0
        self._lines_of_rows: list[int] = []

    def fill(self) -> None:
        self._set_up_page()
        self._write_top()
        self._write_heading()
        self._place_rows()
        for row in self._sheet.rows:
            self._write_row(row)
        self._write_total()
        self._write_bottom()
        self._worksheet.print_area(0, 0, self._line, self._last_column)

    def _set_up_page(self) -> None:
        worksheet = self._worksheet
        worksheet.set_portrait()
        worksheet.set_paper(_A4)
        worksheet.set_margins(**_MARGINS)
        sign = self._sheet.draft_sign
        worksheet.set_header(f"{f'&L&B{sign}' if sign else ''}&C&P", {"margin": _HEADER_MARGIN})
        worksheet.fit_to_pages(1, 0)
        worksheet.set_default_row(LINE_POINTS)
        for column, width in enumerate(self._widths):
            worksheet.set_column(column, column, width)

    def _write_top(self) -> None:
        if letterhead := self._sheet.letterhead:
            self._write_across(letterhead.parent_agency, last=_TEXT)
            self._write_across(letterhead.agency, last=_TEXT, bold=True)
            self._line += 1
        for line in self._sheet.title:
            self._write_across(line, bold=True, font_size=13)
        self._write_across(self._sheet.attachment, italic=True)
        if self._sheet.replaces:
            self._write_across(self._sheet.replaces, italic=True)
        self._line += 1

    def _write_heading(self) -> None:
        worksheet = self._worksheet
        style = self._format(bold=True, align="center", valign="vcenter", text_wrap=True, border=1)
        for column, title in enumerate(self._sheet.columns):
            self._write_text(column, title, style)
        lines = max(
            count_lines(title, room_in(width), bold=True)
            for title, width in zip(self._sheet.columns, self._widths, strict=True)
        )
        worksheet.set_row(self._line, LINE_POINTS * lines)
        worksheet.repeat_rows(self._line)
        self._line += 1
        worksheet.freeze_panes(self._line, 0)

    def _place_rows(self) -> None:
        """Find the line of every row first, for a heading sums rows that stand below it."""
        line = self._line
        for row in self._sheet.rows:
            self._lines_of_rows.append(line)
            line += 1 + len(row.rules) + bool(row.remark)
        # Printed numbers such as 1 and 1.1 are text; Excel need not warn of it.
        self._worksheet.ignore_errors({"number_stored_as_text": xl_range(self._line, _NUMBER, line, _NUMBER)})

    def _write_row(self, row: Row) -> None:
        self._write_texts(row.number, row.text, row.level, row.is_heading)
        write_number, line, style = self._worksheet.write_number, self._line, self._points_style
        for column, cell in enumerate(row.cells, _FIRST_POINTS):
            if row.is_heading and cell.is_sum:
                self._write_sum(column, cell, row.children)
            elif cell.points is None:
                self._write_text(column, cell.text, style(False))
            else:
                write_number(line, column, cell.points, style(cell.is_not_applicable))
        self._line += 1
        for rule in row.rules:
            self._write_line_below(rule, row.level)
        if row.remark:
            self._write_line_below(row.remark, row.level, italic=True)

    def _write_line_below(self, text: str, level: int, italic: bool = False) -> None:
        """Write a line without number and points that belongs to the row above it, which is of `level`."""
        self._write_texts("", text, level + 1, italic=italic)
        style = self._format(**_POINTS)
        for column in range(_FIRST_POINTS, self._last_column + 1):
            self._write_text(column, "", style)
        self._line += 1

    def _write_texts(self, number: str, text: str, level: int, bold: bool = False, italic: bool = False) -> None:
        number_style, text_style, room = self._text_styles(level, bold, italic)
        self._write_text(_NUMBER, number, number_style)
        self._write_text(_TEXT, text, text_style)
        lines = self._count_lines(text, room, bold)
        if lines > 1:
            self._worksheet.set_row(self._line, LINE_POINTS * lines)

    def _make_text_styles(
        self, level: int, bold: bool, italic: bool
    ) -> tuple[xlsxwriter.format.Format, xlsxwriter.format.Format, float]:
        """Return the formats of number and text of such a row, and the room for a line of its text."""
        number_style = self._format(bold=bold, align="center", border=1)
        text_style = self._format(bold=bold, italic=italic, text_wrap=True, indent=level, border=1)
        return number_style, text_style, room_in(self._widths[_TEXT], level)

    def _write_points(self, column: int, cell: Cell) -> None:
        if cell.points is None:
            self._write_text(column, cell.text, self._points_style(False))
        else:
            style = self._points_style(cell.is_not_applicable)
            self._worksheet.write_number(self._line, column, cell.points, style)

    def _make_points_style(self, is_not_applicable: bool, bold: bool = False) -> xlsxwriter.format.Format:
        """Return the format of points; those of a row that does not apply, but counts all the same, say so."""
        style = {**_POINTS, "bold": bold}
        if is_not_applicable:
            style["num_format"] = f'{_POINTS["num_format"]} "({NOT_APPLICABLE})"'
        return self._format(**style)

    def _write_text(self, column: int, text: str, style: xlsxwriter.format.Format) -> None:
        """Write `text` as text whatever it looks like; none leaves the cell blank."""
        if text:
            self._worksheet.write_string(self._line, column, text, style)
        else:
            self._worksheet.write_blank(self._line, column, None, style)

    def _write_sum(self, column: int, cell: Cell, children: Iterable[int]) -> None:
        children = tuple(children)
        lines = [self._lines_of_rows[child] for child in children]
        cells = cells_in(column, lines)
        counted = f"COUNT({cells})"
        # A claim that a row does not apply is worth 0, though it is no number where it stands.
        below = (self._sheet.rows[child].cells[column - _FIRST_POINTS] for child in children)
        # Asked in this order, for a text is written out each time, and most rows are of no such kind.
        if cell.points is not None and any(one.is_not_applicable and one.text == NOT_APPLICABLE for one in below):
            places = (xl_range(first, column, last, column) for first, last in spans(lines))
            counted += "".join(f'+COUNTIF({place},"{NOT_APPLICABLE}")' for place in places)
        without = "" if cell.points is not None else cell.text
        total = f"SUM({cells})"
        if cell.excluded:
            bonus_rows = [place for place, row in enumerate(self._sheet.rows) if row.is_bonus and cell.bonus_maximum]
            bonus = cells_in(column, (self._lines_of_rows[place] for place in bonus_rows))
            total = scaled(
                total,
                xl_rowcol_to_cell(self._line, _FIRST_POINTS),
                str(cell.excluded),
                f"SUM({bonus})" if bonus else "",
                str(cell.bonus_maximum),
            )
        self._worksheet.write_formula(
            self._line,
            column,
            f'=IF({counted}=0,"{without}",{total})',
            self._points_style(cell.points is not None and cell.is_not_applicable, bold=True),
            cell.text if cell.points is None else cell.points,
        )

    def _write_total(self) -> None:
        self._write_text(_NUMBER, "", self._format(border=1))
        self._write_text(_TEXT, TOTAL, self._format(bold=True, align="center", border=1))
        for column, cell in enumerate(self._sheet.total, _FIRST_POINTS):
            if cell.is_sum:
                self._write_sum(column, cell, self._sheet.groups)
            else:
                self._write_points(column, cell)
        self._line += 1

    def _write_bottom(self) -> None:
        for line in self._sheet.closing_lines:
            self._write_across(line, italic=True, align="left")
        for note in self._sheet.notes:
            self._write_across(note.title, bold=True, align="left")
            for line in note.lines:
                self._write_across(line, align="left")
        if self._sheet.seal_line:
            self._write_across(self._sheet.seal_line, align="left")
        self._line += 1
        if signature := self._sheet.signature:
            for line in signature.title:
                self._write_across(line, first=_FIRST_POINTS, bold=True, shrink=True)
            self._line += 4
            self._write_across(signature.name, first=_FIRST_POINTS, bold=True, shrink=True)

    def _write_across(self, text: str, first: int = 0, last: int | None = None, **style) -> None:
        """Write `text` into one cell that spans columns, high enough for all of it."""
        last = self._last_column if last is None else last
        shape = self._format(**{"align": "center", "text_wrap": not style.get("shrink"), **style})
        self._worksheet.merge_range(self._line, first, self._line, last, "", shape)
        self._write_text(first, text, shape)
        if not style.get("shrink"):
            lines = count_lines(text, room_in(sum(self._widths[first : last + 1])), bold=True)
            self._worksheet.set_row(self._line, (LINE_POINTS + 1) * lines)
        self._line += 1

    def _format(self, **style) -> xlsxwriter.format.Format:
        """Return the format of `style`, one for all cells that share it."""
        key = frozenset(style.items())
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format({"valign": "top", **style})
        return self._formats[key]
