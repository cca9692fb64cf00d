from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...scoring.facts import MONTHS, parts_in_year, write_months
from ...scoring.numbers import as_typed, format_number
from ..lock.values import check_values
from ..sheet.fill import fill
from ..sheet.once import once

MONTH_FIELDS = {month: f"month_{month:02d}" for month in MONTHS}
#: What is typed as text and kept as numbers, by month; the year under None.
_TYPED_FIELDS = {None: "entry", **MONTH_FIELDS}


class Fact(models.Model):
    """A fact as one evaluation states it: its numbers, where they come from, and the documents that prove them."""

    _name = "agency.evaluation.fact"
    _description = "Fact"
    _inherit = ["agency.evaluation.part"]
    _structure_open_in = ()
    _order = "evaluation_id.id desc, sequence, id"
    _rec_name = "indicator_id"

    # Found by the index of the order.
    evaluation_id = fields.Many2one(index=False)
    indicator_id = fields.Many2one(
        "agency.evaluation.indicator",
        string="Fact",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
        open_in=("new",),
    )
    sequence = fields.Integer(related="indicator_id.sequence", store=True, precompute=True)
    code = fields.Char(related="indicator_id.code")
    unit = fields.Char(related="indicator_id.unit")
    frequency = fields.Selection(related="indicator_id.frequency")
    aggregate = fields.Selection(related="indicator_id.aggregate")
    is_ratio = fields.Boolean(related="indicator_id.is_ratio")
    formula = fields.Char(related="indicator_id.formula")
    guidance = fields.Text(
        related="indicator_id.note", string="Guidance", help="What is to be counted, as the criteria set says."
    )
    can_check = fields.Boolean(related="evaluation_id.can_check")
    measure_ids = fields.One2many("agency.evaluation.measure", "fact_id", string="Numbers", readonly=True)
    entry = fields.Char(
        string="Number",
        compute="_compute_entries",
        readonly=False,
        help="Empty as long as it is not stated.",
        open_in=("draft",),
    )
    month_01 = fields.Char(string="M1", compute="_compute_entries", readonly=False, open_in=("draft",))
    month_02 = fields.Char(string="M2", compute="_compute_entries", readonly=False, open_in=("draft",))
    month_03 = fields.Char(string="M3", compute="_compute_entries", readonly=False, open_in=("draft",))
    month_04 = fields.Char(string="M4", compute="_compute_entries", readonly=False, open_in=("draft",))
    month_05 = fields.Char(string="M5", compute="_compute_entries", readonly=False, open_in=("draft",))
    month_06 = fields.Char(string="M6", compute="_compute_entries", readonly=False, open_in=("draft",))
    month_07 = fields.Char(string="M7", compute="_compute_entries", readonly=False, open_in=("draft",))
    month_08 = fields.Char(string="M8", compute="_compute_entries", readonly=False, open_in=("draft",))
    month_09 = fields.Char(string="M9", compute="_compute_entries", readonly=False, open_in=("draft",))
    month_10 = fields.Char(string="M10", compute="_compute_entries", readonly=False, open_in=("draft",))
    month_11 = fields.Char(string="M11", compute="_compute_entries", readonly=False, open_in=("draft",))
    month_12 = fields.Char(string="M12", compute="_compute_entries", readonly=False, open_in=("draft",))
    total = fields.Char(string="Year", compute="_compute_entries", help="Stated, made of its parts, or computed.")
    trouble = fields.Char(compute="_compute_entries", help="What stands in the way of the number of the whole period.")
    is_missing = fields.Boolean(compute="_compute_entries")
    month_marks = fields.Json(
        compute="_compute_entries",
        help="The months of a grid that are “missing”, “unexpected”, “outside” or “computed”, by their fields.",
    )
    note = fields.Text(help="Where the number comes from.", open_in=("draft",))
    user_id = fields.Many2one(
        "res.users", string="Assigned To", ondelete="restrict", index="btree_not_null", open_in=("draft",)
    )

    _in_order_index = models.Index("(evaluation_id DESC, sequence, id)")
    _indicator_unique = models.Constraint("UNIQUE (evaluation_id, indicator_id)", "An evaluation states a fact once.")

    @api.depends(
        "measure_ids.value",
        "measure_ids.period",
        "evaluation_id.fact_ids.measure_ids.value",
        "evaluation_id.date_from",
        "evaluation_id.date_to",
    )
    @api.depends_context("lang")
    def _compute_entries(self):
        for evaluation, facts in self.grouped("evaluation_id").items():
            resolved = evaluation._resolve_facts()
            totals = evaluation._write_facts(resolved.facts)
            shown = [fact._shown(resolved, totals[fact.code]) for fact in facts]
            fill(facts, **{name: [values[name] for values in shown] for name in (shown[0] if shown else ())})

    def _shown(self, resolved, total_text):
        """Return the fields of the grid by the facts of the evaluation."""
        indicator, own = self.indicator_id, self._scoring_fact()
        shown = resolved.facts[indicator.code]
        if indicator.is_ratio:
            own = shown
        missing = [] if indicator.formula else own.missing_months
        outside = {day.month: self._number_of(day) for day in own.outside}
        numbers = outside | (own.months or {})
        return {
            "month_marks": self._mark_months(own, missing),
            "entry": format_number(own.value),
            **{name: format_number(numbers.get(month)) for month, name in MONTH_FIELDS.items()},
            "total": total_text,
            "is_missing": self._lacks_numbers(),
            "trouble": self._describe_trouble(resolved, own, missing),
        }

    def _describe_trouble(self, resolved, own, missing):
        """Return what stands in the way of the number of the whole period, False where nothing does."""
        indicator = self.indicator_id
        if error := resolved.troubles.get(indicator.code):
            # sudo: agency.evaluation.indicator - the names of facts are no secret to who sees one of them
            return indicator.sudo().set_id.indicator_ids._describe_formula_error(error)
        if self._is_computed():
            lacks = resolved.facts[indicator.code].lacks
            return self.env._("Missing: %(facts)s", facts=self.evaluation_id._describe_lacks(lacks)) if lacks else False
        said = [self._describe_missing(missing)] if missing else []
        if own.outside:
            days = ", ".join(f"{day:%m/%Y}" for day in own.outside)
            said.append(self.env._("Not in the period, so it does not count: %(months)s", months=days))
        return ". ".join(said) or False

    def _describe_missing(self, missing):
        frequency = self.indicator_id.frequency
        if frequency == "quarter":
            return self.env._("Missing quarters: %(quarters)s", quarters=write_months(parts_in_year(missing, 3)))
        if frequency == "half":
            return self.env._("Missing half-years: %(halves)s", halves=write_months(parts_in_year(missing, 6)))
        return self.env._("Missing months: %(months)s", months=write_months(missing))

    def _lacks_numbers(self):
        """Return whether numbers have to be stated and are not."""
        return self.indicator_id._asked().lacks_numbers(self._scoring_fact())

    def _is_computed(self):
        return bool(self.indicator_id.formula) or self.indicator_id.is_ratio

    def _mark_months(self, own, missing):
        """Return how the months of the plain fact `own` are marked in the grid, by its fields."""
        indicator = self.indicator_id
        if not own.is_monthly:
            return {}
        if indicator.is_ratio:
            return dict.fromkeys(MONTH_FIELDS.values(), "computed")
        expected = set(own.expected)
        unexpected = {name: "unexpected" for month, name in MONTH_FIELDS.items() if month not in expected}
        outside = {MONTH_FIELDS[day.month]: "outside" for day in own.outside if day.month not in own.months}
        return unexpected | {MONTH_FIELDS[month]: "missing" for month in missing} | outside

    def write(self, vals):
        check_values(self, vals)
        if self._is_own_write(vals) or not vals.keys() & _TYPED_FIELDS.values():
            return super().write(vals)
        self._write_each(dict.fromkeys(self.ids, vals))
        return True

    def _write_each(self, values_by_id):
        """Write different values to different facts; all entries are read first, so that a wrong one spoils none.

        :param values_by_id: the values of each fact, by its id
        :raises UserError: if the state of the evaluation does not leave a field open
        :raises AccessError: if the user may not write a fact
        :raises ValidationError: if an entry is no number, or the fact is not stated for such a period
        """
        names = set().union(*values_by_id.values()) if values_by_id else set()
        if not names:
            return
        self._check_open_for(names)
        self.check_access("write")
        # Of two who state the same fact, the second one sees what the first one stated, though it is in other records.
        self._claim()
        numbers, others = {}, {}
        for fact in self:
            vals = values_by_id[fact.id]
            typed = {month: vals[name] for month, name in _TYPED_FIELDS.items() if name in vals}
            numbers[fact] = fact._parse_entries(typed)
            others[fact] = {name: vals[name] for name in vals.keys() - _TYPED_FIELDS.values()}
        self._state(numbers)
        for fact, vals in others.items():
            if vals:
                fact._write_through(vals)

    def _locked_message(self, names=()):
        if names:
            return super()._locked_message(names)
        return self.env._("The facts of an evaluation come from its criteria set; they stay.")

    def _state(self, numbers_by_fact):
        """State numbers that may be stated: of each fact by month (1 to 12) or by None for the year.

        None in place of a number takes it back.
        """
        # sudo: agency.evaluation.measure - numbers come and go with the entries of their fact
        taken_back = self.env["agency.evaluation.measure"].sudo()
        new = []
        for fact, numbers in numbers_by_fact.items():
            days, measures = fact._days_of_parts(), fact.sudo().measure_ids
            by_month = measures.grouped(lambda measure: measure.period.month if measure.period else None)
            for month, number in numbers.items():
                day, known = days.get(month, False), by_month.get(month, measures.browse())
                stated = known.filtered(lambda measure, day=day: measure.period == day)
                # Typing over a month takes back what was stated for the same month of another year.
                taken_back |= known if number is None else known - stated
                if stated and number is not None:
                    stated._write_through({"value": float(number)})
                elif number is not None:
                    new.append({"fact_id": fact.id, "period": day, "value": float(number)})
        taken_back.unlink()
        taken_back.create(new)

    def _days_of_parts(self):
        """Return the first days of the parts of the period that the fact is stated for, by their months."""
        return self.indicator_id._asked().days_of_parts(self.evaluation_id._stated_period())

    def _parse_entries(self, entries):
        """Return the numbers of what was typed, by month or by None for the year; None where nothing is typed.

        :raises ValidationError: if an entry is no number that the fact may have, or of no period that it is stated for
        """
        self.ensure_one()
        return {month: self._parse_entry(month, entry) for month, entry in entries.items()}

    def _parse_entry(self, month, entry):
        is_number = isinstance(entry, int | float) and not isinstance(entry, bool)  # clients other than ours send some
        number = self.indicator_id._parse_within(as_typed(entry) if is_number else str(entry or ""))
        if number is not None:
            self._check_asked_for(month)
        return number

    def _check_asked_for(self, month):
        """Check that the fact is stated for that month, or for the year.

        :raises ValidationError: if it is not
        """
        if self._is_computed():
            raise ValidationError(self._describe_computed())
        if (month is None) == self.indicator_id._frequency().has_parts:
            raise ValidationError(
                self.env._("“%(fact)s” is stated by the year, or by months, but not by both.", fact=self.display_name)
            )
        if month and month not in self._days_of_parts():
            raise ValidationError(
                self.env._(
                    "“%(fact)s” is not asked for in month %(month)s, only in months %(months)s.",
                    fact=self.display_name,
                    month=month,
                    months=write_months(list(self._days_of_parts())),
                )
            )

    def _describe_computed(self):
        if self.indicator_id.is_ratio:
            return self.env._("“%(fact)s” is the ratio of two other facts.", fact=self.display_name)
        return self.env._("“%(fact)s” is computed by a formula.", fact=self.display_name)

    def _number_of(self, day):
        """Return the number that is stated for the part of a period that begins on `day`."""
        return self.measure_ids.filtered(lambda measure: measure.period == day)._number()

    @once
    def _scoring_fact(self):
        """Return the fact as stated, without its formula or ratio, as :class:`scoring.facts.Fact`."""
        self.ensure_one()
        evaluation = self.evaluation_id
        numbers = {measure.period or None: measure._number() for measure in self.measure_ids}
        return self.indicator_id._asked().stated(numbers, evaluation._stated_period(), evaluation.edition)
