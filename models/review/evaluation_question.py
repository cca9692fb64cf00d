from odoo import api, fields, models
from odoo.exceptions import UserError

#: The decisions that wait until every question is answered.
_WAITING_STEPS = frozenset({"review", "first_approve", "approve"})
#: The decisions that leave no question open.
_CLOSING_STEPS = frozenset({"return", "cancel"})
_ANSWER_ACTIVITY = "agency_evaluation.mail_activity_type_answer"


class EvaluationExchange(models.Model):
    """The questions of the review, and the decisions that wait for their answers."""

    _inherit = "agency.evaluation"

    question_ids = fields.One2many("agency.evaluation.question", "evaluation_id", string="Questions", readonly=True)
    open_question_count = fields.Integer(compute="_compute_open_question_count", string="Open Questions")

    @api.depends("question_ids.state")
    def _compute_open_question_count(self):
        for evaluation in self:
            evaluation.open_question_count = len(evaluation._open_questions())

    def _open_questions(self):
        return self.question_ids.filtered(lambda question: question.state == "open")

    @api.depends("question_ids.answered_by_id")
    @api.depends_context("uid")
    def _compute_can_steps(self):
        return super()._compute_can_steps()

    def _take_step(self, step, state, values, reason=None):
        # sudo: agency.evaluation.question - questions on rows of others count too
        open_questions = self.sudo()._open_questions()
        if open_questions and step in _WAITING_STEPS:
            raise UserError(
                self.env._(
                    "%(count)s questions are not answered yet: %(codes)s. Wait for the answers, or withdraw them.",
                    count=len(open_questions),
                    codes=", ".join(open_questions.mapped("code")),
                )
            )
        result = super()._take_step(step, state, values, reason)
        if step in _CLOSING_STEPS:
            open_questions._close(reason)
            self.sudo()._sync_answer_activities()
        return result

    def _sync_answer_activities(self):
        """Put the open questions on the desks of those who have to answer them."""
        for evaluation in self:
            lines = evaluation._open_questions().line_id
            users = lines.user_id
            if lines.filtered(lambda line: not line.user_id):
                users |= evaluation._users_at("evaluate")
            evaluation._sync_activities(_ANSWER_ACTIVITY, users)
