"""Papers: PDF, Word, Excel, each compared with the library that writes it, alone."""

import contextlib
import io

import docx
import openpyxl
import weasyprint
import xlsxwriter

from ..operation import Case, Operation

WEASYPRINT, DOCX, XLSXWRITER = "WeasyPrint alone", "python-docx alone", "xlsxwriter alone"

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Paper(Operation):
    cases = (Case(), Case(rows=325), Case(rows=930))
    times = 3

    def prepare(self):
        login, self.evaluation = self.bench.sheet(self.case.rows)
        self.client = self.bench.client(login)

    def run(self):
        self.content = self.client.get(self.path())
        return self.client.size

    def path(self):
        return f"/agency_evaluation/{self.evaluation}/{self.file}"


class Print(Paper):
    """The score sheet of a draft; the reference draws the same page, with the style that it brings along alone."""

    title = "print a score sheet (PDF)"
    references = (WEASYPRINT,)

    def prepare(self):
        super().prepare()
        self.ids = [self.evaluation]
        with _recorded() as self.calls:
            self.run()

    def path(self):
        return f"/report/pdf/agency_evaluation.report_score_sheet/{','.join(map(str, self.ids))}"

    def refer(self, reference):
        return sum(len(weasyprint.HTML(**given).write_pdf()) for given in self.calls)


class PrintMany(Print):
    """The score sheets of several evaluations in one print."""

    title = "print many score sheets (PDF)"
    cases = (Case(count=3), Case(count=10))
    times = 1

    def prepare(self):
        Paper.prepare(self)
        self.client = self.bench.client("reviewer")
        own = self.bench.noted["own"]
        self.ids = [own[str(place)] for place in range(10, 10 + self.case.count)]
        with _recorded() as self.calls:
            self.run()


@contextlib.contextmanager
def _recorded():
    """Give a list of what WeasyPrint is told to draw in the block."""
    calls, original = [], weasyprint.HTML.__init__

    def init(html, *args, **kwargs):
        calls.append(kwargs)
        original(html, *args, **kwargs)

    weasyprint.HTML.__init__ = init
    try:
        yield calls
    finally:
        weasyprint.HTML.__init__ = original


class Word(Paper):
    """The yearly report, with the sheet as its appendix; the reference writes as many paragraphs and cells."""

    title = "yearly report (Word)"
    file = "annual_report.docx"
    references = (DOCX,)

    def prepare(self):
        super().prepare()
        self.run()
        document = docx.Document(io.BytesIO(self.content))
        self.paragraphs = [paragraph.text for paragraph in document.paragraphs]
        self.tables = [[_texts(row) for row in table._tbl.tr_lst] for table in document.tables]

    def refer(self, reference):
        document = docx.Document()
        for text in self.paragraphs:
            document.add_paragraph(text)
        for rows in self.tables:
            table = document.add_table(len(rows), max(map(len, rows)))
            for row, texts in zip(table.rows, rows, strict=True):
                for cell, text in zip(row.cells, texts, strict=False):
                    cell.text = text
        out = io.BytesIO()
        document.save(out)
        return len(out.getvalue())


def _texts(row):
    return ["".join(node.text or "" for node in cell.iter(f"{_WORD}t")) for cell in row.tc_lst]


def _write_cell(sheet, row, column, value, style):
    """Write a value as what it is: a text that begins as a formula does stays a text."""
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, str(value), style)


class Excel(Paper):
    """The score sheet as a workbook; the reference writes as many cells."""

    title = "score sheet (Excel)"
    file = "score_sheet.xlsx"
    references = (XLSXWRITER,)
    times = 7

    def prepare(self):
        super().prepare()
        self.run()
        book = openpyxl.load_workbook(io.BytesIO(self.content))
        self.cells = {
            sheet.title: [(cell.row - 1, cell.column - 1, cell.value) for row in sheet.iter_rows() for cell in row]
            for sheet in book
        }

    def refer(self, reference):
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, {"in_memory": True})
        styles = [book.add_format({"border": 1, "text_wrap": True, "bold": bool(number % 2)}) for number in range(8)]
        for title, cells in self.cells.items():
            sheet = book.add_worksheet(title)
            for row, column, value in cells:
                _write_cell(sheet, row, column, value, styles[column % len(styles)])
        book.close()
        return len(out.getvalue())
