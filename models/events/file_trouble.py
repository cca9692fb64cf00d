from odoo import models


class FileTroubleEvent(models.Model):
    _name = "agency.evaluation.file.trouble"
    _inherit = ["agency.evaluation.file.trouble", "agency.evaluation.event.source"]
    _event_kind = "file_trouble"
