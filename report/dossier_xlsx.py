"""Writes the index of an evidence dossier as an Excel workbook whose links lead to the files beside it."""

from __future__ import annotations

import io
from collections.abc import Mapping

import xlsxwriter

from .dossier import (
    TITLE,
    Document,
    Dossier,
    File,
    Outcome,
    Subject,
    describe_outcome,
    describe_place,
    describe_size,
)
from .xlsx_lines import FONT, LINE_POINTS, count_lines, room_in

_WORKSHEET = "Mục lục"
#: The columns with their widths in characters.
_COLUMNS = {
    "Mã": 10,
    "Tiêu chí, số liệu": 42,
    "Tài liệu": 40,
    "Thông tin": 30,
    "Tệp": 34,
    "Dung lượng": 12,
    "Ghi chú": 26,
    "SHA-256": 68,
}
_CODE, _TEXT, _DOCUMENT, _DETAILS, _FILE, _SIZE, _NOTE, _DIGEST = range(len(_COLUMNS))
_ROOM = [room_in(width) for width in _COLUMNS.values()]
#: What Excel holds in a worksheet; further files are named without a link.
_MOST_LINKS = 65_000
_NO_FILE = "Không có tệp đính kèm"
_A4 = 9


def write(dossier: Dossier, outcomes: Mapping[str, Outcome]) -> bytes:
    """Return the index as an ``.xlsx`` file: a line for each file, and for each document that has none.

    Text is written as text, so that nothing a user typed becomes a formula; only the links lead anywhere.

    :param outcomes: what came into the dossier, by path
    """
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True, "default_format_properties": FONT}) as workbook:
        workbook.set_properties({"title": " ".join((TITLE, *dossier.title[1:])), "author": dossier.agency})
        _Writer(workbook, dossier, outcomes).fill()
    return content.getvalue()


class _Writer:
    """Writes the index from top to bottom; `_line` is the line that is written next."""

    def __init__(self, workbook: xlsxwriter.Workbook, dossier: Dossier, outcomes: Mapping[str, Outcome]) -> None:
        self._dossier = dossier
        self._outcomes = outcomes
        self._worksheet = workbook.add_worksheet(_WORKSHEET)
        body = {"valign": "top", "text_wrap": True, "border": 1}
        self._title = workbook.add_format({"bold": True, "font_size": 14})
        self._plain = workbook.add_format({"valign": "top"})
        self._heading = workbook.add_format({**body, "bold": True, "align": "center", "bg_color": "#E8EEF4"})
        self._text = workbook.add_format(body)
        self._group = workbook.add_format({**body, "bold": True})
        self._warning = workbook.add_format({**body, "bold": True, "font_color": "#B3261E"})
        self._link = workbook.add_format({**body, "font_color": "#0B5394", "underline": 1})
        self._links = 0
        self._line = 0
        self._lines = 1

    def fill(self) -> None:
        self._set_up_page()
        self._write_top()
        for column, title in enumerate(_COLUMNS):
            self._write(column, title, self._heading)
        self._worksheet.repeat_rows(self._line)
        self._end_line()
        self._worksheet.freeze_panes(self._line, _DOCUMENT)
        first = self._line - 1
        for name, file in self._dossier.papers.items():
            self._write_line("", "", name, "")
            self._write_file(file)
            self._end_line()
        for subject in self._dossier.subjects():
            self._write_subject(subject)
        # The last column is for programs; paper has no room for it.
        self._worksheet.print_area(0, 0, self._line, _NOTE)
        self._worksheet.autofilter(first, 0, max(self._line - 1, first), len(_COLUMNS) - 1)

    def _set_up_page(self) -> None:
        worksheet = self._worksheet
        worksheet.set_landscape()
        worksheet.set_paper(_A4)
        worksheet.fit_to_pages(1, 0)
        worksheet.set_footer("&C&P/&N")
        for column, width in enumerate(_COLUMNS.values()):
            worksheet.set_column(column, column, width)

    def _write_top(self) -> None:
        for text in (self._dossier.agency, " ".join((TITLE, *self._dossier.title[1:]))):
            self._worksheet.write_string(self._line, 0, text, self._title)
            self._line += 1
        for label, text in self._dossier.about.items():
            self._worksheet.write_string(self._line, 0, f"{label}: {text}", self._plain)
            self._line += 1
        self._line += 1

    def _write_subject(self, subject: Subject) -> None:
        if not subject.documents:
            if subject.is_heading or subject.code:
                self._write_line(subject.code, subject.text, "", "", is_heading=subject.is_heading)
                self._end_line()
        for document in subject.documents:
            self._write_document(subject, document)

    def _write_document(self, subject: Subject, document: Document) -> None:
        details = "\n".join(filter(None, (*document.details, document.review)))
        title = "" if document.is_secret else document.title
        for file in document.files or (None,):
            self._write_line(subject.code, subject.text, title, details, is_heading=subject.is_heading)
            if file:
                self._write_file(file)
            else:
                text = describe_place(document) if document.register else _NO_FILE
                self._write(_NOTE, text, self._text if document.register else self._warning)
            self._end_line()

    def _write_line(self, code: str, text: str, document: str, details: str, is_heading: bool = False) -> None:
        style = self._group if is_heading else self._text
        self._write(_CODE, code, style)
        self._write(_TEXT, text, style)
        self._write(_DOCUMENT, document, self._text)
        self._write(_DETAILS, details, self._text)
        for column in range(_FILE, len(_COLUMNS)):
            self._write(column, "", self._text)

    def _write_file(self, file: File) -> None:
        outcome = self._outcomes[file.path]
        if outcome.is_absent:
            self._write(_FILE, file.path, self._text)
        else:
            self._write_link(file.path)
            self._write(_SIZE, describe_size(outcome.size), self._text)
            self._write(_DIGEST, outcome.digest, self._text)
        if warning := describe_outcome(outcome):
            self._write(_NOTE, warning, self._warning)

    def _write_link(self, path: str) -> None:
        self._links += 1
        if self._links > _MOST_LINKS:
            self._write(_FILE, path, self._text)
        else:
            # A path without a scheme is relative to the workbook; xlsxwriter's own "external:" is for Windows only.
            self._worksheet.write_url(self._line, _FILE, path, self._link, string=path)
            self._make_room(_FILE, path)

    def _write(self, column: int, text: str, style: xlsxwriter.format.Format) -> None:
        """Write `text` as text whatever it looks like; none leaves the cell blank."""
        if text:
            self._worksheet.write_string(self._line, column, text, style)
            self._make_room(column, text)
        else:
            self._worksheet.write_blank(self._line, column, None, style)

    def _make_room(self, column: int, text: str) -> None:
        self._lines = max(self._lines, count_lines(text, _ROOM[column], bold=True))

    def _end_line(self) -> None:
        self._worksheet.set_row(self._line, LINE_POINTS * self._lines)
        self._line, self._lines = self._line + 1, 1
