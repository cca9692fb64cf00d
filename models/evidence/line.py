from odoo import api, fields, models
from odoo.exceptions import ValidationError


class LineEvidence(models.Model):
    """The documents that prove a row."""

    _inherit = "agency.evaluation.line"

    evidence_ids = fields.Many2many(
        "agency.evaluation.evidence", domain="[('evaluation_id', '=', evaluation_id)]", open_in=("draft", "questioned")
    )
    evidence_count = fields.Integer(compute="_compute_evidence_count", string="Documents")

    @api.depends("evidence_ids")
    def _compute_evidence_count(self):
        for line in self:
            line.evidence_count = len(line.evidence_ids)

    @api.constrains("evidence_ids")
    def _check_evidence(self):
        for line in self:
            # sudo: agency.evaluation.evidence - a document of another unit is refused even if the user may not see it
            if line.sudo().evidence_ids.evaluation_id - line.evaluation_id:
                raise ValidationError(self.env._("Row %(code)s has a document of another evaluation.", code=line.code))
