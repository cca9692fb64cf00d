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
                company = criteria_set.company_id or self.env.company
                self.env["agency.evaluation.event"]._record(company, [("retention", None, what)])
        return result
