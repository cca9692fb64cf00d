from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CriteriaSetRetention(models.Model):
    """How long what proves an evaluation by this set is kept."""

    _inherit = "agency.evaluation.criteria.set"

    retention_years = fields.Integer(
        string="Kept For (Years)",
        help="Counted from the approval. Zero: for ever.",
        open_in=("draft", "published", "archived"),
    )

    @api.constrains("retention_years")
    def _check_retention_years(self):
        if any(not 0 <= criteria_set.retention_years <= 100 for criteria_set in self):
            raise ValidationError(self.env._("Files are kept for 0 to 100 years; zero means for ever."))
