import logging
from functools import partial

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

from .sum_fields import TotalBoolean, TotalFloat, TotalInteger
from .total import TOTALS, totals_of

_logger = logging.getLogger(__name__)
_CHANGED = "agency_evaluation.totals"
#: Evaluations whose totals are compared at a time.
_BATCH = 200


class EvaluationTotals(models.Model):
    """What an evaluation comes to as a whole.

    Lists, filters, groups and rankings have it from a row of its own (:class:`~.total.Total`), which savers do not
    touch. Reading it of one evaluation that may still change, or of any that this transaction has changed, adds up the
    rows instead, so that forms, papers and decisions never see an old one. The database itself, when it sorts or
    filters, sees what was stored last.
    """

    _inherit = "agency.evaluation"

    total_id = fields.Many2one("agency.evaluation.total", readonly=True, copy=False, ondelete="set null", index=True)
    max_points = TotalFloat(related="total_id.max_points")
    self_points = TotalFloat(related="total_id.self_points")
    final_points = TotalFloat(related="total_id.final_points")
    points_difference = TotalFloat(related="total_id.points_difference")
    leaf_count = TotalInteger(related="total_id.leaf_count")
    answered_count = TotalInteger(related="total_id.answered_count")
    is_reviewed = TotalBoolean(related="total_id.is_reviewed")

    def _added_up_on_read(self):
        """Return those of these evaluations whose totals are added up when they are read."""
        changed = self.env.cr.postcommit.data.get(_CHANGED, ())
        is_single = len(self) == 1 and self.state in ("draft", "submitted")
        return self if is_single else self.filtered(lambda evaluation: evaluation._origin.id in changed)

    def _totals_now(self):
        """Return what the rows come to now, as the values of :data:`~.total.TOTALS`."""
        return totals_of(self._rolled_up())

    def _totals_changed(self):
        """Bring the totals of these evaluations up to date once this transaction is committed."""
        postcommit = self.env.cr.postcommit
        if _CHANGED not in postcommit.data:
            changed = postcommit.data[_CHANGED] = set()
            if self.pool.ready:
                postcommit.add(partial(_refresh_after_commit, self.env.registry, changed))
            else:
                # While modules are loaded nobody saves, and nothing could be read in another transaction.
                self.env.cr.precommit.add(lambda: self.browse(sorted(changed))._store_totals())
        postcommit.data[_CHANGED].update(self.ids)

    def _catch_up(self):
        result = super()._catch_up()
        refresh_totals(self.env.registry, self.ids)
        return result

    def _make_totals(self):
        """Make the totals of new evaluations, of which no row is answered."""
        self.flush_recordset()
        self.env["agency.evaluation.criterion"].flush_model(["max_points", "is_heading", "set_id"])
        self.env.execute_query(
            SQL(
                """
                WITH made AS (
                    INSERT INTO agency_evaluation_total (
                        evaluation_id, max_points, self_points, final_points, points_difference,
                        leaf_count, answered_count, is_reviewed
                    )
                    SELECT evaluation.id, COALESCE(SUM(criterion.max_points), 0), 0, 0, 0,
                           COUNT(criterion.id), 0, false
                      FROM agency_evaluation evaluation
                 LEFT JOIN agency_evaluation_criterion criterion
                        ON criterion.set_id = evaluation.criteria_set_id AND NOT criterion.is_heading
                     WHERE evaluation.id = ANY(%s)
                  GROUP BY evaluation.id
                 RETURNING id, evaluation_id
                )
                UPDATE agency_evaluation evaluation
                   SET total_id = made.id
                  FROM made
                 WHERE evaluation.id = made.evaluation_id
             RETURNING evaluation.id
                """,
                self.ids,
            )
        )
        self.invalidate_recordset(["total_id", *TOTALS], flush=False)

    def _store_totals(self):
        """Store the totals of these evaluations, in this transaction, where they are not what the rows come to.

        :return: the ids of those that were not
        """
        evaluations = self.exists()
        now = [(evaluation.id, *evaluation._totals_now().values()) for evaluation in evaluations]
        changed = self.env.cr.postcommit.data.get(_CHANGED, set())
        changed.difference_update(self.ids)
        if not now:
            return []
        names = SQL(", ").join(map(SQL.identifier, TOTALS))
        stored = self.env.execute_query(
            SQL(
                """
                UPDATE agency_evaluation_total total
                   SET (%(names)s) = ROW (%(new)s)
                  FROM (VALUES %(now)s) AS now (evaluation_id, %(names)s)
                 WHERE total.evaluation_id = now.evaluation_id AND (%(old)s) IS DISTINCT FROM (%(new)s)
             RETURNING total.evaluation_id
                """,
                names=names,
                new=SQL(", ").join(SQL.identifier("now", name) for name in TOTALS),
                old=SQL(", ").join(SQL.identifier("total", name) for name in TOTALS),
                now=SQL(", ").join(SQL("%s", values) for values in now),
            )
        )
        self.total_id.invalidate_recordset(flush=False)
        self.invalidate_recordset(TOTALS, flush=False)
        return [id_ for (id_,) in stored]

    @api.model
    def _lock_totals(self, ids):
        """Wait for whoever is bringing the totals of evaluations up to date; these come next."""
        self.env.execute_query(
            SQL(
                "SELECT id FROM agency_evaluation_total WHERE evaluation_id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
                list(ids),
            )
        )

    @api.model
    def _cron_mend_totals(self):
        """Mend totals that are old: a process may be killed between a commit and what follows it.

        Those of what is approved stay, whatever they are: the seal holds them.
        """
        ids = self.search([("state", "in", ("draft", "submitted"))], order="id").ids
        for start in range(0, len(ids), _BATCH):
            batch = ids[start : start + _BATCH]
            refresh_totals(self.env.registry, batch)
            self.env["ir.cron"]._commit_progress(len(batch), remaining=len(ids) - start - len(batch))


def _refresh_after_commit(registry, ids):
    """Bring totals up to date after a commit, whose caller must not hear of what goes wrong."""
    if not ids:
        return
    try:
        refresh_totals(registry, ids)
    except Exception:
        # Nothing is lost: the next save, the next step or the nightly comparison mends it.
        _logger.warning("Totals of evaluations %s are old", sorted(ids), exc_info=True)


def refresh_totals(registry, ids):
    """Bring the totals of evaluations up to date in a transaction of its own.

    :return: the ids of those whose totals were old
    """
    with registry.cursor() as cr:
        # A view for each statement: whoever comes last, after waiting for the row, has seen every save.
        cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
        evaluations = api.Environment(cr, SUPERUSER_ID, {})["agency.evaluation"]
        evaluations._lock_totals(ids)
        return evaluations.browse(sorted(ids))._store_totals()
