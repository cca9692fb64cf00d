from odoo import api, models


class EvaluationFollowers(models.Model):
    """Who follows new evaluations, with those on whose desks they come, is stored for all of them at once."""

    _inherit = "agency.evaluation"

    @api.model_create_multi
    def create(self, vals_list):
        with self.env["mail.followers"]._at_once(self._name):
            return super().create(vals_list)
