from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...scoring.points import differ, format_points


class LineSettlement(models.Model):
    """Rows that the reviewer settles one by one: claims that a row does not apply, and deviations from the rule.

    A claim is granted, or refused with the points that the row gets instead. Which rows these are is kept when the
    evaluation is submitted, with what the rule gave then; another answer of the unit makes it anew.
    """

    _inherit = "agency.evaluation.line"

    settlement = fields.Selection(
        [("claim", "Not Applicable"), ("deviation", "Other Points than the Rule")],
        string="Settled by Itself",
        readonly=True,
        copy=False,
        help="Why the reviewer settles this row by itself.",
    )
    _settlement_index = models.Index("(evaluation_id DESC, sequence, id) WHERE settlement IS NOT NULL")
    rule_points = fields.Float(
        string="Points by the Rule", digits=(7, 2), readonly=True, copy=False, help="Of a deviation, when submitted."
    )
    is_granted = fields.Boolean(compute="_compute_is_granted", help="The reviewer grants that the row does not apply.")
    can_settle = fields.Boolean(
        compute="_compute_can_settle", help="The user may grant or refuse what the row claims, by itself."
    )

    @api.depends("status", "review_state", "is_reviewed", "relief_id")
    def _compute_is_granted(self):
        # perf: what a heading comes to is granted by nobody
        granted = self.filtered(lambda line: not line.is_heading and line._is_granted())
        (self - granted).is_granted = False
        granted.is_granted = True

    @api.depends("settlement", "review_state", "can_review")
    @api.depends_context("uid")
    def _compute_can_settle(self):
        for line in self:
            is_open = line.settlement and line.review_state != "questioned"
            line.can_settle = is_open and (line.can_review or line._is_settled_by_approver())

    @api.depends("review_state")
    def _compute_working(self):
        return super()._compute_working()

    def action_accept(self):
        """Accept rows; what is to be settled by itself is accepted alone. Of a claim that is to grant it.

        :raises UserError: if there are several rows, and one of them is to be settled by itself
        """
        if len(self.union()) > 1 and (single := self.filtered("settlement")):
            raise UserError(
                self.env._(
                    "Settle these rows one by one, for they claim what no rule gives: %(codes)s.",
                    codes=", ".join(single.mapped("code")),
                )
            )
        return super().action_accept()

    def action_refuse(self, note=None, points=None):
        """Refuse what a row claims: it gets `points` instead, for the reason in `note`. Without a note, ask for both.

        :param points: zero of a claim, and what the rule gives of a deviation, where none are given
        :raises AccessError: unless the user may settle the row
        :raises UserError: if the row claims nothing, or if the note is empty
        :raises ValidationError: if the points are not acceptable
        """
        self.ensure_one()
        self.check_access("read")
        self._start_settling()
        if not self.settlement:
            raise UserError(self.env._("%(code)s claims nothing that could be refused.", code=self.code))
        if points is None:
            points = self.rule_points if self.settlement == "deviation" else 0.0
        if note is None:
            return self.env["agency.evaluation.remark"]._ask("refuse", lines=self, points=points)
        if not note.strip():
            raise UserError(self.env._("Give a note that says why it is refused."))
        self._settling()._write_each(
            {self.id: {"is_reviewed": True, "review_points": points, "review_note": note.strip()}}
        )
        return True

    def _is_granted(self):
        return (
            self.status == "not_applicable"
            and self.review_state == "accepted"
            and not self.is_reviewed
            and not self._is_relieved()
        )

    @api.model
    def _is_granted_sql(self):
        return SQL(
            "(line.status = 'not_applicable' AND line.review_state = 'accepted'"
            " AND NOT COALESCE(line.is_reviewed, FALSE) AND NOT %s)",
            self._is_relieved_sql(),
        )

    def _is_undisputed(self):
        """Nor is a row undisputed that is to be settled by itself."""
        return super()._is_undisputed() and not self.settlement

    def _unsettled(self):
        return self.filtered(lambda line: line.settlement and line.review_state != "accepted")

    def _mark_settlement(self):
        """Keep which of these rows are to be settled by themselves, and what their rules give.

        A row that was accepted with the unit's points is pending again once the rule gives something else.
        """
        for line in self._leaves():
            kind, points = line._find_settlement()
            if (line.settlement or None, line.rule_points) == (kind, points):
                continue
            values = {"settlement": kind, "rule_points": points}
            is_accepted = line.review_state == "accepted" and not differ(line.review_points, line.self_points)
            if kind == "deviation" and is_accepted:
                values |= {"review_state": "pending", "is_reviewed": False, "review_points": 0.0}
            line._write_through(values)

    def _find_settlement(self):
        """Return why the row is to be settled by itself, and what its rule gives."""
        self.ensure_one()
        if self.status == "not_applicable" and not self._is_relieved():
            return "claim", 0.0
        if self.status == "scored" and (self.has_suggestion or self.is_provisional):
            # What is not all stated may still give other points, but not any.
            by_rule = min(max(self.self_points, self.least_suggested), self.most_suggested)
            if differ(self.self_points, by_rule):
                return "deviation", by_rule
        return None, 0.0

    def _write_each(self, values_by_id):
        result = super()._write_each(values_by_id)
        changed = {id_ for id_, values in values_by_id.items() if values.keys() & {"status", "self_points"}}
        if answered := self.filtered(lambda line: line.id in changed and line.state == "submitted"):
            # sudo: agency.evaluation.line - what is settled by itself does not depend on who answers
            answered.sudo()._mark_settlement()
        return result

    def _prepare_answer(self, vals):
        is_granted, explanation = self._is_granted(), (self.explanation or "").strip()
        vals = super()._prepare_answer(vals)
        if is_granted and (vals.get("explanation", explanation) or "").strip() != explanation:
            vals["review_state"] = "pending"  # it was granted for another reason
        return vals

    def _describe_settlement(self):
        """Return how the row was settled, as papers say it; empty as long as it is not."""
        self.ensure_one()
        if self._is_relieved():
            return "Được miễn đánh giá"
        if self._is_granted():
            return "Chấp nhận không áp dụng"
        if self.review_state != "accepted" or not self.is_reviewed:
            return "Chưa thẩm định"
        points = f"{format_points(self.review_points)} điểm"
        if self.settlement == "deviation" and not differ(self.review_points, self.self_points):
            return f"Chấp nhận {points}"
        return f"Không chấp nhận, cho {points}"

    def _start_settling(self):
        """Check that the user may settle these rows: a reviewer, or the approver where nobody reviews.

        :raises AccessError: if the user may not
        :raises UserError: unless the evaluation is submitted
        """
        if self and all(line._is_settled_by_approver() for line in self):
            self.evaluation_id._start("approve")
        else:
            self.evaluation_id._start("review")

    def _settling(self):
        """Return the rows as the user may write them while settling them."""
        # sudo: agency.evaluation.line - an approver writes no rows, but settles these
        return self.sudo() if all(line._is_settled_by_approver() for line in self) else self

    def _is_settled_by_approver(self):
        """Return whether the user approves an evaluation that nobody reviews, and the row is to be settled."""
        self.ensure_one()
        evaluation = self.evaluation_id.with_user(self.env.user)
        return bool(self.settlement) and evaluation.can_approve and evaluation._is_without_reviewer()

    def _check_reviewer(self):
        """Where nobody reviews, the approver settles what has to be."""
        if self and all(line._is_settled_by_approver() for line in self):
            return None
        return super()._check_reviewer()
