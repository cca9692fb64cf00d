from odoo import SUPERUSER_ID, api, fields, models
from odoo.modules.registry import Registry
from odoo.tools import SQL

from ...scoring import rollup
from ..lock.after_commit import AfterCommit
from ..lock.own_transaction import own_transaction
from .sum_fields import PlainValues, TotalBoolean, TotalFloat, TotalInteger
from .total import TOTALS, totals_by_name

#: Where a transaction that loads modules notes whose totals it stores.
_CHANGED = "agency_evaluation.totals"
_ON_PAGE = "agency_evaluation.page"
#: Evaluations whose totals are compared at a time.
_BATCH = 200


class EvaluationTotals(models.Model):
    """What an evaluation comes to as a whole.

    Lists, filters, groups and rankings have it from a row of its own (:class:`~.total.Total`), which savers do not
    touch. Reading it of evaluations that may still change, or that this transaction has changed, adds up the rows
    instead, of all that are read together, so that forms, papers and decisions never see an old one. The database
    itself, when it sorts or filters, sees what was stored last, and a page of a list shows that.
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

    totals_now = PlainValues(compute="_compute_totals_now", compute_sudo=True, groups=fields.NO_ACCESS)

    @api.depends("summed_up")
    def _compute_totals_now(self):
        # perf: whoever reads a single one reads its headings, too
        if len(self) == 1:
            self.totals_now = totals_by_name(self.summed_up.totals)
            return
        leaves = self._origin._plain_leaves()
        for evaluation in self:
            total = rollup.total_of(leaves[evaluation._origin.id], evaluation._sum_plan())
            evaluation.totals_now = totals_by_name(total)

    def _added_up_on_read(self):
        """Return those of these evaluations whose totals are added up when they are read.

        What is approved or cancelled has what was stored for good, unless this very transaction has changed it.
        """
        changed = self._changed_ids()
        live = () if self.env.cr.cache.get(_ON_PAGE) else ("draft", "submitted")
        return self.filtered(lambda evaluation: evaluation.state in live or evaluation._origin.id in changed)

    @api.model
    @api.readonly
    def web_search_read(self, domain, specification, offset=0, limit=None, order=None, count_limit=None):
        """Read a page of a list, which shows the totals that it is sorted and filtered by."""
        self.env.cr.cache[_ON_PAGE] = True
        try:
            return super().web_search_read(domain, specification, offset, limit, order, count_limit)
        finally:
            # One that was rolled back meanwhile has forgotten it.
            self.env.cr.cache.pop(_ON_PAGE, None)

    def _totals_now(self):
        """Return what the rows come to now, as the values of :data:`~.total.TOTALS`.

        One query for all evaluations that are read together.
        """
        self.ensure_one()
        # sudo: agency.evaluation - a sum includes rows that are assigned to others
        return self.sudo().totals_now

    @api.model
    def _changed_ids(self):
        """Return the ids of the evaluations whose totals are stored once this transaction ends."""
        return _REFRESH.noted(self.env) if self.pool.ready else self.env.cr.precommit.data.get(_CHANGED, set())

    def _totals_changed(self):
        """Bring the totals of these evaluations up to date once this transaction is committed."""
        if self.pool.ready:
            _REFRESH.note(self.env, self.ids)
            return
        # While modules are loaded nobody else saves, and another transaction would find models that are half there.
        precommit = self.env.cr.precommit
        if _CHANGED not in precommit.data:
            changed = precommit.data[_CHANGED] = set()
            # sudo: agency.evaluation - what rows come to does not depend on who wrote them
            precommit.add(lambda: self.sudo().browse(sorted(changed)).exists()._store_totals())
        precommit.data[_CHANGED].update(self.ids)

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
        # perf: an array for each column, which costs the same for one evaluation and for a thousand
        columns = [[values[name] for values in totals.values()] for name in TOTALS]
        kinds = (self.env["agency.evaluation.total"]._fields[name].column_type[0] for name in TOTALS)
        stored = self.env.execute_query(
            SQL(
                """
                UPDATE agency_evaluation_total total
                   SET (%(names)s) = ROW (%(new)s)
                  FROM unnest(%(ids)s, %(columns)s) AS now (evaluation_id, %(names)s)
                 WHERE total.evaluation_id = now.evaluation_id AND (%(old)s) IS DISTINCT FROM (%(new)s)
             RETURNING total.evaluation_id
                """,
                names=SQL(", ").join(map(SQL.identifier, TOTALS)),
                new=SQL(", ").join(SQL.identifier("now", name) for name in TOTALS),
                old=SQL(", ").join(SQL.identifier("total", name) for name in TOTALS),
                ids=list(totals),
                columns=SQL(", ").join(
                    SQL("%s::%s[]", column, SQL.identifier(kind)) for column, kind in zip(columns, kinds, strict=True)
                ),
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
            _REFRESH.do(self.env.cr.dbname, batch)
            self.env["ir.cron"]._commit_progress(len(batch), remaining=len(ids) - start - len(batch))


def refresh_totals(registry, ids):
    """Bring the totals of evaluations up to date in a transaction of its own.

    :return: the ids of those whose totals were old
    """
    with own_transaction(registry, read_committed=True) as cr:
        return api.Environment(cr, SUPERUSER_ID, {})["agency.evaluation"].browse(sorted(ids))._refresh_totals()


def _refresh(database, ids):
    refresh_totals(Registry(database), ids)


#: Where it fails, nothing is lost: the next save, the next step or the nightly comparison mends it.
_REFRESH = AfterCommit(_refresh, "Totals of evaluations %s are old")
