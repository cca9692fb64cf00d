from dataclasses import replace
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ...scoring import formulas
from ...scoring.facts import make_ratio, parts_in_year, write_months
from ...scoring.frequencies import Frequency
from ...scoring.numbers import as_typed, stored
from ..sheet.answerers import answerers
from ..sheet.once import once
from ..sheet.sum_fields import PlainValues
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
    stated_numbers = PlainValues(compute="_compute_stated_numbers", compute_sudo=True, groups=fields.NO_ACCESS)
    missing_fact_count = fields.Integer(compute="_compute_missing_fact_count", string="Missing Facts")

    @api.depends("fact_ids.indicator_id", "fact_ids.measure_ids.period", "fact_ids.measure_ids.value")
    def _compute_stated_numbers(self):
        for evaluation in self:
            evaluation.stated_numbers = evaluation._find_numbers()

    @api.depends("stated_numbers", "date_from", "date_to")
    def _compute_missing_fact_count(self):
        for evaluation in self:
            asked = {indicator.code: indicator for indicator in evaluation._indicators().values()}
            facts = evaluation._stated_facts()
            evaluation.missing_fact_count = sum(asked[code].lacks_numbers(fact) for code, fact in facts.items())

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
        indicators = self._indicators()
        computed = {indicator.code: indicator.formula for indicator in indicators.values() if indicator.formula}
        stated = {code: fact for code, fact in self._stated_facts().items() if code not in computed}
        if self.edition < 2:
            # What was approved before counts what is stated as if it were all.
            stated = {code: replace(fact, expected=tuple(fact.parts)) for code, fact in stated.items()}
        for indicator in indicators.values():
            if indicator.ratio_of and indicator.code in stated:
                part, whole = (stated[code] for code in indicator.ratio_of)
                stated[indicator.code] = make_ratio(stated[indicator.code], part, whole)
        bounds = {indicator.code: indicator.bounds for indicator in indicators.values() if indicator.formula}
        return formulas.resolve(stated.values(), computed, self._previous_numbers(computed), bounds)

    def _facts_of(self, codes):
        """Return some facts as :meth:`_resolve_facts` does, by their codes; of these alone numbers are read."""
        codes = frozenset(codes)
        if not codes:
            return {}
        indicators = self._indicators()
        follow = any(indicator.is_computed for indicator in indicators.values() if indicator.code in codes)
        if follow or self.edition < 2 or not all(self._ids) or self._knows_numbers():
            facts = self._resolve_facts().facts
            return {code: facts[code] for code in codes & facts.keys()}
        return self._plain_facts(self._some_numbers(codes))

    @once
    def _some_numbers(self, codes):
        """Return what :meth:`_find_numbers` does, of the facts with these codes."""
        return self._find_numbers(self._ids_of_facts(codes))

    def _ids_of_facts(self, codes):
        """Return the ids of indicators by their codes."""
        return [id_ for id_, indicator in self._indicators().items() if indicator.code in codes]

    def _knows_numbers(self):
        """Tell whether all numbers are in the cache."""
        return self.id in self._fields["stated_numbers"]._get_cache(self.env)

    @once
    def _stated_facts(self):
        """Return the facts as stated, without formulas and ratios, as :class:`scoring.facts.Fact` by their codes."""
        # sudo: agency.evaluation - points follow from all facts, whoever looks at them
        return self._plain_facts(self.sudo().stated_numbers) if self else {}

    def _plain_facts(self, numbers):
        period, indicators = self._stated_period(), self._indicators()
        return {
            indicators[id_].code: indicators[id_].stated(stated, period, self.edition)
            for id_, stated in (numbers or {}).items()
        }

    def _find_numbers(self, asked=None):
        """Return the exact numbers that are stated, by the ids of indicators and the first days of parts; one query.

        That of the whole is under None. Every fact of the evaluation is there, in order, with numbers or without.

        :param asked: the ids of indicators; None for all
        """
        self.ensure_one()
        if not self.id:  # what a form tries out is in no table
            return {
                fact.indicator_id.id: {measure.period or None: measure._number() for measure in fact.measure_ids}
                for fact in self.fact_ids
            }
        return self._numbers_found(cells for (cells,) in self.env.execute_query(self._select_numbers(asked)))

    def _keep_numbers(self, rows):
        """Put into the cache the numbers that :meth:`_select_numbers` found."""
        self._fields["stated_numbers"]._insert_cache(self, [self._numbers_found(rows)])

    def _select_numbers(self, asked=None):
        """Return the SELECT of the facts with their numbers, as one column of JSON: indicator, day and number.

        :param asked: the ids of indicators; None for all
        """
        self.env["agency.evaluation.fact"].flush_model(["evaluation_id", "indicator_id", "sequence"])
        self.env["agency.evaluation.measure"].flush_model(["fact_id", "period", "value"])
        return SQL(
            """
            SELECT json_build_array(fact.indicator_id, measure.period, measure.value) AS cells
              FROM agency_evaluation_fact fact
         LEFT JOIN agency_evaluation_measure measure ON measure.fact_id = fact.id
             WHERE fact.evaluation_id = %s AND %s
          ORDER BY fact.sequence, fact.id, measure.period
            """,
            self.id,
            SQL("TRUE") if asked is None else SQL("fact.indicator_id = ANY(%s)", asked),
        )

    @api.model
    def _numbers_found(self, rows):
        """Return what :meth:`_stated_numbers` does of the rows that were found."""
        numbers = {}
        for indicator, day, value in rows:
            of_fact = numbers.setdefault(indicator, {})
            if value is not None:
                of_fact[day and date.fromisoformat(day)] = stored(value)
        return numbers

    @api.model
    def _list_of(self, indicator):
        """Return the name of the list in which forms show a fact.

        :param indicator: as :class:`indicators.Indicator`
        """
        if not indicator.is_stated_by_parts:
            return "yearly_fact_ids"
        return "monthly_fact_ids" if indicator.frequency is Frequency.MONTH else "quarterly_fact_ids"

    def _indicators(self):
        """Return what is asked of the facts, as :class:`indicators.Indicator` by the ids of indicators."""
        # sudo: agency.evaluation.criteria.set - points follow from all facts, whoever looks at them
        return self.sudo().criteria_set_id._indicators()

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
