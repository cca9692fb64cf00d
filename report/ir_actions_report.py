import io
import logging
import sys

from odoo import fields, models
from odoo.exceptions import UserError

from ..models.papers.evaluation import PAPERS
from . import paper, wkhtmltopdf_engine

_logger = logging.getLogger(__name__)
#: What the names of the reports begin with.
_REPORTS = "agency_evaluation.report_"


class IrActionsReport(models.Model):
    """Official papers are printed by WeasyPrint where it is installed, else by wkhtmltopdf; others stay as they are."""

    _inherit = "ir.actions.report"

    is_official_paper = fields.Boolean(
        help="The report brings its own page, as Nghị định 30/2020/NĐ-CP wants it, and is printed one record at a time."
    )

    def _get_readable_fields(self):
        return super()._get_readable_fields() | {"is_official_paper"}

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """Print official papers one by one, so that each has page numbers of its own.

        What was approved is not printed again: it is the file that is kept.

        :raises UserError: if there is no record to print, or no engine to print it
        """
        report_sudo = self._get_report(report_ref)
        if not report_sudo.is_official_paper:
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        if not res_ids:
            raise UserError(self.env._("Choose what to print first."))
        streams = {}
        for record in self.env[report_sudo.model].browse(dict.fromkeys(res_ids)):
            content, attachment = report_sudo.with_env(self.env)._one_paper(record, data)
            streams[record.id] = {"stream": io.BytesIO(content), "attachment": attachment}
        return streams

    def _one_paper(self, record, data=None):
        """Return what this report prints of one record as the bytes of a PDF, and the attachment that holds it, if any.

        The papers of many records cost as much as each of them by itself, so that they can be made one at a time.

        :raises AccessError: if the user may not print it
        :raises UserError: if it cannot be rendered
        """
        # sudo: ir.actions.report - how a report prints is no secret
        report_sudo = self.sudo()
        attachment = report_sudo.retrieve_attachment(record)
        if kept := self._official_paper(record):
            return kept._read_whole(), attachment
        if attachment and report_sudo.attachment_use:
            return attachment.raw, attachment
        html = self._render_qweb_html(report_sudo, record.ids, data=data)[0].decode()
        return self._print_paper(html, report_sudo._paper_page(), self._is_kept(record)), attachment

    def _official_paper(self, record):
        """Return the kept edition of what this report prints of a record, rendered if need be; none of what has none.

        :raises AccessError: if the user may not print it
        :raises UserError: if there is no edition yet, and it cannot be rendered
        """
        # sudo: ir.actions.report - which paper a report prints is no secret
        paper_name = self.sudo().report_name.removeprefix(_REPORTS)
        if record._name != "agency.evaluation" or paper_name not in PAPERS or record.state != "approved":
            return None
        self.env[f"report.{_REPORTS}{paper_name}"]._check_may_print(record)
        return record._official_paper(paper_name)

    def _render_official_paper(self, report_name, evaluation):
        """Return a paper of an approved evaluation as the bytes of a PDF, and the name of what rendered it.

        :raises UserError: if there is no engine to print with, or it fails, or what was sealed is not as it was
        """
        html = self._render_qweb_html(report_name, evaluation.ids)[0].decode()
        page = self._get_report(report_name)._paper_page()
        content = self._print_paper(html, page, True)
        return content, sys.modules[self._paper_engine().__module__].NAME

    def _is_kept(self, record):
        """Tell whether the paper of a record is one to be kept: what was approved is there, and as it was sealed."""
        return record._name == "agency.evaluation" and record._sealed_content() is not None

    def _print_paper(self, html, page, is_kept=False):
        """Return the paper `html` as a PDF.

        :param is_kept: print it as one to be kept, where the engine can
        :raises UserError: if there is no engine to print with, or it fails
        """
        engine = self._paper_engine()
        try:
            return engine(html, page, is_kept)
        except wkhtmltopdf_engine.WkhtmltopdfError as error:
            raise UserError(self.env._("The paper could not be printed: %(reason)s", reason=str(error))) from error

    def _paper_engine(self):
        """Return the function that turns the HTML of a paper into PDF.

        :raises UserError: if no engine is installed
        """
        try:
            from .weasyprint_engine import render  # an optional dependency, and slow to load

            return render
        except (ImportError, OSError) as error:
            # An OSError is a missing library of the system, such as Pango.
            _logger.info("Papers are printed by wkhtmltopdf, for WeasyPrint cannot be used: %s", error)
        if self.get_wkhtmltopdf_state() in ("install", "broken"):
            raise UserError(
                self.env._(
                    "There is nothing to print with. Ask the administrator to install the Python package weasyprint"
                    " (version 70 or later) or the program wkhtmltopdf on the server."
                )
            )
        return wkhtmltopdf_engine.render

    def _paper_page(self):
        """Return the paper format of the report."""
        paper_format = self.get_paperformat()
        return paper.Page(
            width=paper_format.print_page_width,
            height=paper_format.print_page_height,
            top=paper_format.margin_top,
            right=paper_format.margin_right,
            bottom=paper_format.margin_bottom,
            left=paper_format.margin_left,
        )
