from contextlib import contextmanager

import psycopg2

from odoo import api, fields, models
from odoo.tools import SQL, mute_logger

#: Under which name all workers and hosts take their turn.
_TURN = "agency_evaluation.page_comparison"


class Busy(Exception):
    """Another evaluation is being compared; whoever asks must come back later."""


class PageComparison(models.Model):
    """What comparing an evaluation with its seal came to for the public page, kept for all workers and hosts.

    One evaluation is compared at a time, and each once in a while, so that many visitors cost no more than one.
    """

    _name = "agency.evaluation.page.comparison"
    _description = "Comparison for the Public Page"
    _log_access = False
    _rec_name = "evaluation_key"

    # No reference, for that would wait for whoever holds the evaluation.
    evaluation_key = fields.Integer(required=True, readonly=True, aggregator=None)
    made_on = fields.Datetime(required=True, readonly=True)
    content = fields.Text(required=True, readonly=True, help="What it came to, as the page keeps it.")

    _evaluation_unique = models.Constraint("UNIQUE (evaluation_key)", "An evaluation has one comparison for its page.")

    @api.model
    def _recall(self, evaluation, make, *, seconds, patience):
        """Return the last comparison of an evaluation as it was kept; call `make` where there is none as new as that.

        It is kept in a transaction of its own, which is over before the turn is: whoever waits sees what came of it.

        :param make: returns the comparison as text
        :param seconds: how long one is good for
        :param patience: how many seconds a request waits for its turn
        :raises Busy: if others are compared for longer than that
        """
        with self.env.registry.cursor() as cr:
            if content := self._kept(cr, evaluation, seconds):
                return content
        with self._turn(patience), self.env.registry.cursor() as cr:
            if not (content := self._kept(cr, evaluation, seconds)):
                content = make()
                self._keep(cr, evaluation, content)
            return content

    @contextmanager
    def _turn(self, patience):
        """Hold the turn in the block.

        :raises Busy: if it is not free in time
        """
        with self.env.registry.cursor() as cr:
            try:
                with mute_logger("odoo.sql_db"):
                    cr.execute("SELECT set_config('lock_timeout', %s, true)", [f"{int(patience * 1000)}ms"])
                    cr.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [_TURN])
            except psycopg2.errors.LockNotAvailable as error:
                raise Busy from error
            yield

    def _kept(self, cr, evaluation, seconds):
        cr.execute(
            SQL(
                """
                SELECT content FROM %s
                 WHERE evaluation_key = %s
                   AND made_on > clock_timestamp() AT TIME ZONE 'UTC' - make_interval(secs => %s)
                """,
                SQL.identifier(self._table),
                evaluation.id,
                seconds,
            )
        )
        return (cr.fetchone() or ("",))[0]

    def _keep(self, cr, evaluation, content):
        cr.execute(
            SQL(
                """
                INSERT INTO %s (evaluation_key, made_on, content)
                     VALUES (%s, clock_timestamp() AT TIME ZONE 'UTC', %s)
                ON CONFLICT (evaluation_key) DO UPDATE SET made_on = EXCLUDED.made_on, content = EXCLUDED.content
                """,
                SQL.identifier(self._table),
                evaluation.id,
                content,
            )
        )

    @api.autovacuum
    def _gc_comparisons(self):
        """Forget comparisons that are good for nobody any more."""
        self.env.cr.execute(
            SQL(
                "DELETE FROM %s WHERE made_on < now() AT TIME ZONE 'UTC' - interval '1 hour'",
                SQL.identifier(self._table),
            )
        )
