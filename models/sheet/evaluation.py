from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ...scoring.points import PointsError, differ, parse_points
from ..lock.lock import NEW
from ..lock.values import check_values

#: How an evaluation counts what its rows and facts leave open. 1 is what was approved before 19.0.1.2.0: rows that do
#: not apply count at once, facts that are not stated stand in the way of no grade, and both stay so.
EDITION = 2


class Evaluation(models.Model):
    """One unit's evaluation of a period: its answers to the rows of a criteria set, with their evidence."""

    _name = "agency.evaluation"
    _description = "Agency Evaluation"
    _inherit = ["agency.evaluation.lock", "mail.thread", "mail.activity.mixin"]
    _order = "year desc, date_to desc, name desc, id desc"
    _rec_names_search = ["name", "department_id"]
    _check_company_auto = True
    _is_shared = True

    name = fields.Char(string="Reference", required=True, readonly=True, copy=False, default="/", index="trigram")
    criteria_set_id = fields.Many2one(
        "agency.evaluation.criteria.set",
        required=True,
        ondelete="restrict",
        domain="[('state', '=', 'published')]",
        check_company=True,
        index=True,
        open_in=("new",),
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
        open_in=("new",),
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        required=True,
        index=True,
        open_in=("new",),
    )
    user_id = fields.Many2one(
        "res.users",
        string="Evaluator",
        default=lambda self: self.env.user,
        check_company=True,
        ondelete="restrict",
        tracking=True,
        open_in=("draft",),
    )
    # Whose turn it is may change as long as it is anyone's turn.
    reviewer_id = fields.Many2one(
        "res.users", check_company=True, ondelete="restrict", tracking=True, open_in=("draft", "submitted")
    )
    approver_id = fields.Many2one(
        "res.users", check_company=True, ondelete="restrict", tracking=True, open_in=("draft", "submitted")
    )
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
    edition = fields.Integer(
        default=EDITION,
        required=True,
        readonly=True,
        copy=False,
        aggregator=None,
        help="How what is left open counts: as it did when the evaluation was approved.",
    )

    line_ids = fields.One2many("agency.evaluation.line", "evaluation_id", string="Rows")
    # Kept until 19.0.1.1.0; it stays, for it is sealed.
    former_answerer_ids = fields.Many2many(
        "res.users",
        string="Former Answerers",
        relation="agency_evaluation_former_answerer_rel",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Who answered rows that others have answered since.",
    )

    is_stated = fields.Boolean(string="Total Stated on Paper", copy=False, open_in=("draft",))
    stated_points = fields.Float(string="Stated Total", digits=(7, 2), copy=False, open_in=("draft",))
    stated_differs = fields.Boolean(compute="_compute_stated_differs")

    # Nghị định 30/2020/NĐ-CP, Điều 15: a document gets its number and date after it is signed.
    report_number = fields.Char(
        copy=False,
        tracking=True,
        help="The number of the report that the sheet is attached to, such as 15/BC-TNMT.",
        open_in=("draft", "submitted", "approved"),
    )
    report_date = fields.Date(copy=False, tracking=True, open_in=("draft", "submitted", "approved"))

    def _default_department_id(self):
        # sudo: hr.employee - the department of the user's own employee
        return self.env.user.sudo().employee_id.department_id

    @api.depends("department_id")
    def _compute_company_id(self):
        for evaluation in self:
            evaluation.company_id = evaluation.department_id.company_id or evaluation.company_id or self.env.company

    @api.depends("name", "department_id.name", "date_to", "period_kind", "period_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for evaluation in self:
            unit = evaluation._unit_name()
            if evaluation.name == "/":
                evaluation.display_name = False  # not numbered yet, so the form calls it new
            elif unit and evaluation.period_kind == "year":
                evaluation.display_name = f"{evaluation.name} · {unit} {evaluation.year}"
            else:
                parts = (evaluation.name, unit and evaluation._period_label(), unit)
                evaluation.display_name = " · ".join(filter(None, parts))

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
        evaluations = super().create(vals_list)
        if not evaluations:
            return evaluations
        evaluations._check_sets_published()
        evaluations._make_totals()
        self.env["agency.evaluation.line"]._create_from_criteria(evaluations)
        return evaluations

    def write(self, vals):
        check_values(self, vals)
        vals = dict(vals)
        rows = vals.pop("line_ids", None)
        result = super().write(vals) if vals else True
        if rows:
            self._write_rows(rows)
        return result

    @api.readonly
    def action_export_xlsx(self):
        """Download the scoring sheet as an Excel file."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/agency_evaluation/{self.id}/score_sheet.xlsx",
            "target": "download",
        }

    @api.readonly
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

    @api.readonly
    def action_download_dossier(self):
        """Download the evidence dossier, everything that proves the points for whoever audits them, as a ZIP."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/agency_evaluation/{self.id}/dossier.zip",
            "target": "download",
        }

    def _check_sets_published(self):
        """:raises UserError: if new evaluations stand on sets that are not published"""
        for criteria_set in self.criteria_set_id:
            if criteria_set.state != "published":
                raise UserError(
                    self.env._("%(set)s is not published; choose a published one.", set=criteria_set.display_name)
                )

    def _write_rows(self, commands):
        """Write the rows that a form changed in one go, so that all are checked before one is written.

        :raises UserError: for any command but an update: rows come from the criteria set
        """
        values_by_id = {}
        for item in commands:
            command, *what = item if isinstance(item, (list, tuple)) else Command.link(item)
            if command == Command.UPDATE:
                row_id, values = what
                values_by_id[row_id] = values
            elif command != Command.LINK:
                raise UserError(self.line_ids._locked_message())
        lines = self.env["agency.evaluation.line"].browse(values_by_id)
        if lines.evaluation_id - self:
            raise UserError(self.env._("A row belongs to another evaluation."))
        lines._write_each(values_by_id)

    def _state_label(self):
        self.ensure_one()
        return dict(self._fields["state"]._description_selection(self.env))[self.state].lower()

    def _describe_lock(self, records, names):
        # New records have no evaluation whose state could be told.
        if never := {name for name in names if not self or not records._open_in(name) - {NEW}}:
            return self.env._(
                "%(fields)s cannot be set directly; use the buttons of the evaluation.",
                fields=_field_labels(records, never),
            )
        values = {"evaluation": self.display_name, "state": self._state_label()}
        if names:
            return self.env._(
                "%(evaluation)s is %(state)s: %(fields)s cannot be changed.",
                fields=_field_labels(records, names),
                **values,
            )
        return self.env._("%(evaluation)s is %(state)s: nothing can be added to it, changed or taken away.", **values)


def _field_labels(records, names):
    return ", ".join(sorted(records._fields[name]._description_string(records.env) for name in names))
