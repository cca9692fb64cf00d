from odoo import models

from . import exchange


class ExchangeReport(models.AbstractModel):
    """Turns the questions and answers of a review into plain papers."""

    _name = "report.agency_evaluation.report_exchange"
    _description = "Questions and Answers"
    _inherit = ["agency.evaluation.paper.report"]

    _shown_parts = ("question_ids",)

    def _prepare_paper(self, evaluation):
        return exchange.ExchangePaper(
            **self._prepare_frame(evaluation),
            title=(exchange.TITLE, f"{evaluation._unit_name()} {evaluation._named_period().text}".upper()),
            questions=tuple(self._prepare_question(question) for question in evaluation.question_ids),
        )

    def _prepare_question(self, question):
        asked = exchange.Remark(
            question.text,
            self._describe_source(question.asked_by_id, question.asked_on),
            exchange.points_line(question.asked_points),
        )
        if question.state == "answered":
            answered = exchange.Remark(
                question.answer,
                self._describe_source(question.answered_by_id, question.answered_on),
                exchange.points_line(question.answered_points),
            )
        elif question.state == "closed":
            text = " ".join(filter(None, (exchange.CLOSED, question.remark)))
            answered = exchange.Remark(text, self._describe_source(question.closed_by_id, question.closed_on))
        else:
            answered = exchange.Remark(exchange.OPEN, "")
        return exchange.Question(question.code, asked, answered)

    def _describe_source(self, user, time):
        # sudo: res.users - who took part in the exchange is no secret to who reads it
        local = self.env["agency.evaluation"]._agency_time(time)
        return exchange.source_line(user.sudo().name, local.strftime("%H:%M %d/%m/%Y"))
