from odoo import fields, models

from ..scoring import report_text
from ..scoring.points import format_points


class EvaluationSections(models.Model):
    """The sections of an evaluation's yearly report, and what their placeholders stand for."""

    _inherit = "agency.evaluation"

    section_ids = fields.One2many("agency.evaluation.section", "evaluation_id", string="Report")

    def _prepare_sections(self):
        """Make the sections of new evaluations, as the criteria set words them."""
        # sudo: agency.evaluation.section - they come from the criteria set alone
        self.env["agency.evaluation.section"].sudo().create(
            [
                {"evaluation_id": evaluation.id, "template_id": template.id, "body": template.body}
                for evaluation in self
                for template in evaluation.criteria_set_id.section_ids
            ]
        )

    def _report_names(self):
        """Return the texts of :data:`report_text.TITLE_NAMES`: what is known of an evaluation from its start."""
        # sudo: res.company - how an agency calls itself is no secret
        agency = self.company_id.sudo().name
        year = self.year
        return {
            "year": str(year) if year else report_text.BLANK,
            "next_year": str(year + 1) if year else report_text.BLANK,
            "unit": self.department_id.name or report_text.BLANK,
            "agency": agency or report_text.BLANK,
        }

    def _report_texts(self):
        """Return the text of every placeholder that is not a list: facts by their code, and what is no fact."""
        self.ensure_one()
        # sudo: agency.evaluation - the report tells of the whole evaluation, whoever reads it
        evaluation = self.sudo()
        facts = evaluation._resolve_facts().facts
        answered = any(evaluation.line_ids.mapped("has_points"))
        return {
            **{
                indicator.code: report_text.format_fact(facts[indicator.code].total, indicator.unit or "")
                for indicator in evaluation.fact_ids.indicator_id
            },
            **evaluation._report_names(),
            "total": format_points(evaluation.self_points) if answered else report_text.BLANK,
            "grade": evaluation.claimed_grade_id.name or evaluation.grade_id.name or report_text.BLANK,
            "documents": report_text.format_fact(len(evaluation.evidence_ids)),
        }
