from odoo import api, models
from odoo.exceptions import ValidationError


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.constrains("group_ids")
    def _check_reading_comes_with_a_role(self):
        """Refuse the right to read without a role, whose rules say what is read: there would be no rule at all."""
        reader = self.env.ref("agency_evaluation.group_reader", raise_if_not_found=False)
        if not reader:
            return
        roles = reader._agency_evaluation_roles()
        strangers = self.filtered(lambda user: reader in user.all_group_ids and not roles & user.all_group_ids)
        if strangers:
            raise ValidationError(
                self.env._(
                    "“%(group)s” only comes with a role: %(roles)s. Without one of them: %(users)s.",
                    group=reader.sudo().name,
                    roles=", ".join(roles.mapped("name")),
                    users=", ".join(strangers.mapped("name")),
                )
            )
