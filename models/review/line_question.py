from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...scoring.points import format_points
from ..lock.values import check_text


class LineQuestion(models.Model):
    """Asking about a row and answering for it."""

    _inherit = "agency.evaluation.line"

    question_ids = fields.One2many("agency.evaluation.question", "line_id", string="Questions", readonly=True)
    open_question = fields.Text(compute="_compute_open_question")

    @api.depends("review_state", "question_ids.state")
    def _compute_open_question(self):
        for line in self:
            # Only rows that are questioned are looked at, so that a sheet without questions costs no query.
            questioned = line.review_state == "questioned"
            line.open_question = line._open_questions().text if questioned else False

    def action_question(self, text=None):
        """Ask the unit about rows: each goes back alone, until it is answered. Without a text, ask for it in a dialog.

        A question voids the review of its row.

        :raises AccessError: unless the user may review the rows
        :raises UserError: unless the evaluation is submitted, if the text is empty, or a question is open already
        :raises ValidationError: if a row is a heading
        """
        self._check_questionable()
        if text is None:
            return self.env["agency.evaluation.remark"]._ask("question", lines=self)
        text = check_text(self, text)
        if not text.strip():
            raise UserError(self.env._("Write the question."))
        # sudo: agency.evaluation.question - questions come from this button alone, so no role may make them
        for line in self.sudo().union():
            questions = line.evaluation_id.question_ids
            questions._create_through(
                [
                    {
                        "evaluation_id": line.evaluation_id.id,
                        "line_id": line.id,
                        "number": max(questions.mapped("number"), default=0) + 1,
                        "state": "open",
                        "text": text.strip(),
                        "asked_by_id": self.env.uid,
                        "asked_on": fields.Datetime.now(),
                        "asked_points": line._written_points(),
                    }
                ]
            )
            line._write_through({"review_state": "questioned", "is_reviewed": False, "review_points": 0.0})
        # sudo: agency.evaluation - with a question on a row the review is no longer done
        self.sudo().evaluation_id._void_review()
        return True

    def action_withdraw_question(self, remark=None):
        """Close the open questions on rows without an answer.

        :raises AccessError: unless the user may review the rows
        :raises UserError: unless the evaluation is submitted, or if no question is open
        """
        self.check_access("read")
        self.evaluation_id._start("review")
        self._check_reviewer()
        self._check_questioned()
        # sudo: agency.evaluation.question - questions are closed by this button alone, so no role may write them
        self.sudo()._open_questions()._close(check_text(self, remark))
        return True

    def action_answer(self, text=None):
        """Answer the open questions on rows, which locks them again. Without a text, ask for it in a dialog.

        :raises AccessError: unless the user is an evaluator of the unit, or the row is assigned to the user
        :raises UserError: if the text is empty, or no question is open
        :raises ValidationError: if the row is left without an answer of its own
        """
        self.check_access("read")
        self.evaluation_id._shut_out()
        self._check_answerer()
        self._check_questioned()
        if text is None:
            return self.env["agency.evaluation.remark"]._ask("answer", lines=self)
        text = check_text(self, text)
        if not text.strip():
            raise UserError(self.env._("Write the answer."))
        # sudo: agency.evaluation.question - answers come from this button alone, so no role may write them
        for line in self.sudo().union():
            if line.status == "todo":
                raise ValidationError(
                    self.env._(
                        "%(code)s: give points, or mark it as not applicable, before you answer.", code=line.code
                    )
                )
            line.evidence_ids._check_content()
            line._open_questions()._write_through(
                {
                    "state": "answered",
                    "answer": text.strip(),
                    "answered_by_id": self.env.uid,
                    "answered_on": fields.Datetime.now(),
                    "answered_points": line._written_points(),
                }
            )
            line._write_through({"review_state": "pending"})
        self.evaluation_id._add_contributor()
        return True

    def _open_questions(self):
        return self.question_ids.filtered(lambda question: question.state == "open")

    def _written_points(self):
        self.ensure_one()
        return format_points(self.self_points) if self.status == "scored" else False

    def _check_questionable(self):
        self.check_access("read")
        self.evaluation_id._start("review")
        self._check_reviewer()
        self._check_not_relieved()
        for line in self:
            if line.is_heading:
                raise ValidationError(
                    self.env._("%(code)s is a heading; ask about one of the rows below it.", code=line.code)
                )
            if line.review_state == "questioned":
                raise UserError(self.env._("%(code)s: a question on this row is open already.", code=line.code))

    def _check_questioned(self):
        for line in self:
            if line.review_state != "questioned":
                raise UserError(self.env._("%(code)s: no question on this row is open.", code=line.code))

    def _is_undisputed(self):
        """Nor is a row undisputed that was asked about: the reviewer reads the answer first."""
        return super()._is_undisputed() and not self.question_ids
