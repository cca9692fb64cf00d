from odoo import models
from odoo.tools import SQL


class Beside(models.AbstractModel):
    """Who belongs to a record that many work on, kept without writing the record itself.

    The ORM writes who changed a record, and when, with every change of a many2many field, and so would let colleagues
    who save at the same time stand in each other's way.
    """

    _inherit = "agency.evaluation.lock"

    def _link_beside(self, name, ids):
        """Add the records `ids` to the many2many field `name` of each of these, where they are not in it yet."""
        field = self._fields[name]
        query = """
            INSERT INTO %(relation)s (%(here)s, %(there)s)
            SELECT here, there FROM unnest(%(ids)s) here, unnest(%(others)s) there
                ON CONFLICT DO NOTHING
         RETURNING 1
        """
        self._write_beside(field, query, ids)

    def _unlink_beside(self, name, ids):
        """Take the records `ids` out of the many2many field `name` of each of these."""
        query = """
            DELETE FROM %(relation)s WHERE %(here)s = ANY(%(ids)s) AND %(there)s = ANY(%(others)s) RETURNING 1
        """
        self._write_beside(self._fields[name], query, ids)

    def _write_beside(self, field, query, others):
        if not (self.ids and others):
            return
        self.modified([field.name], before=True)
        self.env.execute_query(
            SQL(
                query,
                relation=SQL.identifier(field.relation),
                here=SQL.identifier(field.column1),
                there=SQL.identifier(field.column2),
                ids=self.ids,
                others=list(others),
            )
        )
        self.invalidate_recordset([field.name], flush=False)
        self.modified([field.name])
