from odoo import api, fields, models


class LineFindings(models.Model):
    """What the last check found on a row and is still open: errors, and warnings without a justification."""

    _inherit = "agency.evaluation.line"

    open_severity = fields.Char(compute="_compute_open_findings", help="That of the gravest open finding.")
    open_findings = fields.Char(compute="_compute_open_findings")

    @api.depends("evaluation_id.finding_ids.severity", "evaluation_id.finding_ids.justification")
    @api.depends_context("lang")
    def _compute_open_findings(self):
        for evaluation, lines in self.grouped("evaluation_id").items():
            findings = evaluation.finding_ids
            errors = findings.filtered(lambda finding: finding.severity == "error")
            by_row = (errors + findings._unjustified()).grouped("line_id")
            for line in lines:
                found = by_row.get(line._origin, findings.browse())
                line.open_severity = found[:1].severity
                line.open_findings = " ".join(found.mapped("message")) or False
