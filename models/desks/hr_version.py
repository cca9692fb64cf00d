from odoo import api, models


class HrVersion(models.Model):
    """In which unit an employee works from a day on."""

    _inherit = "hr.version"

    @api.model_create_multi
    def create(self, vals_list):
        versions = super().create(vals_list)
        versions.employee_id._sync_desks()
        return versions

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"active", "date_version", "department_id", "employee_id"}:
            self.employee_id._sync_desks()
        return result
