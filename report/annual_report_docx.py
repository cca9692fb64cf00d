"""Writes a yearly report as a Word document, ready to be edited by hand: with styles, fields and real tables.

It needs python-docx, an optional dependency; import this module where a missing one is handled.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import timezone

import docx
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from . import rich_text
from .annual_report import AnnualReport
from .docx_styles import PAGE_NUMBER, add_rule, new_document, printable, text_width
from .paper import Page
from .score_sheet import Cell, Row, ScoreSheet

#: The columns of the sheet, in points; the text has what is left.
_NUMBER, _POINTS, _CROWDED_POINTS = 34, 64, 59
#: The share of the issuer in the width of the letterhead, and of the rules in the width of what they stand below.
_ISSUER, _AGENCY_RULE, _TITLE_RULE = 0.44, 0.4, 0.35


def write(report: AnnualReport, page: Page) -> bytes:
    """Return `report`, with its appendix, as the content of a ``.docx`` file."""
    content = io.BytesIO()
    _Writer(report, page).fill().save(content)
    return content.getvalue()


class _Writer:
    """Writes a report from top to bottom."""

    def __init__(self, report: AnnualReport, page: Page) -> None:
        self._report = report
        self._page = page
        #: Of the text between the margins, in points.
        self._width = page.content_width / 25.4 * 72
        self._document, self._style_ids = new_document()

    def fill(self) -> docx.document.Document:
        report = self._report
        self._describe()
        self._set_up_section(self._document.sections[0])
        self._write_heads()
        self._write_letterhead()
        self._add(report.label, "Title")
        self._write_title(report.title)
        if report.replaces:
            self._add(report.replaces, "Attachment")
        add_rule(self._add("", "Rule"), self._width, self._width * _TITLE_RULE)
        self._write_addressees()
        self._write_blocks(report.blocks)
        self._write_ending()
        self._start_appendix()
        self._write_sheet(report.appendix)
        return self._document

    def _describe(self) -> None:
        properties = self._document.core_properties
        properties.title = printable(self._report.name)
        properties.author = properties.last_modified_by = printable(self._report.author)
        properties.comments = ""
        properties.language = "vi-VN"
        if moment := self._report.settled_on:
            properties.created = properties.modified = moment.astimezone(timezone.utc).replace(tzinfo=None)

    def _set_up_section(self, section) -> None:
        page = self._page
        section.page_width, section.page_height = Mm(page.width), Mm(page.height)
        section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
        section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
        section.header_distance = section.footer_distance = Mm(page.top / 2) - Pt(PAGE_NUMBER / 2)
        section.different_first_page_header_footer = True

    def _write_heads(self) -> None:
        """Write the upper margins: the sign of a draft, and from the second page on the page number."""
        section = self._document.sections[0]
        for header, has_number in ((section.first_page_header, False), (section.header, True)):
            paragraph = header.paragraphs[0]
            paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(self._width / 2), WD_TAB_ALIGNMENT.CENTER)
            if sign := self._report.draft_sign:
                run = paragraph.add_run(f" {sign} ", style="Draft")
                border = OxmlElement("w:bdr")
                for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "auto")):
                    border.set(qn(f"w:{name}"), value)
                run._r.get_or_add_rPr().append(border)
            if has_number:
                paragraph.add_run("\t")
                _add_field(paragraph, "PAGE")

    def _write_letterhead(self) -> None:
        letterhead = self._report.letterhead
        left, right = self._width * _ISSUER, self._width * (1 - _ISSUER)
        table = self._add_frame((left, right), 2)
        issuer, nation = _cells(table, 0)
        self._fill(issuer, [(letterhead.parent_agency, "Parent Agency"), (letterhead.agency, "Agency")])
        add_rule(self._styled(issuer.add_paragraph(), "Rule"), left, left * _AGENCY_RULE)
        self._fill(nation, [(letterhead.nation, "Nation"), (letterhead.motto, "Motto")])
        add_rule(self._styled(nation.add_paragraph(), "Rule"), right, text_width(letterhead.motto, 13))
        number, place = _cells(table, 1)
        self._fill(number, [(letterhead.number, "Document Number")])
        self._fill(place, [(letterhead.place_and_date, "Place and Date")])

    def _write_title(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._add(line, "Subtitle")

    def _write_addressees(self) -> None:
        report = self._report
        if len(report.addressees) == 1:
            self._add(f"{report.addressees_label} {report.addressees[0]}", "Addressees")
        for place, line in enumerate(report.addressees if len(report.addressees) > 1 else ()):
            label = "" if place else report.addressees_label
            self._add(f"{label}\t{line}", "Addressees List")

    def _write_blocks(self, blocks: Iterable[rich_text.Block]) -> None:
        paragraph = None
        for block in blocks:
            if isinstance(block, rich_text.Heading):
                paragraph = self._add(block.text, f"Heading {block.level + 1}")
            elif isinstance(block, rich_text.Paragraph):
                paragraph = self._add("", "Body Text")
                if block.depth > 1:
                    paragraph.paragraph_format.left_indent = Pt(10 * (block.depth - 1))
                _add_runs(paragraph, block)
            else:
                self._write_table(block)
        if paragraph is not None:
            # What is signed starts on no page of its own.
            paragraph.paragraph_format.keep_with_next = True

    def _write_table(self, block: rich_text.Table) -> None:
        columns = len(block.rows[0])
        table = self._add_grid([self._width / columns] * columns, len(block.rows))
        _keep_whole(table, block.heading_rows)
        for place, contents in enumerate(block.rows):
            is_heading = place < block.heading_rows
            for cell, paragraphs in zip(_cells(table, place), contents, strict=True):
                for number, content in enumerate(paragraphs):
                    paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
                    self._styled(paragraph, "Table Heading" if is_heading else "Table Text")
                    if is_heading:
                        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                    _add_runs(paragraph, content)
        self._add("", "Rule")

    def _write_ending(self) -> None:
        report = self._report
        table = self._add_frame((self._width / 2, self._width / 2), 1)
        _keep_whole(table)
        recipients, signature = _cells(table, 0)
        lines = [(report.recipients_label, "Recipients Label")]
        self._fill(recipients, lines + [(line, "Recipients") for line in report.recipients])
        lines = [(line, "Signer Title") for line in report.signature.title]
        self._fill(signature, [*lines, (report.signature.name, "Signer Name")])

    def _start_appendix(self) -> None:
        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        # The paragraph that ends the section of the report must not need a page of its own.
        self._styled(self._document.paragraphs[-1], "Rule")
        numbering = OxmlElement("w:pgNumType")
        numbering.set(qn("w:start"), "1")
        section._sectPr.insert_element_before(numbering, "w:cols", "w:titlePg", "w:docGrid")

    def _write_sheet(self, sheet: ScoreSheet) -> None:
        self._add(sheet.label, "Title")
        self._write_title(sheet.title)
        self._add(sheet.attachment, "Attachment")
        points = _CROWDED_POINTS if len(sheet.points_columns) > 3 else _POINTS
        widths = [_NUMBER, self._width - _NUMBER - points * len(sheet.points_columns)]
        lines = [line for row in sheet.rows for line in _lines(row)]
        table = self._add_grid([*widths, *[points] * len(sheet.points_columns)], len(lines) + 2)
        _keep_whole(table, heading_rows=1)
        self._fill_row(table, 0, sheet.columns, "Table Heading", is_centred=True)
        for place, (number, text, cells, style, keeps) in enumerate(lines, 1):
            texts = (number, text, *(cell.text for cell in cells))
            self._fill_row(table, place, texts, style, keeps=keeps or place == len(lines))
        total = [f"{cell.text} {sheet.unit}" if cell.points is not None else cell.text for cell in sheet.total]
        self._fill_row(table, len(lines) + 1, ("", sheet.total_label, *total), "Table Heading", is_centred=True)
        for line in sheet.closing_lines:
            self._add(line, "Legend")
        for note in sheet.notes:
            self._add(note.title, "Legend").runs[0].bold = True
            for line in note.lines:
                self._add(line, "Legend")
        if sheet.seal_line:
            self._add(sheet.seal_line, "Legend")

    def _fill_row(
        self, table: Table, place: int, texts: Iterable[str], style: str, is_centred: bool = False, keeps: bool = False
    ) -> None:
        """Fill the row at `place` with texts.

        :param is_centred: the text column too
        :param keeps: on the page of the row below
        """
        for column, (cell, text) in enumerate(zip(_cells(table, place), texts, strict=True)):
            paragraph = self._styled(cell.paragraphs[0], style)
            paragraph.add_run(printable(text))
            if column != 1 or is_centred:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            if keeps:
                paragraph.paragraph_format.keep_with_next = True

    def _add(self, text: str, style: str) -> Paragraph:
        return self._styled(self._document.add_paragraph(printable(text)), style)

    def _styled(self, paragraph: Paragraph, style: str) -> Paragraph:
        """Return `paragraph` in a style."""
        # perf: by its name, python-docx looks through all styles each time
        paragraph._p.get_or_add_pPr().style = self._style_ids[style]
        return paragraph

    def _fill(self, cell: _Cell, lines: Iterable[tuple[str, str]]) -> None:
        """Fill a cell with a paragraph for each (text, style)."""
        for place, (text, style) in enumerate(lines):
            paragraph = self._styled(cell.add_paragraph() if place else cell.paragraphs[0], style)
            paragraph.add_run(printable(text))

    def _add_frame(self, widths: Iterable[float], rows: int) -> Table:
        """Add a table that nobody sees."""
        return self._add_table(widths, rows, "Frame")

    def _add_grid(self, widths: Iterable[float], rows: int) -> Table:
        return self._add_table(widths, rows, "Table Grid")

    def _add_table(self, widths: Iterable[float], rows: int, style: str) -> Table:
        widths = list(widths)
        table = self._document.add_table(rows, len(widths))
        table._tbl.tblPr.style = self._style_ids[style]
        table.autofit = False
        for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
            column.w = Pt(width)
        for tr in table._tbl.tr_lst:
            for tc, width in zip(tr.tc_lst, widths, strict=True):
                tc.width = Pt(width)
        return table


def _lines(row: Row) -> Iterable[tuple[str, str, tuple[Cell, ...], str, bool]]:
    """Yield the lines of a row: number, text, cells, style and whether the line stays with the next one."""
    blank = (Cell(None),) * len(row.cells)
    style = "Table Heading" if row.is_heading else "Table Text"
    below = [(rule, "Table Text") for rule in row.rules]
    below += [(row.remark, "Table Remark")] if row.remark else []
    yield row.number, row.text, row.cells, style, row.is_heading or bool(below)
    for text, below_style in below:
        yield "", text, blank, below_style, False


def _cells(table: Table, row: int) -> list[_Cell]:
    # perf: python-docx finds the cells of a row by counting those of all rows
    return [_Cell(tc, table) for tc in table._tbl.tr_lst[row].tc_lst]


def _keep_whole(table: Table, heading_rows: int = 0) -> None:
    """Keep each row of a table on one page, and repeat its headings on each page."""
    for place, tr in enumerate(table._tbl.tr_lst):
        properties = tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if place < heading_rows:
            properties.append(OxmlElement("w:tblHeader"))


def _add_runs(paragraph: Paragraph, content: rich_text.Paragraph) -> None:
    if content.marker:
        paragraph.add_run(f"{content.marker} ")
    for run in content.runs:
        added = paragraph.add_run(printable(run.text))
        added.bold, added.italic, added.underline = run.bold or None, run.italic or None, run.underline or None


def _add_field(paragraph: Paragraph, instruction: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "2"  # until Word counts
    run.append(text)
    field.append(run)
    paragraph._p.append(field)
