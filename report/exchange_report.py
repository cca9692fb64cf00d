from odoo import models

from . import exchange


class ExchangeReport(models.AbstractModel):
    """Turns the questions and answers of a review into plain papers."""

    _name = "report.agency_evaluation.report_exchange"
    _description = "Questions and Answers"
    _inherit = ["agency.evaluation.paper.report"]

    _shown_parts = ("question_ids",)
    _sealed_as = "exchange"
    _sealed_class = exchange.ExchangePaper

    def _prepare_paper(self, evaluation):
        names = evaluation._sealed_names()
        return exchange.ExchangePaper(
            **self._prepare_frame(evaluation),
            title=(exchange.TITLE, f"{evaluation._paper_unit()} {evaluation._named_period().text}".upper()),
            questions=tuple(self._prepare_question(question, names) for question in evaluation.question_ids),
        )

    def _prepare_question(self, question, names):
        asked = exchange.Remark(
            question.text,
            self._describe_source(question.asked_by_id, question.asked_on, names),
            exchange.points_line(question.asked_points),
        )
        if question.state == "answered":
            answered = exchange.Remark(
                question.answer,
                self._describe_source(question.answered_by_id, question.answered_on, names),
                exchange.points_line(question.answered_points),
            )
        elif question.state == "closed":
            text = " ".join(filter(None, (exchange.CLOSED, question.remark)))
            answered = exchange.Remark(text, self._describe_source(question.closed_by_id, question.closed_on, names))
        else:
            answered = exchange.Remark(exchange.OPEN, "")
        return exchange.Question(question.code, asked, answered)

    def _describe_source(self, user, time, names):
        said_at = f"{self.env['agency.evaluation']._agency_time(time):%H:%M %d/%m/%Y}" if time else ""
        return exchange.source_line(self._name_of(user, names), said_at)
