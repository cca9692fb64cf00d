from odoo import models


class KeptPaperEvent(models.Model):
    _name = "agency.evaluation.kept.paper"
    _inherit = ["agency.evaluation.kept.paper", "agency.evaluation.event.source"]
    _event_kind = "paper"
    _event_fields = ("paper", "edition", "sha256")
