from odoo import api, fields, models
from odoo.exceptions import ValidationError


class Criterion(models.Model):
    """A row of a criteria set: a group, a heading below it, or a leaf that is scored."""

    _name = "agency.evaluation.criterion"
    _description = "Criterion"
    _inherit = ["agency.evaluation.set.part"]
    _order = "set_id, sequence, id"
    _parent_store = True
    _rec_names_search = ["code", "name"]

    parent_id = fields.Many2one(
        "agency.evaluation.criterion",
        domain="[('set_id', '=', set_id)]",
        ondelete="cascade",
        index=True,
        open_in=("draft",),
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("agency.evaluation.criterion", "parent_id", string="Rows Below")
    sequence = fields.Integer(default=10, help="The order of the rows as printed.", open_in=("draft",))
    level = fields.Integer(compute="_compute_level", store=True, help="0 for a group, one more for each step below.")
    is_heading = fields.Boolean(
        string="Heading",
        compute="_compute_is_heading",
        store=True,
        help="A heading has rows below it; its points are their sum.",
    )
    code = fields.Char(required=True, help="Names the row in messages and files, such as I.1.2-1.", open_in=("draft",))
    number = fields.Char(help="The number as printed: I, 1, 1.1, or - for a row that has none.", open_in=("draft",))
    name = fields.Text(string="Text", required=True, open_in=("draft",))
    max_points = fields.Float(string="Maximum Points", digits=(7, 2), open_in=("draft",))
    is_bonus = fields.Boolean(string="Bonus", open_in=("draft",))
    may_not_apply = fields.Boolean(
        compute="_compute_may_not_apply",
        store=True,
        readonly=False,
        help="A unit may claim that the row does not apply to it. A bonus is earned or not.",
        open_in=("draft",),
    )
    may_not_apply_reason = fields.Char(
        string="When It Does Not Apply",
        help="In which case a unit may claim so. That nothing arose in the period is none: zero is stated then.",
        open_in=("draft",),
    )
    base_points = fields.Float(
        digits=(7, 2), help="What the row is worth before its rules award or deduct points.", open_in=("draft",)
    )
    rule_ids = fields.One2many("agency.evaluation.rule", "criterion_id", string="Rules")
    evidence_required = fields.Boolean(open_in=("draft",))
    indicator_ids = fields.Many2many(
        "agency.evaluation.indicator",
        string="Facts It Speaks Of",
        domain="[('set_id', '=', set_id)]",
        help="Facts that no rule reads but that full marks may contradict: percentages below 100 do.",
        open_in=("draft",),
    )
    guidance = fields.Text(help="How the points are to be judged and which documents prove them.", open_in=("draft",))
    department_id = fields.Many2one(
        "hr.department",
        string="Unit in Charge",
        ondelete="restrict",
        index="btree_not_null",
        help="Whose head, or whom it names for that, the row is assigned to when an evaluation is made.",
        open_in=("draft",),
    )
    job_id = fields.Many2one(
        "hr.job",
        string="Position in Charge",
        ondelete="restrict",
        index="btree_not_null",
        help="Who holds it in the unit in charge, or else in the unit evaluated, is assigned the row.",
        open_in=("draft",),
    )

    _code_unique = models.Constraint("UNIQUE (set_id, code)", "Two rows of a criteria set cannot have the same code.")
    _max_points_check = models.Constraint(
        "CHECK (max_points >= 0 AND max_points < 100000)",
        "The maximum points of a criterion cannot be negative.",
    )

    @api.depends("parent_path")
    def _compute_level(self):
        for criterion in self:
            criterion.level = max((criterion.parent_path or "").count("/") - 1, 0)

    @api.depends("child_ids")
    def _compute_is_heading(self):
        for criterion in self:
            criterion.is_heading = bool(criterion.child_ids)

    @api.depends("is_bonus")
    def _compute_may_not_apply(self):
        for criterion in self:
            criterion.may_not_apply = not criterion.is_bonus

    @api.depends("code", "name")
    def _compute_display_name(self):
        for criterion in self:
            criterion.display_name = f"{criterion.code or ''} {criterion.name or ''}".strip()

    @api.constrains("indicator_ids", "set_id")
    def _check_facts(self):
        for criterion in self:
            if criterion.indicator_ids.set_id - criterion.set_id:
                raise ValidationError(
                    self.env._("Row %(code)s speaks of facts of another criteria set.", code=criterion.code)
                )

    @api.constrains("parent_id", "set_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A criterion cannot stand below itself."))
        for criterion in self:
            if criterion.parent_id and criterion.parent_id.set_id != criterion.set_id:
                raise ValidationError(
                    self.env._("Row %(code)s stands below a row of another criteria set.", code=criterion.code)
                )

    def _shares(self):
        """Return the codes of the rows that a percentage speaks of, by the code of its fact."""
        rows = {}
        for criterion in self:
            for indicator in criterion.indicator_ids:
                if (indicator.unit or "").strip() == "%":
                    rows.setdefault(indicator.code, []).append(criterion.code)
        return rows
