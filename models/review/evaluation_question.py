from odoo import api, fields, models
from odoo.exceptions import UserError


class EvaluationQuestion(models.Model):
    """The questions of the review, and what steps do with those that are open."""

    _inherit = "agency.evaluation"

    question_ids = fields.One2many("agency.evaluation.question", "evaluation_id", string="Questions", readonly=True)
    open_question_count = fields.Integer(compute="_compute_open_question_count", string="Open Questions")

    @api.depends("question_ids.state")
    def _compute_open_question_count(self):
        for evaluation in self:
            evaluation.open_question_count = len(evaluation._open_questions())

    def _open_questions(self):
        return self.question_ids.filtered(lambda question: question.state == "open")

    def _wait_for_answers(self):
        """:raises UserError: if a question is open; the message names the rows"""
        # sudo: agency.evaluation.question - questions on rows of others count too
        if open_questions := self.sudo()._open_questions():
            raise UserError(
                self.env._(
                    "%(count)s questions are not answered yet: %(codes)s. Wait for the answers, or withdraw them.",
                    count=len(open_questions),
                    codes=", ".join(open_questions.mapped("code")),
                )
            )

    def _then_close_questions(self, reason):
        self._open_questions()._close(reason)
