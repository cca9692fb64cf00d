from odoo import models

from ..sheet.once import reading

#: What is read of the evaluation and of its set before a form shows one of its parts, for that follows from it.
_AHEAD = {
    "agency.evaluation.line": (("fact_ids",), "all"),
    "agency.evaluation.fact": (("fact_ids",), "tabs"),
    "agency.evaluation.section": (("section_ids",), "tabs"),
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
                    lists, of_set = _AHEAD[self._name]
                    evaluation._read_ahead(lists, of_set=of_set)
            return super().web_read(specification)
