from odoo import models


class EvaluationSuggestion(models.Model):
    """All suggestions of an evaluation at once."""

    _inherit = "agency.evaluation"

    def action_accept_suggestions(self):
        """Take over the suggested points of every row that has some; see the same on rows."""
        return self.line_ids.action_accept_suggestions()
