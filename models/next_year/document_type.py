from odoo import fields, models


class DocumentTypeInForce(models.Model):
    """Whether what such a document says goes on holding in the next period."""

    _inherit = "agency.evaluation.document.type"

    is_lasting = fields.Boolean(
        string="Stays in Force",
        help="Such as decisions and regulations: documents of the last period are proposed for the next one. A report "
        "or a plan proves its own period alone.",
    )
