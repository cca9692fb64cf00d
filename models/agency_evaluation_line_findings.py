from odoo import api, fields, models


class LineFindings(models.Model):
    """What the last check found on a row and is still open: errors, and warnings without a justification."""

    _inherit = "agency.evaluation.line"

    finding_ids = fields.One2many("agency.evaluation.finding", "line_id", string="Findings", readonly=True)
    open_severity = fields.Char(compute="_compute_open_findings", help="That of the gravest open finding.")
    open_findings = fields.Char(compute="_compute_open_findings")

    @api.depends("finding_ids.severity", "finding_ids.justification", "finding_ids.message")
    @api.depends_context("lang")
    def _compute_open_findings(self):
        for line in self:
            errors = line.finding_ids.filtered(lambda finding: finding.severity == "error")
            findings = errors + line.finding_ids._unjustified()
            line.open_severity = findings[:1].severity
            line.open_findings = " ".join(findings.mapped("message")) or False
