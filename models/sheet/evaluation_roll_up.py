from odoo import api, fields, models

from ...scoring import rollup
from ...scoring.points import sum_points
from .once import once


class EvaluationRollUp(models.Model):
    """The sums of an evaluation: made here, and read by everything that needs one."""

    _inherit = "agency.evaluation"

    sum_plan = fields.Json(
        compute="_compute_sum_plan", compute_sudo=True, help="How the browser adds up what is not saved yet."
    )

    @api.depends("criteria_set_id", "edition")
    def _compute_sum_plan(self):
        for evaluation in self:
            evaluation.sum_plan = evaluation._sum_plan().plain()

    def _sum_plan(self):
        """Return how the sums are made, as :class:`rollup.Plan`."""
        # sudo: agency.evaluation.criteria.set - how sums are made is no secret to who sees them
        return self.sudo().criteria_set_id._sum_plan(self.edition or rollup.EDITION)

    @once
    def _rolled_up(self):
        """Return what the answers of all rows come to, as :class:`rollup.RolledUp`; keys are the ids of criteria."""
        self.ensure_one()
        return rollup.roll_up([line._rolled_row() for line in self._all_lines()], self._sum_plan())

    @once
    def _all_lines(self):
        """Return all rows in sudo, whoever asks."""
        self.ensure_one()
        # sudo: agency.evaluation.line - a sum includes rows that are assigned to others
        evaluation = self.sudo()
        lines = evaluation.line_ids
        # Whoever sees the rows alone that are assigned to them may have left these alone in the cache.
        maximum = sum_points(line.criterion_id.max_points for line in lines if not line.is_heading)
        if lines and maximum < evaluation.criteria_set_id.total_points:
            lines = lines.search([("evaluation_id", "=", evaluation.id)])
        return lines

    def _roll_up(self):
        """Bring the points of all rows in line with the answers of the leaves."""
        for evaluation in self:
            rolled_up = evaluation._rolled_up()
            for line in evaluation._all_lines():
                key = line.criterion_id.id
                line._store_subtotal(rolled_up.own[key], rolled_up.final[key])
