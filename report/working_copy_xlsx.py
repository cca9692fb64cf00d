"""Writes the working copy of an evaluation: a workbook that is filled in elsewhere and taken back.

Only what its reader may fill in is open; the sheets are protected without a password, so that nothing is filled in
where it would be refused, and whoever has a reason may still lift it. How the hidden line and columns are read again is
in ``reading/working_copy.py``.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from ..reading import working_copy as layout
from ..scoring.numbers import MOST_DIGITS, Bounds
from ..scoring.points import NOT_APPLICABLE, RELIEVED, format_points
from .xlsx_lines import FONT, LINE_POINTS, count_lines, room_in
from .xlsx_ranges import cells_in, scaled, spans

_POINTS, _OPEN, _LOCKED, _HEADING = "#,##0.0#", "#FFF9DB", "#F2F2F2", "#DCE6F1"
#: What Excel calls what parts come to; the last one it has no function for.
_FUNCTIONS = {"sum": "SUM", "mean": "AVERAGE", "most": "MAX", "least": "MIN"}
#: Of points that may still change.
_OPEN_POINTS = "#7F7F7F"
_A4 = 9
#: The most lines that a row is made high; what is longer can be read in its cell.
_HIGHEST = 20
#: Excel's limits for the texts of a validation.
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255
#: What a comment shows at most; the rest is in the system.
_LONGEST_COMMENT = 1_500
#: No number of a fact has more digits before its decimals.
_LARGEST = 10**MOST_DIGITS - 1
#: Numbers from here on Excel writes by powers of ten unless told otherwise.
_BY_POWERS = 10**11
_HELP = (
    "Chỉ nhập vào ô nền vàng. Không thêm, xóa, gộp hay đổi thứ tự dòng, cột; lưu dưới dạng .xlsx.",
    "Điểm: số từ 0 đến điểm chuẩn, tối đa hai chữ số thập phân. Dòng đề nghị không áp dụng: chọn KAD, để"
    " trống điểm và ghi lý do ở phần thuyết minh; khi chưa được chấp nhận thì tính 0 điểm."
    " Cách tính điểm ở ghi chú của ô điểm.",
    "Nhập xong, mở phiếu đánh giá trên hệ thống và chọn “Nhập bản làm việc”: mọi thay đổi được xem trước khi ghi.",
)
_FACTS_HELP = (
    "Chỉ nhập vào ô nền vàng: số liệu cả kỳ ở cột “Cả kỳ”, số liệu từng tháng ở cột của tháng; để trống nếu chưa có."
    " Số liệu theo quý nhập ở cột của tháng đầu quý (T1, T4, T7, T10), theo 6 tháng ở cột T1 và T7.",
)


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A row of the sheet in a working copy.

    :ivar values: what is handed out, by field, as it is compared again; of a heading none
    :ivar points: None where it has none
    :ivar suggestion: the points that follow from the facts, None where none do
    :ivar is_provisional: they may still change, for a fact is not stated for the whole period
    :ivar help: how points are given
    :ivar is_open: the reader of the copy may fill it in
    :ivar children: the indexes of the rows directly below a heading
    """

    code: str
    number: str
    text: str
    level: int
    is_heading: bool
    maximum: float
    points: float | None
    is_not_applicable: bool
    is_relieved: bool
    is_bonus: bool
    may_not_apply: bool
    suggestion: float | None
    is_provisional: bool
    help: str
    is_open: bool
    values: Mapping[str, str]
    children: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CopyFact:
    """A fact in a working copy.

    :ivar values: what is handed out, by field, as it is compared again
    :ivar is_monthly: it is stated part by part, each in the column of the month in which it begins
    :ivar aggregate: what its parts come to, as :class:`aggregates.Aggregate`
    :ivar counted: the months of the parts that the period has, in its order
    :ivar total: its number so far
    :ivar numbers: the same as numbers, without what is not stated
    :ivar open_fields: the fields that the reader of the copy may fill in
    :ivar bounds: what its numbers may be
    :ivar allowed: the same in words
    """

    code: str
    name: str
    unit: str
    is_monthly: bool
    aggregate: str
    counted: tuple[int, ...]
    total: float | None
    help: str
    values: Mapping[str, str]
    numbers: Mapping[str, float]
    open_fields: frozenset[str]
    bounds: Bounds
    allowed: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A working copy.

    :ivar reference: names the evaluation to the system
    :ivar name: names it to people
    :ivar period: what its period is called: ``quý I năm 2021``
    :ivar excluded: the maximum points of the rows that the unit is relieved of, but for a bonus
    :ivar bonus_maximum: the maximum points of the rows that are a bonus, which are added unscaled
    :ivar maximum: the points of the whole sheet; None if rows are left out that its reader may not see
    :ivar total: the points so far, None as long as there are none
    :ivar texts: the titles of the columns of text, by field
    """

    reference: str
    name: str
    unit: str
    period: str
    excluded: float
    bonus_maximum: float
    rows: tuple[CopyRow, ...]
    groups: tuple[int, ...]
    facts: tuple[CopyFact, ...]
    maximum: float | None
    total: float | None
    texts: Mapping[str, str]


def write(copy: Copy) -> bytes:
    """Return the content of the ``.xlsx`` file."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "default_format_properties": FONT}) as workbook:
        workbook.set_properties({"title": f"Bản làm việc {copy.name}", "author": copy.unit})
        _RowsWriter(workbook, copy).fill()
        if copy.facts:
            _FactsWriter(workbook, copy).fill()
    return content.getvalue()


