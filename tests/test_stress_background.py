"""Tasks in the background when those who work them off are killed, and when several are at them at once."""

import os
import select
import signal
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import tagged
from odoo.tools import mute_logger

from .cases import stress_case as stress

TASK = "agency.evaluation.task"
SHEET = "agency_evaluation.report_score_sheet"
_CRON = "agency_evaluation.ir_cron_background"


class BackgroundStressCase(stress.StressCase):
    """Tasks that are committed, and processes of which is heard what they make."""

    prefix = "background"

    def setUp(self):
        super().setUp()
        read_end, self._made = os.pipe()
        self._heard = os.fdopen(read_end, "rb", buffering=0)
        self.addCleanup(self._heard.close)
        self.addCleanup(os.close, self._made)

    def make_evaluations(self, count):
        return [self.make_answered() for _number in range(count)]

    def ask_for_papers(self, ids):
        def ask(env):
            return env["agency.evaluation"].browse(ids).action_print_in_background(SHEET)["res_id"]

        return self.in_transaction(ask, "reviewer")

    def telling(self, stop_at=None):
        """Let each process tell what it is about to make, and the one that makes the evaluation `stop_at` hang.

        Processes that are begun meanwhile do so.
        """
        model = Registry(self.database)[TASK]
        make, made = model._make_file, self._made

        def tell(task, evaluation):
            os.write(made, f"{evaluation.id}\n".encode())
            if evaluation.id == stop_at:
                signal.pause()  # here it is killed
            return make(task, evaluation)

        return patch.object(model, "_make_file", tell)

    def hear_until(self, id_):
        """Wait until a process is about to make the file of an evaluation."""
        told = b""
        while f"{id_}\n".encode() not in told:
            ready, _, _ = select.select([self._heard], [], [], 60)
            self.assertTrue(ready, "nothing is made")
            told += os.read(self._heard.fileno(), 4096)
        return [int(line) for line in told.split()]

    def hear(self):
        """Return of which evaluations a file was made since."""
        told = b""
        while select.select([self._heard], [], [], 0)[0]:
            told += os.read(self._heard.fileno(), 4096)
        return [int(line) for line in told.split()]

    def look(self, task_id):
        """Return the state of a task, and what was made, in order."""

        def look(env):
            task = env[TASK].browse(task_id)
            return task.state, task.part_ids.filtered("has_file").evaluation_id.ids

        return self.in_transaction(look, user=None)


@tagged("-standard", "agency_evaluation_stress")
class TestStressBackground(BackgroundStressCase):
    def run_cron(self):
        """Run the scheduled action in a process of its own."""
        return stress.Child(self.database, lambda env: env.ref(_CRON).method_direct_trigger(), SUPERUSER_ID)

    def test_a_killed_job_goes_on_where_it_was(self):
        ids = self.make_evaluations(4)
        task_id = self.ask_for_papers(ids)
        with self.telling(stop_at=ids[2]):
            child = self.run_cron()
            backend = child.backend()
            self.assertEqual(self.hear_until(ids[2]), ids[:3])
            child.kill()
        self.wait_for_end_of(backend)
        self.assertEqual(self.look(task_id), ("running", ids[:2]), "what was made is stored, and no half of anything")
        with self.telling():
            child = self.run_cron()
            child.backend()
            self.assertEqual(child.result(), stress.DONE)
        self.assertEqual(self.hear(), ids[2:], "nothing is made twice")
        self.assertEqual(self.look(task_id), ("done", ids))

    @mute_logger("odoo.sql_db")  # that they find out about each other is what is expected
    def test_several_at_one_task_make_nothing_twice(self):
        ids = self.make_evaluations(6)
        task_id = self.ask_for_papers(ids)

        def work(env):
            env[TASK]._cron_work()

        with self.telling():
            children = [stress.Child(self.database, work, SUPERUSER_ID) for _number in range(3)]
            self.assertEqual({child.result() for child in children}, {stress.DONE})
            self.in_transaction(work, user=None)
        self.assertEqual(self.look(task_id), ("done", ids))

    def test_what_another_process_has_is_left_to_it(self):
        """Whoever is to work off one task alone does not ask for it again and again."""
        task_id = self.ask_for_papers(self.make_evaluations(2))
        looks = []

        def heed(task):
            looks.append(task.state)
            self.assertEqual(looks, ["waiting"], "nothing comes of looking again")

        with Registry(self.database).cursor() as other:
            self.assertTrue(api.Environment(other, SUPERUSER_ID, {})[TASK].browse(task_id)._take())
            self.assertFalse(self.in_transaction(lambda env: env[TASK].browse(task_id)._work_off(heed), user=None))
        self.assertEqual((looks, self.look(task_id)), (["waiting"], ("waiting", [])))
        self.in_transaction(lambda env: env[TASK].browse(task_id).action_cancel(), "reviewer")

    def test_it_is_stopped_while_it_is_worked_off(self):
        """Whoever stops it does not wait for what is being made, and nothing is begun afterwards."""
        ids = self.make_evaluations(3)
        task_id = self.ask_for_papers(ids)
        self.in_transaction(lambda env: env[TASK].browse(task_id)._do_some(), user=None)

        def cancel(env):
            env.cr.execute("SET LOCAL lock_timeout = '60s'")  # who waits all the same is not to wait for ever
            env[TASK].browse(task_id).action_cancel()

        with self.telling(stop_at=ids[1]):
            child = self.run_cron()
            backend = child.backend()
            self.hear_until(ids[1])
            self.in_transaction(cancel, "reviewer")
            child.kill()
        self.wait_for_end_of(backend)
        self.in_transaction(lambda env: env[TASK]._cron_work(), user=None)
        self.assertEqual(self.look(task_id), ("cancelled", ids[:1]))
