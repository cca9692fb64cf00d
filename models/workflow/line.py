from odoo import fields, models


class LineWorkflow(models.Model):
    """What a row shows of the steps of its evaluation."""

    _inherit = "agency.evaluation.line"

    can_submit = fields.Boolean(related="evaluation_id.can_submit")
