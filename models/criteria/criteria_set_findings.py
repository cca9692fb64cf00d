from odoo import api, fields, models
from odoo.exceptions import UserError

from ...scoring import marked_html, report_text, set_checks
from .set_finding import SEVERITY_RANKS

#: More findings than these are not listed one by one in a message.
_LISTED_FINDINGS = 10


class CriteriaSetFindings(models.Model):
    """What is wrong with a sheet itself: its author settles it before it is published, once for every unit."""

    _inherit = "agency.evaluation.criteria.set"

    finding_ids = fields.One2many("agency.evaluation.set.finding", "set_id", string="Findings", readonly=False)
    error_count = fields.Integer(compute="_compute_finding_counts", string="Errors")
    unjustified_count = fields.Integer(compute="_compute_finding_counts", string="Warnings to Justify")

    @api.depends("finding_ids.severity", "finding_ids.justification")
    def _compute_finding_counts(self):
        for criteria_set in self:
            criteria_set.error_count = len(criteria_set.finding_ids._errors())
            criteria_set.unjustified_count = len(criteria_set.finding_ids._unjustified())

    def action_check(self):
        """Look for what is wrong with the sheet itself. Findings that are found again keep their justification.

        :raises AccessError: if the user is no manager
        :raises UserError: if a set is no draft
        """
        self._check_manager()
        self._check_structure()
        self._refresh_findings()
        return True

    def action_publish(self):
        """See the same of the sheet; it waits for its findings.

        :raises UserError: if an error is found, or a warning is not justified; the message names the first ones
        """
        self._check_manager()
        self._check_structure()
        self._refresh_findings()
        for criteria_set in self:
            criteria_set._check_findings()
        return super().action_publish()

    def _copy_parts_of(self, original):
        twins = super()._copy_parts_of(original)
        # sudo: agency.evaluation.set.finding - findings come from the check alone, so no role may make them
        original.sudo().finding_ids._copy_to(self, twins)
        return twins

    def _refresh_findings(self):
        """Bring the findings in line with what the checks find now."""
        # sudo: agency.evaluation.set.finding - findings come from the check alone, so no role may make them
        for criteria_set in self.sudo():
            criteria_set.finding_ids._replace_by(criteria_set, criteria_set._find())

    def _find(self):
        """Return the values of what the checks find, without what the set turns off."""
        self.ensure_one()
        rows = {row.code: (place, row) for place, (row, _level) in enumerate(self._criteria_in_order(), 1)}
        places = {code: len(rows) + place for place, code in enumerate(set_checks.SET_CHECKS, 1)}
        severities = self.check_setting_ids._severities()
        found = []
        for finding in set_checks.find_in_set(self._checked_set()):
            check, cause = finding.check, finding.cause
            severity = severities.get(check.code, check.severity.value)
            if severity == "off":
                continue
            place, row = rows.get(cause.row, (places[check.code], self.env["agency.evaluation.criterion"]))
            found.append(
                {
                    "criterion_id": row.id,
                    "code": check.code,
                    "severity": severity,
                    "severity_rank": SEVERITY_RANKS[severity],
                    "sequence": place,
                    "subject": cause.subject,
                    "details": dict(cause.details),
                    "row_text": row._printed_text() if row else "",
                }
            )
        return found

    def _checked_set(self):
        """Return what is checked, as :class:`set_checks.CheckedSet`."""
        self.ensure_one()
        return set_checks.CheckedSet(
            rows=[row._checked_set_row() for row, _level in self._criteria_in_order()],
            has_grades=bool(self.grade_ids),
            grading_sections=[section.title for section in self.section_ids if section._names_grade()],
        )

    def _check_findings(self):
        """:raises UserError: if an error is found, or a warning is not justified"""
        errors = self.finding_ids._errors()
        blocking = errors or self.finding_ids._unjustified()
        if not blocking:
            return
        lines = [f"- {finding.display_name}" for finding in blocking[:_LISTED_FINDINGS]]
        if len(blocking) > _LISTED_FINDINGS:
            lines.append(self.env._("… and %(count)s more", count=len(blocking) - _LISTED_FINDINGS))
        values = {"count": len(blocking), "findings": "\n".join(lines)}
        if errors:
            raise UserError(
                self.env._("%(count)s errors keep the criteria set from being published:\n%(findings)s", **values)
            )
        raise UserError(
            self.env._(
                "Justify these %(count)s warnings before it is published; Check lists them:\n%(findings)s", **values
            )
        )


class CriterionFindings(models.Model):
    _inherit = "agency.evaluation.criterion"

    def _printed_text(self):
        """Return all that is printed of the row: its text and that of its rules."""
        self.ensure_one()
        return "\n".join([self.name or "", *self.rule_ids.filtered("is_printed").mapped("name")])

    def _checked_set_row(self):
        """Return the row as :class:`set_checks.SetRow`."""
        self.ensure_one()
        return set_checks.SetRow(
            code=self.code,
            text=self._printed_text(),
            maximum=self.max_points,
            is_heading=self.is_heading,
            is_bonus=self.is_bonus,
            has_rule_text=bool(self.rule_ids),
            has_rule=any(self.rule_ids.mapped("effect")),
            has_guidance=bool((self.guidance or "").strip()),
        )


class SectionTemplateFindings(models.Model):
    _inherit = "agency.evaluation.section.template"

    def _names_grade(self):
        """Tell whether the text of the section says the grade."""
        self.ensure_one()
        names, _misplaced = marked_html.placeholders(self.body)
        return report_text.GRADE in names
