from functools import partial

from odoo import models
from odoo.exceptions import ValidationError

from ...reading import working_copy as layout
from ...scoring.numbers import format_number
from .filled_part import CellRefused, Difference, Kind, as_text, is_filled, show


class FactFilledCopy(models.Model):
    """A fact of a working copy that comes back."""

    _name = "agency.evaluation.fact"
    _inherit = ["agency.evaluation.fact", "agency.evaluation.filled.part"]

    def _compare_filled(self, row):
        self.ensure_one()
        values, open_fields = self._copy_values(), self._copy_open_fields()
        found = []
        for key, typed in row.cells.items():
            if key not in values:
                if is_filled((key, typed)):
                    reason = self.env._(
                        "“%(fact)s” is stated by the year, or by months, but not by both.", fact=self.display_name
                    )
                    found.append(Difference(Kind.REFUSED, self, key, typed.place, show(typed.cell.value), "", reason))
                continue
            if key == layout.NOTE:
                read = partial(self._read_text, key, typed)
            elif self._is_computed() or not self.can_check:
                read = partial(self._read_shown, typed)
            else:
                read = partial(self._read_number, key, typed)
            found += self._compare_field(key, values[key], row.base.get(key), read, typed, key in open_fields)
        return found

    def _read_number(self, name, typed):
        """Return the number of a cell, as text and as the values to write.

        :raises CellRefused: if it is none that the fact may have
        """
        self._check_constant(typed)
        self._check_no_date(typed)
        text = as_text(typed.cell.value)
        month = int(name[-2:]) if name in layout.MONTHS else None
        try:
            number = self._parse_entry(month, text)
        except ValidationError as error:
            raise CellRefused(typed, str(error)) from error
        return format_number(number), {name: text}
