from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..scoring import checks, formulas, grades, rollup
from ..scoring.numbers import format_number
from ..scoring.points import round_points
from .agency_evaluation_fact import MONTH_FIELDS
from .agency_evaluation_finding import SEVERITY_RANKS
from .internal import Internal

#: More findings than these are not listed one by one in a message.
_LISTED_FINDINGS = 10


class EvaluationConsistency(models.Model):
    """The facts of an evaluation, what follows from them, and what contradicts them."""

    _inherit = "agency.evaluation"

    fact_ids = fields.One2many("agency.evaluation.fact", "evaluation_id", string="Facts")
    # The two that a form shows as a list and as a grid of months.
    yearly_fact_ids = fields.One2many(
        "agency.evaluation.fact",
        "evaluation_id",
        string="Yearly Facts",
        domain=["|", ("indicator_id.frequency", "=", "year"), ("indicator_id.formula", "!=", False)],
    )
    monthly_fact_ids = fields.One2many(
        "agency.evaluation.fact",
        "evaluation_id",
        string="Monthly Facts",
        domain=[("indicator_id.frequency", "=", "month"), ("indicator_id.formula", "=", False)],
    )
    section_ids = fields.One2many("agency.evaluation.section", "evaluation_id", string="Report")
    finding_ids = fields.One2many("agency.evaluation.finding", "evaluation_id", string="Findings", readonly=False)
    checked_on = fields.Datetime(readonly=True, copy=False, help="When contradictions were last looked for.")
    missing_fact_count = fields.Integer(compute="_compute_missing_fact_count", string="Missing Facts")
    error_count = fields.Integer(compute="_compute_finding_counts", string="Errors")
    unjustified_count = fields.Integer(compute="_compute_finding_counts", string="Warnings to Justify")
    claimed_grade_id = fields.Many2one(
        "agency.evaluation.grade",
        string="Self-Classification",
        ondelete="restrict",
        domain="[('set_id', '=', criteria_set_id)]",
        help="The grade that the unit claims for itself.",
    )
    grade_id = fields.Many2one("agency.evaluation.grade", compute="_compute_grade", compute_sudo=True)
    grade_reason = fields.Char(
        compute="_compute_grade", compute_sudo=True, help="Why a higher grade is missed although the points reach it."
    )

    @api.depends("fact_ids.measure_ids.value")
    def _compute_missing_fact_count(self):
        for evaluation in self:
            evaluation.missing_fact_count = len(evaluation.fact_ids.filtered("is_missing"))

    @api.depends("finding_ids.severity", "finding_ids.justification")
    def _compute_finding_counts(self):
        for evaluation in self:
            findings = evaluation.finding_ids
            evaluation.error_count = len(findings.filtered(lambda finding: finding.severity == "error"))
            evaluation.unjustified_count = len(findings._unjustified())

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

    def action_check(self):
        """Look for contradictions again. Findings whose cause is gone vanish, the others keep their justification.

        :raises AccessError: unless the user is an evaluator who may write the evaluation
        :raises UserError: unless it is a draft
        """
        self._start("check")
        self._refresh_findings()
        return True

    def action_accept_suggestions(self):
        """Take over the suggested points of every row that has some; see the same on rows."""
        return self.line_ids.action_accept_suggestions()

    def _prepare_facts_and_sections(self):
        """Make the blank facts and the sections of new evaluations."""
        # sudo: agency.evaluation.fact, agency.evaluation.section - they come from the criteria set alone
        self.env["agency.evaluation.fact"].sudo().create(
            [
                {"evaluation_id": evaluation.id, "indicator_id": indicator.id}
                for evaluation in self
                for indicator in evaluation.criteria_set_id.indicator_ids
            ]
        )
        self.env["agency.evaluation.section"].sudo().create(
            [
                {"evaluation_id": evaluation.id, "template_id": template.id, "body": template.body}
                for evaluation in self
                for template in evaluation.criteria_set_id.section_ids
            ]
        )

    def _state_facts(self, entries):
        """State facts by their codes.

        :param entries: (number, or numbers by month from 1 to 12; note) by the code of the fact
        :raises ValidationError: if a code is no fact of the evaluation, or takes no such number
        """
        self.ensure_one()
        facts = {fact.code: fact for fact in self.fact_ids}
        if unknown := entries.keys() - facts.keys():
            raise ValidationError(self.env._("There is no fact %(codes)s.", codes=", ".join(sorted(unknown))))
        for code, (numbers, note) in entries.items():
            by_field = (
                {"entry": numbers}
                if not isinstance(numbers, dict)
                else {MONTH_FIELDS[month]: number for month, number in numbers.items()}
            )
            texts = {name: format_number(number) for name, number in by_field.items()}
            facts[code].write({**texts, "note": note})

    def _resolve_facts(self):
        """Return the facts as stated and computed, as :class:`formulas.Resolved`."""
        # sudo: agency.evaluation.fact - points follow from all facts, whoever looks at them
        statements = self.sudo().fact_ids
        computed = {fact.code: fact.formula for fact in statements if fact.formula}
        stated = [fact._scoring_fact() for fact in statements if not fact.formula]
        return formulas.resolve(stated, computed)

    def _refresh_findings(self):
        """Bring the findings in line with what a check finds now."""
        # sudo: agency.evaluation.finding - findings come from the check alone, so no role may make them
        for evaluation in self.sudo():
            criteria_set = evaluation.criteria_set_id
            severities = criteria_set.check_setting_ids._severities()
            lines = {line.code: line.id for line in evaluation.line_ids}
            known = {finding._cause(): finding for finding in evaluation.finding_ids}
            new, kept = [], evaluation.finding_ids.browse()
            for place, found in enumerate(checks.find_all(evaluation._checked_sheet()), 1):
                severity = severities[found.check.code]
                if severity == "off":
                    continue
                place_values = {"severity": severity, "severity_rank": SEVERITY_RANKS[severity], "sequence": place}
                same = known.get((found.check.code, found.row, found.subject, frozenset(found.details)))
                if same:
                    kept += same
                    if moved := {name: value for name, value in place_values.items() if same[name] != value}:
                        same.write(Internal(moved))
                    continue
                new.append(
                    Internal(
                        place_values,
                        evaluation_id=evaluation.id,
                        line_id=lines.get(found.row),
                        code=found.check.code,
                        subject=found.subject,
                        details=dict(found.details),
                    )
                )
            (evaluation.finding_ids - kept).unlink()
            evaluation.finding_ids.create(new)
        self.sudo().write(Internal(checked_on=fields.Datetime.now()))

    def _checked_sheet(self):
        """Return everything that is checked, as :class:`checks.CheckedSheet`."""
        self.ensure_one()
        criteria_set = self.criteria_set_id
        resolved = self._resolve_facts()
        indicators = criteria_set.indicator_ids
        computed = self._classify()
        claimed = self.claimed_grade_id.name
        return checks.CheckedSheet(
            rows=[line._checked_row(resolved.facts) for line in self.line_ids],
            total=self.self_points if any(self.line_ids.mapped("has_points")) else None,
            stated_total=self.stated_points if self.is_stated else None,
            facts=resolved.facts,
            needed=frozenset(indicators.filtered("is_required").mapped("code")),
            relations=criteria_set.relation_ids._scoring_relations(),
            documents=[document._checked_document() for document in self.evidence_ids],
            period=(self.date_from, self.date_to),
            grades=(claimed, computed.band.name) if claimed and computed and computed.band else None,
            empty_sections=[section.display_name for section in self.section_ids if section._is_empty()],
        )

    def _check_consistent(self):
        """:raises UserError: if an error is found, or a warning is not justified; the message names the first ones"""
        for evaluation in self:
            findings = evaluation.sudo().finding_ids
            blocking = findings.filtered(lambda finding: finding.severity == "error") or findings._unjustified()
            if not blocking:
                continue
            lines = [f"- {finding.display_name}" for finding in blocking[:_LISTED_FINDINGS]]
            if len(blocking) > _LISTED_FINDINGS:
                lines.append(self.env._("… and %(count)s more", count=len(blocking) - _LISTED_FINDINGS))
            values = {"count": len(blocking), "findings": "\n".join(lines)}
            if blocking[0].severity == "error":
                raise UserError(self.env._("%(count)s errors have to be put right first:\n%(findings)s", **values))
            raise UserError(
                self.env._("Press Check and justify these %(count)s warnings first:\n%(findings)s", **values)
            )
