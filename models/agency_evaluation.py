from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ..scoring.points import PointsError, differ, parse_points, round_points
from .internal import Internal

#: What identifies an evaluation; it never changes once its rows are made.
_IDENTITY_FIELDS = frozenset({"criteria_set_id", "department_id", "company_id", "year"})
#: What only the buttons change.
_WORKFLOW_FIELDS = frozenset(
    {
        "name",
        "state",
        "revision",
        "origin_id",
        "submitted_by_id",
        "submitted_on",
        "reviewed_by_id",
        "reviewed_on",
        "first_approved_by_id",
        "first_approved_on",
        "approved_by_id",
        "approved_on",
        "approved_for_id",
        "former_answerer_ids",
        "signer_title",
        "signer_name",
        "decision_ids",
        "checked_on",
        "seal",
        "sealed_on",
        "seal_token",
    }
)
#: What only the roll-up changes.
_TOTAL_FIELDS = frozenset(
    {
        "max_points",
        "self_points",
        "final_points",
        "points_difference",
        "leaf_count",
        "answered_count",
        "is_reviewed",
    }
)
#: Records with a lock of their own.
_PART_FIELDS = frozenset(
    {
        "line_ids",
        "evidence_ids",
        "fact_ids",
        "yearly_fact_ids",
        "monthly_fact_ids",
        "section_ids",
        "finding_ids",
    }
)
#: Nghị định 30/2020/NĐ-CP, Điều 15: a document gets its number and date after it is signed.
_LATE_FIELDS = frozenset({"report_number", "report_date"})
#: Whose turn it is may change as long as it is anyone's turn.
_DESK_FIELDS = frozenset({"reviewer_id", "approver_id"})


