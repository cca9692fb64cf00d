from odoo import api, fields, models
from odoo.tools import SQL

from ..sheet.evaluation_for_user import found_by_sql
from .campaign_unit_progress import SETTLED

_UNIT = "agency.evaluation.campaign.unit"
#: The progress of units that is counted by itself.
_COUNTED = ("waiting", "draft", "submitted", "reviewed", "approved", "excused")


class CampaignProgress(models.Model):
    """How far a round is, of the units that the user may read: counted by the database, whatever their number."""

    _inherit = "agency.evaluation.campaign"

    unit_count = fields.Integer(string="Number of Units", compute="_compute_counts")
    waiting_count = fields.Integer(string="Not Made Yet", compute="_compute_counts")
    draft_count = fields.Integer(string="Drafts", compute="_compute_counts")
    submitted_count = fields.Integer(string="Submitted", compute="_compute_counts")
    reviewed_count = fields.Integer(string="Reviewed", compute="_compute_counts")
    approved_count = fields.Integer(string="Approved", compute="_compute_counts")
    excused_count = fields.Integer(string="Excused", compute="_compute_counts")
    settled_count = fields.Integer(string="Done", compute="_compute_counts")
    late_count = fields.Integer(string="Late", compute="_compute_counts")
    done_percent = fields.Float(string="Progress", compute="_compute_counts", help="Units that are done, in percent.")
    lacking_count = fields.Integer(string="Without People", compute="_compute_troubles")
    ended_count = fields.Integer(string="Ended Since", compute="_compute_troubles")

    is_for_evaluator = fields.Boolean(
        compute="_compute_is_for_evaluator",
        search="_search_is_for_evaluator",
        help="A unit that the user evaluates takes part.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_is_for_evaluator(self):
        # sudo: agency.evaluation.campaign - this is what decides on who reads which
        own = self.sudo().search([("id", "in", self.ids), ("is_for_evaluator", "=", True)])
        for campaign in self:
            campaign.is_for_evaluator = campaign._origin.id in own._ids

    def _search_is_for_evaluator(self, operator, value):
        # The rule must not go along `unit_ids`: that would leave in the cache units that the user may not read.
        # sudo: agency.evaluation.campaign.unit - this is what decides on who reads which
        units = self.env[_UNIT].sudo()._search([("is_for_evaluator", "=", True)])
        return found_by_sql(
            self,
            operator,
            value,
            lambda _model, alias, _query: SQL(
                "%s IN (%s)", SQL.identifier(alias, "id"), units.select(SQL.identifier(units.table, "campaign_id"))
            ),
        )

    @api.depends("unit_ids", "evaluation_ids.state")
    def _compute_counts(self):
        units = self.env[_UNIT]
        # By the rules of who looks: nobody counts what he may not read.
        readable = units._search([("campaign_id", "in", self._origin.ids)]).select()
        progressed = units._select_progress(SQL("unit.id IN (%s)", readable))
        rows = self.env.execute_query(
            SQL(
                """
                SELECT unit.campaign_id, progress, count(*), count(*) FILTER (WHERE is_late)
                  FROM (%s) progressed JOIN agency_evaluation_campaign_unit unit ON unit.id = unit_id
              GROUP BY unit.campaign_id, progress
                """,
                progressed,
            )
        )
        counts = {(campaign, progress): (count, late) for campaign, progress, count, late in rows}
        for campaign in self:
            own = {progress: both for (id_, progress), both in counts.items() if id_ == campaign._origin.id}
            for progress in _COUNTED:
                campaign[f"{progress}_count"] = own.get(progress, (0, 0))[0]
            campaign.unit_count = sum(count for count, _late in own.values())
            campaign.late_count = sum(late for _count, late in own.values())
            campaign.settled_count = sum(own.get(progress, (0, 0))[0] for progress in SETTLED)
            campaign.done_percent = 100.0 * campaign.settled_count / (campaign.unit_count or 1)

    @api.depends("unit_ids", "state")
    def _compute_troubles(self):
        units = self.env[_UNIT]
        going_on = [
            ("campaign_id", "in", self._origin.ids),
            ("state", "in", ("draft", "open")),
            ("is_settled", "=", False),
        ]
        for name, domain in (
            ("lacking_count", [("is_without_people", "=", True)]),
            ("ended_count", [("ending_id", "!=", False)]),
        ):
            found = units.search([*going_on, *domain]).grouped("campaign_id")
            for campaign in self:
                campaign[name] = len(found.get(campaign._origin, ()))
