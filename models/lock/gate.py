from odoo import api, models, tools
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL

from .anew import is_within_savepoint, keeping_settings
from .lock import is_locked_model
from .own_transaction import own_transaction
from .patience import same_try, say_in_words

_SHARE = """
            SELECT record.id FROM %(table)s record, gate
             WHERE record.id = ANY(%(ids)s) AND gate.passed > 0
          ORDER BY record.id FOR SHARE OF record
"""
_KEEP = _SHARE.replace("FOR SHARE", "FOR NO KEY UPDATE")
#: Nothing is changed by it, but whoever looked before is refused: what a step decides may stand in parts alone.
_TOUCH = """
            UPDATE %(table)s record SET id = record.id FROM gate
             WHERE record.id = ANY(%(ids)s) AND gate.passed > 0
"""
#: Where a transaction notes which records it has taken over.
_TAKEN = "agency_evaluation.shut_out"


class Gate(models.AbstractModel):
    """Who writes at a time to a record that many work on: writers of its parts side by side, steps alone.

    A writer goes in by the gate, together with others, and looks at the state of the record, which then stays. A step
    closes the gate, waits for the writers who are in, and begins its view behind it: it sees all that they did. Who
    waited at the gate meanwhile has an old view; PostgreSQL refuses it unless the step has failed, and Odoo runs it
    again. docs/development.md says why that is right.

    The gate is an advisory lock of PostgreSQL, whose queue is fair, and the record a row lock, which tells old views.
    """

    _inherit = "agency.evaluation.lock"

    #: Whether writers of the parts of these records work side by side; else each excludes all others.
    _is_shared = False

    def _keep_state(self):
        """Let the state of what these records belong to be what this transaction sees, until it ends."""
        root = self._lock_root()
        if not root._is_shared:
            root._claim()
        elif self._lock_path:
            root._join()
        else:
            root._hold()

    def _join(self):
        """Go in beside the writers of other parts, and keep steps out until this transaction ends."""
        self._pass_gate("pg_advisory_xact_lock_shared", _SHARE)

    def _hold(self):
        """Keep out writers of parts and steps, to write these records themselves; what others did to parts is not seen.

        Two who went in beside others and then wrote the record would wait for each other for ever.
        """
        self._pass_gate("pg_advisory_xact_lock", _KEEP)

    def _shut_out(self):
        """Wait for the writers who are in, keep all others out until this transaction ends, and see all that they did.

        Where nothing is written yet, and no savepoint is open, which a commit would end, it commits and begins anew:
        call it first, for all records at once.

        :raises ConcurrencyError: if this transaction has written before and missed what others did; Odoo runs it again
        """
        cr = self.env.cr
        taken = cr.cache.setdefault(_TAKEN, {}).get(self._name, frozenset())
        new = self.browse(sorted({id_ for id_ in self._ids if id_} - taken))
        if not new:
            return
        cr.flush()
        # What waits for the end of the transaction would take a commit for it.
        waiting = any((cr.precommit, cr.postcommit, cr.prerollback, cr.postrollback))
        # So is what other code has locked until the end of the transaction.
        [(is_unwritten,)] = self.env.execute_query(
            SQL(
                """
                SELECT pg_current_xact_id_if_assigned() IS NULL
                   AND NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid())
                """
            )
        )
        if is_unwritten and not waiting and not is_within_savepoint(self.env):
            new._look_afresh()
        else:
            new._take()
            new._check_nothing_missed()
        cr.cache.setdefault(_TAKEN, {})[self._name] = taken.union(new._ids)

    def _take(self):
        """Keep out everybody else, and let PostgreSQL refuse whoever goes in later with a view from before."""
        self._pass_gate("pg_advisory_xact_lock", _TOUCH)

    def _look_afresh(self):
        """Begin a new transaction behind the closed gate: nothing was written, so only the old view is given up."""
        cr, gate, ids = self.env.cr, self._gate(), list(self._ids)
        say_in_words(self.env)
        close = SQL("SELECT pg_advisory_lock(%s) FROM (SELECT unnest(%s) AS id ORDER BY 1) record", gate, ids)
        try:
            cr.execute(close, log_exceptions=False)
            with keeping_settings(self.env):
                with same_try(self.env):
                    cr.commit()  # pylint: disable=invalid-commit; nothing is written yet
                self.env.transaction.reset()
                self._catch_up()
            self._take()  # by it the view begins, or by settings just before it, behind the closed gate as well
        except BaseException:
            cr.rollback()
            raise
        finally:
            # The gate of the session is open again, and that of the transaction closed: it was never open in between.
            cr.execute(SQL("SELECT pg_advisory_unlock(%s) FROM unnest(%s) AS record (id)", gate, ids))

    def _catch_up(self):
        """Do in transactions of their own what follows the commits of those who were in, while nobody is.

        Whoever comes late with it finds it done, and so is not in the way of the step. Nothing is read here through
        these records: their view has not begun.
        """

    def _pass_gate(self, gate, rows):
        """Queue at the gate, in the order of the ids, and then lock the rows.

        :param gate: the function of PostgreSQL that locks the gate
        :param rows: the statement that locks the rows

        :raises SerializationFailure: if a step or a writer of the records themselves was in after the view had begun
        """
        ids = sorted({id_ for id_ in self._ids if id_})
        if not ids:
            return
        say_in_words(self.env)
        query = """
            WITH gate AS MATERIALIZED (
                SELECT count(%(gate)s(%(key)s)) AS passed FROM (SELECT unnest(%(ids)s) AS id ORDER BY 1) record
            )
        """
        locking = SQL(query + rows, gate=SQL(gate), key=self._gate(), table=SQL.identifier(self._table), ids=ids)
        # That others were faster is no error.
        self.env.cr.execute(locking, log_exceptions=False)

    def _gate(self):
        """Return the two numbers that name the gate of `record`."""
        return SQL("%s::regclass::oid::int, record.id", self._table)

    def _check_nothing_missed(self):
        """Lock the parts as this transaction sees them, and compare them with those that a new view sees.

        :raises SerializationFailure: if others changed or removed one after the view of this transaction had begun
        :raises ConcurrencyError: if others added one
        """
        self.env.flush_all()
        seen = self.env.execute_query(self._select_parts("FOR SHARE"))
        if self._alters_tables():
            return
        with own_transaction(self.env.registry) as fresh:
            # What this transaction has removed it has locked, and so is skipped.
            fresh.execute(self._select_parts("FOR KEY SHARE SKIP LOCKED"))
            if not set(fresh.fetchall()) <= set(seen):
                raise ConcurrencyError(f"others added parts to {self}")

    def _alters_tables(self):
        """Tell whether this transaction changes tables of parts, as an installation or a new field does.

        Nobody else adds a part then, and a new connection would wait for this one for ever: PostgreSQL cannot see it.
        """
        tables = [self.env[model]._table for model in (self._name, *self._part_paths(), "ir.attachment")]
        [(alters,)] = self.env.execute_query(
            SQL(
                """
                SELECT EXISTS (
                    SELECT FROM pg_locks
                      JOIN pg_class ON pg_class.oid = pg_locks.relation
                     WHERE pid = pg_backend_pid() AND mode = 'AccessExclusiveLock' AND relname = ANY(%s)
                )
                """,
                tables,
            )
        )
        return alters

    def _select_parts(self, lock):
        """Return the query of all parts of these records and of their files, by model and id, locked as told."""
        paths = {self._name: "id", **self._part_paths()}
        found, union = [], []
        for number, (model, path) in enumerate(paths.items()):
            parts = self._select_part(model, path.split("."))
            files = SQL("SELECT id FROM ir_attachment WHERE res_model = %s AND res_id IN (%s)", model, parts)
            for kind, query in (("part", parts), ("file", files)):
                if path == "id" and kind == "part":
                    continue  # the records themselves are locked
                name = SQL.identifier(f"{kind}_{number}")
                found.append(SQL("%s AS MATERIALIZED (%s %s)", name, query, SQL(lock)))
                union.append(SQL("SELECT %s, id FROM %s", f"{kind} of {model}", name))
        return SQL("WITH %s %s", SQL(", ").join(found), SQL(" UNION ALL ").join(union))

    def _select_part(self, model, path):
        """Return the query of the ids of the records of `model` that belong to these by a path of fields."""
        column, *rest = path
        table = SQL.identifier(self.env[model]._table)
        if not rest:
            return SQL("SELECT id FROM %s WHERE %s = ANY(%s)", table, SQL.identifier(column), list(self._ids))
        above = self._select_part(self.env[model]._fields[column].comodel_name, rest)
        return SQL("SELECT id FROM %s WHERE %s IN (%s)", table, SQL.identifier(column), above)

    @api.model
    @tools.ormcache("self._name")
    def _part_paths(self):
        """Return the path of fields from each model of parts to these records."""
        paths = {}
        for name, cls in self.env.registry.items():
            if is_locked_model(self.env, name) and cls._lock_path:
                root = self.env[name]
                for field in cls._lock_path.split("."):
                    root = self.env[root._fields[field].comodel_name]
                if root._name == self._name:
                    paths[name] = cls._lock_path
        return paths
