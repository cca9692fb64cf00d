from odoo import fields, models


class LineReport(models.Model):
    """What a row contributes to the yearly report."""

    _inherit = "agency.evaluation.line"

    improvement = fields.Text(
        help="What will be done better; it is listed among the directions of the report.", open_in=("draft",)
    )
