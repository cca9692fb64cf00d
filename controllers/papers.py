import re

from odoo.http import Controller, content_disposition, request, route

from ..report import score_sheet_xlsx, working_copy_xlsx
from .readable import find_evaluation

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class PapersController(Controller):
    @route("/agency_evaluation/<int:evaluation_id>/score_sheet.xlsx", type="http", auth="user_or_key")
    def score_sheet_xlsx(self, evaluation_id):
        """Download the scoring sheet of an evaluation as an Excel file.

        :raises NotFound: if there is no such evaluation
        :raises AccessError: if the user may not read it whole
        """
        evaluation = find_evaluation(evaluation_id, "score_sheet.xlsx")
        (sheet,) = request.env["report.agency_evaluation.report_score_sheet"]._collect(evaluation)
        content = score_sheet_xlsx.write(sheet)
        return self._send(evaluation, content, score_sheet_xlsx.CONTENT_TYPE, "xlsx", "Bảng chấm điểm ")

    @route("/agency_evaluation/<int:evaluation_id>/working_copy.xlsx", type="http", auth="user_or_key")
    def working_copy_xlsx(self, evaluation_id):
        """Download a workbook in which the user fills in an evaluation.

        :raises NotFound: if there is no such evaluation
        :raises AccessError: if the user may not read it
        :raises UserError: unless it is a draft in which the user may write something
        """
        evaluation = find_evaluation(evaluation_id, "working_copy.xlsx")
        (copy,) = request.env["agency.evaluation.working.copy.report"]._collect(evaluation)
        content = working_copy_xlsx.write(copy)
        return self._send(evaluation, content, score_sheet_xlsx.CONTENT_TYPE, "xlsx", "Bản làm việc ")

    @route("/agency_evaluation/<int:evaluation_id>/annual_report.docx", type="http", auth="user_or_key")
    def annual_report_docx(self, evaluation_id):
        """Download the yearly report of an evaluation, with its sheet, as a Word file.

        :raises NotFound: if there is no such evaluation
        :raises AccessError: if the user may not read it whole
        :raises UserError: if Word files cannot be written here
        """
        evaluation = find_evaluation(evaluation_id, "annual_report.docx")
        content = request.env["report.agency_evaluation.report_annual_report"]._write_docx(evaluation)
        return self._send(evaluation, content, _DOCX, "docx", "Báo cáo ")

    @route("/agency_evaluation/<int:evaluation_id>/score_sheet.pdf", type="http", auth="user_or_key")
    def score_sheet_pdf(self, evaluation_id):
        """Download the scoring sheet of an evaluation as a PDF file.

        :raises NotFound: if there is no such evaluation
        :raises AccessError: if the user may not read it whole
        """
        return self._send_pdf(evaluation_id, "score_sheet", "Bảng chấm điểm ")

    @route("/agency_evaluation/<int:evaluation_id>/annual_report.pdf", type="http", auth="user_or_key")
    def annual_report_pdf(self, evaluation_id):
        """Download the yearly report of an evaluation, with its sheet, as a PDF file.

        :raises NotFound: if there is no such evaluation
        :raises AccessError: if the user may not read it whole
        """
        return self._send_pdf(evaluation_id, "annual_report", "Báo cáo ")

    def _send_pdf(self, evaluation_id, report, prefix):
        evaluation = find_evaluation(evaluation_id, f"{report}.pdf")
        # Odoo's tests would get HTML in its place.
        reports = request.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, _extension = reports._render_qweb_pdf(f"agency_evaluation.report_{report}", evaluation.ids)
        return self._send(evaluation, content, "application/pdf", "pdf", prefix)

    def _send(self, evaluation, content, content_type, extension, prefix):
        name = f"{prefix}{evaluation.name} {evaluation._paper_unit()} {evaluation._named_period().file_part}"
        name = re.sub(r'[\\/:*?"<>|\s]+', " ", name)
        return request.make_response(
            content,
            headers=[
                ("Content-Type", content_type),
                ("Content-Disposition", content_disposition(f"{name.strip()}.{extension}")),
            ],
        )
