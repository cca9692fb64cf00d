from odoo import api, fields, models
from odoo.tools import SQL

from ...scoring import rollup
from .once import once
from .sum_fields import RolledUp

_ANSWERS = {answer.value: answer for answer in rollup.Answer}


class EvaluationRollUp(models.Model):
    """What the rows of an evaluation come to: added up here from plain tuples, and read by everything that needs it."""

    _inherit = "agency.evaluation"

    rolled_up = RolledUp(compute="_compute_rolled_up", compute_sudo=True, groups=fields.NO_ACCESS)
    sum_plan = fields.Json(
        compute="_compute_sum_plan", compute_sudo=True, help="How the browser adds up what is not saved yet."
    )

    @api.depends(
        lambda self: [
            "criteria_set_id",
            "edition",
            *(f"line_ids.{name}" for name in sorted(self.env["agency.evaluation.line"]._counted_fields())),
        ]
    )
    def _compute_rolled_up(self):
        rows = self._origin._plain_rows()
        for evaluation in self:
            evaluation.rolled_up = rollup.roll_up(rows[evaluation._origin.id], evaluation._sum_plan())

    @api.depends("criteria_set_id", "edition")
    def _compute_sum_plan(self):
        for evaluation in self:
            evaluation.sum_plan = evaluation._sum_plan().plain()

    def _sum_plan(self):
        """Return how the sums are made, as :class:`rollup.Plan`."""
        # sudo: agency.evaluation.criteria.set - how sums are made is no secret to who sees them
        return self.sudo().criteria_set_id._sum_plan(self.edition or rollup.EDITION)

    def _rolled_up(self):
        """Return what the answers of all rows come to, as :class:`rollup.RolledUp`; keys are the ids of criteria.

        One query for all evaluations that are read together, and none as long as nothing changes.
        """
        self.ensure_one()
        # sudo: agency.evaluation - a sum includes rows that are assigned to others
        return self.sudo().rolled_up

    def _plain_rows(self):
        """Return all rows, as :class:`rollup.Row` in the order of the sheet, by the ids of these evaluations.

        One query, whoever asks: a sum includes rows that are assigned to others.
        """
        lines = self.env["agency.evaluation.line"]
        rows = {id_: [] for id_ in (*self.ids, False)}
        if not self.ids:
            return rows
        lines.flush_model([*lines._counted_fields(), "evaluation_id", "criterion_id", "sequence"])
        self.env["agency.evaluation.criterion"].flush_model(["parent_id", "max_points", "is_bonus", "code"])
        found = self.env.execute_query(
            SQL(
                """
                SELECT line.evaluation_id, line.criterion_id, criterion.parent_id, line.status, line.self_points,
                       criterion.max_points, CASE WHEN line.is_reviewed THEN line.review_points END,
                       COALESCE(criterion.is_bonus, FALSE), %(is_granted)s, %(is_relieved)s, criterion.code
                  FROM agency_evaluation_line line
                  JOIN agency_evaluation_criterion criterion ON criterion.id = line.criterion_id
                 WHERE line.evaluation_id = ANY(%(ids)s)
              ORDER BY line.evaluation_id, line.sequence, line.id
                """,
                is_granted=lines._is_granted_sql(),
                is_relieved=lines._is_relieved_sql(),
                ids=self.ids,
            )
        )
        for id_, key, parent, status, *values in found:
            rows[id_].append(rollup.Row(key, parent, _ANSWERS[status], *values))
        return rows

    def _plain_leaves(self):
        """Return all leaves, those answered alike together as :class:`rollup.Alike`, by the ids of these evaluations.

        One query, which adds up what lies in proportion to the points; what that comes to is the plan's.
        """
        lines = self.env["agency.evaluation.line"]
        leaves = {id_: [] for id_ in (*self.ids, False)}
        if not self.ids:
            return leaves
        lines.flush_model([*lines._counted_fields(), "evaluation_id", "criterion_id", "is_heading"])
        self.env["agency.evaluation.criterion"].flush_model(["max_points", "is_bonus"])
        found = self.env.execute_query(
            SQL(
                """
                SELECT line.evaluation_id, line.status, (sum(line.self_points) * 100)::bigint,
                       (sum(criterion.max_points) * 100)::bigint,
                       CASE WHEN line.is_reviewed THEN (sum(line.review_points) * 100)::bigint END,
                       COALESCE(criterion.is_bonus, FALSE), %(is_granted)s, %(is_relieved)s, count(*)
                  FROM agency_evaluation_line line
                  JOIN agency_evaluation_criterion criterion ON criterion.id = line.criterion_id
                 WHERE line.evaluation_id = ANY(%(ids)s) AND NOT line.is_heading
              GROUP BY line.evaluation_id, line.status, line.is_reviewed, 6, 7, 8
                """,
                is_granted=lines._is_granted_sql(),
                is_relieved=lines._is_relieved_sql(),
                ids=self.ids,
            )
        )
        for id_, status, *values in found:
            leaves[id_].append((_ANSWERS[status], *values))
        return leaves

    @once
    def _all_lines(self):
        """Return all rows in sudo, whoever asks."""
        self.ensure_one()
        # sudo: agency.evaluation.line - a sum includes rows that are assigned to others
        evaluation = self.sudo()
        lines = evaluation.line_ids
        # Whoever sees the rows alone that are assigned to them may have left these alone in the cache.
        if len(lines) < len(evaluation.rolled_up.rows):
            lines = lines.search([("evaluation_id", "=", evaluation.id)])
        return lines
