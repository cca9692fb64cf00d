from odoo import models

from .evaluation import LIVE_STATES

_MEMBER_FIELDS = frozenset({"all_user_ids", "implied_by_ids", "implied_ids", "user_ids"})


class ResGroups(models.Model):
    """Who has a role may also be said by its group, or by one that implies it."""

    _inherit = "res.groups"

    def write(self, vals):
        if not vals.keys() & _MEMBER_FIELDS:
            return super().write(vals)
        gave_roles = self._gives_roles()
        result = super().write(vals)
        # While modules are loaded, data and migrations say what there is to say.
        if (gave_roles or self._gives_roles()) and self.env.registry.ready:
            # sudo: agency.evaluation - whose turn it is does not depend on who changes a group
            self.env["agency.evaluation"].sudo().search([("state", "in", LIVE_STATES)])._sync_desks()
        return result

    def _gives_roles(self):
        reader = self.env["ir.model.data"]._xmlid_to_res_id("agency_evaluation.group_reader", raise_if_not_found=False)
        # sudo: res.groups - what a group implies is no secret to whoever may change it
        return reader in self.sudo().all_implied_ids.ids
