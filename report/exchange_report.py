from odoo import api, fields, models

from . import exchange, paper
from .score_sheet import attachment_line


class ExchangeReport(models.AbstractModel):
    """Turns the questions and answers of a review into plain papers."""

    _name = "report.agency_evaluation.report_exchange"
    _description = "Questions and Answers"

    @api.model
    def _get_report_values(self, docids, data=None):
        evaluations = self.env["agency.evaluation"].browse(docids)
        return {
            "doc_ids": docids,
            "doc_model": evaluations._name,
            "docs": evaluations,
            "sheets": self._collect(evaluations),
            "style": paper.style(),
            "nation": paper.NATION,
            "motto": paper.MOTTO,
        }

    @api.model
    def _collect(self, evaluations):
        """Return the :class:`exchange.ExchangePaper` of each evaluation.

        :raises AccessError: if the user may not read an evaluation or one of its questions
        """
        evaluations.check_access("read")
        # sudo: agency.evaluation.question - to find those that the user may not read
        evaluations.sudo().question_ids.with_env(evaluations.env).check_access("read")
        return [self._prepare_paper(evaluation) for evaluation in paper.in_vietnamese(evaluations)]

    def _prepare_paper(self, evaluation):
        # sudo: res.company - how an agency names itself on its papers is no secret
        company = evaluation.company_id.sudo()
        agency = company.agency_name or company.name
        return exchange.ExchangePaper(
            parent_agency=(company.agency_parent_name or "").upper(),
            agency=agency.upper(),
            title=(exchange.TITLE, f"{evaluation.department_id.name} năm {evaluation.year}".upper()),
            attachment=attachment_line(
                (evaluation.report_number or "").strip(),
                company.agency_document_symbol or "",
                evaluation.report_date or None,
                company.agency_short_name or agency,
            ),
            questions=tuple(self._prepare_question(question) for question in evaluation.question_ids),
            signer_title=tuple((company.agency_signer_title or "").split("\n")),
            signer_name=company.agency_signer_name or "",
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
        return exchange.source_line(user.sudo().name, self._local(time))

    def _local(self, time):
        """Return a stored time as the clock of Vietnam shows it: papers are kept there whoever prints them."""
        return fields.Datetime.context_timestamp(self.with_context(tz="Asia/Ho_Chi_Minh"), time).strftime(
            "%H:%M %d/%m/%Y"
        )
