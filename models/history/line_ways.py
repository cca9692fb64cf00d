from odoo import api, models

from .way import came_by


class LineWays(models.Model):
    """By which way the values of rows come that nobody typed."""

    _inherit = "agency.evaluation.line"

    @api.model
    def load(self, fields, data):
        with came_by("import"):
            return super().load(fields, data)

    def action_accept_suggestions(self):
        with came_by("suggestion"):
            return super().action_accept_suggestions()

    def action_accept(self):
        with came_by("accepted"):
            return super().action_accept()
