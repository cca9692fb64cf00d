from odoo import api, fields, models
from odoo.exceptions import ValidationError


class FactEvidence(models.Model):
    """The documents that prove a fact."""

    _inherit = "agency.evaluation.fact"

    evidence_ids = fields.Many2many(
        "agency.evaluation.evidence", domain="[('evaluation_id', '=', evaluation_id)]", open_in=("draft",)
    )
    evidence_count = fields.Integer(compute="_compute_evidence_count", string="Documents")

    @api.depends("evidence_ids")
    def _compute_evidence_count(self):
        for fact in self:
            fact.evidence_count = len(fact.evidence_ids)

    @api.constrains("evidence_ids")
    def _check_evidence(self):
        for fact in self:
            # sudo: agency.evaluation.evidence - a document of another unit is refused even if the user may not see it
            if fact.sudo().evidence_ids.evaluation_id - fact.evaluation_id:
                raise ValidationError(
                    self.env._("“%(fact)s” has a document of another evaluation.", fact=fact.display_name)
                )
