from odoo import api, fields, models

from ...scoring import rollup, rules
from ...scoring.points import format_points
from ..sheet.fill import fill


class LineSuggestion(models.Model):
    """The points of a row that follow from the facts by its rules, with their working."""

    _inherit = "agency.evaluation.line"

    suggested_points = fields.Float(
        digits=(7, 2), compute="_compute_suggestion", help="What the rules give; provisional points so far."
    )
    has_suggestion = fields.Boolean(compute="_compute_suggestion", help="The suggested points may be taken over.")
    is_provisional = fields.Boolean(
        compute="_compute_suggestion",
        help="The suggested points are what is known so far: a fact is not stated for the whole period.",
    )
    least_suggested = fields.Float(
        digits=(7, 2), compute="_compute_suggestion", help="The least points that the rules give, or may still give."
    )
    most_suggested = fields.Float(
        digits=(7, 2), compute="_compute_suggestion", help="The most points that the rules give, or may still give."
    )
    is_judged = fields.Boolean(compute="_compute_suggestion", help="No rule gives the points of the row.")
    working = fields.Text(compute="_compute_working", help="How the suggested points come about.")

    @api.depends(
        "criterion_id",
        "status",
        "evaluation_id.fact_ids.measure_ids.value",
        "evaluation_id.date_from",
        "evaluation_id.date_to",
    )
    def _compute_suggestion(self):
        for lines in self.grouped("evaluation_id").values():
            facts = lines._facts_of_rules()
            suggested = [line._suggest(facts) for line in lines]
            provisional = [suggestion and suggestion.provisional for suggestion in suggested]
            points = [suggestion.points if suggestion else None for suggestion in suggested]
            ends = [(suggestion and suggestion.ends) or (0.0, 0.0) for suggestion in suggested]
            fill(
                lines,
                suggested_points=[
                    so_far.points if so_far else by_rule for so_far, by_rule in zip(provisional, points, strict=True)
                ],
                has_suggestion=[by_rule is not None for by_rule in points],
                is_provisional=provisional,
                least_suggested=[least for least, _most in ends],
                most_suggested=[most for _least, most in ends],
                is_judged=[not found and not line.is_heading for line, found in zip(lines, suggested, strict=True)],
            )

    @api.depends(
        "criterion_id",
        "status",
        "relief_basis",
        "evaluation_id.fact_ids.measure_ids.value",
        "evaluation_id.date_from",
        "evaluation_id.date_to",
    )
    @api.depends_context("lang")
    def _compute_working(self):
        for lines in self.grouped("evaluation_id").values():
            facts = lines._facts_of_rules()
            fill(lines, working=[line._describe_suggestion(line._suggest(facts), facts) for line in lines])

    def _facts_of_rules(self):
        """Return the facts that the rules of these rows of one evaluation read, by their codes."""
        codes = {rule.fact for line in self if line._has_suggestion() for rule in line.criterion_id._rules()}
        return self.evaluation_id._facts_of(codes)

    def _has_suggestion(self):
        return not self.is_heading and self.status != "not_applicable"

    def action_accept_suggestions(self):
        """Take over the suggested points of rows; of a heading, those of all rows below it. Provisional ones stay.

        :return: what says how many were left out, True if none were
        :raises AccessError: if the user may not write a row
        :raises UserError: if an evaluation is no draft
        """
        leaves = self._subtree()._leaves()
        suggested = leaves.filtered("has_suggestion")
        suggested._write_each({line.id: {"self_points": line.suggested_points} for line in suggested})
        left_out = leaves.filtered("is_provisional")
        return left_out._tell_left_out() if left_out else True

    def _tell_left_out(self):
        """Return the action that says that these rows were left out."""
        message = self.env._(
            "%(count)s rows were left out, for facts are not stated for the whole period yet: %(rows)s.",
            count=len(self),
            rows=", ".join(self.mapped("code")),
        )
        # What a button shows next is the same form, read again.
        after = {"type": "ir.actions.client", "tag": "soft_reload"}
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "warning", "message": message, "sticky": False, "next": after},
        }

    def _suggest(self, facts):
        """Return the :class:`rules.Suggestion` of the row by `facts` (facts by code).

        None where points are judged, and where the row does not apply.
        """
        self.ensure_one()
        criterion = self.criterion_id
        if not self._has_suggestion():
            return None
        return rules.suggest(
            criterion.base_points,
            criterion.max_points,
            criterion._rules(),
            facts,
            rules.ShortPeriod(criterion.set_id.short_period),
        )

    def _describe_suggestion(self, suggestion, facts):
        self.ensure_one()
        if self.is_heading:
            return False
        maximum = format_points(self.max_points)
        if self.status == "not_applicable":
            return self._describe_not_applicable(maximum)
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
        working = self._describe_working(suggestion, facts)
        if suggestion.provisional:
            return f"{self._describe_provisional(suggestion.provisional)}\n{working}"
        return working

    def _describe_provisional(self, provisional):
        values = {
            "points": format_points(provisional.points),
            "least": format_points(provisional.least),
            "most": format_points(provisional.most),
        }
        if not provisional.lacks:
            return self.env._(
                "Provisional %(points)s (the period is shorter than a year: from %(least)s to %(most)s).", **values
            )
        return self.env._(
            "Provisional %(points)s (missing %(facts)s; may come to %(least)s to %(most)s).",
            facts=self.evaluation_id._describe_lacks(provisional.lacks),
            **values,
        )

    def _describe_not_applicable(self, maximum):
        plan = self.evaluation_id._sum_plan()
        if self._is_relieved():
            return self.env._("Relieved by %(basis)s.", basis=self.relief_basis)
        if plan.edition > 1 and not self._is_granted():
            if self.is_reviewed:
                return self.env._("Claimed not to apply; not granted.")
            return self.env._("Claimed not to apply: counts as zero until the reviewer grants it.")
        policy = rollup.Policy.ZERO if plan.edition > 1 and self.is_bonus else plan.policy
        if policy is rollup.Policy.ZERO:
            return self.env._("Does not apply: counts as zero.")
        if policy is rollup.Policy.FULL:
            return self.env._("Does not apply: counts as full, %(maximum)s.", maximum=maximum)
        return self.env._("Does not apply: its %(maximum)s are taken out, the rest is scaled up.", maximum=maximum)
