from collections import defaultdict
from dataclasses import dataclass, field

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ...scoring import period_names, periods
from ...scoring.choices import choices
from ...scoring.period_names import Kind
from ...scoring.periods import Fault
from ..lock.values import check_values


@dataclass(frozen=True, slots=True)
class _Planned:
    """A period that an evaluation is to have.

    :ivar place: the ids of its criteria set and of its unit
    :ivar evaluation: empty as long as it is not made
    """

    place: tuple[int, int]
    year: int
    period: periods.Period
    revision: int
    evaluation: models.Model = field(compare=False)

    def clashes_with(self, other):
        """Tell whether its unit cannot be evaluated for both.

        A revision has the period of what it revises, and more is not asked of it while it is made.
        """
        if self.revision > 1 and not self.evaluation:
            return self == other
        return periods.conflict(self.period, other.period)


class EvaluationPeriod(models.Model):
    """What an evaluation is about: the days of its period, the year that it counts as, and what it is called.

    A unit has one evaluation of a period on a criteria set, and others of parts of that period: the quarters of a year
    beside the year. Whoever makes one, moves it or brings it back claims the unit, so that two at once see each other;
    the set they share.
    """

    _inherit = "agency.evaluation"

    year = fields.Integer(
        required=True,
        compute="_compute_year",
        store=True,
        readonly=False,
        precompute=True,
        aggregator=None,
        open_in=("new",),
    )
    date_from = fields.Date(
        string="From",
        required=True,
        compute="_compute_period",
        store=True,
        readonly=False,
        precompute=True,
        open_in=("draft",),
    )
    date_to = fields.Date(
        string="To",
        required=True,
        compute="_compute_period",
        store=True,
        readonly=False,
        precompute=True,
        open_in=("draft",),
    )
    period_kind = fields.Selection(
        choices(
            {
                Kind.YEAR: "Year",
                Kind.HALF: "Half-Year",
                Kind.NINE_MONTHS: "Nine Months",
                Kind.QUARTER: "Quarter",
                Kind.MONTH: "Month",
                Kind.OTHER: "Other",
            }
        ),
        string="Kind of Period",
        compute="_compute_period_kind",
        store=True,
        precompute=True,
    )
    period_name = fields.Char(string="Period", compute="_compute_period_name")

    # The year is in it although the days say more: so every database has room for it that had one evaluation a year.
    _period_unique = models.UniqueIndex(
        "(criteria_set_id, department_id, year, date_from, date_to, revision) WHERE state != 'cancelled'",
        "This unit already has an evaluation of this period on this criteria set.",
    )
    _period_check = models.Constraint(
        "CHECK (date_from <= date_to)", "The period of an evaluation ends before it starts."
    )

    @api.depends("criteria_set_id")
    def _compute_year(self):
        for evaluation in self:
            evaluation.year = evaluation.criteria_set_id.year or evaluation.year

    @api.depends("year")
    def _compute_period(self):
        for evaluation in self:
            year, first, last = evaluation.year, evaluation.date_from, evaluation.date_to
            if not periods.is_year(year):
                pass  # nothing can be said of its days
            elif first and last:
                first, last = periods.move((first, last), year)
            else:
                first, last = periods.complete(year, first or None, last or None)
            evaluation.date_from, evaluation.date_to = first, last

    @api.depends("year", "date_from", "date_to", "edition")
    def _compute_period_kind(self):
        for evaluation in self:
            named = evaluation._named_period()
            evaluation.period_kind = named.kind.value if named else False

    @api.depends("year", "date_from", "date_to", "edition")
    @api.depends_context("lang")
    def _compute_period_name(self):
        for evaluation in self:
            label = evaluation._period_label()
            evaluation.period_name = label[:1].upper() + label[1:]

    @api.onchange("date_from", "date_to")
    def _onchange_period(self):
        """Complete what was cleared; a new evaluation of other days is one of their year."""
        if not periods.is_year(self.year):
            return
        if not self._origin:
            self.year = periods.choose_year(self.year, self.date_from or None, self.date_to or None)
        self.date_from, self.date_to = periods.complete(self.year, self.date_from or None, self.date_to or None)

    @api.model
    def _prepare_create_values(self, vals_list):
        vals_list = super()._prepare_create_values(vals_list)
        planned = [
            self._planned(vals) for vals in vals_list if vals.get("criteria_set_id") and vals.get("department_id")
        ]
        self._check_periods([plan for plan in planned if plan.revision == 1])
        self._check_rivals(planned)
        return vals_list

    def write(self, vals):
        check_values(self, vals)
        if vals.keys().isdisjoint({"date_from", "date_to"}) or self._is_own_write(vals):
            return super().write(vals)
        self.check_access("write")
        self._check_open_for({name for name, value in vals.items() if not self._is_own(name, value)})
        # sudo: agency.evaluation - other evaluations of the unit count, whoever may see them
        planned = [evaluation._planned(vals) for evaluation in self.sudo()]
        self._check_periods(planned)
        self._check_rivals(planned)
        return super().write(vals)

    def _prepare_new(self, vals):
        """Drop days and years that say nothing, as imports send them, so that they are completed."""
        vals = {name: value for name, value in vals.items() if value or name not in ("year", "date_from", "date_to")}
        first, last = (fields.Date.to_date(vals.get(name)) for name in ("date_from", "date_to"))
        for year in (vals.get("year"), first and first.year, last and last.year):
            if year and not periods.is_year(year):
                raise ValidationError(self.env._("%(year)s is no year of an evaluation.", year=year))
        if (first or last) and "year" not in vals and vals.get("criteria_set_id"):
            # sudo: agency.evaluation.criteria.set - of which year a set is, is no secret to who may choose it
            criteria_set = self.env["agency.evaluation.criteria.set"].sudo().browse(vals["criteria_set_id"])
            vals["year"] = periods.choose_year(criteria_set.year, first, last)
        return super()._prepare_new(vals)

    def _wait_for_period(self):
        """:raises ValidationError: if others have taken the periods of cancelled evaluations"""
        self._check_rivals([evaluation._planned({}) for evaluation in self.sudo()])

    def _planned(self, vals):
        """Return the period of this evaluation, or of one that is being made, once it has the values `vals`."""
        days = [vals[name] if name in vals else self[name] for name in ("date_from", "date_to")]
        if not all(days):
            raise ValidationError(self.env._("A period has a first and a last day."))
        return _Planned(
            (
                self.criteria_set_id.id or vals["criteria_set_id"],
                self.department_id.id or vals["department_id"],
            ),
            self.year or vals["year"],
            tuple(map(fields.Date.to_date, days)),
            self.revision or vals.get("revision") or 1,
            self,
        )

    @api.model
    def _check_periods(self, planned):
        """:raises ValidationError: if a period ends before it begins, is too long, or is of another year"""
        for plan in planned:
            first, last = map(period_names.write_day, plan.period)
            match periods.find_fault(plan.period, plan.year):
                case Fault.REVERSED:
                    raise ValidationError(
                        self.env._("A period from %(first)s to %(last)s ends before it begins.", first=first, last=last)
                    )
                case Fault.TOO_LONG:
                    raise ValidationError(
                        self.env._(
                            "A period from %(first)s to %(last)s has %(days)s days; it has %(most)s at most.",
                            first=first,
                            last=last,
                            days=periods.days(plan.period),
                            most=periods.MOST_DAYS,
                        )
                    )
                case Fault.OUT_OF_YEAR:
                    raise ValidationError(
                        self.env._(
                            "No day of the period from %(first)s to %(last)s is in %(year)s, the evaluation's year.",
                            first=first,
                            last=last,
                            year=plan.year,
                        )
                    )

    @api.model
    def _check_rivals(self, planned):
        """Claim the units, and check that no other evaluations of them on these criteria sets have these periods.

        :raises ValidationError: if one that is not cancelled has; the message names it and its period
        """
        if not planned:
            return
        # sudo: agency.evaluation.criteria.set - who may evaluate by it may make those wait who withdraw it
        self.env["agency.evaluation.criteria.set"].sudo().browse(sorted({plan.place[0] for plan in planned}))._join()
        self._claim_units({plan.place[1] for plan in planned})
        rivals = self._live_at(planned)
        made = defaultdict(list)
        for plan in planned:
            others = rivals.get(plan.place, ())
            clashing = [other for other in others if plan.clashes_with(other._planned({}))]
            if clashing and (found := self.browse().union(*clashing) - plan.evaluation._lineage()):
                raise ValidationError(self._describe_rival(plan, found[0]))
            for other in made[plan.place]:
                if plan.clashes_with(other):
                    raise ValidationError(self._describe_twins(plan, other))
            made[plan.place].append(plan)

    @api.model
    def _claim_units(self, ids):
        """Make others who make or move evaluations of these units wait, and then start again, for they missed these.

        The row is touched, not changed; units are in order, so that two rounds wait for each other in one direction.
        """
        self.env.execute_query(
            SQL(
                """
                UPDATE hr_department unit
                   SET write_date = unit.write_date
                  FROM (SELECT id FROM hr_department WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE) claimed
                 WHERE unit.id = claimed.id
                """,
                sorted(ids),
            )
        )

    @api.model
    def _live_at(self, planned):
        """Return the evaluations that are not cancelled, without those of `planned`, by criteria set and unit."""
        domain = [
            ("criteria_set_id", "in", list({plan.place[0] for plan in planned})),
            ("department_id", "in", list({plan.place[1] for plan in planned})),
            ("state", "!=", "cancelled"),
            ("date_from", "<=", max(plan.period[1] for plan in planned)),
            ("date_to", ">=", min(plan.period[0] for plan in planned)),
        ]
        names = ["criteria_set_id", "department_id", "year", "date_from", "date_to", "revision", "edition", "name"]
        # sudo: agency.evaluation - one that the user may not see has its period all the same
        found = self.sudo().search_fetch(domain, names)
        found -= self.browse().union(*(plan.evaluation for plan in planned))
        return found.grouped(lambda other: (other.criteria_set_id.id, other.department_id.id))

    def _lineage(self):
        """Return the evaluations that are this one in other versions, with itself."""
        return self

    @api.model
    def _short_label_of(self, named):
        """Return what a part of a year is called where the year is known."""
        match named.kind:
            case Kind.HALF if named.number == 1:
                return self.env._("first half")
            case Kind.HALF:
                return self.env._("second half")
            case Kind.QUARTER:
                return self.env._("quarter %(number)s", number=period_names.ROMAN[named.number - 1])
            case Kind.MONTH:
                return self.env._("month %(number)s", number=period_names.write_month(named.number))
        return self._label_of(named)

    def _describe_rival(self, plan, other):
        is_known = other.with_env(self.env).has_access("read")
        return self.env._(
            "%(unit)s has the evaluation %(other)s for %(other_period)s on this criteria set. One for %(period)s cannot"
            " stand beside it: a period may only be a part of a longer one, as a quarter is of its year.",
            unit=other._unit_name(),
            other=other.name if is_known else self.env._("of somebody else"),
            other_period=other._period_label(),
            period=self._label_of(period_names.name(plan.period, plan.year)),
        )

    def _describe_twins(self, plan, other):
        one, another = (self._label_of(period_names.name(each.period, each.year)) for each in (other, plan))
        return self.env._(
            "One unit cannot have evaluations for %(one)s and for %(other)s on the same criteria set.",
            one=one,
            other=another,
        )

    def _period(self):
        """Return the first and the last day."""
        return self.date_from, self.date_to

    def _named_period(self):
        """Return what the period is called, as :class:`PeriodName`; None as long as it is not known."""
        if not (periods.is_year(self.year) and self.date_from and self.date_to):
            return None
        return period_names.name_in_edition(self.edition, self._period(), self.year)

    def _period_label(self):
        """Return what the period is called inside a sentence, in the user's language; empty while it is not known."""
        named = self._named_period()
        return self._label_of(named) if named else ""

    @api.model
    def _label_of(self, named):
        match named.kind:
            case Kind.YEAR:
                return self.env._("year %(year)s", year=named.year)
            case Kind.HALF if named.number == 1:
                return self.env._("first half of %(year)s", year=named.year)
            case Kind.HALF:
                return self.env._("second half of %(year)s", year=named.year)
            case Kind.NINE_MONTHS:
                return self.env._("first nine months of %(year)s", year=named.year)
            case Kind.QUARTER:
                number = period_names.ROMAN[named.number - 1]
                return self.env._("quarter %(number)s of %(year)s", number=number, year=named.year)
            case Kind.MONTH:
                number = period_names.write_month(named.number)
                return self.env._("month %(number)s of %(year)s", number=number, year=named.year)
            case Kind.OTHER:
                first, last = map(period_names.write_day, named.period)
                return self.env._("%(first)s to %(last)s", first=first, last=last)
