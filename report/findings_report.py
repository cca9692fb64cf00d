from odoo import models

from ..scoring.checks import CHECKS, Severity
from . import findings

#: The checks whose findings are about points that a rule gives, so that its working is printed with them.
_ABOUT_RULES = frozenset({"points_deviate", "points_differ_from_rule", "loss_by_rule_without_reason"})


class FindingsReport(models.AbstractModel):
    """Turns the findings of evaluations into plain papers, with their justifications."""

    _name = "report.agency_evaluation.report_findings"
    _description = "Findings"
    _inherit = ["agency.evaluation.paper.report"]

    _shown_parts = ("finding_ids",)
    _sealed_as = "findings"
    _sealed_class = findings.FindingsPaper

    def _prepare_paper(self, evaluation):
        kinds = list(CHECKS)
        # By kind, so that what is justified together stands together; sorting leaves the order of the rows.
        found = evaluation.finding_ids.sorted(lambda finding: kinds.index(finding.code))
        titles = dict(found._fields["code"]._description_selection(found.env))
        by_severity = found.grouped("severity")
        return findings.FindingsPaper(
            **self._prepare_frame(evaluation),
            title=(findings.TITLE, f"{evaluation._paper_unit()} {evaluation._named_period().text}".upper()),
            groups={
                findings.HEADINGS[severity]: tuple(
                    findings.Finding(
                        criterion=finding.line_id.code or "",
                        message=finding.message,
                        justification=(finding.justification or "").strip(),
                        kind=titles[finding.code],
                        working=(finding.line_id.working or "") if finding.code in _ABOUT_RULES else "",
                    )
                    for finding in by_severity[severity.value]
                )
                for severity in Severity
                if severity.value in by_severity
            },
        )
