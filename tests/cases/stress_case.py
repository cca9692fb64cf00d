"""Processes that die, and that press at once: on a real database, with real commits.

The tests with them are not among the standard ones, for they leave their data behind: `dev/test` gives them a database
of their own.
"""

import os
import random
import select
import signal
import sys
import time
import traceback

import psycopg2

from odoo import SUPERUSER_ID, api, sql_db
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase
from odoo.tests.common import get_db_name, new_test_user

from .common import PDF, EvaluationCase

DONE, REFUSED, BROKEN = range(3)
#: How often the database is asked for what it tells nobody by itself, in seconds.
PAUSE = 0.02


class Child:
    """A process of its own that works in one transaction, as a server process does for one request."""

    def __init__(self, database, work, user_id):
        read_end, write_end = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            os.close(read_end)
            self._run(database, work, user_id, write_end)
        os.close(write_end)
        self._pipe = read_end

    def _run(self, database, work, user_id, pipe):
        # Connections of the parent are not ours: they are left alone, and new ones are made.
        sql_db._Pool = sql_db._Pool_readonly = None
        registry = Registry(database)
        registry._db = sql_db.db_connect(database)
        code = BROKEN
        try:
            while code == BROKEN:
                try:
                    with registry.cursor() as cr:
                        cr.execute("SELECT pg_backend_pid()")
                        os.write(pipe, f"{cr.fetchone()[0]}\n".encode())
                        work(api.Environment(cr, user_id, {}))
                    code = DONE
                except psycopg2.errors.SerializationFailure:
                    continue  # as Odoo's dispatcher, on the state that the other one left
                except UserError:
                    code = REFUSED
        except BaseException:  # whatever it is, the child must not go on as a second test runner
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)

    def backend(self):
        """Wait for the work to begin; return the process of its database connection."""
        select.select([self._pipe], [], [])
        return int(os.read(self._pipe, 4096).split()[0])

    def has_ended(self, seconds):
        """Wait so long for its end, or for another try; tell whether there is nothing more to come."""
        return bool(select.select([self._pipe], [], [], seconds)[0]) and not os.read(self._pipe, 4096)

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)
        self.result()

    def result(self):
        _pid, status = os.waitpid(self.pid, 0)
        os.close(self._pipe)
        return os.waitstatus_to_exitcode(status)


