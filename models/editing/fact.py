from odoo import models

from ...scoring.numbers import NumberError, parse_number
from ..facts.fact import MONTH_FIELDS

_NUMBERS = frozenset({"entry", *MONTH_FIELDS.values()})


class FactEditing(models.Model):
    """A fact that two people state at a time."""

    _inherit = "agency.evaluation.fact"

    def _is_same_value(self, name, one, other):
        if name in _NUMBERS:
            try:
                return parse_number(str(one or "")) == parse_number(str(other or ""))
            except NumberError:
                return False
        return super()._is_same_value(name, one, other)

    def _label_in_conflict(self, group):
        return self._kept_label(group[0])
