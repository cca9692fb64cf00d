from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ...scoring import rollup
from .once import once
from .sum_fields import PlainValues

_ANSWERS = {answer.value: answer for answer in rollup.Answer}


class EvaluationRollUp(models.Model):
    """What the rows of an evaluation come to: added up here from plain tuples, and read by everything that needs it."""

    _inherit = "agency.evaluation"

    rolled_up = PlainValues(compute="_compute_rolled_up", compute_sudo=True, groups=fields.NO_ACCESS)
    summed_up = PlainValues(compute="_compute_summed_up", compute_sudo=True, groups=fields.NO_ACCESS)
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

    @api.depends("rolled_up")
    def _compute_summed_up(self):
        known = self.env.cache.get_records(self, self._fields["rolled_up"])
        by_rows = self.filtered(lambda evaluation: evaluation in known or not evaluation._sum_plan().is_of_sums)
        for evaluation in by_rows:
            evaluation.summed_up = evaluation.rolled_up
        for evaluation, rows in (self - by_rows)._plain_sums():
            evaluation.summed_up = rollup.roll_up(rows, evaluation._sum_plan())

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

    def _summed_up(self):
        """Return what the answers of all rows come to, as :class:`rollup.RolledUp` without single leaves.

        It has every heading and the rows at the top, for which the database adds up the leaves that are answered alike.
        """
        self.ensure_one()
        # sudo: agency.evaluation - a sum includes rows that are assigned to others
        return self.sudo().summed_up

    def _plain_sums(self):
        """Yield each of these evaluations with its headings and the sums of its leaves, as :class:`rollup.Row`.

        One query, whoever asks: a sum includes rows that are assigned to others. A leaf at the top is there by itself.
        """
        if not self:
            return
        found = self.env.execute_query(self._select_sums())
        yield from self._sums_found(cells for (cells,) in found)

    def _select_sums(self):
        """Return the SELECT of the sums of leaves that are answered alike, as one column of JSON.

        Those are an evaluation, the place of the first one, and what a :class:`rollup.Row` has behind its key.
        """
        lines = self.env["agency.evaluation.line"]
        lines.flush_model([*lines._counted_fields(), "evaluation_id", "criterion_id", "is_heading", "sequence"])
        self.env["agency.evaluation.criterion"].flush_model(["parent_id", "max_points", "is_bonus", "code"])
        return SQL(
            """
            SELECT json_build_array(
                       line.evaluation_id, MIN(line.sequence), criterion.parent_id, line.status, SUM(line.self_points),
                       SUM(criterion.max_points), CASE WHEN line.is_reviewed THEN SUM(line.review_points) END,
                       COALESCE(criterion.is_bonus, FALSE), kind.is_granted, kind.is_relieved,
                       MIN(criterion.code), COUNT(*)
                   ) AS cells
              FROM agency_evaluation_line line
              JOIN agency_evaluation_criterion criterion ON criterion.id = line.criterion_id
        CROSS JOIN LATERAL (SELECT %(is_granted)s AS is_granted, %(is_relieved)s AS is_relieved) kind
             WHERE line.evaluation_id = ANY(%(ids)s) AND NOT line.is_heading
          GROUP BY line.evaluation_id, criterion.parent_id, line.status, line.is_reviewed,
                   COALESCE(criterion.is_bonus, FALSE), kind.is_granted, kind.is_relieved,
                   CASE WHEN criterion.parent_id IS NULL THEN criterion.id END
            """,
            is_granted=lines._is_granted_sql(),
            is_relieved=lines._is_relieved_sql(),
            ids=self._origin.ids,
        )

    def _sums_found(self, rows):
        """Yield what :meth:`_plain_sums` does of the rows that were found."""
        leaves = defaultdict(list)
        for id_, place, parent, status, *values in rows:
            leaves[id_].append((place, rollup.Row(("leaves", place), parent, _ANSWERS[status], *values)))
        for evaluation in self:
            found = leaves[evaluation._origin.id]
            headings = evaluation.criteria_set_id._heading_rows() if found else ()
            yield evaluation, [row for _place, row in sorted((*headings, *found), key=lambda placed: placed[0])]

    def _keep_sums(self, rows):
        """Put into the cache what the rows come to that :meth:`_select_sums` found, where these sums are enough."""
        for evaluation, found in self._sums_found(rows):
            if not evaluation._sum_plan().is_of_sums:
                continue
            summed_up = rollup.roll_up(found, evaluation._sum_plan())
            self._fields["summed_up"]._insert_cache(evaluation, [summed_up])

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
        if len(lines) < sum(row.alike for row in evaluation.summed_up.rows):
            lines = lines.search([("evaluation_id", "=", evaluation.id)])
        return lines
