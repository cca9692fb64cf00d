from odoo import api, models


class ResGroups(models.Model):
    _inherit = "res.groups"

    @api.model
    def _agency_evaluation_roles(self):
        """Return the roles: the groups that the form of a user offers under "Agency Evaluation"."""
        category = self.env.ref("agency_evaluation.module_category_agency_evaluation")
        # sudo: res.groups.privilege - what the form of a user offers is no secret
        return category.sudo().privilege_ids.group_ids

    @api.constrains("implied_ids", "implied_by_ids", "privilege_id", "user_ids")
    def _check_readers_have_a_role(self):
        reader = self.env.ref("agency_evaluation.group_reader", raise_if_not_found=False)
        if reader and reader in self.all_implied_ids:
            reader.all_user_ids._check_reading_comes_with_a_role()
