"""Writes the ranking of a round as an Excel workbook."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import xlsxwriter

from .ranking import TITLE, Line, RankingSheet
from .xlsx_lines import FONT, LINE_POINTS, estimate_lines, room_in

#: The columns with their widths in characters.
_COLUMNS = {
    "Thứ hạng": 9,
    "Đồng hạng": 9,
    "Đơn vị": 40,
    "Khối, cụm": 24,
    "Thứ hạng trong khối, cụm": 14,
    "Điểm": 9,
    "Điểm tăng, giảm so với kỳ trước": 14,
    "Thứ hạng tăng, giảm so với kỳ trước": 14,
    "Xếp loại theo kết quả phê duyệt": 26,
    "Xếp loại của đợt": 26,
    "Ghi chú": 40,
}
#: Columns of text, which are wrapped.
_TEXTS = (2, 3, 8, 9, 10)
_ROOM = {column: room_in(list(_COLUMNS.values())[column]) for column in _TEXTS}
_A4 = 9
#: What Excel allows for the height of a line, in points.
_HIGHEST = 409
_HEADING_LINES = 4


def write(sheet: RankingSheet) -> bytes:
    """Return the ranking as an ``.xlsx`` file: numbers as numbers, text as text whatever it looks like."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "default_format_properties": FONT}) as workbook:
        workbook.set_properties({"title": f"{TITLE} – {sheet.title}"})
        worksheet = workbook.add_worksheet(TITLE)
        worksheet.set_landscape()
        worksheet.set_paper(_A4)
        worksheet.fit_to_pages(1, 0)
        worksheet.set_footer("&C&P/&N")
        for column, width in enumerate(_COLUMNS.values()):
            worksheet.set_column(column, column, width)
        styles = _styles(workbook)
        worksheet.write_string(0, 0, f"{TITLE} – {sheet.title}", styles["title"])
        for row, note in enumerate(sheet.notes, 1):
            worksheet.write_string(row, 0, note)
        top = len(sheet.notes) + 1
        for column, name in enumerate(_COLUMNS):
            worksheet.write_string(top, column, name, styles["heading"])
        worksheet.set_row(top, _HEADING_LINES * LINE_POINTS)
        worksheet.repeat_rows(top)
        worksheet.freeze_panes(top + 1, 3)
        worksheet.autofilter(top, 0, top + len(sheet.lines), len(_COLUMNS) - 1)
        for row, line in enumerate(sheet.lines, top + 1):
            _write_line(worksheet, row, line, styles)
    return content.getvalue()


def _styles(workbook: xlsxwriter.Workbook) -> dict[str, Any]:
    body = {"valign": "top", "text_wrap": True, "border": 1}
    return {
        "title": workbook.add_format({"bold": True, "font_size": 14}),
        "heading": workbook.add_format({**body, "bold": True, "align": "center", "bg_color": "#E8EEF4"}),
        "text": workbook.add_format(body),
        "whole": workbook.add_format({**body, "num_format": "0"}),
        "points": workbook.add_format({**body, "num_format": "0.00"}),
        "gain": workbook.add_format({**body, "num_format": "+0.00;-0.00;0.00"}),
        "rise": workbook.add_format({**body, "num_format": "+0;-0;0"}),
    }


def _write_line(worksheet: Any, row: int, line: Line, styles: dict[str, Any]) -> None:
    cells: tuple[tuple[int | Decimal | str | None, str], ...] = (
        (line.rank, "whole"),
        ("x" if line.is_tied else "", "text"),
        (line.unit, "text"),
        (line.cluster, "text"),
        (line.cluster_rank, "whole"),
        (line.points, "points"),
        (line.gain, "gain"),
        (line.rise, "rise"),
        (line.reached, "text"),
        (line.grade, "text"),
        (line.remark, "text"),
    )
    lines = max(estimate_lines(str(cells[column][0] or ""), room, bold=False) for column, room in _ROOM.items())
    worksheet.set_row(row, min(LINE_POINTS * max(lines, 1), _HIGHEST))
    for column, (value, style) in enumerate(cells):
        if value is None:
            worksheet.write_blank(row, column, None, styles[style])
        elif isinstance(value, str):
            worksheet.write_string(row, column, value, styles[style])
        else:
            worksheet.write_number(row, column, float(value), styles[style])
