from odoo import api, fields, models
from odoo.exceptions import UserError

#: More rows than these are not listed one by one in a message.
_LISTED_ROWS = 30


class EvaluationSettlement(models.Model):
    """What in an evaluation the reviewer settles row by row, before anybody goes on with it."""

    _inherit = "agency.evaluation"

    unsettled_count = fields.Integer(
        compute="_compute_unsettled_count", string="Rows to Settle One by One", help="Claims and deviations."
    )

    @api.depends("line_ids.settlement", "line_ids.review_state")
    def _compute_unsettled_count(self):
        for evaluation in self:
            # As Line._unsettled finds them.
            evaluation.unsettled_count = evaluation._count_rows(
                [("settlement", "!=", False), ("review_state", "!=", "accepted")]
            )

    @api.readonly
    def action_view_settlements(self):
        """Open the rows that are settled one by one."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("agency_evaluation.agency_evaluation_settlement_action")
        return {
            **action,
            "domain": [("evaluation_id", "=", self.id), ("settlement", "!=", False)],
            # The column that names the evaluation would say the same in each row.
            "context": {"search_default_to_settle": 1, "of_one_evaluation": True},
        }

    def _then_mark_settlements(self, _reason):
        for evaluation in self:
            evaluation._all_lines()._mark_settlement()

    def _wait_for_settlements(self):
        """:raises UserError: if a claim or a deviation is not settled; the message names the rows"""
        for evaluation in self:
            if unsettled := evaluation._all_lines()._unsettled():
                codes = unsettled[:_LISTED_ROWS].mapped("code")
                if len(unsettled) > _LISTED_ROWS:
                    codes.append("…")
                raise UserError(
                    self.env._(
                        "%(count)s rows are to be settled one by one first, each granted or refused: %(codes)s.",
                        count=len(unsettled),
                        codes=", ".join(codes),
                    )
                )

    def _is_without_reviewer(self):
        """Return whether nobody could review the evaluation: those who put in content do not."""
        self.ensure_one()
        # sudo: res.users - whether there is a reviewer is no secret
        return not self.sudo()._users_of_role("reviewer")
