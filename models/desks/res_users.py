from odoo import api, models

_DECISIVE_FIELDS = frozenset({"active", "company_id", "company_ids", "group_ids", "role"})
#: Evaluations that are named one by one when somebody leaves.
_LISTED = 10


class ResUsers(models.Model):
    """What lies on somebody's desk goes to others when that person cannot act any more."""

    _inherit = "res.users"

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        self.env["agency.evaluation"]._sync_desks_in(users._companies_with_a_role())
        return users

    def write(self, vals):
        if not vals.keys() & _DECISIVE_FIELDS:
            return super().write(vals)
        companies = self._companies_with_a_role()
        result = super().write(vals)
        self.env["agency.evaluation"]._sync_desks_in(companies | self._companies_with_a_role())
        return result

    def unlink(self):
        companies = self._companies_with_a_role()
        result = super().unlink()
        self.env["agency.evaluation"]._sync_desks_in(companies)
        return result

    def action_archive(self):
        """Archive users, and say what lay on their desks and on whose it lies now."""
        # sudo: agency.evaluation - whoever archives users need not have a role, and hears no more than this
        held = self.env["agency.evaluation"].sudo().search([("desk_user_ids", "in", self.ids)])
        result = super().action_archive()
        if not held or result:
            return result
        names = [
            f"{evaluation.display_name} → "
            + (", ".join(evaluation.desk_user_ids.mapped("name")) or self.env._("nobody"))
            for evaluation in held[:_LISTED]
        ]
        if len(held) > _LISTED:
            names.append(self.env._("… and %(count)s more", count=len(held) - _LISTED))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("%(count)s evaluations have gone to others", count=len(held)),
                "message": "; ".join(names),
                "type": "warning",
                "sticky": True,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _companies_with_a_role(self):
        """Return the companies of those of these users who have a role."""
        # sudo: res.users - which companies a user works in is read for whoever changes the user
        users = self.sudo()
        return users.filtered(lambda user: user._has_group("agency_evaluation.group_reader")).company_ids
