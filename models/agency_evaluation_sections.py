from odoo import fields, models


class EvaluationSections(models.Model):
    """The sections of an evaluation's yearly report."""

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
