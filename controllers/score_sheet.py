from odoo.http import Controller, request, route

from ..report import score_sheet_xlsx
from .download import make_workbook_response


class ScoreSheetController(Controller):
    @route("/agency_evaluation/<int:evaluation_id>/score_sheet.xlsx", type="http", auth="user", readonly=True)
    def score_sheet_xlsx(self, evaluation_id):
        """Download the scoring sheet of an evaluation as an Excel file.

        :raises NotFound: if there is no such evaluation
        :raises AccessError: if the user may not read it whole
        """
        evaluation = request.env["agency.evaluation"].browse(evaluation_id)
        evaluation.check_access("read")
        if not evaluation.exists():
            raise request.not_found()
        (sheet,) = request.env["report.agency_evaluation.report_score_sheet"]._collect(evaluation)
        name = f"{evaluation.name} {evaluation.department_id.name} {evaluation.year}"
        return make_workbook_response(score_sheet_xlsx.write(sheet), name)
