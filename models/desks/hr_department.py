from odoo import models


class HrDepartment(models.Model):
    """A unit of another company has other people."""

    _inherit = "hr.department"

    def write(self, vals):
        result = super().write(vals)
        if "company_id" in vals:
            # sudo: agency.evaluation - whose turn it is does not depend on who changes a department
            evaluations = self.env["agency.evaluation"].sudo()
            evaluations._sync_desks_in(evaluations.search([("department_id", "in", self.ids)]).company_id)
        return result
