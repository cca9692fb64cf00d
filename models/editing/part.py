from odoo import models


class PartEditing(models.AbstractModel):
    """Parts of an evaluation are edited by several people."""

    _name = "agency.evaluation.part"
    _inherit = ["agency.evaluation.part", "agency.evaluation.shared.record"]
