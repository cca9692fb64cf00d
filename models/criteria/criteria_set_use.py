from odoo import api, models


class CriteriaSetUse(models.Model):
    """Who begins to use a set goes in beside others who do; who takes it out of use waits for them, and looks afresh.

    So a thousand evaluations are made by as many as there are, and a set that went back to draft has none.
    """

    _inherit = "agency.evaluation.criteria.set"

    @api.model
    def _part_paths(self):
        # No parts, but what must not be missed either by whoever takes a set over.
        return {**super()._part_paths(), "agency.evaluation": "criteria_set_id"}
