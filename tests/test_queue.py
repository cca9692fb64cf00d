"""Tasks in the background as jobs of OCA queue_job, performed as its server does, in processes that are killed.

These tests are not among the standard ones, for they need that addon: `dev/test` gives them a database that has it.
"""

from contextlib import closing

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tests.common import new_test_user
from odoo.tools import mute_logger

from .cases import stress_case as stress
from .test_stress_background import TASK, BackgroundStressCase

try:
    from odoo.addons.queue_job.controllers.main import RunJobController
    from odoo.addons.queue_job.jobrunner.runner import Database
except ImportError:  # the addon is not installed, and nothing here is run
    RunJobController = Database = None

CHANNEL = "root.agency_evaluation"
RUN = "agency.evaluation.verification.run"


@tagged("-standard", "agency_evaluation_queue")
class TestQueue(BackgroundStressCase):
    prefix = "queue"

    def pending(self):
        """Return the jobs that wait, as their runner finds them: (uuid, channel)."""

        def look(env):
            jobs = env["queue.job"].search([("state", "=", "pending")], order="id")
            return [(job.uuid, job.channel) for job in jobs]

        return self.in_transaction(look, user=None)

    def begin(self, uuid):
        """Perform a job in a process of its own, as the runner and the server of queue_job do."""

        def perform(env):
            env.cr.execute("UPDATE queue_job SET state = 'enqueued', date_enqueued = now() WHERE uuid = %s", [uuid])
            env.cr.commit()
            job = RunJobController._acquire_job(env, uuid)
            RunJobController._try_perform_job(env, job)

        return stress.Child(self.database, perform, SUPERUSER_ID)

    def perform_all(self):
        """Perform what waits, and what that leaves to later jobs; return how many there were."""
        count = 0
        while jobs := self.pending():
            for uuid, _channel in jobs:
                child = self.begin(uuid)
                self.assertEqual(child.result(), stress.DONE)
                count += 1
        return count

    @mute_logger("odoo.addons.queue_job.jobrunner.runner")  # that a dead job is found is what is expected
    def test_each_piece_is_a_job_and_a_killed_one_is_done_again(self):
        ids = self.make_evaluations(4)
        task_id = self.ask_for_papers(ids)
        ((uuid, channel),) = self.pending()
        self.assertEqual(channel, CHANNEL)
        self.assertFalse(self.triggers(), "the scheduled action is left alone")
        with self.telling():
            self.assertEqual(self.begin(uuid).result(), stress.DONE)
        self.assertEqual((self.hear(), self.look(task_id)), (ids[:1], ("running", ids[:1])))
        ((uuid, _channel),) = self.pending()
        with self.telling(stop_at=ids[1]):
            child = self.begin(uuid)
            backend = child.backend()
            self.hear_until(ids[1])
            child.kill()
        self.wait_for_end_of(backend)
        self.assertEqual((self.pending(), self.look(task_id)), ([], ("running", ids[:1])))
        self.requeue_dead()
        self.assertEqual([job for job, _channel in self.pending()], [uuid])
        with self.telling():
            self.assertEqual(self.perform_all(), 3)
        self.assertEqual(self.hear(), ids[1:], "nothing is made twice")
        self.assertEqual(self.look(task_id), ("done", ids))

    def call(self, user, model, method, *arguments):
        """Call a method as a client does; what it did is kept."""
        return self.in_transaction(lambda env: call_kw(env[model], method, list(arguments), {}), user)

    @mute_logger("odoo.sql_db", "odoo.addons.queue_job.controllers.main")
    def test_no_job_does_what_its_client_may_not(self):
        """Whoever manages jobs may begin them again or give them to others, and brings about nothing else by that."""
        self.in_transaction(self.make_job_manager, user=None)
        ids = self.make_evaluations(2)
        task_id = self.ask_for_papers(ids)
        ((uuid, _channel),) = self.pending()
        job_id = self.in_transaction(lambda env: env["queue.job"].search([("uuid", "=", uuid)]).id, user=None)
        forged = {
            "uuid": "forged",
            "model_name": "agency.evaluation",
            "method_name": "_write_through",
            "state": "pending",
            "records": {"_type": "odoo_recordset", "model": "agency.evaluation", "ids": ids, "uid": 1, "su": True},
            "args": [{"state": "approved"}],
        }
        attempts = [
            ("queue.job", "create", [forged]),
            ("queue.job", "web_save", [], forged, {}),
            ("queue.job", "copy", [job_id]),
            ("queue.job", "unlink", [job_id]),
            *(("queue.job", "write", [job_id], {name: forged[name]}) for name in ("method_name", "records", "args")),
            ("queue.job", "write", [job_id], {"method_name": "unlink", "state": "done"}),
            (TASK, "_work_piece", [task_id]),
            (TASK, "_delay_piece", [task_id]),
        ]
        for user in ("jobs", "manager", "reviewer", "evaluator"):
            for model, method, *arguments in attempts:
                with self.subTest(user, model=model, method=method), self.assertRaises((AccessError, UserError)):
                    self.call(user, model, method, *arguments)
            self.assertFalse(self.call(user, "queue.job", "load", ["name"], [["x"]])["ids"])
        for user in ("manager", "reviewer", "evaluator"):
            for method in ("requeue", "button_done", "button_cancelled", "read"):
                with self.subTest(user, method=method), self.assertRaises(AccessError):
                    self.call(user, "queue.job", method, [job_id])
            with self.assertRaises(AccessError):
                self.call(user, "queue.requeue.job", "create", {"job_ids": [job_id]})
        self.assertEqual([(uuid, CHANNEL)], self.pending())
        # Whose rights count is with the task, and not with the job.
        self.call("jobs", "queue.job", "write", [job_id], {"user_id": self.users["evaluator"]})
        self.begin(uuid).result()
        self.assertEqual(self.look(task_id), ("waiting", []))
        self.in_transaction(lambda env: env[TASK]._cron_work(), user=None)
        self.assertEqual(self.look(task_id), ("done", ids))
        # What is done is done, however often it is begun again.
        self.call("jobs", "queue.job", "write", [job_id], {"user_id": SUPERUSER_ID})
        self.call("jobs", "queue.job", "requeue", [job_id])
        with self.telling():
            self.perform_all()
        self.assertEqual((self.hear(), self.look(task_id)), ([], ("done", ids)))

    def make_job_manager(self, env):
        user = new_test_user(env, f"{self.prefix}_jobs", groups="base.group_user,queue_job.group_queue_job_manager")
        self.users["jobs"] = user.id

    def test_what_a_job_has_left_behind_is_done_by_the_scheduled_action(self):
        ids = self.make_evaluations(2)
        task_id = self.ask_for_papers(ids)

        def lose(env):
            env["queue.job"].search([("state", "=", "pending")]).unlink()
            env[TASK]._cron_work()

        self.in_transaction(lose, user=None)
        self.assertEqual(self.look(task_id), ("done", ids))
        self.assertEqual(self.pending(), [])

    def test_everything_is_verified_by_jobs_too(self):
        ids = self.make_evaluations(2)
        run_id = self.in_transaction(lambda env: env[RUN].action_start()["res_id"], "manager")
        ((_uuid, channel),) = self.pending()
        self.assertEqual(channel, CHANNEL)
        self.assertGreaterEqual(self.perform_all(), 3)

        def look(env):
            run = env[RUN].browse(run_id)
            return run.state, run.evaluation_count, env["agency.evaluation"].search_count([("id", "in", ids)])

        state, verified, there = self.in_transaction(look, user=None)
        self.assertEqual((state, there), ("done", 2))
        self.assertGreaterEqual(verified, there)

    def triggers(self):
        def look(env):
            cron = env.ref("agency_evaluation.ir_cron_background")
            return env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])

        return self.in_transaction(look, user=None)

    def requeue_dead(self):
        """Let the runner of queue_job look for jobs whose process has died; it waits ten seconds for each."""

        def age(env):
            env.cr.execute("UPDATE queue_job SET date_enqueued = date_enqueued - interval '1 minute'")

        self.in_transaction(age, user=None)
        with closing(Database(self.database)) as database:
            database.requeue_dead_jobs()
