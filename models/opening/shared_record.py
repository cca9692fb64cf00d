from odoo import models

from ..sheet.once import reading
from .evaluation import WHOLE_LISTS

#: What is read of the evaluation before a form shows one of its parts, for that follows from it.
_AHEAD = {
    "agency.evaluation.line": ("fact_ids",),
    "agency.evaluation.fact": ("fact_ids",),
    "agency.evaluation.section": WHOLE_LISTS,
}


class SharedRecordReading(models.AbstractModel):
    """Whatever a form or a list shows of an evaluation is worked out once."""

    _inherit = "agency.evaluation.shared.record"

    def web_read(self, specification):
        with reading(self.env) as is_outermost:
            if is_outermost and len(self) == 1 and self.id and self._name in _AHEAD:
                # sudo: agency.evaluation.part - which evaluation it belongs to is asked before whether it may be read
                evaluation = self.sudo().evaluation_id.with_env(self.env)
                if evaluation.has_access("read"):
                    evaluation.fetch()
                    evaluation._read_ahead(_AHEAD[self._name])
            return super().web_read(specification)
