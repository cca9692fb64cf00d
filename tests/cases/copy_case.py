import base64
import io

from openpyxl import load_workbook

from odoo.addons.agency_evaluation.reading import working_copy as layout
from odoo.addons.agency_evaluation.report import working_copy_xlsx

from .facts_case import FactsCase


class CopySheet:
    """A sheet of a working copy as openpyxl has it, with its hidden line and columns read."""

    def __init__(self, worksheet):
        self.worksheet = worksheet
        self.columns = {
            cell.value.removeprefix(layout.MARK): cell.column for cell in worksheet[1] if cell.value is not None
        }
        self.lines = {cell.value: cell.row for cell in worksheet["A"][1:] if cell.value not in (None, layout.NO_ROW)}

    def cell(self, code, key):
        return self.worksheet.cell(self.lines[code], self.columns[key])


class CopyCase(FactsCase):
    """The working copy of an evaluation, filled in with openpyxl as someone would with a spreadsheet."""

    def export(self, role="evaluator", evaluation=None):
        """Return the content of the working copy that the user of `role` downloads."""
        evaluation = self.as_user(role, evaluation)
        (copy,) = evaluation.env["agency.evaluation.working.copy.report"]._collect(evaluation)
        return working_copy_xlsx.write(copy)

    def open(self, content):
        """Return the workbook, and its sheets of rows and of facts."""
        workbook = load_workbook(io.BytesIO(content))
        return workbook, *(CopySheet(worksheet) for worksheet in workbook.worksheets)

    def save(self, workbook):
        content = io.BytesIO()
        workbook.save(content)
        return content.getvalue()

    def fill(self, changes, content=None):
        """Return the working copy with cells changed.

        :param changes: the values by (code of row or fact, key of the column)
        """
        workbook, rows, *facts = self.open(content or self.export())
        for (code, key), value in changes.items():
            sheet = rows if code in rows.lines else facts[0]
            sheet.cell(code, key).value = value
        return self.save(workbook)

    def take_back(self, content, role="evaluator", evaluation=None):
        """Return the wizard of the user of `role` with a file chosen."""
        evaluation = self.as_user(role, evaluation)
        return evaluation.env["agency.evaluation.copy.import"].create(
            {"evaluation_id": evaluation.id, "file": base64.b64encode(content), "file_name": "copy.xlsx"}
        )

    def preview(self, content, role="evaluator", evaluation=None):
        wizard = self.take_back(content, role, evaluation)
        wizard.action_preview()
        return wizard

    def differences(self, wizard, kind):
        """Return (row, field, old, new) of what was shown, the row by its first word."""
        return [
            (cell["row"].split(" ")[0], cell["field"], cell["old"], cell["new"])
            for cell in wizard.outcome
            if cell["kind"] == kind
        ]

    def snapshot(self, evaluation=None):
        """Return all that an import could change."""
        evaluation = evaluation or self.evaluation
        evaluation.invalidate_recordset()
        return (
            evaluation.self_points,
            [
                (line.code, line.status, line.self_points, line.explanation, line.improvement, line.answered_by_id)
                for line in evaluation.line_ids
            ],
            [
                (fact.code, fact.note, [(measure.period, measure.value) for measure in fact.measure_ids])
                for fact in evaluation.fact_ids
            ],
        )
