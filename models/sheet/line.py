from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import SQL

from ...scoring import rollup
from ...scoring.choices import choices
from ...scoring.numbers import told_apart, typed_readings
from ...scoring.points import LARGEST, PointsError, Refusal, differ, format_points, parse_points, round_points
from ..lock.values import check_values
from .answerers import answerers
from .once import once
from .sum_fields import RowBoolean, RowFloat, RowSelection

#: What claims points: whoever wrote it does not judge it.
_ANSWER_FIELDS = frozenset({"status", "self_points", "explanation"})
#: What holds points, whose message says which are allowed.
POINTS_FIELDS = frozenset({"self_points", "review_points", "stated_points"})
#: What the reviewer fills in once it is submitted.
_REVIEW_FIELDS = frozenset({"is_reviewed", "review_points", "review_note"})
#: A points field and the field that tells whether it holds points at all, for blank is not zero.
_GIVEN_BY = {"review_points": "is_reviewed", "stated_points": "is_stated"}
STATUSES = choices(
    {
        rollup.Answer.BLANK: "To Answer",
        rollup.Answer.SCORED: "Scored",
        rollup.Answer.NOT_APPLICABLE: "Not Applicable",
    }
)


class Line(models.Model):
    """A row of an evaluation: the answer to a leaf of the criteria set, or the sum of the rows below a heading.

    "Not applicable" is a claim of the unit, worth nothing until the reviewer grants it.

    Writing ``False`` (or ``None``) to a points field clears it; writing ``0.0`` scores zero.
    """

    _name = "agency.evaluation.line"
    _description = "Evaluation Row"
    _inherit = ["agency.evaluation.part"]
    _structure_open_in = ()
    _order = "evaluation_id.id desc, sequence, id"
    _rec_name = "criterion_id"

    # Found by the index of the order.
    evaluation_id = fields.Many2one(index=False)
    criterion_id = fields.Many2one(
        "agency.evaluation.criterion", required=True, readonly=True, ondelete="restrict", index=True
    )
    parent_id = fields.Many2one("agency.evaluation.line", readonly=True, ondelete="cascade", index="btree_not_null")
    sequence = fields.Integer(readonly=True, help="The place of the row in the sheet, from 1.")
    level = fields.Integer(readonly=True, help="0 for a group, one more for each step below.", aggregator=None)
    code = fields.Char(related="criterion_id.code")
    number = fields.Char(related="criterion_id.number")
    name = fields.Text(related="criterion_id.name")
    max_points = fields.Float(related="criterion_id.max_points", string="Maximum Points")
    is_bonus = fields.Boolean(related="criterion_id.is_bonus")
    may_not_apply = fields.Boolean(related="criterion_id.may_not_apply")
    may_not_apply_reason = fields.Char(related="criterion_id.may_not_apply_reason")
    is_heading = fields.Boolean(related="criterion_id.is_heading", store=True)
    rule_ids = fields.One2many(related="criterion_id.rule_ids")
    guidance = fields.Text(related="criterion_id.guidance")
    user_id = fields.Many2one(
        "res.users", string="Assigned To", ondelete="restrict", index="btree_not_null", open_in=("draft",)
    )

    status = RowSelection(
        STATUSES,
        string="Answer Status",
        default="todo",
        required=True,
        open_in=("draft", "questioned"),
    )
    self_points = RowFloat(
        digits=(7, 2), help="On a heading, the sum of the rows below it.", open_in=("draft", "questioned")
    )
    has_points = RowBoolean(
        compute="_compute_points",
        store=True,
        help="The row is scored, or a row below it is: its points are a number, and not blank.",
    )
    answered_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        help="Who last gave the unit's points or explanation.",
    )
    explanation = fields.Text(open_in=("draft", "questioned"))

    is_stated = fields.Boolean(string="Stated on Paper", open_in=("draft",))
    stated_points = fields.Float(
        digits=(7, 2), help="The points that a sheet copied from paper states for this row.", open_in=("draft",)
    )
    stated_differs = fields.Boolean(compute="_compute_stated_difference")
    stated_difference = fields.Char(compute="_compute_stated_difference", string="Stated and Computed")

    is_reviewed = fields.Boolean(string="Reviewed", open_in=("submitted",))
    review_points = fields.Float(digits=(7, 2), open_in=("submitted",))
    review_note = fields.Text(open_in=("submitted",))
    final_points = RowFloat(
        digits=(7, 2),
        compute="_compute_points",
        store=True,
        help="The reviewer's points where given, else the unit's own.",
    )

    points_difference = RowFloat(
        string="Difference",
        digits=(7, 2),
        compute="_compute_points",
        store=True,
        help="Final less self-scored; the review note says why.",
    )

    _criterion_unique = models.Constraint(
        "UNIQUE (evaluation_id, criterion_id)", "A criterion stands once in an evaluation."
    )
    _in_order_index = models.Index("(evaluation_id DESC, sequence, id)")
    _points_check = models.Constraint(
        "CHECK (COALESCE(self_points, 0) BETWEEN 0 AND 99999.99"
        " AND COALESCE(review_points, 0) BETWEEN 0 AND 99999.99"
        " AND COALESCE(stated_points, 0) BETWEEN 0 AND 99999.99)",
        "Points are zero or more.",
    )

    @api.depends(lambda self: sorted(self._counted_fields()))
    def _compute_points(self):
        """Compute what a leaf counts by itself; what a heading comes to is read, and never stored."""
        for line in self:
            values = dict.fromkeys(("final_points", "points_difference"), 0.0) | {"has_points": False}
            if not line.is_heading:
                leaf = rollup.roll_up([line._rolled_row()], line.evaluation_id._sum_plan())
                values = _points_values(leaf.own.total, leaf.final.total)
                values["has_points"] = line.status == rollup.Answer.SCORED.value
            for name, value in values.items():
                line[name] = value

    @api.depends("is_stated", "stated_points", "has_points", "self_points")
    def _compute_stated_difference(self):
        for line in self:
            answered = line.has_points
            line.stated_differs = line.is_stated and (not answered or differ(line.stated_points, line.self_points))
            if not line.stated_differs:
                line.stated_difference = False
            elif not answered:
                line.stated_difference = self.env._(
                    "The paper states %(stated)s, nothing is scored", stated=format_points(line.stated_points)
                )
            else:
                line.stated_difference = self.env._(
                    "The paper states %(stated)s, computed %(computed)s",
                    stated=format_points(line.stated_points),
                    computed=format_points(line.self_points),
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if foreign := lines.filtered(lambda line: line.criterion_id.set_id != line.evaluation_id.criteria_set_id):
            raise ValidationError(
                self.env._("Row %(code)s belongs to another criteria set than the evaluation.", code=foreign[0].code)
            )
        return lines

    def write(self, vals):
        check_values(self, vals, leave=POINTS_FIELDS)
        if self._is_own_write(vals):
            return super().write(vals)
        self._write_each(dict.fromkeys(self.ids, vals))
        return True

    def _locked_message(self, names=()):
        if names:
            return super()._locked_message(names)
        return self.env._("The rows of an evaluation come from its criteria set; none is added or taken away.")

    @api.model
    def _create_from_criteria(self, evaluations):
        """Make the rows of new evaluations, one for each row of their criteria sets.

        The database copies the rows itself, in one statement: the ORM would send one for every hundred of them, and
        read them all to find out what follows from them.
        """
        values = self._new_row_values()
        for model in ("agency.evaluation.criterion", "hr.department", "hr.employee", "res.users"):
            self.env[model].flush_model()
        evaluations.flush_recordset()
        joins, answerer = answerers(self.env)
        self.env.execute_query(
            SQL(
                """
                WITH ordered AS (
                    SELECT evaluation.id AS evaluation_id, evaluation.create_uid, evaluation.create_date,
                           criterion.id AS criterion_id, criterion.parent_id, criterion.sequence, criterion.level,
                           criterion.is_heading, criterion.department_id, criterion.job_id,
                           evaluation.department_id AS unit_id
                      FROM agency_evaluation evaluation
                      JOIN agency_evaluation_criterion criterion ON criterion.set_id = evaluation.criteria_set_id
                     WHERE evaluation.id IN %(ids)s
                  ORDER BY evaluation.id, criterion.sequence
                ), numbered AS MATERIALIZED (
                    SELECT nextval(pg_get_serial_sequence('agency_evaluation_line', 'id')) AS id, * FROM ordered
                )
                INSERT INTO agency_evaluation_line (
                    id, evaluation_id, criterion_id, parent_id, sequence, level, is_heading, user_id, %(names)s,
                    create_uid, create_date, write_uid, write_date
                )
                SELECT row.id, row.evaluation_id, row.criterion_id, above.id, row.sequence, row.level, row.is_heading,
                       %(answerer)s, %(values)s, row.create_uid, row.create_date, row.create_uid, row.create_date
                  FROM numbered row
             LEFT JOIN numbered above
                    ON above.evaluation_id = row.evaluation_id AND above.criterion_id = row.parent_id
                       %(joins)s
              ORDER BY row.id
                """,
                names=SQL(", ").join(map(SQL.identifier, values)),
                values=SQL(", ").join(SQL("%s", value) for value in values.values()),
                ids=tuple(evaluations.ids),
                joins=joins,
                answerer=answerer,
            )
        )
        evaluations._parts_made("line_ids")

    @api.model
    def _new_row_values(self):
        """Return the values that every new row has, by the columns that must have one."""
        return {"status": "todo", "has_points": False, "self_points": 0, "final_points": 0, "points_difference": 0}

    def _write_each(self, values_by_id):
        """Write different values to different rows, once all of them are checked.

        :param values_by_id: the values of each row, by its id
        :raises UserError: if the state of the evaluation does not leave a field open
        :raises AccessError: if the user may not write a row, or reviews without being a reviewer
        :raises ValidationError: if points are not acceptable; the message names each row and its maximum
        """
        names = set().union(*values_by_id.values()) if values_by_id else set()
        if not names:
            return
        self._check_open_for(names)
        self.check_access("write")
        if names & _REVIEW_FIELDS:
            self._check_reviewer()
        refusals = []
        prepared = {}
        for line in self:
            try:
                prepared[line.id] = line._prepare_answer(values_by_id[line.id])
            except PointsError as error:
                refusals.append(line._describe_refusal(error))
        if refusals:
            raise ValidationError("\n".join(refusals))
        for line in self:
            line._write_through(prepared[line.id])

    def _check_reviewer(self):
        """:raises AccessError: unless the user is a reviewer, in sudo too"""
        if not self.env.user.has_group("agency_evaluation.group_reviewer"):
            raise AccessError(self.env._("Only a reviewer can give review points."))

    def _prepare_answer(self, vals):
        """Return `vals` with the points checked and the fields that depend on them.

        :raises PointsError: if points are not acceptable for this row
        :raises ValidationError: if the row is a heading, or review points come without a note
        """
        self.ensure_one()
        vals = dict(vals)
        if self.is_heading and vals.keys() & {"status", "self_points", "is_reviewed", "review_points"}:
            raise ValidationError(
                self.env._("%(code)s is a heading: its points are the sum of the rows below it.", code=self.code)
            )
        if vals.get("status") == "not_applicable":
            self._check_may_not_apply()
        if vals.keys() & {"status", "self_points"}:
            vals.update(self._prepare_self_points(vals))
            if self.is_reviewed and (vals["status"], vals["self_points"]) != (self.status, self.self_points):
                # A review of points that are no longer claimed is void.
                vals.update(is_reviewed=False, review_points=0.0)
        for name, flag in _GIVEN_BY.items():
            if name in vals and (vals[name] is None or vals[name] is False):
                vals.update({name: 0.0, flag: False})
            elif name in vals and vals.get(flag, True):
                limit = LARGEST if name == "stated_points" else self.max_points
                vals.update({name: parse_points(vals[name], limit), flag: True})
            elif flag in vals and not vals[flag]:
                vals[name] = 0.0
        if vals.keys() & _REVIEW_FIELDS:
            self._check_review_note(vals)
        if vals.keys() & _ANSWER_FIELDS:
            vals["answered_by_id"] = self.env.uid
        return vals

    def _check_may_not_apply(self):
        """:raises ValidationError: if the row applies to every unit"""
        if not self.may_not_apply:
            raise ValidationError(
                self.env._("%(code)s applies to every unit: give points, zero is possible.", code=self.code)
            )

    def _prepare_self_points(self, vals):
        """Return the answer as status and points: points alone score the row, cleared points leave it blank."""
        points = vals.get("self_points", self.self_points)
        cleared = points is None or points is False
        status = vals.get("status") or ("todo" if cleared else "scored")
        if status != "scored" or cleared:
            return {"status": "todo" if status == "scored" else status, "self_points": 0.0}
        return {"status": "scored", "self_points": parse_points(points, self.max_points)}

    def _check_review_note(self, vals):
        """:raises ValidationError: if the reviewer gives other points than the unit and says nothing about it"""
        reviewed = vals.get("is_reviewed", self.is_reviewed)
        points, note = vals.get("review_points", self.review_points), vals.get("review_note", self.review_note)
        agreed = self.status == "scored" and not differ(points, self.self_points)
        if reviewed and not agreed and not (note or "").strip():
            raise ValidationError(
                self.env._(
                    "%(code)s: give a note that says why %(review)s points are given instead of %(own)s.",
                    code=self.code,
                    review=format_points(points),
                    own=format_points(self.self_points) if self.status == "scored" else self.env._("none"),
                )
            )

    def _describe_refusal(self, error):
        values = {
            "code": self.code,
            "value": error.value if isinstance(error.value, str) else str(error.value).replace(".", ","),
            "maximum": format_points(error.maximum),
        }
        if error.refusal is Refusal.NEGATIVE:
            return self.env._("%(code)s: %(value)s is below zero; 0 to %(maximum)s is allowed.", **values)
        if error.refusal is Refusal.ABOVE_MAXIMUM:
            return self.env._("%(code)s: %(value)s is above the maximum; 0 to %(maximum)s is allowed.", **values)
        if error.refusal is Refusal.TOO_MANY_DECIMALS:
            return self.env._(
                "%(code)s: %(value)s has more than two decimals; 0 to %(maximum)s with two decimals is allowed.",
                **values,
            )
        if error.refusal is Refusal.AMBIGUOUS:
            first, second = told_apart(typed_readings(error.value))
            return self.env._(
                "%(code)s: %(value)s can be read in two ways, %(first)s or %(second)s; write it in one of them.",
                first=first,
                second=second,
                **values,
            )
        return self.env._("%(code)s: %(value)s is not a number; 0 to %(maximum)s is allowed.", **values)

    @api.model
    def _counted_fields(self):
        """Return the names of the fields by which a leaf counts as it does."""
        return {"status", "self_points", "is_reviewed", "review_points"}

    @api.private
    def modified(self, fnames, create=False, before=False):
        result = super().modified(fnames, create, before)
        if not before and not self._counted_fields().isdisjoint(fnames):
            # What a form tries out while it is typed in is stored nowhere.
            if stored := self.browse(filter(None, self._ids)):
                stored.evaluation_id._totals_changed()
            # What is said of headings; a dependency would read the ids of all rows for each row that is saved.
            self.invalidate_model(["stated_differs", "stated_difference"], flush=False)
        return result

    def _rolled_row(self):
        """Return a leaf as the roll-up sees it, by itself, as :class:`rollup.Row`; its key is the id of its criterion.

        What :meth:`Evaluation._plain_rows` reads of many says the same.
        """
        self.ensure_one()
        criterion = self.criterion_id
        return rollup.Row(
            criterion.id,
            None,
            answer=rollup.Answer(self.status),
            points=self.self_points,
            maximum=criterion.max_points,
            review=self.review_points if self.is_reviewed else None,
            is_bonus=criterion.is_bonus,
            is_granted=self._is_granted(),
            is_relieved=self._is_relieved(),
        )

    def _is_kept(self):
        """Tell whether what headings come to is kept for good: of what is approved, where it is sealed."""
        # sudo: agency.evaluation - whether it is approved is no secret to whoever reads a row
        return self._origin.sudo().evaluation_id.state == "approved"

    def _keep_headings(self):
        """Keep what the headings among these rows of one evaluation, which is being approved, come to."""
        headings = self.filtered("is_heading")
        names = ("status", "self_points", "has_points", "final_points", "points_difference")
        kept = [(line.id, *(line[name] for name in names)) for line in headings]
        if not kept:
            return
        self.flush_model(names)
        self.env.execute_query(
            SQL(
                """
                UPDATE agency_evaluation_line line
                   SET %(values)s
                  FROM (VALUES %(kept)s) AS kept (id, %(names)s)
                 WHERE line.id = kept.id
             RETURNING line.id
                """,
                values=SQL(", ").join(SQL("%s = kept.%s", *[SQL.identifier(name)] * 2) for name in names),
                names=SQL(", ").join(map(SQL.identifier, names)),
                kept=SQL(", ").join(SQL("%s", values) for values in kept),
            )
        )
        headings.invalidate_recordset(names, flush=False)

    @once
    def _heading_values(self):
        """Return what the rows below a heading come to, by the fields that show it; None where it is kept for good."""
        if self._is_kept():
            return None
        summed_up = self._origin.evaluation_id._summed_up()
        own, final = (sheet[self.criterion_id.id] for sheet in (summed_up.own, summed_up.final))
        return {"status": own.answer.value, "self_points": own.points or 0.0, **_points_values(own, final)}

    def _is_granted(self):
        """Return whether the reviewer grants that the row does not apply."""
        return False

    @api.model
    def _is_granted_sql(self):
        """Return the same as the database says it of a row called `line`."""
        return SQL("FALSE")

    def _is_relieved(self):
        """Return whether the organiser relieved the unit of the row."""
        return False

    @api.model
    def _is_relieved_sql(self):
        """Return the same as the database says it of a row called `line`."""
        return SQL("FALSE")


def _points_values(own, final):
    own_points, final_points = own.points or 0.0, final.points or 0.0
    return {
        "has_points": own.points is not None,
        "final_points": final_points,
        "points_difference": round_points(final_points - own_points),
    }
