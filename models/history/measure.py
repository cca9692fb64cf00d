from odoo import api, models

from ..lock.values import check_values


class MeasureHistory(models.Model):
    """A number whose changes are kept with its fact."""

    _inherit = "agency.evaluation.measure"

    @api.model_create_multi
    def create(self, vals_list):
        self.browse().check_access("create")  # of what a fact says, strangers are told nothing
        facts = {vals.get("fact_id") for vals in vals_list if isinstance(vals, dict)}
        self.env["agency.evaluation.fact"].browse(sorted(id_ for id_ in facts if isinstance(id_, int)))._note_before()
        return super().create(vals_list)

    def write(self, vals):
        check_values(self, vals)
        if "value" in vals:
            self.fact_id._note_before()
        return super().write(vals)

    def unlink(self):
        self.fact_id._note_before()
        return super().unlink()
