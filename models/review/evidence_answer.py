from odoo import api, fields, models


class EvidenceAnswer(models.Model):
    """Documents that prove a questioned row and nothing else are open as long as the row is."""

    _inherit = "agency.evaluation.evidence"

    can_change = fields.Boolean(compute="_compute_can_change", help="What the document says may be changed now.")

    @api.depends("state", "line_ids.review_state", "fact_ids")
    @api.depends_context("uid")
    def _compute_can_change(self):
        for document in self:
            document.can_change = document.state == "draft" or document._is_questioned()

    def _is_questioned(self):
        """Return whether the document proves one row alone, and a question on that row is open to the user."""
        line = self.line_ids._origin
        return (
            len(line) == 1
            and not self.fact_ids
            and line.evaluation_id == self.evaluation_id
            and line._is_open_to_user()
        )

    def _special_states(self):
        states = super()._special_states()
        return states | {"questioned"} if self._is_questioned() else states
