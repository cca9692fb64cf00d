from odoo import models


class RuleCarryOver(models.Model):
    _inherit = "agency.evaluation.rule"

    def _definition(self, fact_definitions):
        """Return plain data that is equal for equal rules."""
        self.ensure_one()
        return [
            *(self[name] or None for name in ("name", "effect", "basis", "operator")),
            *(self[name] for name in ("points", "step", "threshold", "max_times")),
            fact_definitions[self.indicator_id.code] if self.indicator_id else None,
        ]
