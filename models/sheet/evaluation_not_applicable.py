from odoo import api, fields, models

from ...scoring import rollup
from ...scoring.points import format_points


class EvaluationNotApplicable(models.Model):
    """What the rows that do not apply to a unit make of its total, by the policy of the criteria set."""

    _inherit = "agency.evaluation"

    na_working = fields.Char(
        string="Rows That Do Not Apply",
        compute="_compute_na_working",
        compute_sudo=True,
        help="What they are worth, or how the total of the others is scaled.",
    )

    @api.depends(
        "line_ids.is_heading",
        "line_ids.status",
        "line_ids.self_points",
        "line_ids.is_reviewed",
        "line_ids.review_points",
    )
    @api.depends_context("lang")
    def _compute_na_working(self):
        for evaluation in self:
            evaluation.na_working = evaluation._describe_not_applicable(evaluation._rolled_up())

    def _describe_not_applicable(self, rolled_up):
        """Return what the rows that do not apply make of the totals; False where all rows apply."""
        own, final = rolled_up.own, rolled_up.final
        if not own.total.excluded:
            return False
        values = {"points": format_points(own.total.excluded), "maximum": format_points(own.total.maximum)}
        policy = own.plan.policy
        if policy is rollup.Policy.ZERO:
            return self.env._("Rows that do not apply count as zero: %(points)s of %(maximum)s points.", **values)
        if policy is rollup.Policy.FULL:
            return self.env._("Rows that do not apply count as full: %(points)s of %(maximum)s points.", **values)
        if not own.working:
            return self.env._("Rows that do not apply are taken out: %(points)s of %(maximum)s points.", **values)
        if own.working == final.working:
            return self.env._("Rows that do not apply are taken out: %(working)s", working=own.working)
        return self.env._(
            "Rows that do not apply are taken out: %(own)s; after review: %(final)s",
            own=own.working,
            final=final.working or format_points(final.points or 0.0),
        )
