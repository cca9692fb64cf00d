from odoo import api, models
from odoo.exceptions import AccessError


class EvaluationReviewer(models.Model):
    """Who assigns the groups of an evaluation to reviewers, and whose desks it lies on then."""

    _inherit = "agency.evaluation"

    @api.depends("reviewer_id")
    def _obstacle_other_reviewer_unless_manager(self):
        user = self.env.user
        if user != self.reviewer_id and not user.has_group("agency_evaluation.group_manager"):
            return AccessError(
                self.env._("Only a manager or the reviewer of the evaluation assigns its groups to reviewers.")
            )
        return None

    def _users_at(self, desk):
        users = super()._users_at(desk)
        if desk != "review":
            return users
        groups = self.line_ids.filtered(lambda line: not line.parent_id)
        reviewers = [group._able_reviewer() for group in groups]
        if not self._able("reviewer_id") and groups and all(reviewers):
            users = users.browse()
        return users.union(*reviewers) - self._barred_users()

    def _sync_activities(self, activity_type, users):
        """Let exactly `users` have an activity of that type on the evaluation."""
        self.ensure_one()
        present = self.activity_search([activity_type]).user_id
        for user in present - users:
            self.activity_unlink([activity_type], user_id=user.id)
        for user in users - present:
            self.activity_schedule(activity_type, user_id=user.id)
