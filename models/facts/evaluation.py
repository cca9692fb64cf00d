from dataclasses import replace
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ...scoring import formulas
from ...scoring.facts import make_ratio, parts_in_year, write_months
from ...scoring.numbers import as_typed
from ..sheet.answerers import answerers
from ..sheet.once import once
from .fact import MONTH_FIELDS


class EvaluationFacts(models.Model):
    """The facts of an evaluation: as stated, and what formulas make of them."""

    _inherit = "agency.evaluation"

    fact_ids = fields.One2many("agency.evaluation.fact", "evaluation_id", string="Facts")
    # Those that a form shows as a list, and as grids of months and of quarters.
    yearly_fact_ids = fields.One2many(
        "agency.evaluation.fact",
        "evaluation_id",
        string="Yearly Facts",
        domain=["|", ("indicator_id.frequency", "=", "year"), ("indicator_id.formula", "!=", False)],
    )
    # perf: one list of both, for each costs a query whenever the form is opened
    quarterly_fact_ids = fields.One2many(
        "agency.evaluation.fact",
        "evaluation_id",
        string="Quarterly and Half-Yearly Facts",
        domain=[("indicator_id.frequency", "in", ("quarter", "half")), ("indicator_id.formula", "=", False)],
    )
    monthly_fact_ids = fields.One2many(
        "agency.evaluation.fact",
        "evaluation_id",
        string="Monthly Facts",
        domain=[("indicator_id.frequency", "=", "month"), ("indicator_id.formula", "=", False)],
    )
    missing_fact_count = fields.Integer(compute="_compute_missing_fact_count", string="Missing Facts")

    @api.depends("fact_ids.measure_ids.value", "date_from", "date_to")
    def _compute_missing_fact_count(self):
        for evaluation in self:
            evaluation.missing_fact_count = sum(fact._lacks_numbers() for fact in evaluation.fact_ids)

    @api.model_create_multi
    def create(self, vals_list):
        evaluations = super().create(vals_list)
        if evaluations:
            evaluations._make_facts()
        return evaluations

    def _make_facts(self):
        """Make the blank facts of new evaluations, as the database does their rows: they are as many."""
        for model in ("agency.evaluation.indicator", "hr.department", "hr.employee", "res.users"):
            self.env[model].flush_model()
        self.flush_recordset()
        joins, answerer = answerers(self.env)
        self.env.execute_query(
            SQL(
                """
                INSERT INTO agency_evaluation_fact (
                    evaluation_id, indicator_id, sequence, user_id, create_uid, create_date, write_uid, write_date
                )
                SELECT row.evaluation_id, row.id, row.sequence, %(answerer)s,
                       row.create_uid, row.create_date, row.create_uid, row.create_date
                  FROM (
                       SELECT indicator.id, indicator.sequence, indicator.department_id, indicator.job_id,
                              evaluation.id AS evaluation_id, evaluation.department_id AS unit_id,
                              evaluation.create_uid, evaluation.create_date
                         FROM agency_evaluation evaluation
                         JOIN agency_evaluation_indicator indicator ON indicator.set_id = evaluation.criteria_set_id
                        WHERE evaluation.id IN %(ids)s
                       ) row
                       %(joins)s
              ORDER BY row.evaluation_id, row.sequence, row.id
                """,
                ids=tuple(self.ids),
                joins=joins,
                answerer=answerer,
            )
        )
        self._parts_made("fact_ids")

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
            texts = {name: "" if number is None else as_typed(number) for name, number in by_field.items()}
            facts[code].write({**texts, "note": note})

    @once
    def _resolve_facts(self):
        """Return the facts as stated and computed, as :class:`formulas.Resolved`."""
        # sudo: agency.evaluation.fact - points follow from all facts, whoever looks at them
        facts = self.sudo().fact_ids
        computed = {fact.code: fact.formula for fact in facts if fact.formula}
        stated = {fact.code: fact._scoring_fact() for fact in facts if not fact.formula}
        if self.edition < 2:
            # What was approved before counts what is stated as if it were all.
            stated = {code: replace(fact, expected=tuple(fact.parts)) for code, fact in stated.items()}
        for indicator in facts.indicator_id.filtered("is_ratio"):
            part, whole = stated[indicator.ratio_part_id.code], stated[indicator.ratio_whole_id.code]
            stated[indicator.code] = make_ratio(stated[indicator.code], part, whole)
        bounds = {fact.code: fact.indicator_id._bounds() for fact in facts if fact.formula}
        return formulas.resolve(stated.values(), computed, self._previous_numbers(computed), bounds)

    def _stated_period(self):
        """Return the first and the last day of the period, those of the year as long as a form leaves one open."""
        self.ensure_one()
        return self.date_from or date(self.year or 1, 1, 1), self.date_to or date(self.year or 1, 12, 31)

    def _describe_lacks(self, lacks):
        """Return in words what facts lack.

        :param lacks: as :data:`scoring.facts.Lacks`
        """
        # sudo: agency.evaluation.criteria.set - the names of facts are no secret to who sees the evaluation
        indicators = self.sudo().criteria_set_id.indicator_ids
        names = {indicator.code: indicator.name for indicator in indicators}
        frequencies = {indicator.code: indicator.frequency for indicator in indicators}
        return "; ".join(
            self._describe_missing_parts(names.get(code, code), frequencies.get(code), parts)
            for code, parts in lacks.items()
        )

    def _describe_missing_parts(self, name, frequency, parts):
        if not parts:
            return name
        if frequency == "quarter":
            quarters = write_months(parts_in_year(parts, 3))
            return self.env._("%(fact)s: quarters %(quarters)s", fact=name, quarters=quarters)
        if frequency == "half":
            halves = write_months(parts_in_year(parts, 6))
            return self.env._("%(fact)s: half-years %(halves)s", fact=name, halves=halves)
        return self.env._("%(fact)s: months %(months)s", fact=name, months=write_months(parts))
