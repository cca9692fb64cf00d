from odoo import models
from odoo.tools import SQL


class Guarded(models.AbstractModel):
    """A record whose state decides what may change, in itself and in the records that belong to it."""

    _name = "agency.evaluation.guarded"
    _description = "Record Guarded by Its State"

    def _claim(self):
        """Make every other transaction that claims the same records wait for this one, and then see what it did.

        Under REPEATABLE READ a row lock alone would let a transaction go on with the state it saw before it waited.
        Touching the row makes PostgreSQL refuse that transaction instead, and Odoo runs it again on the new state.
        """
        if ids := tuple(sorted(id_ for id_ in self._ids if id_)):
            self.env.execute_query(
                SQL(
                    "UPDATE %s SET write_date = now() AT TIME ZONE 'UTC' WHERE id IN %s RETURNING id",
                    SQL.identifier(self._table),
                    ids,
                )
            )
