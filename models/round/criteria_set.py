from odoo import models
from odoo.exceptions import UserError


class CriteriaSetRound(models.Model):
    """Evaluating many units by a set begins with a round."""

    _inherit = "agency.evaluation.criteria.set"

    def action_plan_round(self):
        """Open a new round of the set, which its user completes and saves.

        :raises AccessError: unless the user is a manager
        :raises UserError: if the set is not published
        """
        self.ensure_one()
        self._check_manager()
        self.check_access("read")
        if self.state != "published":
            raise UserError(self.env._("%(set)s is not published; choose a published one.", set=self.display_name))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Rounds"),
            "res_model": "agency.evaluation.campaign",
            "views": [(False, "form")],
            "context": {"default_criteria_set_id": self.id, "default_name": self.name},
        }
