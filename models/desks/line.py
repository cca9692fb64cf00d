from dataclasses import replace

from odoo import models
from odoo.exceptions import ValidationError

from ...scoring import desks
from .evaluation_news import News


class LineDesks(models.Model):
    """Rows that are assigned, asked about, answered and settled: whose turn it is may be another's then."""

    _inherit = "agency.evaluation.line"

    def _write_each(self, values_by_id):
        names = set().union(*values_by_id.values()) if values_by_id else set()
        # Rows that are assigned to nobody, and so most of them, are no desk of their own.
        before = {line: (line.user_id, line.status == "todo") for line in self if line.user_id or "user_id" in names}
        result = super()._write_each(values_by_id)
        if "user_id" in names:
            self._check_assigned()
        # sudo: agency.evaluation - whose turn it is does not depend on who writes a row
        evaluations = self.sudo().evaluation_id
        handed = [line for line, (user, _blank) in before.items() if line.user_id != user]
        is_decided = handed or "reviewer_id" in names
        if is_decided or any((line.status == "todo") != blank for line, (_user, blank) in before.items()):
            evaluations._sync_desks_among_colleagues(quiet=bool(handed))
        elif names & {"is_reviewed", "review_points"}:
            self._sync_questioned()
        self.browse(line.id for line in handed)._tell_assigned()
        return result

    def action_accept(self):
        result = super().action_accept()
        self._sync_questioned()
        return result

    def action_question(self, text=None):
        result = super().action_question(text)
        if result is True:
            # sudo: agency.evaluation - what follows for the desks of others does not depend on who writes
            for evaluation, lines in self.sudo().union().grouped("evaluation_id").items():
                codes = ", ".join(lines.mapped("code"))
                values = {"codes": codes, "text": text}
                evaluation._sync_desks(News("question", lines._answering(), values=values))
        return result

    def action_answer(self, text=None):
        result = super().action_answer(text)
        if result is True:
            # sudo: agency.evaluation - what follows for the desks of others does not depend on who writes
            for evaluation, lines in self.sudo().union().grouped("evaluation_id").items():
                # The reviewers hear of it once, when nothing is waited for any more.
                at = () if evaluation._open_questions() else (desks.REVIEW,)
                codes = ", ".join(lines.mapped("code"))
                evaluation._sync_desks(News("answer", at=at, values={"codes": codes}))
        return result

    def action_withdraw_question(self, remark=None):
        result = super().action_withdraw_question(remark)
        self.evaluation_id._sync_desks()
        return result

    def _sync_questioned(self):
        """Whether the reviewer has something to do matters where answers are waited for."""
        # sudo: agency.evaluation - whose turn it is does not depend on who settles a row
        for evaluation in self.sudo().evaluation_id:
            if any(line.review_state == "questioned" for line in evaluation.line_ids):
                evaluation._sync_desks_among_colleagues()

    def _answering(self):
        """Return the ids of those who answer questions on these rows of one evaluation."""
        situation = self.evaluation_id._situations()[self.evaluation_id.id]
        asked = replace(situation, questioned=tuple(line.user_id.id or None for line in self))
        return desks.desks(asked).get(desks.ANSWER, frozenset())

    def _tell_assigned(self):
        """Tell those to whom these rows were just assigned."""
        # sudo: agency.evaluation - who is told does not depend on who assigned the rows
        for (evaluation, user), lines in self.sudo().grouped(lambda line: (line.evaluation_id, line.user_id)).items():
            if user:
                news = News("assignment", frozenset(user.ids), values={"codes": ", ".join(lines.mapped("code"))})
                evaluation._tell(evaluation._desks(), {}, news)

    def _check_assigned(self):
        """:raises ValidationError: if rows are assigned to somebody who cannot answer them"""
        # sudo: agency.evaluation.line - who may answer rows is no secret to who assigns them
        lines = self.sudo().filtered("user_id")
        situations = lines.evaluation_id._situations()
        for line in lines:
            if line.user_id.id not in desks.able_assignees(situations[line.evaluation_id.id]):
                raise ValidationError(
                    self.env._(
                        "%(code)s cannot be assigned to %(user)s, who is no evaluator of %(company)s.",
                        code=line.code,
                        user=line.user_id.name,
                        company=line.evaluation_id.company_id.name,
                    )
                )
