from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

_REVIEW_FIELDS = frozenset({"is_reviewed", "review_points", "review_note"})


class LineAnswer(models.Model):
    """What an open question opens: its own row, for those who answer it, and nothing else."""

    _inherit = "agency.evaluation.line"

    can_answer = fields.Boolean(compute="_compute_can_answer", help="The user may fill in the unit's part of this row.")

    @api.depends(
        "evaluation_id.state", "evaluation_id.can_submit", "is_heading", "relief_id", "review_state", "user_id"
    )
    @api.depends_context("uid")
    def _compute_can_answer(self):
        for line in self:
            evaluation = line.evaluation_id
            if line.is_heading or line._is_relieved():
                line.can_answer = False
            elif evaluation.state == "draft":
                line.can_answer = evaluation.can_submit or line.user_id == self.env.user
            else:
                line.can_answer = line._is_open_to_user()

    def _special_states(self):
        states = super()._special_states()
        return states | {"questioned"} if self._is_open_to_user() else states

    def _is_open_to_user(self):
        """Return whether a question on this row is open that the user may answer, in sudo too."""
        self.ensure_one()
        return self.state == "submitted" and self.review_state == "questioned" and self._is_answerer()

    def _is_answerer(self):
        """Return whether the user answers for this row: an evaluator, of the unit or to whom it is assigned."""
        self.ensure_one()
        user = self.env.user
        return user.has_group("agency_evaluation.group_evaluator") and (
            self.user_id == user or self.evaluation_id.is_of_own_unit
        )

    def _check_answerer(self):
        """:raises AccessError: unless the user answers for the rows, in sudo too"""
        if not all(line._is_answerer() for line in self):
            raise AccessError(self.env._("Only the unit answers questions on its rows."))

    def _write_each(self, values_by_id):
        names = set().union(*values_by_id.values()) if values_by_id else set()
        if names & _REVIEW_FIELDS and (waiting := self.filtered(lambda line: line.review_state == "questioned")):
            raise UserError(
                self.env._(
                    "%(code)s waits for an answer. Withdraw the question before you settle its points.",
                    code=waiting[0].code,
                )
            )
        # sudo: agency.evaluation.evidence - links are compared whatever the user may read of them
        linked = {line: line.sudo().evidence_ids for line in self if "evidence_ids" in values_by_id.get(line.id, ())}
        result = super()._write_each(values_by_id)
        for line, before in linked.items():
            if line.state != "draft":
                line._check_links(before)
        return result

    def _check_links(self, before):
        """Check that a link which an answer made or took away is of a document that proves nothing else.

        :param before: the documents of the row before
        :raises UserError: if a document proves another row or a fact
        """
        # sudo: agency.evaluation.evidence - a document of others counts too
        after = self.sudo().evidence_ids
        for document in ((before - after) | (after - before)).exists():
            if document.line_ids - self.sudo() or document.fact_ids:
                raise UserError(
                    self.env._(
                        "%(document)s proves more than row %(code)s; the question is on this row alone.",
                        document=document.display_name,
                        code=self.code,
                    )
                )
