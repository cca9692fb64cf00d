from odoo import api, fields, models


class EvaluationOutdated(models.Model):
    """How many numbers and lists of the report are out of date."""

    _inherit = "agency.evaluation"

    outdated_count = fields.Integer(string="Out of Date", compute="_compute_outdated_count")

    @api.depends("section_ids.outdated_count")
    def _compute_outdated_count(self):
        for evaluation in self:
            sections = evaluation.section_ids
            now = evaluation._report_values(sections)
            evaluation.outdated_count = sum(section._outdated(now).count for section in sections)
