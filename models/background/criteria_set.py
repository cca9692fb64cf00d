from odoo import models
from odoo.exceptions import UserError


class CriteriaSetRound(models.Model):
    """Making the evaluations of many units on a set."""

    _inherit = "agency.evaluation.criteria.set"

    def _create_in_background(self, units, vals):
        """Have an evaluation made for each of the units that has none; return what shows how far it is.

        :param units: `hr.department`
        :param vals: what else the evaluations are made of, such as their period and who evaluates
        :raises AccessError: unless the user is a manager
        :raises UserError: if the set is not published, or there are no units
        """
        self.ensure_one()
        self._check_manager()
        self.check_access("read")
        units.check_access("read")
        if self.state != "published":
            raise UserError(self.env._("%(set)s is not published; choose a published one.", set=self.display_name))
        if not units:
            raise UserError(self.env._("Choose units first."))
        name = self.env._("Evaluations of %(count)s units: %(set)s", count=len(units), set=self.display_name)
        details = {"vals": {**vals, "criteria_set_id": self.id}}
        return self.env["agency.evaluation.task"]._ask(name, "create", units.ids, details)
