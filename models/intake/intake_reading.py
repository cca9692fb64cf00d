import base64
from datetime import date

from openpyxl.utils import column_index_from_string, get_column_letter

from odoo import models
from odoo.exceptions import UserError

from ...scoring.intake.columns import Columns, Role, weight_of
from ...scoring.intake.recognition import MOST_ROWS, TooManyRows, best_table, recognise
from ...scoring.intake.source import Cell, Table
from .intake import COLUMN_FIELDS
from .reader import ZIP


class IntakeReading(models.Model):
    """From the source of an import to its rows."""

    _inherit = "agency.evaluation.intake"

    def _read_source(self):
        """Recognise the sheet in the source and replace the rows.

        Table and columns are those that a person named, else found. Where no table looks like a sheet, there are no
        rows, and the person is asked to name the columns.

        :raises UserError: if nothing in the source can be read
        """
        self.ensure_one()
        tables = self._read_tables()
        place = self.table_index - 1 if self.table_index else best_table(tables)
        if place is None and tables:
            self._store_reading(tables, 0, None)
            return
        if place is None or not 0 <= place < len(tables):
            raise UserError(self.env._("There is no such table in the source."))
        columns = self._chosen_columns()
        try:
            sheet = recognise(tables[place], columns)
        except TooManyRows as error:
            raise UserError(
                self.env._("The sheet has %(rows)s rows, %(most)s are allowed.", rows=error.rows, most=MOST_ROWS)
            ) from error
        self._store_reading(tables, place, sheet)

    def _store_reading(self, tables, place, sheet):
        """Store what was read; None for a table that is no sheet."""
        is_first = not self.table_index
        header = sheet.header if sheet else None
        values = {
            "state": "preview",
            "table_index": place + 1,
            "table_names": " · ".join(self._name_table(number, table) for number, table in enumerate(tables, 1)),
            "column_names": self._name_columns(tables[place], header),
            "reading_doubts": self._describe_rivals(header),
        }
        if sheet:
            values |= {name: _letter(header.columns.of(role)) for role, name in COLUMN_FIELDS.items()}
            if is_first and sheet.title:
                values |= {"name": " ".join(sheet.title), "paper_title": sheet.title[0]}
            if is_first and sheet.year:
                values["year"] = sheet.year
        self._write_through(values)
        self.line_ids.unlink()
        self.env["agency.evaluation.intake.line"]._make_of_entries(self, sheet.entries if sheet else ())

    def _read_tables(self):
        """Return the tables of the source.

        :raises UserError: if it cannot be read; it says why, and what can
        """
        # The size of the file alone would be read where the client asks for sizes.
        content = base64.b64decode(self.with_context(bin_size=False).file or b"")
        if not content and not (self.pasted or "").strip():
            raise UserError(self.env._("Choose a file or paste the rows of the sheet first."))
        grids = self.env["agency.evaluation.reader"]._read_tables(content or self.pasted)
        tables = [_make_table(grid) for grid in grids if not grid.is_hidden]
        # Of a text, there is a table for each character that may part its cells, even where it parts none.
        return tables if content.startswith(ZIP) else [table for table in tables if weight_of(table)] or tables

    def _chosen_columns(self):
        """Return the columns as a person named them by letter, None if there is none for the criteria.

        :raises UserError: if one is no letter or named twice
        """
        places = {role: self._place_of(self[name]) for role, name in COLUMN_FIELDS.items()}
        named = [place for place in places.values() if place is not None]
        if len(named) > len(set(named)):
            raise UserError(self.env._("A column is named twice."))
        if places[Role.TEXT] is None:
            return None
        return Columns(places[Role.TEXT], places[Role.NUMBER], places[Role.MAXIMUM], places[Role.OWN])

    def _place_of(self, letters):
        """Return the place of the column called `letters`, from 0; None for none."""
        letters = (letters or "").strip().upper()
        if not letters:
            return None
        try:
            return column_index_from_string(letters) - 1
        except ValueError:
            raise UserError(
                self.env._("“%(column)s” is no column: use letters such as A or B.", column=letters)
            ) from None

    def _name_table(self, number, table):
        # Tables of a text are named by what parts their cells.
        names = {
            "": self.env._("table"),
            "\t": self.env._("parted by tabs"),
            "|": self.env._("parted by bars"),
            ";": self.env._("parted by semicolons"),
            ",": self.env._("parted by commas"),
            "  ": self.env._("parted by spaces"),
        }
        return f"{number}: {names.get(table.name, table.name)}"

    def _name_columns(self, table, header):
        """Return what each column is headed with, by its letter; without a heading, what its first cell holds."""
        rows = range(header.first, header.first + header.height) if header and header.height else range(len(table.rows))
        names = []
        for column in range(min(table.width, 26)):
            titles = [title for row in rows if (title := table.text(row, column))]
            title = " ".join(titles) if header and header.height else "".join(titles[:1])
            names.append(f"{_letter(column)}: {title[:40] or '…'}")
        return " · ".join(names)

    def _describe_rivals(self, header):
        """Return what was unclear about the columns."""
        if not header:
            return self.env._(
                "No table with a column of criteria and one of points was found. Name the columns on the tab Source, "
                "and read again."
            )
        labels = {role: self._fields[name]._description_string(self.env) for role, name in COLUMN_FIELDS.items()}
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
    return False if place is None else get_column_letter(place + 1)
