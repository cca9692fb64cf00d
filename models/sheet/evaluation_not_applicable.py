from odoo import api, fields, models

from ...scoring import rollup
from ...scoring.points import format_points, sum_points


class EvaluationNotApplicable(models.Model):
    """What the rows that do not apply to a unit make of its total: claims, what is granted, and reliefs."""

    _inherit = "agency.evaluation"

    na_working = fields.Char(
        string="Rows That Do Not Apply",
        compute="_compute_na_working",
        compute_sudo=True,
        help="What they are worth, or how the total of the others is scaled.",
    )

    @api.depends("summed_up")
    @api.depends_context("lang")
    def _compute_na_working(self):
        for evaluation in self:
            rolled_up = evaluation._summed_up()
            if rolled_up.own.plan.edition == 1:
                evaluation.na_working = evaluation._describe_first_edition(rolled_up)
            else:
                evaluation.na_working = " ".join(evaluation._describe_not_applicable(rolled_up)) or False

    def _describe_not_applicable(self, rolled_up):
        """Yield what the rows that do not apply make of the totals; nothing where all rows apply."""
        own, final = rolled_up.own, rolled_up.final
        rows = self._inapplicable(rolled_up)
        relieved = [row for row in rows if row.is_relieved]
        granted = [row for row in rows if row.is_granted]
        claimed = [row for row in rows if not (row.is_relieved or row.is_granted) and row.review is None]
        if relieved:
            yield self.env._(
                "Relieved by decision: %(points)s of %(maximum)s points are taken out.", **self._sums(relieved, own)
            )
        if claimed:
            yield self.env._(
                "Claimed not to apply: %(points)s of %(maximum)s points count as zero until the reviewer grants it.",
                **self._sums(claimed, own),
            )
        if granted:
            yield self._describe_granted(own.plan.policy, self._sums(granted, own))
        if own.working and final.working and own.working != final.working:
            yield self.env._("Total: %(own)s; after review: %(final)s.", own=own.working, final=final.working)
        elif working := final.working or own.working:
            yield self.env._("Total: %(working)s.", working=working)

    def _describe_granted(self, policy, values):
        if policy is rollup.Policy.ZERO:
            return self.env._("Granted as not applicable: %(points)s of %(maximum)s points count as zero.", **values)
        if policy is rollup.Policy.FULL:
            return self.env._("Granted as not applicable: %(points)s of %(maximum)s points count as full.", **values)
        return self.env._("Granted as not applicable: %(points)s of %(maximum)s points are taken out.", **values)

    @api.model
    def _inapplicable(self, rolled_up):
        return [row for row in rolled_up.leaves if row.answer is rollup.Answer.NOT_APPLICABLE]

    @api.model
    def _sums(self, rows, own):
        points = sum_points(row.maximum for row in rows)
        return {"points": format_points(points), "maximum": format_points(own.total.maximum)}

    def _describe_first_edition(self, rolled_up):
        """Return the same for what was approved while rows that do not apply counted by the policy at once."""
        own, final = rolled_up.own, rolled_up.final
        rows = self._inapplicable(rolled_up)
        values = self._sums(rows, own)
        if not sum_points(row.maximum for row in rows):
            return False
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
