from odoo import api, models

from ...scoring.numbers import exact
from ..lock.values import check_values


class MeasureOrigin(models.Model):
    """A number that is changed by hand no longer has the origin that it had."""

    _inherit = "agency.evaluation.measure"

    def write(self, vals):
        check_values(self, vals)
        changed = self.browse()
        if "value" in vals:
            changed = self.filtered(lambda measure: exact(measure.value) != exact(vals["value"] or 0))
        result = super().write(vals)
        changed._forget_origins()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_with_origin(self):
        self._forget_origins()

    def _forget_origins(self):
        for fact, measures in self.grouped("fact_id").items():
            if fact.origin:
                fact._forget_origin({measure._key() for measure in measures})

    def _key(self):
        """Return the month (1 to 12) in which the part begins that the number is of; None for the whole period."""
        return self.period.month if self.period else None
