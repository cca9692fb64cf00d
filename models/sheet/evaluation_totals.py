import logging
from functools import partial

from psycopg2.extensions import TRANSACTION_STATUS_IDLE

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

from ...scoring import rollup
from .sum_fields import TotalBoolean, TotalFloat, TotalInteger
from .total import TOTALS, totals_by_name

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

    total_id = fields.Many2one(
        "agency.evaluation.total", readonly=True, copy=False, ondelete="set null", index="btree_not_null"
    )
    max_points = TotalFloat(related="total_id.max_points")
    self_points = TotalFloat(related="total_id.self_points")
    final_points = TotalFloat(related="total_id.final_points")
    points_difference = TotalFloat(related="total_id.points_difference")
    leaf_count = TotalInteger(related="total_id.leaf_count")
    answered_count = TotalInteger(related="total_id.answered_count")
    is_reviewed = TotalBoolean(related="total_id.is_reviewed")

    def _added_up_on_read(self):
        """Return those of these evaluations whose totals are added up when they are read."""
        changed = self._changed_ids()
        is_single = len(self) == 1 and self.state in ("draft", "submitted")
        return self if is_single else self.filtered(lambda evaluation: evaluation._origin.id in changed)

    def _totals_now(self):
        """Return what the rows come to now, as the values of :data:`~.total.TOTALS`."""
        return totals_by_name(self._summed_up().totals)

    @api.model
    def _changed_ids(self):
        """Return the ids of the evaluations whose totals are stored once this transaction ends."""
        return self._before_or_after_commit().data.get(_CHANGED, set())

    @api.model
    def _before_or_after_commit(self):
        # While modules are loaded nobody else saves, and another transaction would find models that are half there.
        return self.env.cr.postcommit if self.pool.ready else self.env.cr.precommit

    def _totals_changed(self):
        """Bring the totals of these evaluations up to date once this transaction is committed."""
        callbacks = self._before_or_after_commit()
        if _CHANGED not in callbacks.data:
            changed = callbacks.data[_CHANGED] = set()
            if self.pool.ready:
                callbacks.add(partial(_refresh_after_commit, self.env.registry, changed))
            else:
                # sudo: agency.evaluation - what rows come to does not depend on who wrote them
                callbacks.add(lambda: self.sudo().browse(sorted(changed)).exists()._store_totals())
        callbacks.data[_CHANGED].update(self.ids)

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
        stored = self._replace_totals({evaluation.id: evaluation._totals_now() for evaluation in self})
        self._changed_ids().difference_update(self.ids)
        self.total_id.invalidate_recordset(flush=False)
        self.invalidate_recordset(TOTALS, flush=False)
        return stored

    @api.model
    def _replace_totals(self, totals):
        """Store totals where they are others than those stored; return the ids of these evaluations.

        :param totals: by the id of the evaluation, as :meth:`_totals_now` returns them
        """
        if not totals:
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
                now=SQL(", ").join(SQL("%s", (id_, *values.values())) for id_, values in totals.items()),
            )
        )
        return [id_ for (id_,) in stored]

    def _refresh_totals(self):
        """Bring the totals of evaluations up to date, in a transaction of its own that is READ COMMITTED.

        :return: the ids of those whose totals were old
        """
        # Whoever comes last, after waiting here, has seen every save.
        plans = self._lock_totals()
        leaves = self.browse(plans)._plain_leaves()
        return self._replace_totals(
            {id_: totals_by_name(rollup.total_of(leaves[id_], plan)) for id_, plan in plans.items()}
        )

    def _lock_totals(self):
        """Wait for whoever is bringing the totals of evaluations up to date; these come next.

        :return: the plan of each, by its id, as far as there still is one
        """
        found = self.env.execute_query(
            SQL(
                """
                SELECT evaluation.id, evaluation.criteria_set_id, evaluation.edition
                  FROM agency_evaluation_total total
                  JOIN agency_evaluation evaluation ON evaluation.id = total.evaluation_id
                 WHERE total.evaluation_id = ANY(%s)
              ORDER BY total.id
                   FOR NO KEY UPDATE OF total
                """,
                self.ids,
            )
        )
        sets = self.env["agency.evaluation.criteria.set"].browse({set_id for _id, set_id, _edition in found})
        by_id = {criteria_set.id: criteria_set for criteria_set in sets}
        plans = {key: by_id[key[0]]._sum_plan(key[1]) for key in {(set_id, edition) for _id, set_id, edition in found}}
        return {id_: plans[set_id, edition] for id_, set_id, edition in found}

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
        # A view for each statement, so that what was committed during a wait is seen after it. The cursor of a test
        # goes on in the transaction of the test, which sees all there is.
        if cr.connection.info.transaction_status == TRANSACTION_STATUS_IDLE:
            cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
        return api.Environment(cr, SUPERUSER_ID, {})["agency.evaluation"].browse(sorted(ids))._refresh_totals()
