from odoo import models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL


class CriteriaSetUse(models.Model):
    """Who begins to use a set and who takes it out of use: users side by side, the other one alone.

    Users share a lock on the set, so that a thousand evaluations are made by as many as there are. Who withdraws it
    waits for them. A lock that was shared leaves no mark, so his view may be older than what they made: he looks again,
    in a new one, in which they are all committed.
    """

    _inherit = "agency.evaluation.criteria.set"

    def _join(self):
        """Keep these sets as they are until this transaction ends, beside others who do.

        :raises SerializationFailure: if one was withdrawn since this transaction began to look; Odoo runs it again
        """
        query = SQL("SELECT id FROM %s WHERE id = ANY(%s) ORDER BY id FOR SHARE", SQL.identifier(self._table), self.ids)
        self.env.execute_query(query)

    def _take_over(self):
        """Wait for those who are beginning to use these sets, keep all others out, and see what they made.

        :raises ConcurrencyError: if this transaction does not see all of it; Odoo runs it again
        """
        self._claim()
        self.env.flush_all()
        users = SQL("SELECT id FROM agency_evaluation WHERE criteria_set_id = ANY(%s)", self.ids)
        seen = self.env.execute_query(users)
        with self.env.registry.cursor() as fresh:
            # What this transaction has removed it has locked, and so is skipped.
            fresh.execute(SQL("%s FOR KEY SHARE SKIP LOCKED", users))
            if not set(fresh.fetchall()) <= set(seen):
                raise ConcurrencyError(f"others have made evaluations on {self}")
