from odoo import api, models


class SubstitutionDesks(models.Model):
    """Who stands in for somebody has what lies on that person's desk."""

    _inherit = "agency.evaluation.substitution"

    @api.model_create_multi
    def create(self, vals_list):
        substitutions = super().create(vals_list)
        self.env["agency.evaluation"]._sync_desks_in(substitutions.company_id)
        return substitutions

    def write(self, vals):
        companies = self.company_id
        result = super().write(vals)
        self.env["agency.evaluation"]._sync_desks_in(companies | self.company_id)
        return result

    def unlink(self):
        companies = self.company_id
        result = super().unlink()
        self.env["agency.evaluation"]._sync_desks_in(companies)
        return result
