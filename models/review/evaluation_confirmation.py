from odoo import models
from odoo.exceptions import UserError

from ..workflow.steps import STEPS


class EvaluationConfirmation(models.Model):
    """Rows that nobody settled one by one: whoever ends the review, or approves without one, confirms them by name.

    The step itself is the confirmation. The register names who took it and these rows, and so do the papers.
    """

    _inherit = "agency.evaluation"

    def action_review(self, *, confirmed=None):
        """Close the review, and confirm the unit's own answers of all rows that were not settled one by one.

        :param confirmed: ids of the rows that the user knows of and confirms; None for all that there are
        :raises UserError: if another row is not settled; the message names it
        """
        self._start("review")
        self._check_confirmed(confirmed)
        return super().action_review()

    def action_approve(self, signature=None, *, confirmed=None):
        """Approve, and confirm the unit's own answers of all rows that were not settled one by one.

        :param confirmed: ids of the rows that the user knows of and confirms; None for all that there are
        :raises UserError: if another row is not settled; the message names it
        """
        self._start("approve")
        self._check_confirmed(confirmed)
        return super().action_approve(signature)

    def _unconfirmed_lines(self):
        """Return the rows that nobody has settled, whoever may see them."""
        # sudo: agency.evaluation.line - rows for other reviewers count too
        lines = self.sudo().line_ids
        pending = lines.filtered(lambda line: not line.is_heading and line.review_state == "pending")
        return pending.filtered(lambda line: not line.relief_id)

    def _check_confirmed(self, confirmed):
        """:raises UserError: if rows are not settled that are not among those confirmed"""
        if confirmed is None:
            return
        # A client may send anything.
        known = {id_ for id_ in confirmed if isinstance(id_, int)} if isinstance(confirmed, (list, tuple)) else set()
        if unknown := self._unconfirmed_lines().filtered(lambda line: line.id not in known):
            raise UserError(
                self.env._(
                    "These rows are not settled either: %(codes)s. Look at them before you confirm them.",
                    codes=", ".join(unknown.mapped("code")),
                )
            )

    def _decision_values(self, step, reason):
        values = super()._decision_values(step, reason)
        if "confirm_rows" in STEPS[step].then:
            values["confirmed_rows"] = ", ".join(self._unconfirmed_lines().mapped("code")) or False
        return values

    def _then_confirm_rows(self, _reason):
        self._unconfirmed_lines()._set_review_state("confirmed")

    def _then_void_confirmations(self, _reason):
        """What was confirmed together is looked at anew after a return; what was settled by itself stays so."""
        self.line_ids.filtered(lambda line: line.review_state == "confirmed")._set_review_state("pending")
