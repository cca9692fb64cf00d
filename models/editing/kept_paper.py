from odoo import api, models


class LiveKeptPaper(models.Model):
    """An official paper is rendered when the step that asks for it has been answered, so that open forms hear of it."""

    _inherit = "agency.evaluation.kept.paper"

    @api.model_create_multi
    def create(self, vals_list):
        papers = super().create(vals_list)
        papers._tell_change()
        return papers
