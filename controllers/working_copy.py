from odoo.http import Controller, request, route

from ..report import working_copy_xlsx
from .download import make_workbook_response


class WorkingCopyController(Controller):
    @route("/agency_evaluation/<int:evaluation_id>/working_copy.xlsx", type="http", auth="user", readonly=True)
    def working_copy_xlsx(self, evaluation_id):
        """Download a workbook in which the user fills in an evaluation.

        :raises NotFound: if there is no such evaluation
        :raises AccessError: if the user may not read it
        :raises UserError: unless it is a draft in which the user may write something
        """
        evaluation = request.env["agency.evaluation"].browse(evaluation_id)
        evaluation.check_access("read")
        if not evaluation.exists():
            raise request.not_found()
        content = working_copy_xlsx.write(evaluation._collect_working_copy())
        return make_workbook_response(content, f"Bản làm việc {evaluation.name}")
