from odoo import api, models
from odoo.exceptions import ValidationError


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.constrains("group_ids")
    def _check_reading_comes_with_a_role(self):
        """Refuse the right to read by itself: it is the rules of a role that narrow it."""
        reader = self.env.ref("agency_evaluation.group_reader", raise_if_not_found=False)
        if not reader:
            return
        # sudo: res.groups - what a group implies is no secret to whoever may change a user or a group
        reader = reader.sudo()
        roles = reader._agency_evaluation_roles()
        implied = roles.all_implied_ids & reader.all_implied_by_ids - roles
        refused = self.filtered(
            lambda user: implied & user.group_ids or (reader in user.all_group_ids and not roles & user.all_group_ids)
        )
        if refused:
            raise ValidationError(
                self.env._(
                    "“%(group)s” is not given by itself, it comes with a role: %(roles)s. This concerns %(users)s.",
                    group=(implied & refused.group_ids or reader)[0].name,
                    roles=", ".join(roles.mapped("name")),
                    users=", ".join(refused.mapped("name")),
                )
            )
