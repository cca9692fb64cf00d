from odoo import models


class IdentityChangeEvent(models.Model):
    _name = "agency.evaluation.identity.change"
    _inherit = ["agency.evaluation.identity.change", "agency.evaluation.event.source"]
    _event_kind = "renaming"
    _event_fields = ("subject", "before", "after", "reason")
