from odoo import fields, models


class EvidenceAssignment(models.Model):
    """The register of documents over all units says of which unit and round each one is."""

    _inherit = "agency.evaluation.evidence"

    department_id = fields.Many2one(related="evaluation_id.department_id", string="Unit Evaluated")
    campaign_id = fields.Many2one(related="evaluation_id.campaign_id", string="Round")
