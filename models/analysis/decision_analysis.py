from odoo import fields, models
from odoo.tools import SQL

from ..agency.clock import TIMEZONE
from ..workflow.steps import STEPS


class DecisionAnalysis(models.Model):
    """The steps that were taken with evaluations that count: by whom, how long after the one before, and how late."""

    _name = "agency.evaluation.decision.analysis"
    _description = "Analysis of Decisions"
    _inherit = ["agency.evaluation.analysis"]
    _auto = False
    _order = "decided_on desc, id"
    _rec_name = "decision_id"

    decision_id = fields.Many2one("agency.evaluation.decision", string="Step", readonly=True)
    step = fields.Selection(
        [(step.name, step.record) for step in STEPS.values() if step.record], string="Kind of Step", readonly=True
    )
    user_id = fields.Many2one("res.users", string="Decided By", readonly=True)
    decided_on = fields.Datetime(readonly=True)
    days_taken = fields.Float(
        string="Days Since the Step Before", digits=(7, 1), readonly=True, aggregator="avg", help="None for the first."
    )
    is_late = fields.Boolean(string="Late", readonly=True, help="After the deadline of this step.")
    days_late = fields.Integer(readonly=True, aggregator="avg", help="None in time.")
    reason = fields.Text(readonly=True)

    _depends = {
        "agency.evaluation.decision": ["evaluation_id", "number", "step", "user_id", "decided_on", "reason"],
        "agency.evaluation": ["submit_by", "review_by", "approve_by"],
    }

    def _own_columns(self):
        return SQL(
            """
            decision.id, decision.id AS decision_id, decision.step, decision.user_id, decision.decided_on,
            decision.reason, decision.days_taken, COALESCE(decision.decided_day > deadline.day, FALSE) AS is_late,
            GREATEST(decision.decided_day - deadline.day, 0) AS days_late
            """
        )

    def _own_tables(self, counting):
        return SQL(_TABLES, counting=counting, timezone=TIMEZONE)


_TABLES = """
    %(counting)s
    JOIN (
        SELECT decision.*,
               (decided_on AT TIME ZONE 'UTC' AT TIME ZONE %(timezone)s)::date AS decided_day,
               EXTRACT(EPOCH FROM decided_on - LAG(decided_on) OVER (PARTITION BY evaluation_id ORDER BY number))
             / 86400 AS days_taken
          FROM agency_evaluation_decision decision
         ) decision ON decision.evaluation_id = evaluation.id
    CROSS JOIN LATERAL (
        SELECT CASE decision.step WHEN 'submit' THEN evaluation.submit_by
                                  WHEN 'review' THEN evaluation.review_by
                                  WHEN 'approve' THEN evaluation.approve_by END AS day
    ) deadline
"""