class StressCase(BaseCase):
    """Users, a unit and a criteria set that are committed, and processes that are killed."""

    #: What logins and codes begin with, for each class makes its own.
    prefix = "stress"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.database = get_db_name()
        cls.random = random.Random(20201231)
        with Registry(cls.database).cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"no_reset_password": True})
            cls.prepare(env)

    @classmethod
    def prepare(cls, env):
        """Make the users, the units and a published criteria set that all rounds share."""

        class Fixture(EvaluationCase):
            """The helpers of the other tests, on an environment that is committed."""

        Fixture.env = env
        roles = {
            "evaluator": "evaluator",
            "reviewer": "reviewer",
            "approver": "approver",
            "second": "approver",
            "manager": "manager",
        }
        users = {
            name: new_test_user(env, f"{cls.prefix}_{name}", groups=f"agency_evaluation.group_{role}")
            for name, role in roles.items()
        }
        cls.users = {name: user.id for name, user in users.items()}
        unit = env["hr.department"].create({"name": "Sở Thử tải"})
        env["hr.employee"].create({"name": "x", "user_id": users["evaluator"].id, "department_id": unit.id})
        cls.unit = unit.id
        criteria_set = Fixture.make_large_set(30, cls.prefix.upper(), publish=False)
        env["agency.evaluation.indicator"].create({"set_id": criteria_set.id, "code": "hop", "name": "Cuộc họp"})
        criteria_set.action_publish()
        cls.criteria_set = criteria_set.id
        cls.year = 2100

    def in_transaction(self, function, user="evaluator"):
        """Call a function in a committed transaction of its own."""
        with Registry(self.database).cursor() as cr:
            return function(api.Environment(cr, self.users.get(user, SUPERUSER_ID), {}))

    def make_answered(self, fact="5"):
        """Commit a draft whose rows are all answered and proved, and whose fact is stated; return its id."""
        type(self).year += 1

        def make(env):
            evaluation = env["agency.evaluation"].create(
                {"criteria_set_id": self.criteria_set, "department_id": self.unit, "year": self.year}
            )
            leaves = evaluation.line_ids.filtered(lambda line: not line.is_heading)
            leaves.write({"self_points": 0.5, "explanation": "Đã giải trình"})
            evaluation.fact_ids.entry = fact
            attachment = env["ir.attachment"].create(
                {
                    "name": "a.txt.pdf",
                    "raw": PDF + os.urandom(30).hex().encode(),
                    "res_model": "agency.evaluation.evidence",
                }
            )
            env["agency.evaluation.evidence"].create(
                {
                    "evaluation_id": evaluation.id,
                    "name": "Biên bản",
                    "confirms_no_secret": True,
                    "attachment_ids": attachment.ids,
                    "line_ids": leaves[:3].ids,
                }
            )
            return evaluation.id

        return self.in_transaction(make)

    def make_submitted(self):
        evaluation_id = self.make_answered()
        self.in_transaction(lambda env: env["agency.evaluation"].browse(evaluation_id).action_submit())
        return evaluation_id

    def assert_whole(self, evaluation_id, before, after, step):
        """Check that the evaluation is wholly as before the step, or wholly as after it; return whether it is after."""

        def look(env):
            evaluation = env["agency.evaluation"].browse(evaluation_id)
            self.assertIn(evaluation.state, (before, after))
            taken = evaluation.state == after
            self.assertEqual(len(evaluation.decision_ids.filtered(lambda decision: decision.step == step)), int(taken))
            self.assertEqual(len(evaluation.evidence_ids.attachment_ids), 1)
            self.assertTrue(evaluation.evidence_ids.attachment_ids.raw)
            leaves = evaluation.line_ids.filtered(lambda line: not line.is_heading)
            self.assertEqual(set(leaves.mapped("self_points")), {0.5})
            self.assert_sealed_as_it_is(evaluation)
            return taken

        return self.in_transaction(look, user=None)

    def assert_sealed_as_it_is(self, evaluation):
        self.assertEqual(bool(evaluation.seal), evaluation.state == "approved")
        if evaluation.seal:
            self.assertEqual(evaluation._seal_differences(), [])

    def wait_for_end_of(self, backend):
        """Wait until the database has noticed that the client of a connection is dead, and rolled back."""
        with Registry(self.database).cursor() as cr:
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline:
                cr.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [backend])
                if not cr.fetchone():
                    return
                cr.execute("SELECT pg_stat_clear_snapshot(), pg_sleep(%s)", [PAUSE])
        self.fail("the database keeps the transaction of a dead process")

    def wait_for_lock_of(self, child):
        """Wait until the connection of a process waits for another one."""
        backend = child.backend()
        with Registry(self.database).cursor() as cr:
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline:
                cr.execute("SELECT cardinality(pg_blocking_pids(%s))", [backend])
                if cr.fetchone()[0]:
                    return
                if child.has_ended(PAUSE):
                    break
        self.fail("nothing is waited for")

    def kill_within(self, evaluation_id, method, user, duration):
        """Take a step in a process that is killed at a random moment of it."""

        child = Child(self.database, self.work_of(evaluation_id, method), self.users[user])
        backend = child.backend()
        # The random moment is the subject of the test.
        time.sleep(self.random.uniform(0, duration))
        child.kill()
        self.wait_for_end_of(backend)

    def time_of(self, evaluation_id, method, user):
        """Take a step in a process that may finish; return how long it took, in seconds."""
        start = time.monotonic()
        child = Child(self.database, self.work_of(evaluation_id, method), self.users[user])
        self.assertEqual(child.result(), DONE)
        return time.monotonic() - start

    def work_of(self, evaluation_id, method):
        """Return the taking of a step, without the rendering of papers that follows once it is stored."""

        def work(env):
            getattr(env["agency.evaluation"].browse(evaluation_id), method)()
            env.cr.postcommit.clear()

        return work

    def make_approved(self):
        """Commit an approved evaluation whose papers are not rendered yet; return its id."""
        evaluation_id = self.make_submitted()
        self.in_transaction(lambda env: self.work_of(evaluation_id, "action_approve")(env), "approver")
        return evaluation_id

    def editions(self, evaluation_id):
        """Return the editions of the sheet that are kept, each of which can be read; the evaluation is intact."""

        def look(env):
            evaluation = env["agency.evaluation"].browse(evaluation_id)
            self.assert_sealed_as_it_is(evaluation)
            kept = evaluation.kept_paper_ids.filtered(lambda kept: kept.paper == "score_sheet")
            self.assertEqual({each._read_whole()[:5] for each in kept} - {b"%PDF-"}, set())
            return kept.mapped("edition")

        return self.in_transaction(look, user=None)
