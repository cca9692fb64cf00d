from odoo import fields, models
from odoo.exceptions import UserError

from .campaign_steps import UNIT_STEPS
from .campaign_workflow import checked_reason


class CampaignUnitRanking(models.Model):
    """What a manager decides about the place of a unit: that it has none, or stays in the top class at a tie."""

    _inherit = "agency.evaluation.campaign.unit"

    bar = fields.Text(string="Not Eligible Because", readonly=True, help="Why the unit is left out of the ranking.")
    is_chosen = fields.Boolean(
        string="Chosen",
        readonly=True,
        help="Of those who were tied at the limit of the quota, it stays in the top class.",
    )
    can_bar = fields.Boolean(compute="_compute_can_steps", string="Can Leave Out of the Ranking")
    can_admit = fields.Boolean(compute="_compute_can_steps", string="Can Rank Again")
    can_choose = fields.Boolean(compute="_compute_can_steps", string="Can Choose at the Limit of the Quota")

    def action_bar(self, reason=None):
        """Leave units out of the ranking, as not eligible; without a reason, ask for it in a dialog.

        :raises AccessError: unless the user is a manager
        :raises UserError: unless the round is open or closed, or if the reason is empty
        """
        return self._settle_place("bar", reason, lambda given: {"bar": given})

    def action_admit(self, reason=None):
        """Rank units again that were left out; without a reason, ask for it in a dialog.

        :raises AccessError: unless the user is a manager
        :raises UserError: unless the round is open or closed and they are left out, or if the reason is empty
        """
        return self._settle_place("admit", reason, lambda _given: {"bar": False})

    def action_choose(self, reason=None):
        """Choose these of the units that are tied at the limit of the quota; without a reason, ask for it in a dialog.

        :raises AccessError: unless the user is a manager
        :raises UserError: unless the round is closed and these are tied there, or if they are too many, or the reason
            is empty
        """
        self._start("choose")
        if reason is None:
            return self._ask("choose")
        reason = checked_reason(self, UNIT_STEPS["choose"], reason)
        self._check_tied()
        # sudo: agency.evaluation.campaign.unit - the guards of the step stand for the access rights
        chosen_before = self.sudo().search([("campaign_id", "=", self.campaign_id.id), ("is_chosen", "=", True)])
        (chosen_before - self)._write_through({"is_chosen": False})
        self.sudo()._write_through({"is_chosen": True})
        self._take_step("choose", reason)
        return True

    def _settle_place(self, step, reason, values):
        self._start(step)
        if reason is None:
            return self._ask(step)
        reason = checked_reason(self, UNIT_STEPS[step], reason)
        # sudo: agency.evaluation.campaign.unit - the guards of the step stand for the access rights
        self.sudo()._write_through(values(reason))
        self._take_step(step, reason)
        return True

    def _check_tied(self):
        """:raises UserError: unless all of them are tied at the limit of the quota, and not too many"""
        if len(self.campaign_id) > 1:
            raise UserError(self.env._("Choose units of one round."))
        share = self.campaign_id._share_without_choice()
        for unit in self:
            if not share or unit.department_id.id not in share.tied:
                raise UserError(
                    self.env._("%(unit)s is not tied at the limit of the quota.", unit=unit.department_id.name)
                )
        if len(self) > share.places_left:
            raise UserError(
                self.env._("%(count)s at most may stay in the top class of those tied.", count=share.places_left)
            )

    def _obstacle_barred_unit(self):
        if self.bar:
            return UserError(self.env._("%(unit)s is left out of the ranking already.", unit=self.department_id.name))
        return None

    def _obstacle_ranked_unit(self):
        if not self.bar:
            return UserError(self.env._("%(unit)s is not left out of the ranking.", unit=self.department_id.name))
        return None
