from odoo import api, fields, models
from odoo.tools import SQL

from ..sheet.evaluation_for_user import found_by_sql

_EVALUATION = "agency.evaluation"
#: Where a unit has come to its end in the round.
SETTLED = ("approved", "withdrawn", "cancelled", "excused")


class CampaignUnitProgress(models.Model):
    """How far each unit of a round is: found by one query for all of them, and kept nowhere, so never old."""

    _inherit = "agency.evaluation.campaign.unit"

    evaluation_id = fields.Many2one(
        _EVALUATION,
        compute="_compute_progress",
        search="_search_evaluation_id",
        help="The one of the round that counts: the last revision, or what was cancelled.",
    )
    progress = fields.Selection(
        [
            ("waiting", "Not Made Yet"),
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("reviewed", "Reviewed"),
            ("approved", "Approved"),
            ("withdrawn", "Withdrawn"),
            ("cancelled", "Cancelled"),
            ("excused", "Excused"),
        ],
        compute="_compute_progress",
        search="_search_progress",
    )
    due = fields.Date(compute="_compute_progress", help="Until when whoever has it now has it.")
    is_late = fields.Boolean(compute="_compute_progress", search="_search_is_late", string="Late")
    is_settled = fields.Boolean(compute="_compute_progress", search="_search_is_settled", string="Done")
    final_points = fields.Float(related="evaluation_id.final_points", string="Final Points")
    grade_label = fields.Char(related="evaluation_id.grade_label", string="Grade")

    @api.depends("campaign_id.evaluation_ids.state", "excused_on", "submit_by", "campaign_id.submit_by")
    def _compute_progress(self):
        rows = self.env.execute_query(self._select_progress(SQL("unit.id = ANY(%s)", self._origin.ids)))
        by_id = {row[0]: row[1:] for row in rows}
        for unit in self:
            evaluation, progress, due, is_late = by_id.get(unit._origin.id, (False, "waiting", False, False))
            unit.evaluation_id, unit.progress, unit.due, unit.is_late = evaluation, progress, due, is_late
            unit.is_settled = progress in SETTLED

    def _search_progress(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("id", "in", self._select_where(SQL("progress = ANY(%s)", [one for one in value if one])))]

    def _search_evaluation_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        ids = [one for one in value if isinstance(one, int) and one]
        found = SQL("evaluation_id = ANY(%s)", ids)
        if False in value or None in value:
            found = SQL("(%s OR evaluation_id IS NULL)", found)
        return [("id", "in", self._select_where(found))]

    def _search_is_late(self, operator, value):
        return found_by_sql(self, operator, value, lambda model, alias, query: self._is_among(alias, SQL("is_late")))

    def _search_is_settled(self, operator, value):
        settled = SQL("progress = ANY(%s)", list(SETTLED))
        return found_by_sql(self, operator, value, lambda model, alias, query: self._is_among(alias, settled))

    def _is_among(self, alias, where):
        return SQL("%s IN (%s)", SQL.identifier(alias, "id"), self._select_where(where))

    @api.model
    def _select_where(self, where):
        """Return the SELECT of the ids of the units whose progress satisfies `where`."""
        return SQL("(SELECT unit_id FROM (%s) progressed WHERE %s)", self._select_progress(SQL("TRUE")), where)

    @api.model
    def _select_progress(self, which):
        """Return the SELECT of unit_id, evaluation_id, progress, due and is_late of units.

        :param which: the condition on `unit`, the table of units
        """
        self.flush_model(["campaign_id", "department_id", "excused_on", "submit_by", "review_by", "approve_by"])
        self.env["agency.evaluation.campaign"].flush_model(["submit_by", "review_by", "approve_by"])
        names = ["campaign_id", "department_id", "state", "revision", "reviewed_on", "withdrawn_on"]
        self.env[_EVALUATION].flush_model([*names, "submit_by", "review_by", "approve_by"])
        return SQL(_PROGRESS, which=which, today=self.env["agency.evaluation.campaign"]._today())


#: Of the evaluations of a unit in the round the last revision counts; what is cancelled only where there is no other.
_PROGRESS = """
    SELECT unit_id, evaluation_id, progress, due, COALESCE(due < %(today)s, FALSE) AS is_late
      FROM (
        SELECT unit.id AS unit_id, evaluation.id AS evaluation_id, found.progress,
               CASE found.progress
                    WHEN 'waiting' THEN COALESCE(unit.submit_by, campaign.submit_by)
                    WHEN 'draft' THEN evaluation.submit_by
                    WHEN 'submitted' THEN evaluation.review_by
                    WHEN 'reviewed' THEN evaluation.approve_by
               END AS due
          FROM agency_evaluation_campaign_unit unit
          JOIN agency_evaluation_campaign campaign ON campaign.id = unit.campaign_id
     LEFT JOIN (
                SELECT DISTINCT ON (campaign_id, department_id)
                       id, campaign_id, department_id, state, reviewed_on, withdrawn_on,
                       submit_by, review_by, approve_by
                  FROM agency_evaluation
                 WHERE campaign_id IN (SELECT campaign_id FROM agency_evaluation_campaign_unit unit WHERE %(which)s)
              ORDER BY campaign_id, department_id, state = 'cancelled', revision DESC, id DESC
               ) evaluation
            ON evaluation.campaign_id = unit.campaign_id AND evaluation.department_id = unit.department_id
    CROSS JOIN LATERAL (
                SELECT CASE WHEN unit.excused_on IS NOT NULL THEN 'excused'
                            WHEN evaluation.id IS NULL THEN 'waiting'
                            WHEN evaluation.state = 'approved' AND evaluation.withdrawn_on IS NOT NULL THEN 'withdrawn'
                            WHEN evaluation.state = 'submitted' AND evaluation.reviewed_on IS NOT NULL THEN 'reviewed'
                            ELSE evaluation.state
                       END AS progress
               ) found
         WHERE %(which)s
           ) progressed
"""
