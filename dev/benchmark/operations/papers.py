"""Papers: PDF, Word, Excel, each compared with the library that writes it, alone."""

import io

import openpyxl
import weasyprint
import xlsxwriter

from ..operation import Case, Operation

WEASYPRINT, DOCX, XLSXWRITER = "WeasyPrint alone", "python-docx alone", "xlsxwriter alone"


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
    """The score sheet of a draft."""

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
        for given, options in self.calls:
            weasyprint.HTML(**given).write_pdf(**options)
        return 0


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


class _recorded:
    """Notes what is given to WeasyPrint in the block, to do the same once more."""

    def __enter__(self):
        self.calls, self.init, self.write = [], weasyprint.HTML.__init__, weasyprint.HTML.write_pdf
        given_to = {}

        def init(html, *args, **kwargs):
            given_to[id(html)] = kwargs
            self.init(html, *args, **kwargs)

        def write(html, *args, **kwargs):
            self.calls.append((given_to[id(html)], kwargs))
            return self.write(html, *args, **kwargs)

        weasyprint.HTML.__init__, weasyprint.HTML.write_pdf = init, write
        return self.calls

    def __exit__(self, *_error):
        weasyprint.HTML.__init__, weasyprint.HTML.write_pdf = self.init, self.write


class Word(Paper):
    """The yearly report, with the sheet as its appendix; the reference reads that file and writes it again."""

    title = "yearly report (Word)"
    file = "annual_report.docx"
    references = (DOCX,)

    def prepare(self):
        super().prepare()
        self.run()

    def refer(self, reference):
        import docx

        out = io.BytesIO()
        docx.Document(io.BytesIO(self.content)).save(out)
        return len(out.getvalue())


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
                sheet.write(row, column, value, styles[column % len(styles)])
        book.close()
        return len(out.getvalue())
