"""Totals after commits: under savers that meet, when the refresh fails, and when it is never reached."""

import os
import signal
import time
from contextlib import contextmanager
from unittest.mock import patch

from psycopg2.errors import LockNotAvailable

from odoo import api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service import model as service
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.lock import own_transaction
from ..models.sheet import evaluation_totals
from ..models.sheet.total import TOTALS
from .cases import stress_case as stress
from .cases.mass import mass

_LOGGER = "odoo.addons.agency_evaluation.models.sheet.evaluation_totals"


@tagged("-standard", "-at_install", "post_install", "agency_evaluation_stress")
class TestStressTotals(stress.StressCase):
    prefix = "totals"

    def score(self, evaluation_id, place, points):
        """Return work that scores one row."""

        def work(env):
            leaves = env["agency.evaluation"].browse(evaluation_id).line_ids.filtered(lambda line: not line.is_heading)
            leaves[place].self_points = points

        return work

    def assert_right(self, evaluation_id, is_right=True):
        """Check the stored totals against what the rows come to; return the own points stored."""

        def look(env):
            evaluation = env["agency.evaluation"].browse(evaluation_id)
            now = evaluation._totals_now()
            stored = evaluation.total_id.read(TOTALS)[0]
            stored.pop("id")
            (self.assertEqual if is_right else self.assertNotEqual)(stored, now)
            return stored["self_points"]

        return self.in_transaction(look, user=None)

    @mute_logger("odoo.sql_db")  # savers may still be refused for the header, and come again
    def test_savers_of_one_sheet_leave_the_right_totals(self):
        for _round in range(mass(2, 40)):
            evaluation_id = self.make_answered()
            children = [
                stress.Child(self.database, self.score(evaluation_id, place, 0.25), self.users["evaluator"])
                for place in range(8)
            ]
            self.assertEqual([child.result() for child in children], [stress.DONE] * 8)
            self.assert_right(evaluation_id)

    def test_who_comes_last_has_seen_every_save(self):
        """A refresh that waits for an older one starts from what was committed meanwhile."""
        evaluation_id = self.make_answered()
        before = self.assert_right(evaluation_id)
        with Registry(self.database).cursor() as older:
            older.execute(
                "UPDATE agency_evaluation_total SET self_points = 1 WHERE evaluation_id = %s", [evaluation_id]
            )
            saver = stress.Child(self.database, self.score(evaluation_id, 0, 0.25), self.users["evaluator"])
            self.wait_for_a_waiter()
            # Another save, whose own refresh is still to come.
            self.in_transaction(self.without_refresh(self.score(evaluation_id, 1, 0.25)))
            older.commit()
        self.assertEqual(saver.result(), stress.DONE)
        self.assertEqual(self.assert_right(evaluation_id), before - 0.5)

    def without_refresh(self, work):
        def work_alone(env):
            work(env)
            env.cr.postcommit.clear()

        return work_alone

    def wait_for_a_waiter(self):
        """Wait until somebody waits for the row of totals."""
        with Registry(self.database).cursor() as cr:
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline:
                cr.execute(
                    "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
                    " AND query ILIKE '%agency_evaluation_total%'"
                )
                if cr.fetchone():
                    return
                cr.execute("SELECT pg_stat_clear_snapshot(), pg_sleep(%s)", [stress.PAUSE])
        self.fail("nobody waits for the row of totals")

    @contextmanager
    def in_the_way(self, evaluation_id):
        """Hold the totals as somebody does who never ends: they may wait for the very process that is to store them.

        PostgreSQL does not see a circle of waiting over two connections of one process.
        """
        with Registry(self.database).cursor() as holder, patch.object(own_transaction, "PATIENCE", "100ms"):
            # Whoever waits for it nonetheless hangs no longer than that, and is seen to have waited.
            holder.execute("SET LOCAL idle_in_transaction_session_timeout = '20s'")
            holder.execute("SELECT FROM agency_evaluation_total WHERE evaluation_id = %s FOR UPDATE", [evaluation_id])
            yield
            holder.execute("SELECT 1")

    @mute_logger("odoo.sql_db")  # the refusal of the database is what is expected
    def test_a_refresh_waits_for_nobody_for_ever(self):
        evaluation_id = self.make_answered()
        with self.in_the_way(evaluation_id), self.assertLogs(_LOGGER, "WARNING") as logged:
            self.in_transaction(self.score(evaluation_id, 0, 0.25))
        self.assertIn(f"Totals of evaluations [{evaluation_id}] are old", logged.output[0])
        self.assert_right(evaluation_id, is_right=False)
        with self.in_the_way(evaluation_id), mute_logger(_LOGGER):
            self.in_transaction(lambda env: env["agency.evaluation"]._cron_mend_totals(), user=None)
        self.assert_right(evaluation_id, is_right=False)
        self.in_transaction(self.score(evaluation_id, 1, 0.25))
        self.assert_right(evaluation_id)

    @mute_logger("odoo.sql_db", "odoo.service.model")  # the refusal of the database is what is expected
    def test_a_step_waits_for_no_totals_for_ever(self):
        """It is run again, refused in words as others are who meet, and leaves no lock."""
        evaluation_id = self.make_answered()
        self.in_transaction(self.without_refresh(self.score(evaluation_id, 0, 0.25)))
        with self.in_the_way(evaluation_id), Registry(self.database).cursor() as cr:
            evaluation = api.Environment(cr, self.users["evaluator"], {})["agency.evaluation"].browse(evaluation_id)
            with patch.object(service.random, "uniform", return_value=0), self.assertRaises(UserError) as caught:
                service.retrying(evaluation.action_submit, evaluation.env)
            self.assertIsInstance(caught.exception.__cause__, LockNotAvailable)
            self.assertIn("Nothing of yours was saved", str(caught.exception))
            cr.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
            self.assertEqual(cr.fetchone()[0], 0)
        self.in_transaction(lambda env: env["agency.evaluation"].browse(evaluation_id).action_submit())
        self.assert_right(evaluation_id)

    @mute_logger("odoo.sql_db")  # the refusal of the database is what is expected
    def test_a_refresh_that_fails_loses_no_save_and_is_mended(self):
        evaluation_id = self.make_answered()
        with Registry(self.database).cursor() as cr:
            cr.execute("ALTER TABLE agency_evaluation_total ADD CONSTRAINT broken CHECK (self_points > 1000) NOT VALID")
        try:
            with self.assertLogs(_LOGGER, "WARNING") as logged:
                self.in_transaction(self.score(evaluation_id, 0, 0.25))
            self.assertIn(f"Totals of evaluations [{evaluation_id}] are old", logged.output[0])
        finally:
            with Registry(self.database).cursor() as cr:
                cr.execute("ALTER TABLE agency_evaluation_total DROP CONSTRAINT broken")
        own = self.assert_right(evaluation_id, is_right=False)
        self.in_transaction(lambda env: env["agency.evaluation"]._cron_mend_totals(), user=None)
        self.assertEqual(self.assert_right(evaluation_id), own - 0.25)

    def test_a_process_that_is_killed_after_its_commit_leaves_the_totals_to_the_next_save(self):
        evaluation_id = self.make_answered()

        def work(env):
            self.score(evaluation_id, 0, 0.25)(env)
            with patch.object(evaluation_totals, "refresh_totals", side_effect=lambda *_: os.kill(os.getpid(), 9)):
                env.cr.commit()

        child = stress.Child(self.database, work, self.users["evaluator"])
        backend = child.backend()
        self.assertEqual(child.result(), -signal.SIGKILL)
        self.wait_for_end_of(backend)
        self.assert_right(evaluation_id, is_right=False)
        self.in_transaction(self.score(evaluation_id, 1, 0.25))
        self.assert_right(evaluation_id)

    def test_what_is_approved_is_mended_by_nobody(self):
        evaluation_id = self.make_approved()
        with Registry(self.database).cursor() as cr:
            cr.execute("UPDATE agency_evaluation_total SET self_points = 1 WHERE evaluation_id = %s", [evaluation_id])
        self.in_transaction(lambda env: env["agency.evaluation"]._cron_mend_totals(), user=None)
        self.assertEqual(self.assert_right(evaluation_id, is_right=False), 1.0)
        [difference] = self.in_transaction(
            lambda env: env["agency.evaluation"].browse(evaluation_id)._seal_differences(), user=None
        )
        self.assertIn("Self Points was", difference)
