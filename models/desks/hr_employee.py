from odoo import api, models

_DECISIVE_FIELDS = frozenset({"active", "company_id", "department_id", "user_id", "version_id", "version_ids"})


class HrEmployee(models.Model):
    """Whoever leaves a unit leaves its desk, and whoever comes to it may sit there."""

    _inherit = "hr.employee"

    @api.model_create_multi
    def create(self, vals_list):
        employees = super().create(vals_list)
        employees._sync_desks()
        return employees

    def write(self, vals):
        if not vals.keys() & _DECISIVE_FIELDS:
            return super().write(vals)
        # sudo: res.users - whose desks change is no secret to who changes employees
        users = self.sudo().user_id
        result = super().write(vals)
        self._sync_desks(users)
        return result

    def unlink(self):
        # sudo: res.users - whose desks change is no secret to who changes employees
        users = self.sudo().user_id
        result = super().unlink()
        self.browse()._sync_desks(users)
        return result

    def _sync_desks(self, users=()):
        """Bring the desks of the users of these employees up to date, and of others."""
        # sudo: hr.employee - whose turn it is does not depend on who changes an employee
        people = self.env["res.users"].sudo().union(self.sudo().user_id, *users)
        self.env["agency.evaluation"]._sync_desks_in(people._companies_with_a_role())
