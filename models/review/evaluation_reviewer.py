from odoo import api, fields, models
from odoo.exceptions import AccessError


class EvaluationGroupReviewers(models.Model):
    """Who assigns the groups of an evaluation to reviewers, and whose desks it lies on then."""

    _inherit = "agency.evaluation"

    can_assign = fields.Boolean(
        compute="_compute_can_steps", string="Can Assign Reviewers", help="The user may assign groups to reviewers."
    )

    @api.depends("reviewer_id")
    @api.depends_context("uid")
    def _compute_can_steps(self):
        return super()._compute_can_steps()

    @api.model
    def _step_rules(self):
        return {**super()._step_rules(), "assign": (["manager", "reviewer"], ["draft", "submitted"])}

    def _obstacle_to(self, step):
        if obstacle := super()._obstacle_to(step):
            return obstacle
        user = self.env.user
        if step == "assign" and user != self.reviewer_id and not user.has_group("agency_evaluation.group_manager"):
            return AccessError(
                self.env._("Only a manager or the reviewer of the evaluation assigns its groups to reviewers.")
            )
        return None

    def _users_at(self, desk):
        users = super()._users_at(desk)
        if desk != "review":
            return users
        groups = self.line_ids.filtered(lambda line: not line.parent_id)
        if not self.reviewer_id and groups and all(group.reviewer_id for group in groups):
            users = users.browse()
        return (users | groups.reviewer_id) - self.submitted_by_id

    def _sync_activities(self, activity_type, users):
        """Let exactly `users` have an activity of that type on the evaluation."""
        self.ensure_one()
        present = self.activity_search([activity_type]).user_id
        for user in present - users:
            self.activity_unlink([activity_type], user_id=user.id)
        for user in users - present:
            self.activity_schedule(activity_type, user_id=user.id)
