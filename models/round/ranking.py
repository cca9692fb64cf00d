from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...scoring.points import format_points
from ...scoring.round import ranking as places
from ...scoring.round.results import OVER, TIED, Taking

_UNIT = "agency.evaluation.campaign.unit"


class Ranking(models.Model):
    """A unit in a round with its place: a list that is read from the database, and of which nothing is stored.

    One statement, :meth:`_select_units`, says what each unit brings: the list, its order and its filters read it, and
    so does what the rules are told. What follows from all units together, such as places, comes from those rules.
    """

    _name = "agency.evaluation.ranking"
    _description = "Place in a Round"
    _auto = False
    _log_access = False
    _order = "campaign_id desc, points desc nulls last, sequence, id"
    _rec_name = "department_id"
    _depends = {
        "agency.evaluation.campaign": ["veto_indicator_ids"],
        _UNIT: ["campaign_id", "company_id", "department_id", "cluster_id", "sequence", "excuse", "bar", "is_chosen"],
        "agency.evaluation": ["total_id", "seal", "name"],
        "agency.evaluation.total": ["final_points"],
        "agency.evaluation.seal": ["evaluation_id", "grade"],
        "agency.evaluation.measure": ["fact_id", "value"],
    }

    unit_id = fields.Many2one(_UNIT, string="Unit in the Round", readonly=True)
    campaign_id = fields.Many2one("agency.evaluation.campaign", string="Round", readonly=True)
    state = fields.Selection(related="campaign_id.state", string="Status of the Round")
    company_id = fields.Many2one("res.company", readonly=True)
    department_id = fields.Many2one("hr.department", string="Unit", readonly=True)
    cluster_id = fields.Many2one("agency.evaluation.cluster", readonly=True)
    sequence = fields.Integer(readonly=True, aggregator=None)
    evaluation_id = fields.Many2one("agency.evaluation", readonly=True)
    progress = fields.Selection(
        lambda self: self.env[_UNIT]._fields["progress"]._description_selection(self.env), readonly=True
    )
    is_ranked = fields.Boolean(string="Ranked", readonly=True)
    points = fields.Float(digits=(7, 2), readonly=True, aggregator="avg", help="Of what is approved and ranked.")
    grade = fields.Char(string="Class Reached", readonly=True, help="That of what was approved.")

    rank = fields.Integer(compute="_compute_place", aggregator=None, help="Empty where the unit is not ranked.")
    rank_label = fields.Char(string="Place", compute="_compute_place")
    cluster_label = fields.Char(string="Place in Its Cluster", compute="_compute_place")
    is_tied = fields.Boolean(string="Tied", compute="_compute_place")
    points_label = fields.Char(string="Points Against the Last Period", compute="_compute_place")
    move = fields.Char(
        string="Places Against the Last Period", compute="_compute_place", help="Up or down by how many places."
    )
    rise = fields.Integer(compute="_compute_place", aggregator=None)
    decided_grade = fields.Char(string="Class", compute="_compute_place", help="As far as the quota lets it be.")
    quota = fields.Selection(
        [(OVER, "Over the Quota"), (TIED, "Tied at the Limit")], string="By the Quota", compute="_compute_place"
    )
    reason = fields.Char(
        string="Note", compute="_compute_place", help="Why the unit has no place, or what the quota makes of it."
    )

    @property
    def _table_query(self):
        return self._select_units(SQL("TRUE"))

    @api.model
    def _select_units(self, which):
        """Return the SELECT of what units bring into the ranking of their rounds.

        :param which: the condition on `unit`, the table of units
        """
        return SQL(_UNITS, progressed=self.env[_UNIT]._select_progress(which))

    @api.model
    def _read_units(self, campaign):
        """Return the units of a round as :class:`results.Taking`, in the order of its list."""
        campaign.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT department_id, cluster_id, evaluation_id, reference, seal, progress, approved_points, grade,
                       excuse, bar, vetoes, is_chosen
                  FROM (%s) units
              ORDER BY sequence, id
                """,
                self._select_units(SQL("unit.campaign_id = %s", campaign.id)),
            )
        )
        # sudo: hr.department, agency.evaluation.cluster - what those are called who take part is no secret to them
        units, clusters = self.env["hr.department"].sudo(), self.env["agency.evaluation.cluster"].sudo()
        # As they were called in the period, which papers call them for good.
        names = {unit.id: unit._agency_name_on(campaign.date_to) for unit in units.browse([row[0] for row in rows])}
        cluster_names = {cluster.id: cluster.name for cluster in clusters.browse({row[1] for row in rows if row[1]})}
        return [self._taking(row, names, cluster_names) for row in rows]

    @api.model
    def _taking(self, row, names, cluster_names):
        """Return a row of :meth:`_read_units` as :class:`results.Taking`."""
        unit, cluster, evaluation, reference, seal, progress, points, grade, excuse, bar, vetoes, is_chosen = row
        return Taking(
            unit=unit,
            name=names[unit] or "",
            cluster=cluster,
            cluster_name=cluster_names.get(cluster) or "",
            evaluation=evaluation,
            reference=reference or "",
            seal=seal or "",
            progress=progress,
            points=None if points is None else places.of_sheet(points),
            grade=grade or "",
            excuse=(excuse or "–") if progress == "excused" else "",
            bar=bar or "",
            vetoes=tuple(vetoes or ()),
            is_chosen=bool(is_chosen),
        )

    def _compute_place(self):
        self._forget()
        for campaign, lines in self.grouped("campaign_id").items():
            entries = {entry.unit: entry for entry in campaign._results().entries} if campaign else {}
            for line in lines:
                if entry := entries.get(line.department_id.id):
                    line._show(entry)

    def _forget(self):
        self.rank = self.rise = 0
        self.is_tied = self.quota = False
        self.rank_label = self.cluster_label = self.points_label = self.move = False
        self.decided_grade = self.reason = False

    def _show(self, entry):
        self.rank = entry.overall.rank if entry.overall else 0
        self.rank_label = self._describe_position(entry.overall)
        self.cluster_label = self._describe_position(entry.in_cluster)
        self.is_tied = bool(entry.overall and entry.overall.is_tied)
        self.points_label = _signed(entry.gain)
        self.move = _arrow(entry.move) if entry.move else self._describe_against(entry)
        self.rise = entry.move.steps if entry.move else 0
        self.decided_grade = entry.decided or False
        self.quota = entry.quota or False
        quotas = dict(self._fields["quota"]._description_selection(self.env))
        self.reason = self._describe_unranked(entry) if entry.unranked else quotas.get(entry.quota, False)

    @api.model
    def _describe_position(self, position):
        """Return a place in words, False where there is none."""
        if not position:
            return False
        if position.is_tied:
            return self.env._("%(rank)s (tied) / %(ranked)s", rank=position.rank, ranked=position.ranked)
        return f"{position.rank} / {position.ranked}"

    @api.model
    def _describe_against(self, entry):
        """Return why there is nothing to compare the place of a unit with, False where that goes without saying."""
        told = {
            places.Against.NEW: self.env._("new"),
            places.Against.SEVERAL: self.env._("merged from several"),
            places.Against.UNRANKED_BEFORE: self.env._("not ranked then"),
        }
        return told.get(places.Against[entry.against], False) if entry.against else False

    @api.model
    def _describe_unranked(self, entry):
        """Return why a unit has no place."""
        details = "; ".join(entry.details)
        reason = places.Unranked[entry.unranked]
        if reason is places.Unranked.NOT_APPROVED:
            progresses = dict(self.env[_UNIT]._fields["progress"]._description_selection(self.env))
            details = progresses.get(entry.progress, "").lower()
        told = {
            places.Unranked.EXCUSED: self.env._("Excused"),
            places.Unranked.NOT_APPROVED: self.env._("Not approved"),
            places.Unranked.NOT_DELIVERED: self.env._("Figures are missing"),
            places.Unranked.NOT_ELIGIBLE: self.env._("Not eligible"),
            places.Unranked.VETOED: self.env._("Kept out by a fact"),
            places.Unranked.NO_POINTS: self.env._("No points"),
        }[reason]
        return f"{told}: {details}" if details and details != "–" else told

    @api.readonly
    def action_open(self):
        """Open the evaluation of the unit.

        :raises UserError: if it has none
        """
        self.ensure_one()
        self.check_access("read")
        return self.unit_id.action_view_evaluation()

    def action_bar(self):
        """Ask why these units are left out of the ranking; the step guards itself."""
        self.check_access("read")
        return self.unit_id.action_bar()

    def action_admit(self):
        """Ask why these units are taken into the ranking again; the step guards itself."""
        self.check_access("read")
        return self.unit_id.action_admit()

    def action_choose(self):
        """Ask why these of the units that are tied at the quota are chosen; the step guards itself."""
        self.check_access("read")
        return self.unit_id.action_choose()

    @api.readonly
    def action_export_xlsx(self):
        """Download the ranking of the round as an Excel file.

        :raises UserError: if lines of several rounds are chosen, or none
        """
        self.check_access("read")
        if len(self.campaign_id) != 1:
            raise UserError(self.env._("Choose one round."))
        return self.campaign_id.action_export_ranking()


def _signed(points):
    """Return by how many points more or fewer, False if that is not known."""
    if points is None:
        return False
    sign = "+" if points > 0 else "−" if points < 0 else "±"
    return f"{sign}{format_points(float(abs(Decimal(points))))}"


def _arrow(move):
    if not move.steps:
        return "= 0"
    return f"▲ {move.steps}" if move.steps > 0 else f"▼ {-move.steps}"


#: What is approved, not withdrawn, and the last revision counts, as it was sealed; totals of what is approved stay.
_UNITS = """
    SELECT unit.id, unit.id AS unit_id, unit.campaign_id, unit.company_id, unit.department_id, unit.cluster_id,
           unit.sequence, unit.excuse, unit.bar, unit.is_chosen,
           progressed.evaluation_id, progressed.progress, evaluation.name AS reference,
           seal.grade, evaluation.seal, total.final_points AS approved_points,
           vetoed.by AS vetoes, ranked.is_ranked, CASE WHEN ranked.is_ranked THEN total.final_points END AS points
      FROM (%(progressed)s) progressed
      JOIN agency_evaluation_campaign_unit unit ON unit.id = progressed.unit_id
 LEFT JOIN agency_evaluation evaluation
        ON evaluation.id = progressed.evaluation_id AND progressed.progress = 'approved'
 LEFT JOIN agency_evaluation_total total ON total.id = evaluation.total_id
 LEFT JOIN agency_evaluation_seal seal ON seal.evaluation_id = evaluation.id
CROSS JOIN LATERAL (
            SELECT array_agg(indicator.name ORDER BY indicator.sequence, indicator.id) AS by
              FROM agency_evaluation_campaign_veto_rel veto
              JOIN agency_evaluation_indicator indicator ON indicator.id = veto.indicator_id
             WHERE veto.campaign_id = unit.campaign_id
               AND EXISTS (
                   SELECT FROM agency_evaluation_fact fact
                     JOIN agency_evaluation_measure measure ON measure.fact_id = fact.id
                    WHERE fact.evaluation_id = evaluation.id AND fact.indicator_id = indicator.id
                      AND measure.value <> 0
                   )
           ) vetoed
CROSS JOIN LATERAL (
            SELECT unit.bar IS NULL AND vetoed.by IS NULL AND total.final_points IS NOT NULL AS is_ranked
           ) ranked
"""
