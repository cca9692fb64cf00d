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
            leaves = evaluation.line_ids.filtered(lambda line: not line.is_heading)
            policy = evaluation._na_policy()
            own = rollup.total_of(leaves._own_answers(), policy)
            final = rollup.total_of(leaves._final_answers(), policy)
            evaluation.na_working = evaluation._describe_not_applicable(own, final)

    def _na_policy(self):
        """Return what a row that does not apply is worth, as :class:`rollup.Policy`."""
        self.ensure_one()
        return rollup.Policy(self.criteria_set_id.na_policy or "zero")

    def _describe_not_applicable(self, own, final):
        """Return what the rows that do not apply make of the totals `own` and `final`; False where all rows apply."""
        if not own.excluded:
            return False
        values = {"points": format_points(own.excluded), "maximum": format_points(self.max_points)}
        policy = self._na_policy()
        if policy is rollup.Policy.ZERO:
            return self.env._("Rows that do not apply count as zero: %(points)s of %(maximum)s points.", **values)
        if policy is rollup.Policy.FULL:
            return self.env._("Rows that do not apply count as full: %(points)s of %(maximum)s points.", **values)
        workings = [subtotal.write_scaling(self.max_points) for subtotal in (own, final)]
        if not workings[0]:
            return self.env._("Rows that do not apply are taken out: %(points)s of %(maximum)s points.", **values)
        if not self.is_reviewed or workings[0] == workings[1]:
            return self.env._("Rows that do not apply are taken out: %(working)s", working=workings[0])
        return self.env._(
            "Rows that do not apply are taken out: %(own)s; after review: %(final)s",
            own=workings[0],
            final=workings[1] or format_points(self.final_points),
        )
