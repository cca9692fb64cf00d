from collections.abc import Mapping

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..lock.values import check_text


class EvaluationApproval(models.Model):
    """Who may approve, for whom, how often, and how the approval is signed."""

    _inherit = "agency.evaluation"

    first_approved_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    first_approved_on = fields.Datetime(readonly=True, copy=False)
    approved_for_id = fields.Many2one(
        "res.users",
        string="Approved on Behalf Of",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="The absent approver whose substitute approved.",
    )
    signer_title = fields.Text(readonly=True, copy=False, help="As the approval was signed, one line each.")
    signer_name = fields.Char(readonly=True, copy=False)

    @api.depends("first_approved_by_id")
    def _obstacle_own_first_approval(self):
        if self.first_approved_by_id == self.env.user:
            return UserError(self.env._("You have approved it already; a second approver follows."))
        return None

    @api.depends("approver_id", "barred_user_ids", "company_id.agency_second_approval", "first_approved_by_id")
    def _obstacle_other_approver(self):
        named = self._able("approver_id")
        # Of two approvals, the named approver gives one and anybody else of the role the other.
        other = self.company_id.agency_second_approval and not self._is_awaited(named)
        if named and not other and self.env.user not in self._approvers():
            return UserError(self.env._("%(approver)s approves this evaluation, or a substitute.", approver=named.name))
        return None

    def action_approve(self, signature=None):
        """Approve the evaluation; where two approvals are asked for, the first one leaves it open for the second.

        :param signature: `title` and `name` as they are printed; those of the agency then if none are given
        :raises AccessError: unless the user is an approver
        :raises UserError: unless it is submitted, by someone else, and the user is the approver or a substitute
        """
        self._start("approve")
        signature = self._checked_signature(signature)
        for evaluation in self.union():  # who names one twice gives one approval all the same
            if evaluation.company_id.agency_second_approval and not evaluation.first_approved_by_id:
                evaluation._approve_first()
            else:
                evaluation._approve_finally(signature)
        return True

    @api.model
    def _checked_signature(self, signature):
        """Return how the papers are signed, by `title` and `name`.

        :raises ValidationError: if it is something else
        """
        if not isinstance(signature or {}, Mapping) or (signature or {}).keys() - {"title", "name"}:
            raise ValidationError(self.env._("An approval is signed with a title and a name."))
        return {key: check_text(self, text) for key, text in (signature or {}).items()}

    def _approve_first(self):
        self._take_step("first_approve", first_approved_by_id=self.env.uid, first_approved_on=fields.Datetime.now())

    def _approve_finally(self, signature):
        identity = self._identity()
        self._take_step(
            "approve",
            approved_by_id=self.env.uid,
            approved_on=fields.Datetime.now(),
            approved_for_id=self._represented().id,
            signer_title=signature.get("title") or identity.signer_title,
            signer_name=signature.get("name") or identity.signer_name,
        )

    def _decision_values(self, step, reason):
        values = super()._decision_values(step, reason)
        if step in ("first_approve", "approve"):
            values["on_behalf_of_id"] = self._represented().id
        return values

    def _is_awaited(self, approver):
        """Tell whether the approval of `approver`, or of a substitute, is still to come as the last one."""
        self.ensure_one()
        return bool(self.first_approved_by_id) and self.first_approved_by_id not in approver | self._substitutes()

    def _approvers(self):
        """Return the named approver and who stands in for them today; no one where no approver is named."""
        self.ensure_one()
        return self._able("approver_id") | self._substitutes()

    def _substitutes(self):
        self.ensure_one()
        substitutes = self.env["agency.evaluation.substitution"]._substitutes_of(self.approver_id, self.company_id)
        return substitutes.filtered(lambda user: self._is_able(user, "approver"))

    def _represented(self):
        """Return the named approver if the user approves in their place, else nobody."""
        self.ensure_one()
        is_substitute = self.approver_id != self.env.user and self.env.user in self._substitutes()
        return self.approver_id if is_substitute else self.approver_id.browse()
