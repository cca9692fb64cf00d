from dataclasses import replace

from odoo import models
from odoo.exceptions import UserError

from . import annual_report, document, rich_text


class AnnualReport(models.AbstractModel):
    """Turns evaluations into plain yearly reports, the scoring sheet being their appendix."""

    _name = "report.agency_evaluation.report_annual_report"
    _description = "Annual Report"
    _inherit = ["agency.evaluation.paper.report"]

    _shown_parts = ("line_ids", "section_ids")
    _sealed_as = "annual_report"
    _sealed_class = annual_report.AnnualReport

    def _prepare_paper(self, evaluation):
        identity = evaluation._identity()
        addressees = identity.addressees
        title = f"{evaluation.criteria_set_id.report_title} {evaluation._named_period().text}"
        blocks = self._prepare_blocks(evaluation.section_ids)
        sheet = self.env["report.agency_evaluation.report_score_sheet"].with_env(evaluation.env)
        return annual_report.AnnualReport(
            **self._prepare_report_frame(evaluation, identity),
            label=annual_report.KIND,
            replaces=self._replaces_line(evaluation),
            title=(title,),
            addressees=annual_report.addressee_lines(addressees),
            blocks=(
                *blocks,
                *annual_report.closing_blocks(title, evaluation._paper_unit(), addressees, blocks),
            ),
            recipients=annual_report.recipient_lines(identity.recipients, identity.filing),
            appendix=annual_report.as_appendix(sheet._prepare_paper(evaluation)),
        )

    def _sealed_paper(self, evaluation, described):
        sheet = self.env["report.agency_evaluation.report_score_sheet"]._sealed_paper(evaluation, described)
        return replace(super()._sealed_paper(evaluation, described), appendix=annual_report.as_appendix(sheet))

    def _prepare_report_frame(self, evaluation, identity):
        frame = self._prepare_frame(evaluation)
        day = evaluation.report_date or None
        letterhead = replace(
            frame["letterhead"],
            number=document.number_line(evaluation.report_number or "", identity.document_symbol),
            place_and_date=document.place_line(identity.place, day),
        )
        return {**frame, "letterhead": letterhead, "attachment": ""}

    def _prepare_blocks(self, sections):
        blocks = []
        for section in sections:
            blocks.append(annual_report.heading(section.number or "", section.title, section.level))
            blocks += rich_text.parse(section._printed_body())
        return blocks

    def _write_docx(self, evaluation):
        """Return the report of `evaluation` as the content of a Word file.

        :raises AccessError: if the user may not read all of it
        :raises UserError: if python-docx is not installed
        """
        writer = self._docx_writer()
        (report,) = self._collect(evaluation)
        # sudo: ir.actions.report - the page of the papers is no secret
        action = self.env.ref("agency_evaluation.action_report_annual_report").sudo()
        return writer.write(report, action._paper_page())

    def _docx_writer(self):
        """Return the module that writes Word files.

        :raises UserError: if python-docx is not installed
        """
        try:
            from . import annual_report_docx  # an optional dependency
        except ImportError as error:
            raise UserError(
                self.env._(
                    "Word files cannot be written. Ask the administrator to install the Python package python-docx"
                    " (version 1.2 or later) on the server."
                )
            ) from error
        return annual_report_docx
