from odoo import api, models
from odoo.exceptions import AccessError


class EvaluationReviewer(models.Model):
    """Who assigns the groups of an evaluation to reviewers."""

    _inherit = "agency.evaluation"

    @api.depends("reviewer_id")
    def _obstacle_other_reviewer_unless_manager(self):
        user = self.env.user
        if user != self.reviewer_id and not user.has_group("agency_evaluation.group_manager"):
            return AccessError(
                self.env._("Only a manager or the reviewer of the evaluation assigns its groups to reviewers.")
            )
        return None
