from odoo import models


class ConsentEvent(models.Model):
    _name = "agency.evaluation.consent"
    _inherit = ["agency.evaluation.consent", "agency.evaluation.event.source"]
    _event_kind = "consent"
