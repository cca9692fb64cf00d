from datetime import date

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...scoring.facts import MONTHS
from ...scoring.facts import Fact as PlainFact
from ...scoring.numbers import as_typed, format_number

MONTH_FIELDS = {month: f"month_{month:02d}" for month in MONTHS}
#: What is typed as text and kept as numbers, by month; the year under None.
_TYPED_FIELDS = {None: "entry", **MONTH_FIELDS}


class Fact(models.Model):
    """A fact as one evaluation states it: its numbers, where they come from, and the documents that prove them."""

    _name = "agency.evaluation.fact"
    _description = "Fact"
    _inherit = ["agency.evaluation.part"]
    _structure_open_in = ()
    _order = "evaluation_id, sequence, id"
    _rec_name = "indicator_id"

    indicator_id = fields.Many2one(
        "agency.evaluation.indicator",
        string="Fact",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
        open_in=("new",),
    )
    sequence = fields.Integer(related="indicator_id.sequence", store=True)
    code = fields.Char(related="indicator_id.code")
    unit = fields.Char(related="indicator_id.unit")
    frequency = fields.Selection(related="indicator_id.frequency")
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
    total = fields.Char(string="Year", compute="_compute_entries", help="Stated, added up from months, or computed.")
    trouble = fields.Char(compute="_compute_entries", help="Why a formula has no number, or which months are missing.")
    is_missing = fields.Boolean(compute="_compute_entries")
    month_marks = fields.Json(
        compute="_compute_entries", help="The months of a grid that are “missing” or “unexpected”, by their fields."
    )
    note = fields.Text(help="Where the number comes from.", open_in=("draft",))
    _indicator_unique = models.Constraint("UNIQUE (evaluation_id, indicator_id)", "An evaluation states a fact once.")

    @api.depends("measure_ids.value", "measure_ids.period", "evaluation_id.fact_ids.measure_ids.value")
    @api.depends_context("lang")
    def _compute_entries(self):
        for evaluation, facts in self.grouped("evaluation_id").items():
            resolved = evaluation._resolve_facts()
            totals = evaluation._write_facts(resolved.facts)
            for fact in facts:
                fact._show(resolved, totals[fact.code])

    def _show(self, resolved, total_text):
        """Fill the fields of the grid from the facts of the evaluation."""
        indicator, own = self.indicator_id, self._scoring_fact()
        trouble, total = resolved.troubles.get(indicator.code), resolved.facts[indicator.code].total
        missing = [] if indicator.formula else own.missing_months
        self.month_marks = self._mark_months(missing)
        self.entry = format_number(own.value)
        for month, name in MONTH_FIELDS.items():
            self[name] = format_number((own.months or {}).get(month))
        self.total = total_text
        self.is_missing = indicator.is_required and not indicator.formula and (total is None or bool(missing))
        if trouble:
            # sudo: agency.evaluation.indicator - the names of facts are no secret to who sees one of them
            self.trouble = indicator.sudo().set_id.indicator_ids._describe_formula_error(trouble)
        elif missing:
            self.trouble = self.env._("Missing months: %(months)s", months=", ".join(map(str, missing)))
        else:
            self.trouble = False

    def _mark_months(self, missing):
        """Return which months are `missing`, and which are not asked for, by the fields of the grid."""
        indicator = self.indicator_id
        if indicator.frequency != "month" or indicator.formula:
            return {}
        expected = indicator._expected_months()
        unexpected = {name: "unexpected" for month, name in MONTH_FIELDS.items() if month not in expected}
        return unexpected | {MONTH_FIELDS[month]: "missing" for month in missing}

    def write(self, vals):
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
        self.check_access("write")
        self._check_open_for(names)
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
            measures = fact.sudo().measure_ids
            by_month = {measure.period.month if measure.period else None: measure for measure in measures}
            for month, number in numbers.items():
                measure = by_month.get(month, measures.browse())
                if number is None:
                    taken_back |= measure
                elif measure:
                    measure._write_through({"value": float(number)})
                else:
                    period = date(fact.evaluation_id.year, month, 1) if month else False
                    new.append({"fact_id": fact.id, "period": period, "value": float(number)})
        taken_back.unlink()
        taken_back.create(new)

    def _parse_entries(self, entries):
        """Return the numbers of what was typed, by month or by None for the year; None where nothing is typed.

        :raises ValidationError: if an entry is no number that the fact may have, or of no period that it is stated for
        """
        self.ensure_one()
        return {month: self._parse_entry(month, entry) for month, entry in entries.items()}

    def _parse_entry(self, month, entry):
        is_number = isinstance(entry, int | float) and not isinstance(entry, bool)  # clients other than ours send some
        number = self.indicator_id._parse_within(as_typed(entry) if is_number else str(entry or ""))
        if number is not None and self.indicator_id.formula:
            raise ValidationError(self.env._("“%(fact)s” is computed by a formula.", fact=self.display_name))
        if number is not None and (month is None) != (self.indicator_id.frequency == "year"):
            raise ValidationError(
                self.env._("“%(fact)s” is stated by the year, or by months, but not by both.", fact=self.display_name)
            )
        if number is not None and month and month not in self.indicator_id._expected_months():
            raise ValidationError(
                self.env._(
                    "“%(fact)s” is not asked for in month %(month)s, only in months %(months)s.",
                    fact=self.display_name,
                    month=month,
                    months=self.indicator_id.months,
                )
            )
        return number

    def _scoring_fact(self):
        """Return the fact as stated, without its formula, as :class:`scoring.facts.Fact`."""
        self.ensure_one()
        indicator = self.indicator_id
        if indicator.frequency == "month" and not indicator.formula:
            months = {measure.period.month: measure._number() for measure in self.measure_ids if measure.period}
            return PlainFact(indicator.code, months=months, expected=indicator._expected_months())
        return PlainFact(indicator.code, self.measure_ids._number() if len(self.measure_ids) == 1 else None)
