from odoo import models

from ..scoring.checks import Severity
from . import findings


class FindingsReport(models.AbstractModel):
    """Turns the findings of evaluations into plain papers, with their justifications."""

    _name = "report.agency_evaluation.report_findings"
    _description = "Findings"
    _inherit = ["agency.evaluation.paper.report"]

    _shown_parts = ("finding_ids",)

    def _prepare_paper(self, evaluation):
        by_severity = evaluation.finding_ids.grouped("severity")
        return findings.FindingsPaper(
            **self._prepare_frame(evaluation),
            title=(findings.TITLE, f"{evaluation.department_id.name} {evaluation._named_period().text}".upper()),
            groups={
                findings.HEADINGS[severity]: tuple(
                    findings.Finding(found.line_id.code or "", found.message, found.justification or "")
                    for found in by_severity[severity.value]
                )
                for severity in Severity
                if severity.value in by_severity
            },
        )
