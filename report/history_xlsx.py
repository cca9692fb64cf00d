"""Writes the history of an evaluation as an Excel workbook."""

from __future__ import annotations

import io

import xlsxwriter

from .history import NAME, TITLE, Entry, History
from .xlsx_lines import FONT, LINE_POINTS, estimate_lines, room_in

#: The columns with their widths in characters.
_COLUMNS = {
    "Thời gian": 17,
    "Người thay đổi": 26,
    "Mã": 18,
    "Tiêu chí, số liệu": 42,
    "Nội dung": 20,
    "Giá trị cũ": 36,
    "Giá trị mới": 36,
    "Cách nhập": 20,
}
_ROOM = [room_in(width) for width in _COLUMNS.values()]
_A4 = 9
#: What Excel allows for the height of a line, in points.
_HIGHEST = 409


def write(history: History) -> bytes:
    """Return the history as an ``.xlsx`` file, a line for each change; text stays text whatever it looks like."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True, "default_format_properties": FONT}) as workbook:
        workbook.set_properties({"title": f"{TITLE} – {history.title}"})
        worksheet = workbook.add_worksheet(NAME)
        worksheet.set_landscape()
        worksheet.set_paper(_A4)
        worksheet.fit_to_pages(1, 0)
        worksheet.set_footer("&C&P/&N")
        for column, width in enumerate(_COLUMNS.values()):
            worksheet.set_column(column, column, width)
        body = {"valign": "top", "text_wrap": True, "border": 1}
        title, text = workbook.add_format({"bold": True, "font_size": 14}), workbook.add_format(body)
        heading = workbook.add_format({**body, "bold": True, "align": "center", "bg_color": "#E8EEF4"})
        worksheet.write_string(0, 0, f"{TITLE} – {history.title}", title)
        line = 1
        for note in history.notes():
            worksheet.write_string(line, 0, note)
            line += 1
        for column, name in enumerate(_COLUMNS):
            worksheet.write_string(line, column, name, heading)
        worksheet.repeat_rows(line)
        worksheet.freeze_panes(line + 1, 0)
        worksheet.autofilter(line, 0, line + len(history.entries), len(_COLUMNS) - 1)
        for place, entry in enumerate(history.entries, line + 1):
            _write_entry(worksheet, place, entry, text)
    return content.getvalue()


def _write_entry(worksheet: xlsxwriter.worksheet.Worksheet, line: int, entry: Entry, style: object) -> None:
    cells = (entry.on, entry.by, entry.code, entry.subject, entry.label, entry.old, entry.new, entry.way)
    lines = max(estimate_lines(cell, room, bold=False) for cell, room in zip(cells, _ROOM, strict=True))
    worksheet.set_row(line, min(LINE_POINTS * max(lines, 1), _HIGHEST))
    for column, cell in enumerate(cells):
        worksheet.write_string(line, column, cell, style)
