from odoo import api, models

from .criterion import _TEMPLATES


class IndicatorImport(models.Model):
    _inherit = "agency.evaluation.indicator"

    @api.model
    @api.readonly
    def get_import_templates(self):
        return [{"label": self.env._("Template for Facts of a Set"), "template": f"{_TEMPLATES}/indicators.xlsx"}]
