from odoo import api, fields, models

from ...scoring import grades


class EvaluationGrade(models.Model):
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
    is_graded = fields.Boolean(compute="_compute_grade", compute_sudo=True, help="The grade is known.")
    grade_reason = fields.Char(
        compute="_compute_grade",
        compute_sudo=True,
        help="Why a higher grade is missed although the points reach it, or what has to be stated first.",
    )
    grade_label = fields.Char(
        string="Grade Reached",
        compute="_compute_grade",
        compute_sudo=True,
        help="The name of the grade; says so where there is not enough to go on.",
    )

    @api.depends(
        "summed_up",
        "fact_ids.measure_ids.value",
        "date_from",
        "date_to",
    )
    @api.depends_context("lang")
    def _compute_grade(self):
        for evaluation in self:
            result = evaluation._classify()
            band = result.band if result else None
            ids = {each.name: id_ for id_, each in evaluation.criteria_set_id._bands().items()}
            evaluation.grade_id = ids[band.name] if band else False
            evaluation.is_graded = bool(band)
            evaluation.grade_reason = evaluation._describe_missed(result) if result else False
            evaluation.grade_label = band.name if band else False
            if result and result.undecided:
                evaluation.grade_label = self.env._("Not enough to go on")
                evaluation.grade_reason = evaluation._describe_undecided(result)

    def _classify(self):
        """Return the :class:`grades.Classification`, None as long as there is none.

        There is none until every row is answered, where no row is left that counts, and where there is no scale.
        """
        self.ensure_one()
        # sudo: agency.evaluation.criteria.set - the grade follows from the whole scale, whoever looks at it
        bands = list(self.sudo().criteria_set_id._bands().values())
        summed_up = self._summed_up()
        final, answers = summed_up.final, summed_up.own.total
        if not bands or not answers.leaves or answers.blanks:
            return None
        if self.edition > 1 and final.total.share() is None:
            return None  # nothing is left that could be graded
        shares = [(row.code, share) for row in summed_up.groups if (share := final.share(row.key)) is not None]
        facts = self._facts_of(self._blocking_codes())
        if self.edition < 2:
            # What was approved before took for granted what was not stated.
            truths = {code: bool(fact.total) for code, fact in facts.items()}
        else:
            truths = {code: fact.is_true for code, fact in facts.items()}
        true_facts = {code for code, truth in truths.items() if truth}
        unknown = {code for code, truth in truths.items() if truth is None}
        return grades.classify(final.points or 0.0, shares, bands, true_facts, unknown)

    def _blocking_codes(self):
        """Return the codes of the facts that keep evaluations out of a grade."""
        # sudo: agency.evaluation.criteria.set - as above
        return frozenset(code for band in self.sudo().criteria_set_id._bands().values() for code in band.blocked_by)

    def _claimed_grade(self):
        """Return the name of the grade that the unit claims, empty where it claims none."""
        if not self.claimed_grade_id:
            return ""
        # sudo: agency.evaluation.criteria.set - as above
        band = self.sudo().criteria_set_id._bands().get(self.claimed_grade_id.id)
        return band.name if band else self.claimed_grade_id.name

    def _describe_undecided(self, result):
        """Return what has to be stated before the grade is known."""
        facts = self._facts_of(result.unknown)
        lacks = {code: parts for fact in result.unknown for code, parts in (facts[fact].lacks or {fact: ()}).items()}
        return self.env._(
            "Not enough to go on for “%(grade)s”; missing: %(facts)s.",
            grade=result.undecided.name,
            facts=self._describe_lacks(lacks),
        )

    def _describe_missed(self, result):
        if not result.missed:
            return False
        band, reason = result.missed[0]
        indicator = self.criteria_set_id.indicator_ids.filtered(lambda indicator: indicator.code == reason)
        if indicator:
            return self.env._("Not “%(grade)s”, because of “%(fact)s”.", grade=band.name, fact=indicator.name)
        return self.env._("Not “%(grade)s”, because group %(group)s is below the floor.", grade=band.name, group=reason)
