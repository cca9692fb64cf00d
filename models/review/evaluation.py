from odoo import api, fields, models


class EvaluationReview(models.Model):
    """What the reviewer of an evaluation may do with its rows, and who reviews none of them."""

    _inherit = "agency.evaluation"

    pending_count = fields.Integer(
        compute="_compute_pending_count", string="Rows to Review", help="Those that the user may review."
    )

    @api.depends("can_review", "line_ids.review_state", "line_ids.can_review")
    @api.depends_context("uid")
    def _compute_pending_count(self):
        for evaluation in self:
            # perf: whoever reviews nothing has no row to look at
            pending = evaluation.can_review and evaluation.line_ids._pending_for_user()
            evaluation.pending_count = len(pending or ())

    def action_accept_undisputed(self):
        """Accept every row that the user may review and that nothing speaks against; see :meth:`Line._is_undisputed`.

        :raises AccessError: unless the user is a reviewer who did not submit the evaluation
        :raises UserError: unless it is submitted
        """
        self._start("review")
        return self.line_ids._pending_for_user().filtered(lambda line: line._is_undisputed()).action_accept()

    def _void_review(self):
        """Let the review of these evaluations be done again: a row of theirs is open."""
        reviewed = self.filtered("reviewed_on")
        reviewed._write_through({"reviewed_by_id": False, "reviewed_on": False})
