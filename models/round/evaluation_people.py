from odoo import api, models
from odoo.exceptions import AccessError

from ..lock.values import check_values
from .campaign_unit_people import UNIT_PEOPLE

_JUDGES = ("reviewer_id", "approver_id")


class EvaluationRoundPeople(models.Model):
    """Who reviews and approves an evaluation of a round is named by the round, and not by the unit in its draft."""

    _inherit = "agency.evaluation"

    @api.depends("campaign_id")
    def _compute_can_name(self):
        result = super()._compute_can_name()
        if not self._has_role(("manager",)):
            self.filtered("campaign_id").can_name = False
        return result

    def write(self, vals):
        check_values(self, vals)
        named = vals.keys() & UNIT_PEOPLE.keys()
        if not named or self._is_own_write(vals):
            return super().write(vals)
        self.check_access("write")
        self._check_named_by_round({name: vals[name] for name in _JUDGES if name in vals})
        result = super().write(vals)
        self._tell_unit_of_round(named)
        return result

    def _check_named_by_round(self, judges):
        """:raises AccessError: if another reviewer or approver is named by who is no manager, in sudo too"""
        if not judges or self._has_role(("manager",)):
            return
        for evaluation in self.filtered(lambda evaluation: evaluation.campaign_id and evaluation.state == "draft"):
            if any(evaluation[name].id != (user or False) for name, user in judges.items()):
                raise AccessError(
                    self.env._(
                        "%(evaluation)s belongs to a round: who reviews and who approves it is named by a manager.",
                        evaluation=evaluation.display_name,
                    )
                )

    def _tell_unit_of_round(self, names):
        """Let the list of the round's units say the same as these evaluations."""
        for evaluation in self.filtered("campaign_id"):
            # sudo: agency.evaluation.campaign.unit - it says what its evaluation says, whoever wrote that
            unit = (
                self.env["agency.evaluation.campaign.unit"]
                .sudo()
                .search(
                    [
                        ("campaign_id", "=", evaluation.campaign_id.id),
                        ("department_id", "=", evaluation.department_id.id),
                    ]
                )
            )
            vals = {name: evaluation[name].id for name in names if unit and unit[name] != evaluation[name]}
            if vals:
                unit._write_through(vals)
