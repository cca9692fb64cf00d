from odoo import models


class SignedCopyEvent(models.Model):
    _name = "agency.evaluation.signed.copy"
    _inherit = ["agency.evaluation.signed.copy", "agency.evaluation.event.source"]
    _event_kind = "signed_copy"
