from odoo import api, models

from .way import came_by


class FactWays(models.Model):
    """By which way the numbers of facts come that nobody typed."""

    _inherit = "agency.evaluation.fact"

    @api.model
    def load(self, fields, data):
        with came_by("import"):
            return super().load(fields, data)


class EvaluationWays(models.Model):
    _inherit = "agency.evaluation"

    @api.model
    def load(self, fields, data):
        with came_by("import"):
            return super().load(fields, data)

    def action_take_over_facts(self):
        with came_by("parts"):
            return super().action_take_over_facts()
