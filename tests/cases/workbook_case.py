import io

from openpyxl import load_workbook

from odoo.addons.agency_evaluation.report import score_sheet_xlsx

from .libreoffice import saved_by_libreoffice
from .score_sheet_case import ScoreSheetCase

#: Text that a careless writer turns into a formula, an array formula, a link or a number.
DANGEROUS = [
    '=HYPERLINK("http://example.com","x")',
    "{=1+1}",
    "@SUM(1+1)",
    "+1+1",
    "-1+1",
    "=1+1",
    "http://example.com",
    "mailto:a@example.com",
    "internal:Sheet1!A1",
    "12,5",
    "007",
    "<b>&amp;</b>",
]


class WorkbookCase(ScoreSheetCase):
    def make_workbook(self, evaluation=None, role="evaluator"):
        """Return the described sheet and the content of its workbook."""
        (sheet,) = self.collect(evaluation, role)
        return sheet, score_sheet_xlsx.write(sheet)

    def open(self, content, **options):
        return load_workbook(io.BytesIO(content), **options).active

    def lines(self, worksheet, sheet):
        """Return the line of the heading, of each row and of the total."""
        (heading,) = (line for line in range(1, 20) if worksheet.cell(line, 1).value == "SỐ TT")
        lines, line = [], heading
        for row in sheet.rows:
            line += 1
            lines.append(line)
            line += len(row.rules) + bool(row.remark)
        return heading, lines, line + 1

    def recalculate(self, content, changes=()):
        """Return the worksheet as LibreOffice computes it, with all that Excel would show before it does taken out.

        :param changes: (line, column, value) of cells to change before
        """
        workbook = load_workbook(io.BytesIO(content))
        for line, column, value in changes:
            workbook.active.cell(line, column).value = value
        changed = io.BytesIO()
        workbook.save(changed)
        (worksheet,) = self.recalculate_all(changed.getvalue())
        return worksheet

    def recalculate_all(self, *contents):
        """Return worksheets as LibreOffice computes them, with all that Excel would show before it does taken out."""
        return [self.open(content, data_only=True) for content in saved_by_libreoffice(*contents)]

    def assertShows(self, worksheet, sheet):
        """Check that the points of a worksheet are those of the sheet."""
        _heading, lines, total = self.lines(worksheet, sheet)
        cells = [row.cells for row in sheet.rows] + [sheet.total]
        for line, row in zip([*lines, total], cells, strict=True):
            for column, cell in enumerate(row, 3):
                value = worksheet.cell(line, column).value
                expected = cell.points if cell.points is not None else cell.text
                if cell.points is not None and value is not None:
                    value = round(value, 2)
                self.assertEqual(value or (0.0 if value == 0 else ""), expected, f"line {line}, column {column}")
