import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...scoring import aggregates, formulas
from ...scoring.choices import choices
from ...scoring.facts import MONTHS, is_code
from ...scoring.formula_language import FormulaError
from ...scoring.frequencies import Frequency
from ...scoring.indicators import Indicator as PlainIndicator

AGGREGATES = choices(
    {
        aggregates.Aggregate.SUM: "Sum",
        aggregates.Aggregate.MEAN: "Mean",
        aggregates.Aggregate.LAST: "Last",
        aggregates.Aggregate.MOST: "Most",
        aggregates.Aggregate.LEAST: "Least",
        aggregates.Aggregate.RATIO: "Ratio of Two Sums (%)",
    }
)
FREQUENCIES = choices(
    {
        Frequency.YEAR: "Yearly",
        Frequency.MONTH: "Monthly",
        Frequency.QUARTER: "Quarterly",
        Frequency.HALF: "Half-Yearly",
    }
)


class Indicator(models.Model):
    """A fact that evaluations state, for the year or for each part of it, or that is computed from other facts."""

    _name = "agency.evaluation.indicator"
    _description = "Fact Definition"
    _inherit = ["agency.evaluation.set.part"]
    _order = "set_id, sequence, id"
    _rec_names_search = ["code", "name"]

    sequence = fields.Integer(default=10, open_in=("draft",))
    code = fields.Char(
        required=True, help="Letters, digits and underscores; names the fact in formulas.", open_in=("draft",)
    )
    name = fields.Char(required=True, open_in=("draft",))
    unit = fields.Char(help="What is counted, such as văn bản, đơn or %.", open_in=("draft",))
    frequency = fields.Selection(FREQUENCIES, default=Frequency.YEAR.value, required=True, open_in=("draft",))
    aggregate = fields.Selection(
        AGGREGATES,
        string="Year From Parts",
        default=aggregates.Aggregate.SUM.value,
        required=True,
        help="What the numbers of months, or of shorter periods, come to for the whole one.",
        open_in=("draft",),
    )
    # Only an uninstallation cascades: a fact that a ratio reads refuses to be deleted.
    ratio_part_id = fields.Many2one(
        "agency.evaluation.indicator",
        string="Part of the Ratio",
        domain="[('set_id', '=', set_id), ('frequency', '=', frequency), ('formula', '=', False)]",
        help="The fact whose sum is divided by that of the whole, such as tasks in time.",
        copy=False,
        ondelete="cascade",
        index="btree_not_null",
        open_in=("draft",),
    )
    ratio_whole_id = fields.Many2one(
        "agency.evaluation.indicator",
        string="Whole of the Ratio",
        domain="[('set_id', '=', set_id), ('frequency', '=', frequency), ('formula', '=', False)]",
        help="The fact by whose sum it is divided, such as all tasks.",
        copy=False,
        ondelete="cascade",
        index="btree_not_null",
        open_in=("draft",),
    )
    is_ratio = fields.Boolean(compute="_compute_is_ratio", help="It follows from the parts of two other facts.")
    months = fields.Char(
        string="Expected Months",
        help="Such as 1-5, 7-11 for a monthly report without June and December; empty for all.",
        open_in=("draft",),
    )
    formula = fields.Char(
        help="Such as sum(bc; cv) or percent(da_giai_quyet; duoc_giao); empty if the fact is stated.\n"
        "sum, mean, min, max of any number of values; percent(part; whole); round(number; decimals);\n"
        "if(condition; number; other number), with =, <>, <, <=, >, >=, and(…), or(…), not(…);\n"
        "prev(code): the number in the approved evaluation of the last period.",
        open_in=("draft",),
    )
    is_required = fields.Boolean(string="Required", default=True, open_in=("draft",))
    note = fields.Text(help="Where the number comes from.", open_in=("draft",))
    department_id = fields.Many2one(
        "hr.department",
        string="Unit in Charge",
        ondelete="restrict",
        index="btree_not_null",
        help="Whose head, or whom it names for that, the fact is assigned to when an evaluation is made.",
        open_in=("draft",),
    )
    job_id = fields.Many2one(
        "hr.job",
        string="Position in Charge",
        ondelete="restrict",
        index="btree_not_null",
        help="Who holds it in the unit in charge, or else in the unit evaluated, is assigned the fact.",
        open_in=("draft",),
    )
    rule_ids = fields.One2many("agency.evaluation.rule", "indicator_id", string="Rules")
    trouble = fields.Text(
        string="Fault", compute="_compute_trouble", help="Why the formula has no number, whatever is stated."
    )

    _code_unique = models.Constraint("UNIQUE (set_id, code)", "Two facts of a criteria set cannot have the same code.")

    @api.depends("code", "name")
    def _compute_display_name(self):
        for indicator in self:
            indicator.display_name = indicator.name

    @api.depends("code", "name", "formula", "set_id.indicator_ids.code", "set_id.indicator_ids.formula")
    @api.depends_context("lang")
    def _compute_trouble(self):
        for criteria_set, indicators in self.grouped("set_id").items():
            # In a dialog the facts being edited take the place of those that are saved.
            known = (criteria_set.indicator_ids - indicators._origin) | indicators
            faults = known._find_formula_faults()
            for indicator in indicators:
                error = faults.get(indicator.code)
                indicator.trouble = known._describe_formula_error(error) if error else False

    @api.depends("aggregate", "frequency", "formula")
    def _compute_is_ratio(self):
        for indicator in self:
            is_ratio = indicator.aggregate == aggregates.Aggregate.RATIO.value
            indicator.is_ratio = is_ratio and indicator._frequency().has_parts and not indicator.formula

    @api.constrains("aggregate", "frequency", "formula", "set_id", "ratio_part_id", "ratio_whole_id")
    def _check_ratio(self):
        for indicator in self.filtered(lambda indicator: indicator.aggregate == aggregates.Aggregate.RATIO.value):
            read = indicator.ratio_part_id + indicator.ratio_whole_id
            fits = all(
                fact.set_id == indicator.set_id
                and fact.frequency == indicator.frequency
                and fact.months == indicator.months
                and not fact.formula
                and not fact.is_ratio
                for fact in read
            )
            if not indicator.is_ratio or len(read) != 2 or not fits:
                raise ValidationError(
                    self.env._(
                        "“%(fact)s” is the ratio of two facts: both are stated for the same months or quarters of the "
                        "same criteria set, and none of them is computed.",
                        fact=indicator.name,
                    )
                )

    @api.constrains("code", "months", "formula")
    def _check_code_and_months(self):
        for indicator in self:
            if not is_code(indicator.code):
                raise ValidationError(
                    self.env._(
                        "%(code)s cannot name a fact: use letters without accents, digits and underscores.",
                        code=indicator.code,
                    )
                )
            indicator._expected_months()
            if indicator.formula:
                indicator._check_readable()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_read(self):
        for indicator in self:
            if rules := indicator.rule_ids:
                raise UserError(
                    self.env._(
                        "“%(fact)s” cannot be deleted: the points of %(rows)s follow from it.",
                        fact=indicator.name,
                        rows=", ".join(rules.criterion_id.mapped("code")),
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_ratio(self):
        ratios = self.search(["|", ("ratio_part_id", "in", self.ids), ("ratio_whole_id", "in", self.ids)])
        for ratio in ratios - self:
            raise UserError(self.env._("A fact of the ratio “%(fact)s” cannot be deleted.", fact=ratio.name))

    def _check_readable(self):
        """Check the formula by itself; its names are checked when the set is published.

        :raises ValidationError: if it cannot be read, or can be read in two ways
        """
        try:
            formulas.check_readable(self.code, self.formula)
        except FormulaError as error:
            raise ValidationError(self._describe_formula_error(error)) from error

    def _find_formula_faults(self):
        """Return why formulas of these facts have no number, as :class:`formula_language.FormulaError` by code."""
        stated = [indicator.code for indicator in self if not indicator.formula]
        computed = {indicator.code: indicator.formula for indicator in self if indicator.formula}
        return formulas.find_faults(stated, computed)

    def _frequency(self):
        """Return how often the fact is stated, as :class:`frequencies.Frequency`."""
        self.ensure_one()
        return Frequency(self.frequency or Frequency.YEAR.value)

    def _describe_sums_of_percent(self):
        """Return what is wrong with percentages of months or quarters that are added up, one text each."""
        summed = self.filtered(
            lambda indicator: (
                indicator.unit == "%"
                and indicator.aggregate == aggregates.Aggregate.SUM.value
                and indicator._frequency().has_parts
                and not indicator.formula
            )
        )
        return [
            self.env._(
                "“%(fact)s” is a percentage: let its parts come to a mean or to a ratio of two sums, not to a sum.",
                fact=indicator.name,
            )
            for indicator in summed
        ]

    def _plain(self):
        """Return what is asked, as :class:`indicators.Indicator`."""
        self.ensure_one()
        return PlainIndicator(
            code=self.code,
            frequency=self._frequency(),
            asked=tuple(self._expected_months()),
            aggregate=aggregates.Aggregate(self.aggregate),
            bounds=self._bounds(),
            unit=self.unit or "",
            is_required=self.is_required,
            formula=self.formula or "",
            ratio_of=(self.ratio_part_id.code, self.ratio_whole_id.code) if self.is_ratio else None,
        )

    def _expected_months(self):
        """Return the months (1 to 12) of a whole year with which the parts begin that the fact must be stated for.

        :raises ValidationError: if the text names none
        """
        self.ensure_one()
        frequency = self._frequency()
        if not self.months or frequency in (Frequency.QUARTER, Frequency.HALF):
            return frequency.starts if frequency.has_parts else tuple(MONTHS)
        found = set()
        for part in self.months.split(","):
            match = re.fullmatch(r"\s*(\d{1,2})\s*(?:-\s*(\d{1,2})\s*)?", part)
            first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
            if not 1 <= first <= last <= 12:
                raise ValidationError(
                    self.env._(
                        "%(months)s of %(fact)s are no months: write them like 1-5, 7-11.",
                        months=self.months,
                        fact=self.name,
                    )
                )
            found.update(range(first, last + 1))
        return tuple(sorted(found))
