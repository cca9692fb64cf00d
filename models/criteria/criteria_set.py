from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...scoring import grades, rollup, rules, structure
from ...scoring.choices import choices
from ...scoring.points import format_points, sum_points
from ..lock.values import check_values


class CriteriaSet(models.Model):
    """The scoring sheet of a year. Once published it never changes, so that evaluations need no copy of its text.

    A correction is a new set; a published set that no evaluation uses may go back to draft.
    """

    _name = "agency.evaluation.criteria.set"
    _description = "Criteria Set"
    _inherit = ["agency.evaluation.lock"]
    _order = "year desc, name, id"

    name = fields.Char(required=True, open_in=("draft",))
    code = fields.Char(required=True, copy=False, open_in=("draft",))
    paper_title = fields.Char(
        required=True,
        default="BẢNG CHẤM ĐIỂM, ĐÁNH GIÁ XẾP LOẠI THI ĐUA",
        help="The title of the printed sheet; the unit and the period follow on the next line.",
        open_in=("draft",),
    )
    report_title = fields.Char(
        required=True,
        default="Kết quả thực hiện công tác văn phòng",
        help="What the report is about; the period follows, such as the year.",
        open_in=("draft",),
    )
    year = fields.Integer(
        required=True, aggregator=None, default=lambda self: fields.Date.context_today(self).year, open_in=("draft",)
    )
    state = fields.Selection(
        [("draft", "Draft"), ("published", "Published"), ("archived", "Archived")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    company_id = fields.Many2one(
        "res.company",
        ondelete="restrict",
        help="Leave empty to share the set with all companies.",
        index=True,
        open_in=("draft",),
    )
    criterion_ids = fields.One2many("agency.evaluation.criterion", "set_id", string="Criteria")
    indicator_ids = fields.One2many("agency.evaluation.indicator", "set_id", string="Facts")
    has_formula_faults = fields.Boolean(compute="_compute_has_formula_faults")
    relation_ids = fields.One2many("agency.evaluation.relation", "set_id", string="Relations Between Facts")
    grade_ids = fields.One2many("agency.evaluation.grade", "set_id", string="Grades")
    section_ids = fields.One2many("agency.evaluation.section.template", "set_id", string="Sections of the Report")
    check_setting_ids = fields.One2many("agency.evaluation.check.setting", "set_id", string="Severities")
    na_policy = fields.Selection(
        choices(
            {
                rollup.Policy.ZERO: "Counts as zero",
                rollup.Policy.FULL: "Counts as full",
                rollup.Policy.SCALE: "Is taken out, the rest is scaled up",
            }
        ),
        string="Not Applicable",
        default=rollup.Policy.ZERO.value,
        required=True,
        help="What a row is worth of which the reviewer grants that it does not apply to the unit.",
        open_in=("draft",),
    )
    short_period = fields.Selection(
        choices(
            {
                rules.ShortPeriod.SCALE: "Is scaled up to the year",
                rules.ShortPeriod.ASK: "Is left to be decided",
            }
        ),
        string="Count in a Short Period",
        default=rules.ShortPeriod.SCALE.value,
        required=True,
        help="What an award for each month or quarter means in a period that has fewer of them than the year: scaled "
        "up, nine months in time of nine are as many as twelve of twelve.",
        open_in=("draft",),
    )
    declared_points = fields.Float(
        digits=(7, 2),
        default=100.0,
        required=True,
        help="The total that the sheet states for itself.",
        open_in=("draft",),
    )
    total_points = fields.Float(
        digits=(7, 2), compute="_compute_total_points", store=True, help="The sum of the maximum points of all leaves."
    )
    document_share = fields.Integer(
        string="Rows per Document (%)",
        default=30,
        required=True,
        aggregator=None,
        help="How many percent of the rows one document may prove before a check asks; 0 for as many as it likes.",
        open_in=("draft",),
    )
    evaluation_ids = fields.One2many("agency.evaluation", "criteria_set_id", string="Evaluations")
    evaluation_count = fields.Integer(compute="_compute_evaluation_count")
    note = fields.Text(help="Where the sheet comes from.", open_in=("draft",))

    _code_unique = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "There is already a criteria set with this code."
    )
    _document_share_check = models.Constraint(
        "CHECK (document_share BETWEEN 0 AND 100)", "A document proves between 0 and 100 percent of the rows."
    )
    _year_check = models.Constraint("CHECK (year BETWEEN 1945 AND 9999)", "The year of a criteria set has four digits.")

    @api.depends("criterion_ids.max_points", "criterion_ids.is_heading")
    def _compute_total_points(self):
        for criteria_set in self:
            leaves = criteria_set.criterion_ids.filtered(lambda criterion: not criterion.is_heading)
            criteria_set.total_points = sum_points(leaves.mapped("max_points"))

    @api.depends("indicator_ids.trouble")
    def _compute_has_formula_faults(self):
        for criteria_set in self:
            criteria_set.has_formula_faults = any(criteria_set.indicator_ids.mapped("trouble"))

    def _compute_evaluation_count(self):
        # sudo: agency.evaluation - the count decides on locks, whoever looks
        groups = (
            self.env["agency.evaluation"]
            .sudo()
            ._read_group([("criteria_set_id", "in", self.ids)], ["criteria_set_id"], ["__count"])
        )
        counts = {criteria_set.id: count for criteria_set, count in groups}
        for criteria_set in self:
            criteria_set.evaluation_count = counts.get(criteria_set.id, 0)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([_sections_last(vals) for vals in vals_list])

    def write(self, vals):
        check_values(self, vals)
        return super().write(_sections_last(vals))

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for criteria_set, vals in zip(self, vals_list, strict=True):
            vals.setdefault("code", self.env._("%(code)s (copy)", code=criteria_set.code))
            if not default or "name" not in default:
                vals["name"] = self.env._("%(name)s (copy)", name=criteria_set.name)
        return vals_list

    def action_publish(self):
        """Make the set available to evaluations; from then on it does not change.

        :raises AccessError: if the user is no manager
        :raises UserError: if a set is not a draft or has no rows
        :raises ValidationError: if points do not add up, a formula or a placeholder has no meaning, or grades overlap
            or leave a gap; the message names each wrong row and both numbers
        """
        self._check_manager()
        self._check_structure()
        for criteria_set in self:
            if not criteria_set.criterion_ids:
                raise UserError(self.env._("%(set)s has no rows to publish.", set=criteria_set.display_name))
            if faults := criteria_set._describe_faults():
                raise ValidationError(
                    self.env._(
                        "%(set)s cannot be published:\n%(faults)s",
                        set=criteria_set.display_name,
                        faults="\n".join(f"- {fault}" for fault in faults),
                    )
                )
            criteria_set._number_rows()
        self._write_through({"state": "published"})
        return True

    def action_draft(self):
        """Take sets back to draft; only sets that no evaluation uses.

        :raises AccessError: if the user is no manager
        :raises UserError: if an evaluation uses a set
        """
        self._check_manager()
        self._shut_out()
        for criteria_set in self:
            if criteria_set.evaluation_count:
                raise UserError(
                    self.env._(
                        "%(set)s is used by %(count)s evaluations and cannot change any more. Copy it instead.",
                        set=criteria_set.display_name,
                        count=criteria_set.evaluation_count,
                    )
                )
        self._write_through({"state": "draft"})
        # What is kept of a published set is told apart by when it was written, which is one moment in a transaction.
        self.env.registry.clear_cache()
        return True

    def action_archive_set(self):
        """Keep published sets from being used for new evaluations.

        :raises AccessError: if the user is no manager
        :raises UserError: if a set is not published
        """
        self._check_manager()
        self._hold()
        if any(criteria_set.state != "published" for criteria_set in self):
            raise UserError(self.env._("Only a published criteria set can be archived."))
        self._write_through({"state": "archived"})
        return True

    @api.readonly
    def action_view_evaluations(self):
        """Open the evaluations that use the set."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("agency_evaluation.agency_evaluation_action")
        return {**action, "domain": [("criteria_set_id", "=", self.id)], "context": {}}

    def _check_manager(self):
        if not self.env.user.has_group("agency_evaluation.group_manager"):
            raise AccessError(self.env._("Only a manager of evaluations can do this."))

    def _describe_lock(self, records, names):
        if "state" in names:
            return self.env._("The state of a criteria set changes only with its buttons.")
        if not self or self.state == "draft":
            labels = (records._fields[name]._description_string(records.env) for name in names)
            return self.env._("%(fields)s follow from the rows: they are not set.", fields=", ".join(sorted(labels)))
        return self.env._(
            "%(set)s is published: its rows and rules no longer change. Copy it to make a new version.",
            set=self.display_name,
        )

    def _sum_plan(self, edition=rollup.EDITION):
        """Return how the sums of an evaluation of that edition are made, as :class:`rollup.Plan`."""
        return rollup.Plan(policy=rollup.Policy(self.na_policy or "zero"), edition=edition)

    def _scoring_criteria(self):
        """Return the rows as :class:`structure.Criterion`, with the record itself as key."""
        self.ensure_one()
        return [
            structure.Criterion(
                key=criterion.id,
                parent=criterion.parent_id.id or None,
                sequence=criterion.sequence,
                code=criterion.code,
                maximum=criterion.max_points,
            )
            for criterion in self.criterion_ids
        ]

    def _criteria_in_order(self):
        """Yield (criterion, level) in the order of the printed sheet."""
        self.ensure_one()
        by_id = {criterion.id: criterion for criterion in self.criterion_ids}
        for row, level in structure.in_order(self._scoring_criteria()):
            yield by_id[row.key], level

    def _number_rows(self):
        """Number the rows through in the printed order, so that evaluations need not work it out again."""
        for place, (criterion, _level) in enumerate(list(self._criteria_in_order()), 1):
            if criterion.sequence != place:
                criterion.write({"sequence": place})

    def _describe_faults(self):
        """Return what stands in the way of publishing the set, one text each."""
        self.ensure_one()
        points = structure.find_faults(self._scoring_criteria(), self.declared_points)
        bands = grades.find_band_faults(self.grade_ids._scoring_bands(), self.declared_points) if self.grade_ids else []
        return [
            *(self._describe_fault(found) for found in points),
            # Formulas that rest on a faulty one have the fault of that one.
            *dict.fromkeys(self.indicator_ids.filtered("trouble").mapped("trouble")),
            *self.indicator_ids._describe_sums_of_percent(),
            *(self._describe_band_fault(found) for found in bands),
            *(fault for section in self.section_ids for fault in section._describe_faults()),
        ]

    def _describe_band_fault(self, found):
        points, names = format_points(found.points), ", ".join(found.names)
        if found.fault is grades.BandFault.OVERLAP:
            return self.env._("Grades: %(points)s points belong to several: %(names)s", points=points, names=names)
        if found.fault is grades.BandFault.GAP:
            return self.env._("Grades: %(points)s points belong to none", points=points)
        return self.env._("Grades: %(names)s holds no points", names=names)

    def _describe_fault(self, found):
        stated, computed = format_points(found.stated), format_points(found.computed)
        if found.fault is structure.Fault.CHILDREN:
            return self.env._(
                "%(code)s: states %(stated)s, its rows give %(computed)s",
                code=found.code,
                stated=stated,
                computed=computed,
            )
        if found.fault is structure.Fault.TOTAL:
            return self.env._("Total: states %(stated)s, the rows give %(computed)s", stated=stated, computed=computed)
        return self.env._("%(code)s: %(stated)s is no valid maximum", code=found.code, stated=stated)


def _sections_last(vals):
    """Return `vals` with the sections behind the facts that they name, for the ORM writes them in their order."""
    return dict(sorted(vals.items(), key=lambda item: item[0] == "section_ids"))
