from odoo import fields, models
from odoo.tools import SQL

from ...scoring.numbers import NumberError, parse_number
from ..facts.fact import MONTH_FIELDS

_QUARTERS = {1: "I", 4: "II", 7: "III", 10: "IV"}
_MONTHS = {name: month for month, name in MONTH_FIELDS.items()}


class FactEditing(models.Model):
    """A fact that two people state at a time: its numbers are records of their own, the fact says who changed them."""

    _inherit = "agency.evaluation.fact"

    def _state(self, numbers_by_fact):
        # Two who state the same number for the first time meet here, and not at the constraint of its record.
        self.browse().union(*(fact for fact, numbers in numbers_by_fact.items() if numbers))._note_editor()
        return super()._state(numbers_by_fact)

    def _note_editor(self):
        """Put the user down as who changed these facts last."""
        if self:
            self.env.execute_query(
                SQL(
                    "UPDATE agency_evaluation_fact SET write_uid = %s, write_date = %s WHERE id IN %s RETURNING id",
                    self.env.uid,
                    fields.Datetime.now(),
                    tuple(sorted(self.ids)),
                )
            )
            self.invalidate_recordset(["write_uid", "write_date"])

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
