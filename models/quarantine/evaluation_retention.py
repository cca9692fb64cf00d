from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..agency.clock import TIMEZONE


class EvaluationRetention(models.Model):
    """Which evaluations have been kept for as long as their criteria set says."""

    _inherit = "agency.evaluation"

    kept_until = fields.Date(compute="_compute_kept_until", help="The end of retention, by the criteria set.")
    is_retention_over = fields.Boolean(
        string="Retention Over", compute="_compute_kept_until", search="_search_is_retention_over"
    )

    @api.depends("state", "approved_on", "criteria_set_id.retention_years")
    def _compute_kept_until(self):
        today = self._agency_today()
        for evaluation in self:
            years = evaluation.criteria_set_id.retention_years
            approved = evaluation.state == "approved" and evaluation.approved_on
            until = fields.Date.add(self._agency_time(approved).date(), years=years) if years and approved else False
            evaluation.kept_until = until
            evaluation.is_retention_over = bool(until) and until < today

    @api.model
    def _search_is_retention_over(self, operator, value):
        if operator != "in":
            return NotImplemented
        self.flush_model(["state", "approved_on", "criteria_set_id"])
        self.env["agency.evaluation.criteria.set"].flush_model(["retention_years"])
        query = SQL(
            """(
            SELECT evaluation.id
              FROM agency_evaluation evaluation
              JOIN agency_evaluation_criteria_set criteria_set ON criteria_set.id = evaluation.criteria_set_id
             WHERE evaluation.state = 'approved'
               AND criteria_set.retention_years > 0
               AND (evaluation.approved_on AT TIME ZONE 'UTC' AT TIME ZONE %s)::date
                   + make_interval(years => criteria_set.retention_years) < %s
            )""",
            TIMEZONE,
            self._agency_today(),
        )
        return [("id", "in", query)]

    def action_destroy_due(self, reason=None, decision_number=None, decision_date=None):
        """Ask that every file of evaluations be destroyed whose retention is over; without a reason, in a dialog.

        As with any file that is taken out, another manager consents, and record, size and SHA-256 stay.

        :raises AccessError: unless the user is a manager
        :raises UserError: if the retention of one is not over, or it has no files
        :raises ValidationError: if reason or decision is missing
        """
        self._check_may_take_out()
        if early := self.filtered(lambda evaluation: not evaluation.is_retention_over):
            raise UserError(
                self.env._("%(evaluation)s is to be kept longer than until today.", evaluation=early[0].display_name)
            )
        if reason is None:
            return self.env["agency.evaluation.take.out"]._ask(self, "retention")
        action = None
        for evaluations in self.grouped("company_id").values():
            files = evaluations._kept_files()
            if not files:
                raise UserError(self.env._("There are no files left to destroy."))
            action = evaluations._ask_to_take_out("retention", files, reason, decision_number, decision_date)
        return action or True
