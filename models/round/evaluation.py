from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..lock.values import check_values
from .campaign import DEADLINES


class EvaluationRoundWing(models.Model):
    """The round that an evaluation belongs to: one live evaluation of a unit in each, by the database.

    Own code alone says which round it is. That is no part of the seal, for a round takes over what was approved before
    it was planned.
    """

    _inherit = "agency.evaluation"

    campaign_id = fields.Many2one(
        "agency.evaluation.campaign",
        string="Round",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )

    _campaign_unique = models.UniqueIndex(
        "(campaign_id, department_id, revision) WHERE campaign_id IS NOT NULL AND state != 'cancelled'",
        "This unit has an evaluation in the round already.",
    )

    def _prepare_new(self, vals):
        """A revision stays in the round of what it revises."""
        prepared = super()._prepare_new(vals)
        if origin := prepared.get("origin_id"):
            # sudo: agency.evaluation - it stays there whoever revises it
            prepared["campaign_id"] = self.sudo().browse(origin).campaign_id.id
        return prepared

    def write(self, vals):
        check_values(self, vals)
        given = vals.keys() & set(DEADLINES)
        if given and not self._is_own_write(vals):
            self.check_access("write")
            for evaluation in self.filtered("campaign_id"):
                if any(evaluation[name] != (fields.Date.to_date(vals[name]) or False) for name in given):
                    evaluation._refuse_other_deadlines()
        return super().write(vals)

    def _refuse_other_deadlines(self):
        """:raises AccessError: if the user may set no deadlines; else UserError, for the round does"""
        if not self._has_role(("manager",)):
            raise AccessError(self.env._("Deadlines are set by a manager."))
        raise UserError(
            self.env._(
                "%(evaluation)s belongs to the round %(round)s: its deadlines are moved there, with a reason.",
                evaluation=self.display_name,
                # sudo: agency.evaluation.campaign - what it is called is told to who takes part
                round=self.sudo().campaign_id.name,
            )
        )

    def _wait_for_open_round(self):
        """An evaluation comes back only into a round that is open, which stays so until that is done."""
        # sudo: agency.evaluation.campaign - whether it is open does not depend on who looks
        campaigns = self.sudo().campaign_id
        campaigns._join()
        for campaign in campaigns:
            if campaign.state != "open":
                raise UserError(
                    self.env._(
                        "%(round)s is %(state)s; this step is not possible now.",
                        round=campaign.name,
                        state=campaign._state_label(),
                    )
                )

    def _unsealed_fields(self, model):
        unsealed = super()._unsealed_fields(model)
        return unsealed | {"campaign_id"} if model == self._name else unsealed
