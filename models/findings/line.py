from odoo import api, fields, models

from ...scoring import checked_sheet, rollup
from ..sheet.fill import fill


class LineFindings(models.Model):
    """What the last check found on a row and is still open: errors, and warnings without a justification."""

    _inherit = "agency.evaluation.line"

    open_severity = fields.Char(compute="_compute_open_findings", help="That of the gravest open finding.")
    open_findings = fields.Char(compute="_compute_open_findings")
    set_choices = fields.Text(
        compute="_compute_set_choices", help="What the text of the row contradicts, and how its author settled that."
    )

    @api.depends("evaluation_id.finding_ids.severity", "evaluation_id.finding_ids.justification")
    @api.depends_context("lang")
    def _compute_open_findings(self):
        for evaluation, lines in self.grouped("evaluation_id").items():
            findings = evaluation.finding_ids
            of_rows = (findings._errors() + findings._unjustified()).filtered("line_id")
            # perf: what is about facts or sections is not worded
            by_row = of_rows.with_prefetch(of_rows._ids).grouped(lambda finding: finding.line_id.id)
            found = [by_row.get(line._origin.id, ()) for line in lines]
            fill(
                lines,
                open_severity=[some[0].severity if some else False for some in found],
                open_findings=[" ".join(finding.message for finding in some) or False for some in found],
            )

    @api.depends("criterion_id.set_id.finding_ids.justification")
    @api.depends_context("lang")
    def _compute_set_choices(self):
        # sudo: agency.evaluation.set.finding - what the sheet means is no secret to whoever sees its rows
        findings = self.sudo().criterion_id.set_id.finding_ids.filtered("criterion_id")
        by_row = (findings._errors() + findings._warnings()).grouped("criterion_id")
        for line in self:
            found = by_row.get(line.sudo().criterion_id, findings.browse())
            line.set_choices = "\n".join(finding._describe_choice() for finding in found.with_env(self.env)) or False

    def _checked_row(self, facts):
        """Return the row as the consistency checks see it, as :class:`checked_sheet.SheetRow`."""
        self.ensure_one()
        criterion = self.criterion_id
        return checked_sheet.SheetRow(
            code=self.code,
            parent=self.parent_id.code or None,
            maximum=self.max_points,
            text=criterion._printed_text(),
            is_heading=self.is_heading,
            is_bonus=self.is_bonus,
            answer=rollup.Answer(self.status),
            points=self.self_points if self.has_points else None,
            stated=self.stated_points if self.is_stated else None,
            suggestion=self._suggest(facts),
            explanation=self.explanation or "",
            documents=len(self.evidence_ids),
            evidence_required=criterion.evidence_required,
            may_not_apply=criterion.may_not_apply,
            is_relieved=self._is_relieved(),
        )
