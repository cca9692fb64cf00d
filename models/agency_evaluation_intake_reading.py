import base64
import string
from datetime import date

from odoo import models
from odoo.exceptions import UserError

from ..reading.delimited import read_text
from ..reading.document import read_document
from ..reading.limits import Reason, Unreadable
from ..reading.workbook import read_workbook
from ..scoring.intake.columns import Columns, Role
from ..scoring.intake.recognition import MOST_ROWS, TooManyRows, best_table, recognise
from ..scoring.intake.source import Cell, Table
from .internal import Internal

_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0"
_DELIMITER_NAMES = {"\t": "tab", "  ": "two spaces"}
_COLUMN_FIELDS = {
    Role.NUMBER: "number_column",
    Role.TEXT: "text_column",
    Role.MAXIMUM: "maximum_column",
    Role.OWN: "own_column",
}


class IntakeReading(models.Model):
    """From the source of an import to its rows."""

    _inherit = "agency.evaluation.intake"

    def _read_source(self):
        """Recognise the sheet in the source and replace the rows; the columns are found anew for another table.

        :raises UserError: if nothing in the source can be read as a sheet
        """
        self.ensure_one()
        tables = self._read_tables()
        was_read = bool(self.text_column)
        place = self.table_index - 1 if was_read else best_table(tables)
        if place is None or not 0 <= place < len(tables):
            raise UserError(
                self.env._(
                    "No table was found that has a column of criteria and one of points. Where there is a heading such "
                    "as “Tiêu chí” and “Điểm chuẩn”, keep it; else name the columns on the tab Source."
                )
                if place is None
                else self.env._("There is no table %(table)s.", table=self.table_index)
            )
        columns = self._chosen_columns() if was_read else None
        try:
            sheet = recognise(tables[place], columns)
        except TooManyRows as error:
            raise UserError(
                self.env._("The sheet has %(rows)s rows, %(most)s are allowed.", rows=error.rows, most=MOST_ROWS)
            ) from error
        if not sheet or not sheet.entries:
            raise UserError(self.env._("The table holds no rows of a sheet."))
        self._store_sheet(sheet, tables, place, was_read)

    def _store_sheet(self, sheet, tables, place, was_read):
        values = {
            "state": "preview",
            "table_index": place + 1,
            "table_names": " · ".join(self._name_table(number, table) for number, table in enumerate(tables, 1)),
            "column_names": self._name_columns(tables[place], sheet.header),
            "reading_doubts": self._describe_rivals(tables[place], sheet.header),
            **{name: _letter(sheet.header.columns.of(role)) for role, name in _COLUMN_FIELDS.items()},
        }
        if not was_read and sheet.title:
            values.update(name=" ".join(sheet.title), paper_title=sheet.title[0])
        if not was_read and sheet.year:
            values["year"] = sheet.year
        self.write(Internal(values))
        self.line_ids.unlink()
        Line = self.env["agency.evaluation.intake.line"]
        Line.create(
            [
                {"intake_id": self.id, "sequence": sequence, **Line._prepare_values(entry)}
                for sequence, entry in enumerate(sheet.entries, 1)
            ]
        )
        self.invalidate_recordset(["line_ids", "rule_line_ids"])

    def _read_tables(self):
        """Return the tables of the source.

        :raises UserError: if it cannot be read; it says why, and what can
        """
        # The size of the file alone would be read where the client asks for sizes.
        content = base64.b64decode(self.with_context(bin_size=False).file or b"")
        if not content and not (self.pasted or "").strip():
            raise UserError(self.env._("Choose a file or paste the rows of the sheet first."))
        try:
            grids = self._read_file(content) if content else read_text(self.pasted)
        except Unreadable as error:
            raise UserError(self._describe_unreadable(error)) from error
        seen = [grid for grid in grids if not grid.is_hidden] or grids
        return [_make_table(grid) for grid in seen]

    def _read_file(self, content):
        if not content.startswith((_ZIP, _OLE)):
            return read_text(content)
        try:
            return read_document(content)
        except Unreadable as error:
            if error.reason is not Reason.NOT_THIS_FORMAT:
                raise
        return read_workbook(content)

    def _chosen_columns(self):
        """Return the columns as a person named them by letter.

        :raises UserError: if there is none for the criteria, or one is no letter or named twice
        """
        places = {role: self._place_of(self[name]) for role, name in _COLUMN_FIELDS.items()}
        named = [place for place in places.values() if place is not None]
        if places[Role.TEXT] is None or len(named) > len(set(named)):
            raise UserError(self.env._("Name one column for the criteria, and no column twice."))
        return Columns(places[Role.TEXT], places[Role.NUMBER], places[Role.MAXIMUM], places[Role.OWN])

    def _place_of(self, letters):
        """Return the place of the column called `letters`, from 0; None for none."""
        letters = (letters or "").strip().upper()
        if not letters:
            return None
        if len(letters) > 2 or not set(letters) <= set(string.ascii_uppercase):
            raise UserError(self.env._("“%(column)s” is no column: use letters such as A or B.", column=letters))
        place = 0
        for letter in letters:
            place = 26 * place + ord(letter) - ord("A") + 1
        return place - 1

    def _name_table(self, number, table):
        name = _DELIMITER_NAMES.get(table.name, table.name) or self.env._("table")
        return f"{number}: {name}"

    def _name_columns(self, table, header):
        """Return what each column is headed with, by its letter."""
        names = []
        for column in range(min(table.width, 26)):
            titles = [table.text(header.first + row, column) for row in range(header.height)]
            names.append(f"{_letter(column)}: {' '.join(filter(None, titles))[:40] or '…'}")
        return " · ".join(names)

    def _describe_rivals(self, table, header):
        """Return what was unclear about the columns."""
        labels = {role: self._fields[name]._description_string(self.env) for role, name in _COLUMN_FIELDS.items()}
        texts = [
            self.env._(
                "%(role)s: the columns %(others)s are as likely as %(chosen)s.",
                role=labels[role],
                others=", ".join(map(_letter, others)),
                chosen=_letter(header.columns.of(role)),
            )
            for role, others in header.rivals.items()
        ]
        if not header.height:
            texts.insert(0, self.env._("There is no heading; the columns were told by what they hold."))
        return "\n".join(texts)

    def _describe_unreadable(self, error):
        _ = self.env._
        texts = {
            Reason.ENCODING: _("The text is in an old encoding such as TCVN3 (.VnTime) or VNI. Convert it to Unicode."),
            Reason.NOT_THIS_FORMAT: _("This is no Word file (.docx), Excel file (.xlsx) or text (.csv, .tsv, .txt)."),
            Reason.OLD_FORMAT: _("The file is in the format before 2007. Save it as .docx or .xlsx first."),
            Reason.ENCRYPTED: _("The file is protected by a password. Save it without one first."),
            Reason.MACROS: _("The file contains macros. Save it as .docx or .xlsx first."),
            Reason.DAMAGED: _("The file is damaged. Open it, save it anew, and try again."),
        }
        return texts.get(
            error.reason,
            _(
                "The file is too large for a scoring sheet, or made to look small. Copy the sheet into a file of its own."
            ),
        )


def _make_table(grid):
    return Table(grid.name, tuple(tuple(_make_cell(cell) for cell in row) for row in grid.rows))


def _make_cell(cell):
    """Return a cell as text: a whole number without decimals, a day as people write it."""
    value = cell.value
    if value is None:
        return Cell()
    if isinstance(value, float):
        value = f"{value:.6f}".rstrip("0").rstrip(".")
    elif isinstance(value, date):
        value = f"{value:%d/%m/%Y}"
    text = str(value)
    indent = getattr(cell, "indent", 0) or len(text) - len(text.lstrip(" \u00a0"))
    return Cell(text, indent, getattr(cell, "bold", False))


def _letter(place):
    """Return the letters of the column at `place`, counted from 0; empty for none."""
    if place is None:
        return False
    return (
        string.ascii_uppercase[place] if place < 26 else _letter(place // 26 - 1) + string.ascii_uppercase[place % 26]
    )
