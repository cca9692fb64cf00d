from odoo import api, fields, models


class EvidenceTakenOut(models.Model):
    """What a document says of its files that were taken out."""

    _inherit = "agency.evaluation.evidence"

    taken_out_text = fields.Char(compute="_compute_taken_out_text")

    @api.depends("attachment_ids.quarantine_id")
    @api.depends_context("lang")
    def _compute_taken_out_text(self):
        for document in self:
            # sudo: ir.attachment - whoever may read a document may read its files
            gone = document.sudo().attachment_ids.filtered("quarantine_id")
            document.taken_out_text = "; ".join(
                self.env._(
                    "%(file)s was taken out by %(decision)s",
                    file=file.name,
                    decision=file.quarantine_id.with_env(self.env).sudo()._describe(),
                )
                for file in gone
            )
