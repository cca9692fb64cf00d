import json

from odoo import api, models
from odoo.tools import SQL

from ..lock.values import check_text


class IntakeLineMaking(models.Model):
    """The rows that a sheet is read into are stored in one statement: the ORM takes longer than reading the sheet."""

    _inherit = "agency.evaluation.intake.line"

    @api.model
    def _make_of_entries(self, intake, entries):
        """Make the rows of an import that has none.

        :param entries: each an :class:`Entry`, in the order of the sheet
        :raises AccessError: if the user may not make rows
        :raises ValidationError: if a text is none that can be kept
        """
        self.check_access("create")
        if not entries:
            return
        stored = [name for name, field in self._fields.items() if field.store and field.default]
        defaults = self._as_columns(self.default_get(stored))
        rows = [defaults | self._as_columns(self._prepare_values(entry)) for entry in entries]
        names = sorted(set().union(*rows) - {"intake_id", "sequence"})
        for number, row in enumerate(rows, 1):
            row["sequence"] = number
        check_text(self, "".join(value for row in rows for value in row.values() if isinstance(value, str)))
        columns = {name: SQL.identifier(name) for name in ["sequence", *names]}
        self.env.execute_query(
            SQL(
                """
                INSERT INTO agency_evaluation_intake_line (
                    intake_id, %(columns)s, create_uid, create_date, write_uid, write_date
                )
                SELECT %(intake)s, %(columns)s, %(user)s, %(now)s, %(user)s, %(now)s
                  FROM jsonb_to_recordset(%(rows)s::jsonb) AS row (%(kinds)s)
              ORDER BY sequence
                """,
                columns=SQL(", ").join(columns.values()),
                kinds=SQL(", ").join(
                    SQL("%s %s", column, SQL.identifier(self._fields[name].column_type[0]))
                    for name, column in columns.items()
                ),
                intake=intake.id,
                user=self.env.uid,
                now=self.env.cr.now(),
                rows=json.dumps(rows),
            )
        )
        intake.modified(["line_ids"])
        intake.invalidate_recordset(["line_ids", "rule_line_ids"])

    @api.model
    def _as_columns(self, values):
        """Return the values of fields as the database takes them."""
        return {name: self._fields[name].convert_to_column_insert(value, self) for name, value in values.items()}
