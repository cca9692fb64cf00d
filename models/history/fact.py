from decimal import Decimal

from odoo import models

from ...scoring.numbers import format_number
from ...scoring.period_names import ROMAN
from ..facts.fact import MONTH_FIELDS
from ..lock.values import check_values
from .history import plain_number

#: The field in which the number of a whole period is typed.
_WHOLE = "entry"
_NUMBERS = frozenset({_WHOLE, *MONTH_FIELDS.values()})


class FactHistory(models.Model):
    """A fact whose changes are kept: its numbers, each under the field in which it is typed, and its note."""

    _name = "agency.evaluation.fact"
    _inherit = ["agency.evaluation.fact", "agency.evaluation.history"]
    _history_link = "fact_id"

    def write(self, vals):
        check_values(self, vals)
        if vals.keys() & self._kept_fields():
            self._note_before()
        return super().write(vals)

    def _kept_values(self):
        self.ensure_one()
        values = {name: self._kept_value(name) for name in sorted(self._kept_fields())}
        for measure in self.measure_ids:
            name = MONTH_FIELDS[measure.period.month] if measure.period else _WHOLE
            values[name] = plain_number(measure.value)
        return values

    def _kept_label(self, name):
        if name in _NUMBERS:
            return self._number_label(name)
        return super()._kept_label(name)

    def _number_label(self, name):
        """Return what the number of a field is of: the whole period, a month, a quarter or a half-year."""
        if name == _WHOLE:
            return self.env._("Number of the Whole Period")
        month = int(name[-2:])
        if self.frequency == "quarter":
            return self.env._("Quarter %(number)s", number=ROMAN[(month - 1) // 3])
        if self.frequency == "half":
            return self.env._("Half-Year %(number)s", number=ROMAN[(month - 1) // 6])
        return self.env._("Month %(number)s", number=month)

    def _kept_words(self, name, value):
        if name in _NUMBERS and value:
            return format_number(Decimal(value))
        return super()._kept_words(name, value)
