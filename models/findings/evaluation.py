from odoo import api, fields, models
from odoo.exceptions import UserError

from ...scoring import checked_sheet, checks

#: More findings than these are not listed one by one in a message.
_LISTED_FINDINGS = 10


def _grades(claimed, computed):
    """Return what is checked of the grade: the one that is claimed against the one that is reached, if it is known."""
    if not claimed or not computed:
        return {}
    if computed.undecided:
        return {"undecided": (claimed, computed.undecided.name, computed.unknown)}
    return {"grades": (claimed, computed.band.name if computed.band else "")}


class EvaluationFindings(models.Model):
    """What in an evaluation contradicts itself, its facts or its evidence."""

    _inherit = "agency.evaluation"

    finding_ids = fields.One2many("agency.evaluation.finding", "evaluation_id", string="Findings", readonly=False)
    checked_on = fields.Datetime(readonly=True, copy=False, help="When contradictions were last looked for.")
    error_count = fields.Integer(compute="_compute_finding_counts", string="Errors")
    unjustified_count = fields.Integer(compute="_compute_finding_counts", string="Warnings to Justify")

    @api.depends("finding_ids.severity", "finding_ids.justification")
    def _compute_finding_counts(self):
        for evaluation in self:
            findings = evaluation.finding_ids
            evaluation.error_count = len(findings._errors())
            evaluation.unjustified_count = len(findings._unjustified())

    def action_check(self):
        """Look for contradictions again. Findings whose cause is gone vanish, the others keep their justification.

        :raises AccessError: unless the user is an evaluator who may write the evaluation
        :raises UserError: unless it is a draft
        """
        self._start("check")
        self._refresh_findings()
        return True

    def _refresh_findings(self):
        """Bring the findings in line with what a check finds now."""
        # sudo: agency.evaluation.finding - findings come from the check alone, so no role may make them
        for evaluation in self.sudo():
            severities = evaluation.criteria_set_id.check_setting_ids._severities()
            found = [
                (finding, severity)
                for finding in checks.find_all(evaluation._checked_sheet())
                if (severity := severities[finding.check.code]) != "off"
            ]
            evaluation.finding_ids._replace_by(evaluation, found)
        # sudo: agency.evaluation - the guards of the check stand for the access rights
        self.sudo()._write_through({"checked_on": fields.Datetime.now()})

    def _checked_sheet(self):
        """Return everything that is checked, as :class:`checked_sheet.CheckedSheet`."""
        self.ensure_one()
        criteria_set = self.criteria_set_id
        resolved = self._resolve_facts()
        computed = self._classify()
        claimed = self.claimed_grade_id.name
        telling = self.section_ids.filtered(lambda section: section._tells_shortcomings())
        return checked_sheet.CheckedSheet(
            rows=[line._checked_row(resolved.facts) for line in self.line_ids],
            total=self._rolled_up().own.points,
            stated_total=self.stated_points if self.is_stated else None,
            facts=resolved.facts,
            troubles=list(resolved.troubles.values()),
            needed=frozenset(
                indicator.code
                for indicator in criteria_set.indicator_ids
                if indicator.is_required and not indicator.formula
            ),
            relations=criteria_set.relation_ids._scoring_relations(),
            documents=[document._checked_document() for document in self.evidence_ids],
            period=(self.date_from, self.date_to),
            **_grades(claimed, computed),
            empty_sections=self.section_ids._empty_titles(),
            outdated_sections=self.section_ids._outdated_by_title(),
            texts=self.section_ids._plain_texts(),
            shortcoming_sections=frozenset(telling.mapped("display_name")),
            listed_shortcomings=list(self._report_lists()["shortcomings"].values()) if telling else [],
            shares=criteria_set.criterion_ids._shares(),
            paper_number=self._paper_number(),
            document_share=criteria_set.document_share or None,
        )

    def _paper_number(self):
        """Return number and symbol of the report as it cites itself: "15/BC-TNMT", or "/BC-TNMT" without a number."""
        self.ensure_one()
        number = (self.report_number or "").strip()
        symbol = self._identity().document_symbol
        return number if "/" in number or not symbol else f"{number}/{symbol}"

    def _wait_for_findings(self):
        """Look for contradictions once more.

        :raises UserError: if an error is found, or a warning is not justified; the message names the first ones
        """
        self._refresh_findings()
        for evaluation in self:
            # sudo: agency.evaluation.finding - findings on rows of others count too
            findings = evaluation.sudo().finding_ids
            errors = findings._errors()
            blocking = errors or findings._unjustified()
            if not blocking:
                continue
            lines = [f"- {finding.display_name}" for finding in blocking[:_LISTED_FINDINGS]]
            if len(blocking) > _LISTED_FINDINGS:
                lines.append(self.env._("… and %(count)s more", count=len(blocking) - _LISTED_FINDINGS))
            values = {"count": len(blocking), "findings": "\n".join(lines)}
            if errors:
                raise UserError(self.env._("%(count)s errors have to be put right first:\n%(findings)s", **values))
            raise UserError(
                self.env._("Press Check and justify these %(count)s warnings first:\n%(findings)s", **values)
            )