class _SheetWriter:
    """What both sheets share: the hidden line and columns, the title, protection."""

    _name = _title = _mark = ""
    _help: tuple[str, ...] = ()
    #: (title, width, key) of the columns behind the hidden ones.
    _columns: tuple[tuple[str, float, str], ...] = ()
    _code, _base, _first = 0, 1, 2

    def __init__(self, workbook: xlsxwriter.Workbook, copy: Copy) -> None:
        self._workbook = workbook
        self._copy = copy
        self._worksheet = workbook.add_worksheet(self._name)
        self._formats: dict[frozenset, xlsxwriter.format.Format] = {}
        self._line = 0

    def _write_top(self) -> None:
        worksheet, plain = self._worksheet, self._format()
        worksheet.write_string(0, self._code, self._mark, plain)
        worksheet.write_string(0, self._base, f"{layout.BASE}{self._copy.reference}", plain)
        worksheet.set_row(0, None, None, {"hidden": True})
        worksheet.set_column(self._code, self._base, 12, None, {"hidden": True})
        title = f"{self._title} – {self._copy.unit} {self._copy.period}".upper()
        worksheet.write_string(1, self._first, title, self._format(bold=True, font_size=14))
        worksheet.write_string(2, self._first, f"Bản làm việc của phiếu {self._copy.name}", self._format(italic=True))
        for line, text in enumerate(self._help, 3):
            worksheet.write_string(line, self._first, text, plain)
        self._line = 4 + len(self._help)
        worksheet.write_string(self._line, self._code, layout.NO_ROW, plain)
        style = self._format(bold=True, align="center", valign="vcenter", text_wrap=True, border=1, bg_color=_HEADING)
        for column, (heading, width, key) in enumerate(self._columns, self._first):
            worksheet.set_column(column, column, width)
            worksheet.write_string(self._line, column, heading, style)
            if key:
                worksheet.write_string(0, column, f"{layout.MARK}{key}", plain)
        worksheet.set_row(self._line, 3 * LINE_POINTS)
        worksheet.repeat_rows(self._line)
        self._line += 1

    def _set_up_page(self, frozen_column: int) -> None:
        worksheet = self._worksheet
        worksheet.set_landscape()
        worksheet.set_paper(_A4)
        worksheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        worksheet.set_footer("&C&P/&N")
        worksheet.fit_to_pages(1, 0)
        worksheet.freeze_panes(self._line, frozen_column)
        worksheet.protect("", {"format_columns": True, "format_rows": True})

    def _fit(self, texts: Mapping[int, str], bold: bool = False, indent: int = 0) -> None:
        """Make the line high enough for texts, by their columns; LibreOffice does not do so when it opens a file."""
        lines = 1
        for column, text in texts.items():
            _title, width, _key = self._columns[column - self._first]
            lines = max(lines, count_lines(text, room_in(width, indent), bold))
        self._worksheet.set_row(self._line, LINE_POINTS * min(lines, _HIGHEST))

    def _hide(self, code: str, values: Mapping[str, str]) -> None:
        """Write the hidden cells of the line."""
        self._worksheet.write_string(self._line, self._code, code, self._format())
        self._worksheet.write_string(self._line, self._base, layout.write_base(values), self._format())

    def _write_text(self, column: int, text: str, **style) -> None:
        if text := layout.printable(text):
            self._worksheet.write_string(self._line, column, text, self._format(**style))
        else:
            self._worksheet.write_blank(self._line, column, None, self._format(**style))

    def _write_number(self, column: int, number: float | None, **style) -> None:
        if number is None:
            self._write_text(column, "", **style)
        else:
            self._worksheet.write_number(self._line, column, number, self._format(**style))

    def _comment(self, column: int, text: str) -> None:
        if text:
            lines = 2 + sum(1 + len(line) // 45 for line in text.split("\n"))
            size = {"width": 340, "height": min(18 * lines, 600)}
            self._worksheet.write_comment(
                self._line, column, layout.printable(text)[:_LONGEST_COMMENT], {"author": "", "font_size": 9, **size}
            )

    def _allow(self, column: int, title: str, message: str, **rule) -> None:
        """Let nothing else be typed into a cell than `rule` says."""
        self._worksheet.data_validation(
            self._line,
            column,
            self._line,
            column,
            {
                **rule,
                "error_title": title[:_LONGEST_TITLE],
                "error_message": message[:_LONGEST_MESSAGE],
            },
        )

    def _format(self, **style) -> xlsxwriter.format.Format:
        """Return the format of `style`, one for all cells that share it."""
        key = frozenset(style.items())
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format({"valign": "top", **style})
        return self._formats[key]


def _shade(is_open: bool, is_heading: bool = False) -> dict[str, str | int]:
    color = _HEADING if is_heading else _OPEN if is_open else _LOCKED
    return {"border": 1, "bg_color": color, "locked": not is_open}


class _RowsWriter(_SheetWriter):
    _name = "Chấm điểm"
    _title = "Bảng tự chấm điểm"
    _mark = layout.ROWS
    _help = _HELP
    _number, _text, _maximum, _suggested, _points, _status, _first_text = range(2, 9)

    def __init__(self, workbook: xlsxwriter.Workbook, copy: Copy) -> None:
        super().__init__(workbook, copy)
        self._columns = (
            ("SỐ TT", 7, ""),
            ("TIÊU CHÍ", 62, ""),
            ("ĐIỂM CHUẨN", 9, ""),
            ("ĐIỂM GỢI Ý", 9, ""),
            ("ĐIỂM TỰ CHẤM", 10, layout.POINTS),
            ("KHÔNG ÁP DỤNG", 9, layout.NOT_APPLICABLE),
            *((title.upper(), 45, field) for field, title in copy.texts.items()),
        )

    def fill(self) -> None:
        self._write_top()
        self._set_up_page(self._maximum)
        first = self._line
        for row in self._copy.rows:
            self._write_row(row, first)
            self._line += 1
        # Printed numbers such as 1 and 1.1 are text; Excel need not warn of it.
        self._worksheet.ignore_errors({"number_stored_as_text": xl_range(first, 0, self._line, self._number)})
        if self._copy.maximum is not None:
            self._write_total(first)

    def _write_row(self, row: CopyRow, first: int) -> None:
        self._hide(row.code, row.values)
        self._fit({self._text: row.text}, row.is_heading, row.level)
        shade = _shade(False, row.is_heading)
        style = {**shade, "bold": row.is_heading}
        self._write_text(self._number, row.number, align="center", **style)
        self._write_text(self._text, row.text, text_wrap=True, indent=row.level, **style)
        points_style = {"num_format": _POINTS, "align": "center"}
        self._write_number(self._maximum, row.maximum, **points_style, **style)
        mark = {"italic": True, "font_color": _OPEN_POINTS} if row.is_provisional else {}
        self._write_number(self._suggested, row.suggestion, **points_style, **mark, **shade)
        if row.is_heading:
            self._write_sum([first + child for child in row.children], row.points, **points_style, **style)
            for column in range(self._status, self._first_text + len(self._copy.texts)):
                self._write_text(column, "", **style)
            return
        texts = {column: row.values[name] for column, name in enumerate(self._copy.texts, self._first_text)}
        self._fit({self._text: row.text, **texts}, indent=row.level)
        shade = _shade(row.is_open)
        self._write_number(self._points, row.points, **points_style, **shade)
        status = RELIEVED if row.is_relieved else NOT_APPLICABLE if row.is_not_applicable else ""
        self._write_text(self._status, status, align="center", **shade)
        for column, text in texts.items():
            self._write_text(column, text, text_wrap=True, **shade)
        self._comment(self._points, row.help)
        if row.is_open:
            self._allow_answer(row)

    def _allow_answer(self, row: CopyRow) -> None:
        maximum = format_points(row.maximum)
        otherwise = " Dòng không áp dụng: để trống và chọn KAD ở cột bên cạnh." if row.may_not_apply else ""
        self._allow(
            self._points,
            "Điểm không hợp lệ",
            f"Nhập một số từ 0 đến {maximum}.{otherwise}",
            validate="decimal",
            criteria="between",
            minimum=0,
            maximum=row.maximum,
        )
        if not row.may_not_apply:
            self._allow(
                self._status,
                "Để trống",
                "Tiêu chí này áp dụng cho mọi đơn vị: hãy cho điểm, có thể là 0.",
                validate="length",
                criteria="==",
                value=0,
            )
            return
        self._allow(
            self._status,
            "Chỉ chọn KAD",
            "Chọn KAD nếu tiêu chí không áp dụng cho đơn vị, hoặc để trống.",
            validate="list",
            source=[NOT_APPLICABLE],
        )

    def _write_sum(self, lines: Iterable[int], points: float | None, **style) -> None:
        """Write the sum of rows; a claim that one does not apply is worth 0, which is a number."""
        lines = tuple(lines)
        cells = cells_in(self._points, lines)
        self._write_formula(f'=IF({self._counted(lines)}=0,"",SUM({cells}))', points, **style)

    def _counted(self, lines: Iterable[int]) -> str:
        lines = tuple(lines)
        statuses = (xl_range(first, self._status, last, self._status) for first, last in spans(lines))
        claims = (f'COUNTIF({cells},"{NOT_APPLICABLE}")' for cells in statuses)
        return "+".join([f"COUNT({cells_in(self._points, lines)})", *claims])

    def _write_total(self, first: int) -> None:
        """Write the sum of the groups, scaled where the unit is relieved of rows."""
        style = {**_shade(False, True), "bold": True}
        points_style = {"num_format": _POINTS, "align": "center", **style}
        self._worksheet.write_string(self._line, self._code, layout.NO_ROW, self._format())
        self._write_text(self._number, "", **style)
        self._write_text(self._text, "TỔNG CỘNG", align="center", **style)
        self._write_number(self._maximum, self._copy.maximum, **points_style)
        self._write_text(self._suggested, "", **style)
        groups = [first + group for group in self._copy.groups]
        if 0 < self._copy.excluded < (self._copy.maximum or 0.0) - self._copy.bonus_maximum:
            self._write_scaled(first, groups, **points_style)
        else:
            self._write_sum(groups, self._copy.total, **points_style)
        for column in range(self._status, self._first_text + len(self._copy.texts)):
            self._write_text(column, "", **style)

    def _write_scaled(self, first: int, groups: list[int], **style) -> None:
        bonus = cells_in(self._points, (first + place for place, row in enumerate(self._copy.rows) if row.is_bonus))
        points = scaled(
            f"SUM({cells_in(self._points, groups)})",
            xl_rowcol_to_cell(self._line, self._maximum),
            str(self._copy.excluded),
            f"SUM({bonus})" if bonus else "",
            str(self._copy.bonus_maximum),
        )
        self._write_formula(f'=IF({self._counted(groups)}=0,"",{points})', self._copy.total, **style)

    def _write_formula(self, formula: str, points: float | None, **style) -> None:
        value = "" if points is None else points
        self._worksheet.write_formula(self._line, self._points, formula, self._format(**style), value)


class _FactsWriter(_SheetWriter):
    _name = "Số liệu"
    _title = "Số liệu"
    _mark = layout.FACTS
    _help = _FACTS_HELP
    _fact, _unit, _entry, _first_month = range(2, 6)
    _note = _first_month + 12

    def __init__(self, workbook: xlsxwriter.Workbook, copy: Copy) -> None:
        super().__init__(workbook, copy)
        self._columns = (
            ("SỐ LIỆU", 45, ""),
            ("ĐƠN VỊ", 12, ""),
            ("CẢ KỲ", self._width_of(10, layout.ENTRY, *layout.MONTHS), layout.ENTRY),
            *((f"T{month}", self._width_of(7, key), key) for month, key in enumerate(layout.MONTHS, 1)),
            ("NGUỒN SỐ LIỆU", 40, layout.NOTE),
        )

    def _width_of(self, least: int, *keys: str) -> int:
        """Return a width in which every number of these fields can be read."""
        lengths = [len(fact.values.get(key, "")) for fact in self._copy.facts for key in keys]
        return max([least, *(length + 2 for length in lengths)])

    def fill(self) -> None:
        self._write_top()
        self._set_up_page(self._entry)
        for fact in self._copy.facts:
            self._write_fact(fact)
            self._line += 1

    def _write_fact(self, fact: CopyFact) -> None:
        self._hide(fact.code, fact.values)
        self._fit({self._fact: fact.name, self._unit: fact.unit, self._note: fact.values[layout.NOTE]})
        self._write_text(self._fact, fact.name, text_wrap=True, **_shade(False))
        self._write_text(self._unit, fact.unit, text_wrap=True, **_shade(False))
        if fact.is_monthly:
            value = "" if fact.total is None else float(fact.total)
            shade = self._format(align="center", **_in_full(fact), **_shade(False))
            self._worksheet.write_formula(self._line, self._entry, self._year_of(fact), shade, value)
        else:
            self._write_entry(self._entry, layout.ENTRY, fact)
        for column, key in enumerate(layout.MONTHS, self._first_month):
            self._write_entry(column, key, fact)
        shade = _shade(layout.NOTE in fact.open_fields)
        self._write_text(self._note, fact.values[layout.NOTE], text_wrap=True, **shade)
        self._comment(self._fact, fact.help)

    def _year_of(self, fact: CopyFact) -> str:
        """Return the formula of what the parts of a fact come to."""
        if not fact.counted:
            return '=""'
        if fact.aggregate in _FUNCTIONS:
            months = ",".join(
                xl_range(self._line, self._first_month + first - 1, self._line, self._first_month + last - 1)
                for first, last in spans(sorted(fact.counted))
            )
            return f'=IF(COUNT({months})=0,"",{_FUNCTIONS[fact.aggregate]}({months}))'
        formula = '""'
        for month in fact.counted:
            cell = xl_rowcol_to_cell(self._line, self._first_month + month - 1)
            formula = f"IF(ISNUMBER({cell}),{cell},{formula})"
        return f"={formula}"

    def _write_entry(self, column: int, key: str, fact: CopyFact) -> None:
        is_open = key in fact.open_fields
        self._write_number(column, fact.numbers.get(key), align="center", **_in_full(fact), **_shade(is_open))
        if is_open:
            least, most = fact.bounds.least, fact.bounds.most
            self._allow(
                column,
                "Số liệu không hợp lệ",
                f"{fact.name}: nhập {fact.allowed}; để trống nếu chưa có số liệu.",
                # Of decimals Excel only knows whether there may be any; the others are looked at when it comes back.
                validate="decimal" if fact.bounds.decimals else "integer",
                criteria="between",
                minimum=-_LARGEST if least is None else float(least),
                maximum=_LARGEST if most is None else float(most),
            )


def _in_full(fact: CopyFact) -> dict[str, str]:
    """Return the style in which its numbers are shown digit by digit."""
    if not fact.bounds.decimals:
        return {"num_format": "0"}
    if any(abs(number) >= _BY_POWERS for number in fact.numbers.values()):
        return {"num_format": f"0.{'#' * fact.bounds.decimals}"}
    return {}
