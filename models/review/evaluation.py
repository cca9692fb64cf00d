from odoo import api, fields, models
from odoo.exceptions import UserError


class EvaluationReview(models.Model):
    """What the reviewer of an evaluation may do with its rows, and who reviews none of them."""

    _inherit = "agency.evaluation"

    pending_count = fields.Integer(
        compute="_compute_pending_count", string="Rows to Review", help="Those that the user may review."
    )

    @api.depends("former_answerer_ids", "line_ids.answered_by_id", "question_ids.answered_by_id")
    def _compute_barred_user_ids(self):
        result = super()._compute_barred_user_ids()
        answered = [("evaluation_id", "in", self.ids), ("answered_by_id", "!=", False)]
        people = {evaluation.id: set(evaluation.former_answerer_ids.ids) for evaluation in self}
        for model in ("agency.evaluation.line", "agency.evaluation.question"):
            for evaluation, user in self.env[model]._read_group(answered, ["evaluation_id", "answered_by_id"]):
                people[evaluation.id].add(user.id)
        for evaluation in self:
            evaluation.barred_user_ids |= self.env["res.users"].browse(people[evaluation.id])
        return result

    @api.depends("former_answerer_ids", "line_ids.answered_by_id", "question_ids.answered_by_id")
    def _obstacle_own_answers(self):
        if self._has_answers_of(self.env.user):
            return UserError(self.env._("Whoever answered rows of an evaluation can neither review nor approve it."))
        return None

    def _has_answers_of(self, user):
        """Tell whether the user ever answered a row, or a question on one, or submitted the answers."""
        self.ensure_one()
        # sudo: res.users - who answered is no secret to who takes part
        return user in self.sudo().barred_user_ids

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

    def _void_review(self):
        """Let the review of these evaluations be done again: a row of theirs is open."""
        reviewed = self.filtered("reviewed_on")
        reviewed._write_through({"reviewed_by_id": False, "reviewed_on": False})
