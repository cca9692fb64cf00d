from odoo import api, fields, models
from odoo.exceptions import UserError


class EvaluationPublic(models.Model):
    """Where the paper of an approved evaluation is verified, and what is true of it today."""

    _inherit = "agency.evaluation"

    seal_url = fields.Char(
        string="Public Page", compute="_compute_seal_url", help="Tells whoever holds the paper whether it is valid."
    )
    can_withdraw = fields.Boolean(compute="_compute_can_steps")
    withdrawn_on = fields.Datetime(
        readonly=True, copy=False, help="The approved paper no longer counts; what was sealed stays as it is."
    )

    @api.depends("seal_token", "company_id.agency_public_address")
    def _compute_seal_url(self):
        for evaluation in self:
            token = evaluation.seal_token
            # sudo: res.company - where papers are verified is printed on them
            address = token and evaluation.company_id.sudo()._public_address()
            evaluation.seal_url = token and f"{address}/agency_evaluation/verify/{token}"

    @api.depends("withdrawn_on")
    def _obstacle_withdrawn(self):
        if self.withdrawn_on:
            return UserError(self.env._("%(evaluation)s is withdrawn already.", evaluation=self.display_name))
        return None

    def action_withdraw(self, reason=None):
        """Declare an approved evaluation invalid; without a reason, ask for it in a dialog.

        What was sealed stays as it is; whoever holds the paper learns from the public page that it no longer counts.

        :raises AccessError: unless the user is an approver
        :raises UserError: unless it is approved and not withdrawn, or if the reason is empty
        """
        self._start("withdraw")
        if reason is None:
            return self._ask("withdraw")
        reason = self._checked_reason("withdraw", reason)
        # sudo: agency.evaluation - the guards of the step stand for the access rights
        for evaluation in self.sudo().union():
            evaluation._record_decision("withdraw", reason)
            evaluation._write_through({"withdrawn_on": fields.Datetime.now()})
        return True

    def _unsealed_fields(self, model):
        names = super()._unsealed_fields(model)
        return names | {"withdrawn_on"} if model == self._name else names
