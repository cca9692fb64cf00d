"""Fields that show sums: what is stored is for the database, and what is read of one evaluation is added up."""

from odoo import fields


class PlainValues(fields.Json):
    """What is worked out as plain values of Python, such as a :class:`rollup.RolledUp`; never sent to anybody."""

    def convert_to_cache(self, value, record, validate=True):
        return value or None

    def convert_to_record(self, value, record):
        return value


class OfTotals:
    """A total: its column is in the row of totals, and where that may be old the rows are added up instead."""

    def get_depends(self, model):
        depends, context = super().get_depends(model)
        return [*depends, "totals_now", "state"], context

    def _compute_related(self, records):
        added_up = records._added_up_on_read()
        for evaluation in added_up:
            evaluation[self.name] = evaluation._totals_now()[self.name]
        return super()._compute_related(records - added_up)


class TotalFloat(OfTotals, fields.Float):
    pass


class TotalInteger(OfTotals, fields.Integer):
    pass


class TotalBoolean(OfTotals, fields.Boolean):
    pass


class _OfRow:
    """A value that a leaf has in its column. Of a heading, the rows below it are added up when it is read.

    Its column holds nothing, so that no search, sum or order finds anything there, until it is approved
    (:meth:`~.line.Line._keep_headings`).
    """

    def __get__(self, record, owner=None):
        if record is None or len(record._ids) != 1 or not record.is_heading:
            return super().__get__(record, owner)
        values = record._heading_values()
        if values is None:
            return super().__get__(record, owner)
        if not record.env.su:
            record._check_field_access(self, "read")
        return values[self.name]


class RowFloat(_OfRow, fields.Float):
    pass


class RowBoolean(_OfRow, fields.Boolean):
    pass


class RowSelection(_OfRow, fields.Selection):
    pass
