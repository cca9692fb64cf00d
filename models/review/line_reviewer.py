from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError


class LineReviewer(models.Model):
    """The reviewer of a group of rows: set on the group, the same on all rows below it."""

    _inherit = "agency.evaluation.line"

    reviewer_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        ondelete="restrict",
        help="Who reviews the rows of this group.",
        open_in=("draft", "submitted"),
    )

    def _is_for_reviewer(self):
        # sudo: agency.evaluation - whom a row is for is no secret to who sees it
        named, evaluation = self._able_reviewer(), self.sudo().evaluation_id
        return super()._is_for_reviewer() and (not named or self.env.user in named | evaluation.reviewer_id)

    def _able_reviewer(self):
        """Return the reviewer of the row, nobody if that person can no longer review it."""
        # sudo: agency.evaluation.line - who reviews a row is no secret to who sees it
        line = self.sudo()
        evaluation = line.evaluation_id
        return line.reviewer_id.filtered(
            lambda user: evaluation._is_able(user, "reviewer") and user not in evaluation.barred_user_ids
        )

    @api.depends("reviewer_id", "evaluation_id.barred_user_ids", "evaluation_id.reviewer_id")
    @api.depends_context("uid")
    def _compute_can_review(self):
        return super()._compute_can_review()

    def _check_reviewer(self):
        """Check that the user may review these rows; what bars a user from the step bars from its points too.

        :raises AccessError: if something does, if a row is for another reviewer, or if its points are approved already,
            in sudo too
        """
        for evaluation in self.evaluation_id:
            if obstacle := evaluation._further_obstacle("review"):
                raise AccessError(str(obstacle))
        if foreign := self.filtered(lambda line: not line._is_for_reviewer()):
            # sudo: res.users - who reviews a row is no secret to who sees it
            raise AccessError(
                self.env._(
                    "%(code)s is reviewed by %(reviewer)s.",
                    code=foreign[0].code,
                    reviewer=foreign[0].sudo().reviewer_id.name,
                )
            )
        result = super()._check_reviewer()
        if first := self.evaluation_id.first_approved_by_id:
            raise AccessError(
                self.env._(
                    "%(approver)s has approved these points; return the evaluation first.", approver=first[0].name
                )
            )
        return result

    def _write_each(self, values_by_id):
        assigned = {id_: vals["reviewer_id"] for id_, vals in values_by_id.items() if "reviewer_id" in vals}
        if not assigned:
            return super()._write_each(values_by_id)
        self.browse(assigned)._assign_reviewers(assigned)
        others = {
            id_: rest
            for id_, vals in values_by_id.items()
            if (rest := {name: value for name, value in vals.items() if name != "reviewer_id"})
        }
        return self.browse(others)._write_each(others)

    def _assign_reviewers(self, reviewer_ids):
        """Assign groups to reviewers, by the id of the group; a false id takes the assignment back.

        :raises AccessError: unless the user is a manager or the reviewer of the evaluation
        :raises UserError: if the evaluation is approved or cancelled
        :raises ValidationError: if a row is no group, or a user cannot review it
        """
        self.check_access("read")
        self.evaluation_id._start("assign")
        # sudo: agency.evaluation.line - assigning is no answer, and rows are assigned by who may not answer them
        for group in self.sudo():
            reviewer = self.env["res.users"].browse(reviewer_ids[group.id] or [])
            group._check_assignable(reviewer)
            group._subtree()._write_through({"reviewer_id": reviewer.id})

    def _check_assignable(self, reviewer):
        self.ensure_one()
        if self.parent_id:
            raise ValidationError(
                self.env._("%(code)s is no group; reviewers are assigned to whole groups.", code=self.code)
            )
        if reviewer and not self.evaluation_id._is_able(reviewer, "reviewer"):
            raise ValidationError(
                self.env._(
                    "%(user)s is no reviewer of %(company)s.",
                    user=reviewer.name,
                    company=self.evaluation_id.company_id.name,
                )
            )
