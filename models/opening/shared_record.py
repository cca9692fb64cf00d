from odoo import models

from ..sheet.once import reading


class SharedRecordReading(models.AbstractModel):
    """Whatever a form or a list shows of an evaluation is worked out once."""

    _inherit = "agency.evaluation.shared.record"

    def web_read(self, specification):
        with reading(self.env):
            return super().web_read(specification)
