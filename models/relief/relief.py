from odoo import api, fields, models
from odoo.exceptions import ValidationError


class Relief(models.Model):
    """A decision of the organiser that named units are not evaluated by named rows.

    The rows leave the maximum of these units, in new evaluations and in drafts. Once an evaluation that rests on it has
    left the draft, the decision no longer changes.
    """

    _name = "agency.evaluation.relief"
    _description = "Relief from Rows"
    _inherit = ["agency.evaluation.lock"]
    _order = "decision_date, id"
    _rec_name = "decision_number"
    _check_company_auto = True

    state = fields.Selection([("draft", "Open to Changes"), ("used", "In Use")], compute="_compute_state")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company, open_in=("draft",)
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
    department_ids = fields.Many2many(
        "hr.department", string="Units", required=True, check_company=True, ondelete="restrict", open_in=("draft",)
    )
    criterion_ids = fields.Many2many(
        "agency.evaluation.criterion",
        string="Rows",
        required=True,
        domain="[('set_id', '=', criteria_set_id)]",
        ondelete="restrict",
        help="A heading relieves of all rows below it.",
        open_in=("draft",),
    )
    decision_number = fields.Char(required=True, help="Such as 15/QĐ-UBND.", open_in=("draft",))
    decision_date = fields.Date(required=True, open_in=("draft",))
    reason = fields.Char(help="Why the units have no such work.", open_in=("draft",))
    line_ids = fields.One2many("agency.evaluation.line", "relief_id", string="Relieved Rows", readonly=True)

    def _compute_state(self):
        for relief in self:
            relief.state = "used" if relief._evaluations_that_left_the_draft() else "draft"

    _decision_number_check = models.Constraint(
        r"CHECK (decision_number ~ '\S')", "Give number and symbol of the decision."
    )

    @api.depends("decision_number", "decision_date")
    def _compute_display_name(self):
        for relief in self:
            relief.display_name = relief._basis() if relief.decision_date else relief.decision_number

    @api.constrains("criteria_set_id")
    def _check_set(self):
        for relief in self:
            if relief.criteria_set_id.state != "published":
                raise ValidationError(
                    self.env._(
                        "%(set)s is not published; choose a published one.", set=relief.criteria_set_id.display_name
                    )
                )

    @api.constrains("criteria_set_id", "criterion_ids", "department_ids")
    def _check_rows(self):
        for relief in self:
            if not relief.criterion_ids or not relief.department_ids:
                raise ValidationError(self.env._("A relief names at least one unit and one row."))
            if foreign := relief.criterion_ids - relief.criteria_set_id.criterion_ids:
                raise ValidationError(self.env._("Row %(code)s belongs to another criteria set.", code=foreign[0].code))

    @api.model_create_multi
    def create(self, vals_list):
        reliefs = super().create(vals_list)
        reliefs._drafts()._follow_reliefs()
        return reliefs

    def write(self, vals):
        before = self._drafts()
        result = super().write(vals)
        (before | self._drafts())._follow_reliefs()
        return result

    def unlink(self):
        self.check_access("unlink")
        self._check_structure()
        self._drafts()._follow_reliefs(without=self)
        return super().unlink()

    def _claim(self):
        result = super()._claim()
        # Whether it is in use is seen anew, by then others may have submitted.
        self.invalidate_recordset(["state"])
        return result

    def _describe_lock(self, records, names):
        return self.env._(
            "%(relief)s is no longer changed or withdrawn: %(evaluation)s rests on it and has been submitted.",
            relief=self.display_name,
            evaluation=self._evaluations_that_left_the_draft()[:1].display_name,
        )

    def _evaluations_that_left_the_draft(self):
        # sudo: agency.evaluation.line - whoever looks, the relief is in use or not
        return self.sudo().line_ids.evaluation_id.filtered(lambda evaluation: evaluation.state != "draft")

    def _drafts(self):
        """Return the evaluations that follow the reliefs, in sudo."""
        # sudo: agency.evaluation - the organiser decides whatever of them a manager may write
        return (
            self.env["agency.evaluation"]
            .sudo()
            .search(
                [
                    ("state", "=", "draft"),
                    ("criteria_set_id", "in", self.criteria_set_id.ids),
                    ("department_id", "in", self.department_ids.ids),
                ]
            )
        )

    def _covers(self, criterion):
        """Return whether the relief names the row or a heading above it."""
        self.ensure_one()
        path = {int(id_) for id_ in (criterion.parent_path or "").split("/") if id_}
        return not path.isdisjoint(self.criterion_ids.ids)

    def _basis(self):
        """Return the decision as papers name it."""
        self.ensure_one()
        return f"Quyết định số {self.decision_number.strip()} ngày {self.decision_date:%d/%m/%Y}"
