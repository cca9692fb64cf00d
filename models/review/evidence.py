from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..lock.values import check_text


class EvidenceReview(models.Model):
    """Whether the reviewer accepts a document. A document that is changed has to be reviewed again."""

    _inherit = "agency.evaluation.evidence"

    review_state = fields.Selection(
        [("pending", "To Review"), ("accepted", "Accepted"), ("rejected", "Rejected")],
        string="Review Status",
        default="pending",
        required=True,
        readonly=True,
        copy=False,
    )
    review_note = fields.Text(readonly=True, copy=False)
    reviewed_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    reviewed_on = fields.Datetime(readonly=True, copy=False)
    can_review = fields.Boolean(compute="_compute_can_review", help="The user may review this document now.")

    @api.depends("evaluation_id.can_review", "line_ids.can_review")
    @api.depends_context("uid")
    def _compute_can_review(self):
        for document in self:
            document.can_review = document.evaluation_id.can_review and document._is_for_reviewer()

    def write(self, vals):
        result = super().write(vals)
        # What a document proves is not what it says.
        if not self._is_own_write(vals) and vals.keys() - {"line_ids", "fact_ids"}:
            self._void_review()
        return result

    def action_accept(self):
        """Accept documents.

        :raises AccessError: unless the user may review them
        :raises UserError: unless the evaluation is submitted
        """
        self._set_review("accepted", False)
        return True

    def action_reject(self, note=None):
        """Reject documents for the reason in `note`; without one, ask for it in a dialog.

        :raises AccessError: unless the user may review them
        :raises UserError: unless the evaluation is submitted, or if the note is empty
        """
        if note is None:
            self._check_reviewable()
            return self.env["agency.evaluation.remark"]._ask("reject", documents=self)
        note = check_text(self, note)
        if not note.strip():
            raise UserError(self.env._("Give a note that says why the document is rejected."))
        self._set_review("rejected", note.strip())
        return True

    def _check_reviewable(self):
        self.check_access("read")
        self.evaluation_id._start("review")
        for document in self:
            if not document._is_for_reviewer():
                raise AccessError(self.env._("%(document)s is for another reviewer.", document=document.display_name))

    def _is_for_reviewer(self):
        """Return whether the user, if a reviewer, may review this document: one of its rows, or none named."""
        self.ensure_one()
        # sudo: agency.evaluation.line - whom a row is for is no secret to who sees its document
        lines = self.sudo().line_ids
        return not lines or any(line._is_for_reviewer() for line in lines)

    def _set_review(self, state, note):
        self._check_reviewable()
        # sudo: agency.evaluation.evidence - a reviewer reviews documents, but changes none
        self.sudo()._write_through(
            {
                "review_state": state,
                "review_note": note,
                "reviewed_by_id": self.env.uid,
                "reviewed_on": fields.Datetime.now(),
            }
        )

    def _void_review(self):
        """Let changed documents be reviewed again; the note stays, for it tells what was wrong."""
        reviewed = self.filtered(lambda document: document.review_state != "pending")
        # sudo: agency.evaluation.evidence - who changes a document voids its review
        reviewed.sudo()._write_through({"review_state": "pending", "reviewed_by_id": False, "reviewed_on": False})

    def _prepare_file_change(self):
        result = super()._prepare_file_change()
        self._void_review()
        return result
