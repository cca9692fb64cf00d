from odoo import api, fields, models
from odoo.tools import SQL


class LineReview(models.Model):
    """How far the review of a row is.

    A row is accepted once the reviewer has settled its points: the unit's own, or others with a note. It is questioned
    as long as a question on it is open, and pending otherwise, until it is confirmed together with others by whoever
    ends the review. Another answer of the unit makes it pending again.
    """

    _inherit = "agency.evaluation.line"

    review_state = fields.Selection(
        [("pending", "To Review"), ("questioned", "Questioned"), ("confirmed", "Confirmed"), ("accepted", "Settled")],
        string="Review Status",
        default="pending",
        required=True,
        readonly=True,
        copy=False,
    )
    _questioned_index = models.Index("(evaluation_id DESC, sequence, id) WHERE review_state = 'questioned'")
    can_review = fields.Boolean(compute="_compute_can_review", help="The user may review this row now.")

    @api.depends("is_heading", "relief_id", "evaluation_id.can_review")
    @api.depends_context("uid")
    def _compute_can_review(self):
        for evaluation, lines in self.grouped("evaluation_id").items():
            if not evaluation.can_review:
                lines.can_review = False
                continue
            for line in lines:
                is_judged = not line.is_heading and not line._is_relieved()
                line.can_review = is_judged and line._is_for_reviewer()

    def action_accept(self):
        """Accept the unit's own answers of rows: its points, or that a row does not apply.

        :raises AccessError: unless the user may review the rows
        :raises UserError: unless the evaluation is submitted, or if a question on a row is open
        :raises ValidationError: if a row is a heading
        """
        self._start_settling()
        self._check_not_relieved()
        inapplicable = self.filtered(lambda line: not line.is_heading and line.status == "not_applicable")
        inapplicable._settling()._write_each(dict.fromkeys(inapplicable.ids, {"is_reviewed": False}))
        # sudo: agency.evaluation.line - whoever settles rows may have no access to write them
        inapplicable.sudo()._write_through({"review_state": "accepted"})
        scored = self - inapplicable
        scored._settling()._write_each(
            {line.id: {"is_reviewed": True, "review_points": line.self_points} for line in scored}
        )
        return True

    @api.model
    def _new_row_values(self):
        return {**super()._new_row_values(), "review_state": "pending"}

    @api.model
    def _counted_fields(self):
        return super()._counted_fields() | {"review_state"}

    def _is_for_reviewer(self):
        """Return whether the user, if a reviewer, may review this row."""
        self.ensure_one()
        return True

    def _set_review_state(self, state):
        """Set how far the review of these rows is in one statement; the ORM would send one for each hundred."""
        if not self:
            return
        self.flush_recordset(["review_state"])
        self.env.execute_query(
            SQL(
                """
                UPDATE agency_evaluation_line
                   SET review_state = %s, write_uid = %s, write_date = now() AT TIME ZONE 'UTC'
                 WHERE id IN %s
             RETURNING id
                """,
                state,
                self.env.uid,
                tuple(self.ids),
            )
        )
        self.invalidate_recordset(["review_state"])
        self.modified(["review_state"])

    def _pending_for_user(self):
        return self.filtered(lambda line: line.review_state == "pending" and line.can_review)

    def _is_undisputed(self):
        """Return whether nothing speaks against the row.

        An error or an unjustified warning on it does, and so does a rejected document.
        """
        self.ensure_one()
        return not self.open_severity and "rejected" not in self.evidence_ids.mapped("review_state")

    def _prepare_answer(self, vals):
        answer = self.status, self.self_points
        vals = super()._prepare_answer(vals)
        changed = (vals.get("status", self.status), vals.get("self_points", self.self_points)) != answer
        if (changed or "is_reviewed" in vals) and self.review_state != "questioned":
            settled = vals.get("is_reviewed", self.is_reviewed)
            vals["review_state"] = "accepted" if settled else "pending"
        return vals
