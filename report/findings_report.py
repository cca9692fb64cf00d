from odoo import api, models

from . import findings, paper
from .score_sheet import attachment_line


class FindingsReport(models.AbstractModel):
    """Turns the findings of evaluations into plain papers, with their justifications."""

    _name = "report.agency_evaluation.report_findings"
    _description = "Findings"

    @api.model
    def _get_report_values(self, docids, data=None):
        evaluations = self.env["agency.evaluation"].browse(docids)
        return {
            "doc_ids": docids,
            "doc_model": evaluations._name,
            "docs": evaluations,
            "sheets": self._collect(evaluations),
            "style": paper.style(),
            "nation": paper.NATION,
            "motto": paper.MOTTO,
        }

    @api.model
    def _collect(self, evaluations):
        """Return the :class:`findings.FindingsPaper` of each evaluation.

        :raises AccessError: if the user may not read an evaluation or one of its findings
        """
        evaluations.check_access("read")
        # sudo: agency.evaluation.finding - to find those that the user may not read
        evaluations.sudo().finding_ids.with_env(evaluations.env).check_access("read")
        return [self._prepare_paper(evaluation) for evaluation in paper.in_vietnamese(evaluations)]

    def _prepare_paper(self, evaluation):
        # sudo: res.company - how an agency names itself on its papers is no secret
        company = evaluation.company_id.sudo()
        agency = company.agency_name or company.name
        by_severity = evaluation.finding_ids.grouped("severity")
        return findings.FindingsPaper(
            parent_agency=(company.agency_parent_name or "").upper(),
            agency=agency.upper(),
            title=(findings.TITLE, f"{evaluation.department_id.name} năm {evaluation.year}".upper()),
            attachment=attachment_line(
                (evaluation.report_number or "").strip(),
                company.agency_document_symbol or "",
                evaluation.report_date or None,
                company.agency_short_name or agency,
            ),
            groups={
                heading: tuple(
                    findings.Finding(found.line_id.code or "", found.message, found.justification or "")
                    for found in by_severity[severity]
                )
                for severity, heading in findings.SEVERITIES.items()
                if severity in by_severity
            },
            signer_title=tuple(paper.signer_title(evaluation).split("\n")),
            signer_name=paper.signer_name(evaluation),
        )
