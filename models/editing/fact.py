from odoo import models

from ...scoring.numbers import NumberError, parse_number
from ..facts.fact import MONTH_FIELDS

_QUARTERS = {1: "I", 4: "II", 7: "III", 10: "IV"}
_MONTHS = {name: month for month, name in MONTH_FIELDS.items()}


class FactEditing(models.Model):
    """A fact that two people state at a time."""

    _inherit = "agency.evaluation.fact"

    def _is_same_value(self, name, one, other):
        if name == "entry" or name in _MONTHS:
            try:
                return parse_number(str(one or "")) == parse_number(str(other or ""))
            except NumberError:
                return False
        return super()._is_same_value(name, one, other)

    def _label_in_conflict(self, group):
        month = _MONTHS.get(group[0])
        if month is None:
            return super()._label_in_conflict(group)
        if self.frequency == "quarter":
            return self.env._("Quarter %(quarter)s", quarter=_QUARTERS.get(month, month))
        if self.frequency == "half":
            return self.env._("First Half of the Year") if month == 1 else self.env._("Second Half of the Year")
        return self.env._("Month %(month)s", month=month)
