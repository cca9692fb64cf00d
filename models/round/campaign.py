from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...scoring import period_names, periods
from ..agency.clock import agency_today
from .cluster import PEOPLE, check_able

#: Until when each desk has an evaluation, in the order in which it comes to them.
DEADLINES = ("submit_by", "review_by", "approve_by")


class Campaign(models.Model):
    """A round: the evaluations of many units by one criteria set and of one period, from the plan to the result.

    Its state changes by the steps of :mod:`.campaign_steps` alone. Its units are its parts: whoever writes one goes in
    beside others, and a step of the round shuts them out, as with an evaluation and its rows.
    """

    _name = "agency.evaluation.campaign"
    _description = "Round of Evaluations"
    _inherit = ["agency.evaluation.lock"]
    _order = "date_to desc, name, id desc"
    _check_company_auto = True
    _is_shared = True

    name = fields.Char(required=True, open_in=("draft", "open"))
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company, open_in=("new",)
    )
    criteria_set_id = fields.Many2one(
        "agency.evaluation.criteria.set",
        required=True,
        ondelete="restrict",
        domain="[('state', '=', 'published')]",
        check_company=True,
        index=True,
        open_in=("draft",),
    )
    year = fields.Integer(related="criteria_set_id.year")
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
    period_name = fields.Char(string="Period", compute="_compute_period_name")
    state = fields.Selection(
        [("draft", "Draft"), ("open", "Open"), ("closed", "Closed"), ("published", "Published")],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )

    evaluator_from = fields.Selection(
        [("head", "The head of the unit"), ("job", "Who holds a position in it"), ("unit", "All of its evaluators")],
        string="Evaluated By",
        default="head",
        required=True,
        open_in=("draft", "open"),
        help="Who is named to evaluate each unit; another one may be named in the list of units.",
    )
    evaluator_job_id = fields.Many2one(
        "hr.job", string="Position", check_company=True, ondelete="restrict", open_in=("draft", "open")
    )
    reviewer_id = fields.Many2one(
        "res.users",
        check_company=True,
        ondelete="restrict",
        open_in=("draft", "open"),
        help="Of units whose cluster has none.",
    )
    approver_id = fields.Many2one(
        "res.users",
        check_company=True,
        ondelete="restrict",
        open_in=("draft", "open"),
        help="Of units whose cluster has none.",
    )
    submit_by = fields.Date(help="Until when units submit, by the calendar of the agency.", open_in=("draft",))
    review_by = fields.Date(help="Until when evaluations are reviewed.", open_in=("draft",))
    approve_by = fields.Date(help="Until when evaluations are approved.", open_in=("draft",))

    unit_ids = fields.One2many("agency.evaluation.campaign.unit", "campaign_id", string="Units")
    evaluation_ids = fields.One2many("agency.evaluation", "campaign_id", string="Evaluations", readonly=True)
    decision_ids = fields.One2many(
        "agency.evaluation.campaign.decision",
        "campaign_id",
        string="Decisions",
        readonly=True,
        groups="agency_evaluation.group_company_reader",
    )

    _period_check = models.Constraint("CHECK (date_from <= date_to)", "The period of a round ends before it starts.")
    _deadlines_check = models.Constraint(
        "CHECK (submit_by <= review_by AND review_by <= approve_by AND submit_by <= approve_by)",
        "Units submit before they are reviewed, and are reviewed before they are approved.",
    )

    @api.depends("criteria_set_id")
    def _compute_period(self):
        for campaign in self:
            year = campaign.criteria_set_id.year
            if periods.is_year(year):
                days = periods.complete(year, campaign.date_from or None, campaign.date_to or None)
                is_of_year = periods.touches(days, year)
                campaign.date_from, campaign.date_to = days if is_of_year else periods.complete(year, None, None)
            else:
                campaign.date_from, campaign.date_to = campaign.date_from, campaign.date_to

    @api.depends("date_from", "date_to", "criteria_set_id")
    @api.depends_context("lang")
    def _compute_period_name(self):
        label_of = self.env["agency.evaluation"]._label_of
        for campaign in self:
            campaign.period_name = False
            if campaign.date_from and campaign.date_to and periods.is_year(campaign.year):
                label = label_of(period_names.name((campaign.date_from, campaign.date_to), campaign.year))
                campaign.period_name = label[:1].upper() + label[1:]

    @api.constrains("date_from", "date_to", "criteria_set_id")
    def _check_period(self):
        for campaign in self:
            if not (campaign.date_from and campaign.date_to):
                raise ValidationError(self.env._("A period has a first and a last day."))
            if fault := periods.find_fault((campaign.date_from, campaign.date_to), campaign.year):
                raise ValidationError(
                    self.env._(
                        "%(first)s to %(last)s is no period of %(year)s: %(why)s.",
                        first=period_names.write_day(campaign.date_from),
                        last=period_names.write_day(campaign.date_to),
                        year=campaign.year,
                        why=self._describe_period_fault(fault),
                    )
                )

    @api.model
    def _describe_period_fault(self, fault):
        return {
            periods.Fault.REVERSED: self.env._("it ends before it begins"),
            periods.Fault.TOO_LONG: self.env._("it has more days than a year"),
            periods.Fault.OUT_OF_YEAR: self.env._("no day of it is in that year"),
        }[fault]

    @api.constrains("company_id", *PEOPLE)
    def _check_people(self):
        for campaign in self:
            check_able(campaign, PEOPLE)

    @api.constrains("evaluator_from", "evaluator_job_id")
    def _check_evaluator_job(self):
        for campaign in self:
            if campaign.evaluator_from == "job" and not campaign.evaluator_job_id:
                raise ValidationError(self.env._("Say which position evaluates."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        for campaign in self:
            # sudo: agency.evaluation.campaign.decision - what is on record stays whoever asks
            if campaign.sudo().decision_ids:
                raise UserError(self.env._("%(round)s has been opened before, so it is kept.", round=campaign.name))

    @api.model
    def _part_paths(self):
        # No parts, but what a step of the round must not miss either.
        return {**super()._part_paths(), "agency.evaluation": "campaign_id"}

    def _today(self):
        """Return the day by the calendar of the agency, by which deadlines count."""
        return agency_today(self)

    def _state_label(self):
        self.ensure_one()
        return dict(self._fields["state"]._description_selection(self.env))[self.state].lower()

    def _describe_lock(self, records, names):
        labels = ", ".join(sorted(records._fields[name]._description_string(records.env) for name in names))
        if not self:
            return self.env._("%(fields)s cannot be set directly; use the buttons of the round.", fields=labels)
        values = {"round": self.name, "state": self._state_label()}
        if names:
            return self.env._(
                "%(round)s is %(state)s: %(fields)s cannot be written; use its buttons.", fields=labels, **values
            )
        return self.env._("%(round)s is %(state)s: no unit is added or taken away.", **values)
