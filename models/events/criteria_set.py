from odoo import models

from ..lock.values import check_values


class CriteriaSetEvent(models.Model):
    """How long files are kept is changed in any state, so that each change is an event."""

    _inherit = "agency.evaluation.criteria.set"

    def write(self, vals):
        check_values(self, vals)
        before = {criteria_set: criteria_set.retention_years for criteria_set in self}
        result = super().write(vals)
        for criteria_set, years in before.items():
            if criteria_set.retention_years != years:
                what = {
                    "criteria_set": {"id": criteria_set.id, "name": criteria_set.name},
                    "before": years,
                    "after": criteria_set.retention_years,
                }
                for company in criteria_set._companies_concerned():
                    self.env["agency.evaluation.event"]._record(company, [("retention", None, what)])
        return result

    def _companies_concerned(self):
        """Return the companies whose files follow this set: its own, or all that use it, and that of the user."""
        if self.company_id:
            return self.company_id
        # sudo: agency.evaluation - who uses a shared set does not depend on who may read it
        used = self.env["agency.evaluation"].sudo()._read_group([("criteria_set_id", "=", self.id)], ["company_id"])
        return self.env.company.union(*(company for (company,) in used))
