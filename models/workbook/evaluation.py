from odoo import api, fields, models
from odoo.exceptions import UserError


class EvaluationWorkingCopy(models.Model):
    """The working copy of a draft: what whoever asks for it may fill in, in a workbook to be taken back."""

    _inherit = "agency.evaluation"

    can_fill_copy = fields.Boolean(compute="_compute_can_fill_copy", help="The user may fill in something.")

    @api.depends("state", "can_submit", "line_ids.user_id", "line_ids.is_heading")
    @api.depends_context("uid")
    def _compute_can_fill_copy(self):
        for evaluation in self:
            # sudo: agency.evaluation.line - which rows are assigned to the user is no secret to the user
            assigned = evaluation.sudo().line_ids.filtered(lambda line: line.user_id == self.env.user)
            evaluation.can_fill_copy = evaluation.state == "draft" and (
                evaluation.can_submit or not all(assigned.mapped("is_heading"))
            )

    @api.readonly
    def action_export_working_copy(self):
        """Download a workbook to fill in.

        :raises UserError: unless it is a draft in which the user may write something
        """
        self.ensure_one()
        self._check_copy_open()
        return {
            "type": "ir.actions.act_url",
            "url": f"/agency_evaluation/{self.id}/working_copy.xlsx",
            "target": "download",
        }

    def _check_copy_open(self):
        """:raises UserError: unless it is a draft in which the user may write something"""
        self.check_access("read")
        if self.state != "draft":
            raise UserError(
                self.env._(
                    "%(evaluation)s is %(state)s: a working copy is filled in while it is a draft.",
                    evaluation=self.display_name,
                    state=self._state_label(),
                )
            )
        if not self.can_fill_copy:
            raise UserError(
                self.env._("There is nothing in %(evaluation)s that you may fill in.", evaluation=self.display_name)
            )

    def _copy_parts(self):
        """Return the rows and the facts that the user sees.

        They are searched for, for the cached ones may be those of another user.
        """
        self.ensure_one()
        tied = [("evaluation_id", "=", self.id)]
        return self.env["agency.evaluation.line"].search(tied), self.env["agency.evaluation.fact"].search(tied)

    def _copy_reference(self):
        """Return what names the evaluation in its working copies."""
        return f"{self.name}:{self.id}"
