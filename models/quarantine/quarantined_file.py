from odoo import fields, models


class QuarantinedFile(models.Model):
    """What is left of a file that was taken out: its name, size and SHA-256."""

    _name = "agency.evaluation.quarantined.file"
    _description = "File Taken Out"
    _inherit = ["agency.evaluation.register"]
    _order = "quarantine_id, evaluation_id, id"

    quarantine_id = fields.Many2one(
        "agency.evaluation.quarantine", required=True, readonly=True, ondelete="restrict", index=True
    )
    evaluation_id = fields.Many2one("agency.evaluation", required=True, readonly=True, ondelete="restrict", index=True)
    file_key = fields.Integer(string="File", required=True, readonly=True, index=True, aggregator=None)
    name = fields.Char(required=True, readonly=True)
    file_size = fields.Integer(readonly=True, aggregator=None)
    sha256 = fields.Char("SHA-256", size=64, required=True, readonly=True)
    state = fields.Selection(related="quarantine_id.state")
