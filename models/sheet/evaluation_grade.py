from odoo import api, fields, models

from ...scoring import grades, rollup
from ...scoring.points import round_points


class EvaluationGrading(models.Model):
    """The grade that a unit claims, and the one that its points, groups and facts give."""

    _inherit = "agency.evaluation"

    claimed_grade_id = fields.Many2one(
        "agency.evaluation.grade",
        string="Self-Classification",
        ondelete="restrict",
        domain="[('set_id', '=', criteria_set_id)]",
        help="The grade that the unit claims for itself.",
        open_in=("draft",),
    )
    grade_id = fields.Many2one("agency.evaluation.grade", compute="_compute_grade", compute_sudo=True)
    grade_reason = fields.Char(
        compute="_compute_grade", compute_sudo=True, help="Why a higher grade is missed although the points reach it."
    )

    @api.depends("final_points", "answered_count", "leaf_count", "line_ids.final_points", "fact_ids.measure_ids.value")
    @api.depends_context("lang")
    def _compute_grade(self):
        for evaluation in self:
            result = evaluation._classify()
            names = {grade.name: grade for grade in evaluation.criteria_set_id.grade_ids}
            evaluation.grade_id = names[result.band.name] if result and result.band else False
            evaluation.grade_reason = evaluation._describe_missed(result) if result else False

    def _classify(self):
        """Return the :class:`grades.Classification`, None until every row is answered or where there is no scale."""
        self.ensure_one()
        bands = self.criteria_set_id.grade_ids._scoring_bands()
        if not bands or not self.leaf_count or self.answered_count < self.leaf_count:
            return None
        shares = self._shares_of_groups()
        true_facts = {code for code, fact in self._resolve_facts().facts.items() if fact.total}
        return grades.classify(self.final_points, shares, bands, true_facts)

    def _shares_of_groups(self):
        """Return (code, percent) of each group: its final points as a share of what it could have, unrounded."""
        policy = self._na_policy()
        sheet = rollup.Sheet(self.line_ids._final_answers(), policy)
        shares = []
        for group in self.line_ids.filtered(lambda line: not line.level):
            excluded = sheet[group.id].excluded if policy is rollup.Policy.SCALE else 0.0
            if maximum := round_points(group.max_points - excluded):
                shares.append((group.code, 100 * group.final_points / maximum))
        return shares

    def _describe_missed(self, result):
        if not result.missed:
            return False
        band, reason = result.missed[0]
        indicator = self.criteria_set_id.indicator_ids.filtered(lambda indicator: indicator.code == reason)
        if indicator:
            return self.env._("Not “%(grade)s”, because of “%(fact)s”.", grade=band.name, fact=indicator.name)
        return self.env._("Not “%(grade)s”, because group %(group)s is below the floor.", grade=band.name, group=reason)
