from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..agency.clock import agency_time


class EvaluationLateness(models.Model):
    """What becomes of an evaluation after its deadline: it is late, or waits for more time, as its round says."""

    _inherit = "agency.evaluation"

    lateness = fields.Char(compute="_compute_lateness", string="Late By", help="Of what is late, by how many days.")

    @api.depends("state", "submit_by", "review_by", "approve_by", "reviewed_on", "submitted_on", "campaign_id")
    @api.depends_context("lang")
    def _compute_lateness(self):
        today = self._agency_today()
        first = self._first_submissions()
        for evaluation in self:
            said = []
            if (submitted := first.get(evaluation._origin.id)) and submitted > evaluation.submit_by:
                days = (submitted - evaluation.submit_by).days
                said.append(self.env._("Submitted %(count)s days late", count=days))
            due = evaluation._due_now()
            if due and due < today:
                said.append(self.env._("Due on %(day)s", day=due.strftime("%d/%m/%Y")))
                said.append(self.env._("%(count)s days late", count=(today - due).days))
                if evaluation.state == "draft" and evaluation._is_shut_out(today, first):
                    said.append(self.env._("not accepted any more without an extension"))
            evaluation.lateness = "; ".join(said) or False

    def _due_now(self):
        """Return until when whoever has the evaluation now has it."""
        self.ensure_one()
        if self.state == "draft":
            return self.submit_by
        if self.state == "submitted":
            return self.approve_by if self.reviewed_on else self.review_by
        return False

    def _first_submissions(self):
        """Return on which day, by the calendar of the agency, each of these was submitted first, by its id.

        Of those without a deadline nobody asks.
        """
        # sudo: agency.evaluation.decision - when it was submitted is no secret to who reads the evaluation
        decisions = self.env["agency.evaluation.decision"].sudo()
        asked = self._origin.filtered("submit_by")
        if not asked:
            return {}
        decisions.flush_model(["evaluation_id", "step", "decided_on"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT evaluation_id, min(decided_on) FROM agency_evaluation_decision
                 WHERE evaluation_id = ANY(%s) AND step = 'submit' GROUP BY evaluation_id
                """,
                asked.ids,
            )
        )
        return {id_: agency_time(self, moment).date() for id_, moment in rows}

    def _wait_for_deadline(self):
        """:raises UserError: after the deadline, where the round lets nobody submit then"""
        if self._is_shut_out(self._agency_today(), self._first_submissions()):
            raise UserError(
                self.env._(
                    "%(evaluation)s was to be submitted by %(day)s, and %(round)s takes nothing later: ask a manager to"
                    " extend the deadline of the unit.",
                    evaluation=self.display_name,
                    day=self.submit_by.strftime("%d/%m/%Y"),
                    # sudo: agency.evaluation.campaign - what it is called is told to who takes part
                    round=self.sudo().campaign_id.name,
                )
            )

    def _is_shut_out(self, today, first):
        """Tell whether the round takes no submission any more; what was handed in in time once may come again.

        :param first: as :meth:`_first_submissions` returns it
        """
        self.ensure_one()
        if not self.submit_by or today <= self.submit_by:
            return False
        # sudo: agency.evaluation.campaign - what the round says holds for whoever submits
        if self.sudo().campaign_id.after_deadline != "lock":
            return False
        submitted = first.get(self._origin.id)
        return not submitted or submitted > self.submit_by
