from odoo import fields, models


class SignedUpload(models.TransientModel):
    """Asks for the signed paper of an approved evaluation."""

    _name = "agency.evaluation.signed.upload"
    _description = "Upload of a Signed Copy"
    _inherit = ["agency.evaluation.dialog"]

    evaluation_id = fields.Many2one("agency.evaluation", required=True, readonly=True)
    has_earlier = fields.Boolean(compute="_compute_has_earlier")
    file = fields.Binary(string="Signed PDF", required=True, attachment=False)
    file_name = fields.Char()
    report_number = fields.Char(string="Official Number", required=True)
    report_date = fields.Date(string="Date of the Paper", required=True)

    def _compute_has_earlier(self):
        for upload in self:
            upload.has_earlier = bool(upload.evaluation_id.signed_copy_ids)

    def action_confirm(self):
        """Keep the signed paper; the evaluation guards it."""
        self.ensure_one()
        content = self.with_context(bin_size=False).file
        self.evaluation_id.action_upload_signed_copy(content, self.file_name, self.report_number, self.report_date)
        return {"type": "ir.actions.act_window_close"}
