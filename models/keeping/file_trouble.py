from odoo import fields, models


class FileTrouble(models.Model):
    """A file that the periodic check found changed or lost, and whether it was brought back. It is never changed."""

    _name = "agency.evaluation.file.trouble"
    _description = "Damaged File"
    _inherit = ["agency.evaluation.register"]
    _order = "found_on desc, id desc"
    _rec_name = "file_name"

    evaluation_id = fields.Many2one("agency.evaluation", readonly=True, ondelete="restrict", index="btree_not_null")
    company_id = fields.Many2one("res.company", readonly=True, required=True, index=True)
    file_name = fields.Char(readonly=True, required=True)
    file_key = fields.Integer(string="File", readonly=True, required=True, aggregator=None)
    found_on = fields.Datetime(readonly=True, required=True)
    outcome = fields.Selection(
        [("recovered", "Brought Back From the Second Store"), ("damaged", "Changed"), ("lost", "Lost")],
        readonly=True,
        required=True,
    )
    recorded_sha256 = fields.Char("Recorded SHA-256", size=64, readonly=True)
    found_sha256 = fields.Char("Found SHA-256", size=64, readonly=True)
