from odoo import api, fields, models


class VerificationTimeStamp(models.TransientModel):
    """What the time stamp on the seal says, beside what the comparison came to."""

    _inherit = "agency.evaluation.verification"

    time_stamp = fields.Char(compute="_compute_time_stamp")
    is_time_stamp_wrong = fields.Boolean(compute="_compute_time_stamp")

    @api.depends("evaluation_id")
    @api.depends_context("lang")
    def _compute_time_stamp(self):
        for verification in self:
            told = verification.evaluation_id._describe_time_stamp()
            verification.time_stamp, verification.is_time_stamp_wrong = told