class Evaluation(models.Model):
    """One unit's evaluation of one year: its answers to the rows of a criteria set, with their evidence."""

    _name = "agency.evaluation"
    _description = "Agency Evaluation"
    _inherit = ["agency.evaluation.guarded", "mail.thread", "mail.activity.mixin"]
    _order = "year desc, name desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Reference", required=True, readonly=True, copy=False, default="/", index="trigram")
    criteria_set_id = fields.Many2one(
        "agency.evaluation.criteria.set",
        required=True,
        ondelete="restrict",
        domain="[('state', '=', 'published')]",
        check_company=True,
        index=True,
    )
    department_id = fields.Many2one(
        "hr.department",
        string="Unit",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        default=lambda self: self._default_department_id(),
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, precompute=True, required=True, index=True
    )
    year = fields.Integer(
        required=True, compute="_compute_year", store=True, readonly=False, precompute=True, aggregator=None
    )
    date_from = fields.Date(
        string="From", required=True, compute="_compute_period", store=True, readonly=False, precompute=True
    )
    date_to = fields.Date(
        string="To", required=True, compute="_compute_period", store=True, readonly=False, precompute=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Evaluator",
        default=lambda self: self.env.user,
        check_company=True,
        ondelete="restrict",
        tracking=True,
    )
    reviewer_id = fields.Many2one("res.users", check_company=True, ondelete="restrict", tracking=True)
    approver_id = fields.Many2one("res.users", check_company=True, ondelete="restrict", tracking=True)
    state = fields.Selection(
        [("draft", "Draft"), ("submitted", "Submitted"), ("approved", "Approved"), ("cancelled", "Cancelled")],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    revision = fields.Integer(default=1, required=True, readonly=True, copy=False, aggregator=None)

    line_ids = fields.One2many("agency.evaluation.line", "evaluation_id", string="Rows")
    evidence_ids = fields.One2many("agency.evaluation.evidence", "evaluation_id")
    evidence_count = fields.Integer(compute="_compute_evidence_count")
    decision_ids = fields.One2many("agency.evaluation.decision", "evaluation_id", string="Decisions", readonly=True)

    max_points = fields.Float(string="Maximum Points", digits=(7, 2), compute="_compute_totals", store=True)
    self_points = fields.Float(digits=(7, 2), compute="_compute_totals", store=True)
    final_points = fields.Float(digits=(7, 2), compute="_compute_totals", store=True)
    points_difference = fields.Float(
        string="Difference", digits=(7, 2), compute="_compute_totals", store=True, help="Final less self-scored."
    )
    leaf_count = fields.Integer(string="Rows to Answer", compute="_compute_totals", store=True, aggregator=None)
    answered_count = fields.Integer(string="Answered Rows", compute="_compute_totals", store=True, aggregator=None)
    is_reviewed = fields.Boolean(string="Points Reviewed", compute="_compute_totals", store=True)
    is_stated = fields.Boolean(string="Total Stated on Paper", copy=False)
    stated_points = fields.Float(string="Stated Total", digits=(7, 2), copy=False)
    stated_differs = fields.Boolean(compute="_compute_stated_differs")

    report_number = fields.Char(
        copy=False, tracking=True, help="The number of the report that the sheet is attached to, such as 15/BC-TNMT."
    )
    report_date = fields.Date(copy=False, tracking=True)

    submitted_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    submitted_on = fields.Datetime(readonly=True, copy=False)
    reviewed_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    reviewed_on = fields.Datetime(readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    approved_on = fields.Datetime(readonly=True, copy=False)

    _unit_year_unique = models.UniqueIndex(
        "(criteria_set_id, department_id, year, revision) WHERE state != 'cancelled'",
        "This unit already has an evaluation of this year on this criteria set.",
    )
    _period_check = models.Constraint(
        "CHECK (date_from <= date_to)", "The period of an evaluation ends before it starts."
    )

    def _default_department_id(self):
        # sudo: hr.employee - the department of the user's own employee
        return self.env.user.sudo().employee_id.department_id

    @api.depends("department_id")
    def _compute_company_id(self):
        for evaluation in self:
            evaluation.company_id = evaluation.department_id.company_id or evaluation.company_id or self.env.company

    @api.depends("criteria_set_id")
    def _compute_year(self):
        for evaluation in self:
            evaluation.year = evaluation.criteria_set_id.year or evaluation.year

    @api.depends("year")
    def _compute_period(self):
        for evaluation in self:
            year = evaluation.year
            if year and (not evaluation.date_from or evaluation.date_from.year != year):
                evaluation.date_from, evaluation.date_to = date(year, 1, 1), date(year, 12, 31)
            else:
                evaluation.date_from, evaluation.date_to = evaluation.date_from, evaluation.date_to

    @api.depends("name", "department_id", "year")
    def _compute_display_name(self):
        for evaluation in self:
            unit = evaluation.department_id.name
            if evaluation.name == "/":
                evaluation.display_name = False  # not numbered yet, so the form calls it new
            else:
                evaluation.display_name = f"{evaluation.name} · {unit} {evaluation.year}" if unit else evaluation.name

    @api.depends("evidence_ids")
    def _compute_evidence_count(self):
        for evaluation in self:
            evaluation.evidence_count = len(evaluation.evidence_ids)

    @api.depends(
        "line_ids.is_heading",
        "line_ids.status",
        "line_ids.self_points",
        "line_ids.is_reviewed",
        "line_ids.review_points",
    )
    def _compute_totals(self):
        for evaluation in self:
            rolled_up = evaluation._rolled_up()
            total = rolled_up.own.total
            evaluation.max_points = total.maximum
            evaluation.self_points = rolled_up.own.points or 0.0
            evaluation.final_points = rolled_up.final.points or 0.0
            evaluation.points_difference = round_points(evaluation.final_points - evaluation.self_points)
            evaluation.leaf_count = total.leaves
            evaluation.answered_count = total.leaves - total.blanks
            evaluation.is_reviewed = rolled_up.is_reviewed

    @api.depends("is_stated", "stated_points", "self_points")
    def _compute_stated_differs(self):
        for evaluation in self:
            evaluation.stated_differs = evaluation.is_stated and differ(
                evaluation.stated_points, evaluation.self_points
            )

    @api.constrains("stated_points")
    def _check_stated_points(self):
        for evaluation in self:
            try:
                parse_points(evaluation.stated_points)
            except PointsError as error:
                raise ValidationError(
                    self.env._("The stated total %(value)s is no valid number of points.", value=error.value)
                ) from error

    @api.model_create_multi
    def create(self, vals_list):
        evaluations = super().create([self._prepare_new(vals) for vals in vals_list])
        if not evaluations:
            return evaluations
        criteria_sets = evaluations.criteria_set_id
        # sudo: agency.evaluation.criteria.set - reading its state is no secret to who may choose the set
        criteria_sets.sudo()._claim()
        evaluations._check_sets_published()
        evaluations.line_ids._create_from_criteria(evaluations)
        evaluations._prepare_facts()
        evaluations._prepare_sections()
        evaluations._put_on_desks("evaluate")
        return evaluations

    def write(self, vals):
        if isinstance(vals, Internal):
            return super().write(vals)
        self._check_header_open(vals.keys())
        vals = dict(vals)
        rows = vals.pop("line_ids", None)
        result = super().write(vals) if vals else True
        if rows:
            self._write_rows(rows)
        return result

    def unlink(self):
        self.check_access("unlink")
        # sudo: agency.evaluation.evidence - documents go with their evaluation; by the ORM, so that their files go too
        self.sudo().evidence_ids.unlink()
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_submitted(self):
        self._check_draft()
        for evaluation in self:
            if evaluation.decision_ids:
                raise UserError(
                    self.env._(
                        "%(evaluation)s has been submitted before, so it is kept. Cancel it instead.",
                        evaluation=evaluation.display_name,
                    )
                )

    def action_view_evidence(self):
        """Open the documents of the evaluation."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("agency_evaluation.agency_evaluation_evidence_action")
        context = {"default_evaluation_id": self.id}
        return {**action, "domain": [("evaluation_id", "=", self.id)], "context": context}

    def action_export_xlsx(self):
        """Download the scoring sheet as an Excel file."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/agency_evaluation/{self.id}/score_sheet.xlsx",
            "target": "download",
        }

    def action_export_docx(self):
        """Download the yearly report as a Word file.

        :raises UserError: if Word files cannot be written here
        """
        self.ensure_one()
        self.env["report.agency_evaluation.report_annual_report"]._docx_writer()
        return {
            "type": "ir.actions.act_url",
            "url": f"/agency_evaluation/{self.id}/annual_report.docx",
            "target": "download",
        }

    def _prepare_new(self, vals):
        """Return `vals` ready for a new draft.

        :raises UserError: if they set what only the buttons or the roll-up set
        """
        # sudo: ir.sequence - whoever may make an evaluation gives it the next number
        name = self.env["ir.sequence"].sudo().next_by_code("agency.evaluation")
        if isinstance(vals, Internal):
            return {**vals, "state": "draft", "name": name}
        initial = {"state": "draft", "revision": 1, "name": "/"}
        closed = vals.keys() & (_WORKFLOW_FIELDS | _TOTAL_FIELDS | {"line_ids"})
        if refused := {name for name in closed if vals[name] and vals[name] != initial.get(name)}:
            raise UserError(self._closed_message(refused))
        return {
            **{name: value for name, value in vals.items() if name not in closed},
            # Set here, so that no default in the context sets them.
            **dict.fromkeys(_WORKFLOW_FIELDS, False),
            **initial,
            "name": name,
        }

    def _check_sets_published(self):
        """:raises UserError: if new evaluations stand on sets that are not published"""
        for criteria_set in self.criteria_set_id:
            if criteria_set.state != "published":
                raise UserError(
                    self.env._("%(set)s is not published; choose a published one.", set=criteria_set.display_name)
                )

    def _write_rows(self, commands):
        """Write the rows that a form changed in one go, so that the sums are made once.

        :raises UserError: for any command but an update: rows come from the criteria set
        """
        values_by_id = {}
        for command, row_id, *values in commands:
            if command == Command.UPDATE:
                values_by_id[row_id] = values[0]
            elif command != Command.LINK:
                raise UserError(self._closed_message({"line_ids"}))
        lines = self.env["agency.evaluation.line"].browse(values_by_id)
        if lines.evaluation_id - self:
            raise UserError(self.env._("A row belongs to another evaluation."))
        lines._write_each(values_by_id)

    def _check_header_open(self, names):
        """:raises UserError: if the state does not leave the fields `names` open, for whoever and in sudo too"""
        closed = names & (_WORKFLOW_FIELDS | _TOTAL_FIELDS | _IDENTITY_FIELDS)
        if closed:
            raise UserError(self._closed_message(closed))
        chatter = self.env["mail.thread"]._fields.keys() | self.env["mail.activity.mixin"]._fields.keys()
        content = names - chatter - _PART_FIELDS
        if not content:
            return
        self._claim()
        for evaluation in self.sudo():
            if closed := content - evaluation._open_header_fields():
                raise UserError(evaluation._closed_in_state_message(self, closed))

    def _open_header_fields(self):
        self.ensure_one()
        return {
            "draft": self._fields.keys(),
            "submitted": _LATE_FIELDS | _DESK_FIELDS,
            "approved": _LATE_FIELDS,
            "cancelled": frozenset(),
        }[self.state]

    def _check_draft(self):
        """:raises UserError: if an evaluation is no draft, for whoever and in sudo too"""
        self._claim()
        # sudo: agency.evaluation - the lock holds whatever the user may read
        for evaluation in self.sudo():
            if evaluation.state != "draft":
                raise UserError(
                    self.env._(
                        "%(evaluation)s is %(state)s: nothing can be added to it, changed or taken away.",
                        evaluation=evaluation.display_name,
                        state=evaluation._state_label(),
                    )
                )

    def _prepare_file_change(self):
        """:raises UserError: if no files can be added, changed or taken away, in messages either"""
        self._check_draft()

    def _state_label(self):
        self.ensure_one()
        return dict(self._fields["state"]._description_selection(self.env))[self.state].lower()

    def _closed_message(self, names):
        return self.env._(
            "%(fields)s cannot be set directly; use the buttons of the evaluation.", fields=_field_labels(self, names)
        )

    def _closed_in_state_message(self, records, names):
        """Say that the fields `names` of `records` are not open in the state of the evaluation."""
        self.ensure_one()
        return self.env._(
            "%(evaluation)s is %(state)s: %(fields)s cannot be changed.",
            evaluation=self.display_name,
            state=self._state_label(),
            fields=_field_labels(records, names),
        )


def _field_labels(records, names):
    return ", ".join(sorted(records._fields[name]._description_string(records.env) for name in names))
