from odoo import api, fields, models
from odoo.exceptions import UserError


class EvaluationReview(models.Model):
    """What the reviewer of an evaluation may do with its rows, and who reviews none of them."""

    _inherit = "agency.evaluation"

    pending_count = fields.Integer(
        compute="_compute_pending_count", string="Rows to Review", help="Those that the user may review."
    )

    @api.depends("former_answerer_ids", "line_ids.answered_by_id", "question_ids.answered_by_id")
    def _obstacle_own_answers(self):
        if self._has_answers_of(self.env.user):
            return UserError(self.env._("Whoever answered rows of an evaluation can neither review nor approve it."))
        return None

    def _has_answers_of(self, user):
        """Tell whether the user ever answered a row, or a question on one."""
        self.ensure_one()
        # sudo: res.users - who answered is no secret to who takes part
        if user in self.sudo().former_answerer_ids:
            return True
        answered = [("evaluation_id", "=", self.id), ("answered_by_id", "=", user.id)]
        # sudo: what the user may not read any more counts too
        return any(
            self.env[model].sudo().search_count(answered, limit=1)
            for model in ("agency.evaluation.line", "agency.evaluation.question")
        )

    @api.depends("line_ids.review_state", "line_ids.can_review")
    @api.depends_context("uid")
    def _compute_pending_count(self):
        for evaluation in self:
            evaluation.pending_count = len(evaluation.line_ids._pending_for_user())

    def action_accept_undisputed(self):
        """Accept every row that the user may review and that nothing speaks against; see :meth:`Line._is_undisputed`.

        :raises AccessError: unless the user is a reviewer who did not submit the evaluation
        :raises UserError: unless it is submitted
        """
        self._start("review")
        return self.line_ids._pending_for_user().filtered(lambda line: line._is_undisputed()).action_accept()
