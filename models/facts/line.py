from odoo import api, fields, models

from ...scoring import rollup, rules
from ...scoring.points import format_points


class LineSuggestion(models.Model):
    """The points of a row that follow from the facts by its rules, with their working."""

    _inherit = "agency.evaluation.line"

    suggested_points = fields.Float(digits=(7, 2), compute="_compute_suggestion")
    has_suggestion = fields.Boolean(compute="_compute_suggestion")
    is_judged = fields.Boolean(compute="_compute_suggestion", help="No rule gives the points of the row.")
    working = fields.Text(compute="_compute_suggestion", help="How the suggested points come about.")

    @api.depends("criterion_id", "status", "evaluation_id.fact_ids.measure_ids.value")
    @api.depends_context("lang")
    def _compute_suggestion(self):
        for evaluation, lines in self.grouped("evaluation_id").items():
            facts = evaluation._resolve_facts().facts
            for line in lines:
                suggestion = line._suggest(facts)
                points = suggestion.points if suggestion else None
                line.suggested_points = points or 0.0
                line.has_suggestion = points is not None
                line.is_judged = not suggestion and not line.is_heading
                line.working = line._describe_suggestion(suggestion, facts)

    def action_accept_suggestions(self):
        """Take over the suggested points of rows; of a heading, those of all rows below it.

        :raises AccessError: if the user may not write a row
        :raises UserError: if an evaluation is no draft
        """
        suggested = self._subtree()._leaves().filtered("has_suggestion")
        suggested._write_each({line.id: {"self_points": line.suggested_points} for line in suggested})
        return True

    def _suggest(self, facts):
        """Return the :class:`rules.Suggestion` of the row by `facts` (facts by code).

        None where points are judged, and where the row does not apply.
        """
        self.ensure_one()
        criterion = self.criterion_id
        if self.is_heading or self.status == "not_applicable":
            return None
        return rules.suggest(criterion.base_points, criterion.max_points, criterion.rule_ids._scoring_rules(), facts)

    def _describe_suggestion(self, suggestion, facts):
        self.ensure_one()
        if self.is_heading:
            return False
        maximum = format_points(self.max_points)
        if self.status == "not_applicable":
            return self._describe_policy(maximum)
        if not suggestion:
            if self.is_bonus:
                return self.env._("Bonus, at most %(maximum)s: the sheet states no rule.", maximum=maximum)
            return self.env._("Judged: the sheet states no rule.")
        if suggestion.missing:
            # sudo: agency.evaluation.criteria.set - the names of facts are no secret to who sees the row
            indicators = self.sudo().criterion_id.set_id.indicator_ids
            names = {indicator.code: indicator.name for indicator in indicators}
            return self.env._(
                "No number yet: %(facts)s.", facts=", ".join(names.get(code, code) for code in suggestion.missing)
            )
        return self._describe_working(suggestion, facts)

    def _describe_policy(self, maximum):
        policy = self.evaluation_id.criteria_set_id._sum_plan().policy
        if policy is rollup.Policy.ZERO:
            return self.env._("Does not apply: counts as zero.")
        if policy is rollup.Policy.FULL:
            return self.env._("Does not apply: counts as full, %(maximum)s.", maximum=maximum)
        return self.env._("Does not apply: its %(maximum)s are taken out, the rest is scaled up.", maximum=maximum)
