"""The chain of events and the verification of everything, under many processes and when they are killed."""

import itertools
import json
import os
import signal
import subprocess
import sys
import time
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.events import event_chain
from .cases import stress_case as stress
from .cases.mass import mass
from .cases.memory import MEGABYTE, PeakMemory

EVENT, CHAIN = "agency.evaluation.event", "agency.evaluation.event.chain"
RUN = "agency.evaluation.verification.run"


@tagged("-standard", "-at_install", "post_install", "agency_evaluation_stress")
class TestStressEvents(stress.StressCase):
    prefix = "events"

    @classmethod
    def prepare(cls, env):
        result = super().prepare(env)
        cls.company = env["res.company"].create({"name": "Tỉnh thử tải"}).id
        return result

    def record(self, count, kill=None):
        """Return work that keeps events in as many transactions of their own, each with the company's chain."""

        def work(env):
            for number in range(count):
                with env.registry.cursor() as cr:
                    inner = api.Environment(cr, env.uid, {})
                    company = inner["res.company"].browse(self.company)
                    inner[EVENT]._record(company, [("export", None, {"process": os.getpid(), "number": number})])

        return work

    def start(self, work):
        return stress.Child(self.database, work, SUPERUSER_ID)

    def look(self):
        """Return how many events are linked, and how many wait; all that are linked are a whole chain."""

        def look(env):
            company = env["res.company"].browse(self.company)
            chain = env[CHAIN]._of(company)
            if not chain:
                return 0, env[CHAIN]._waiting(company)
            self.assertEqual(chain._check()[0], [])
            linked = env[EVENT].search([("company_id", "=", self.company), ("number", ">", 0)], order="number")
            self.assertEqual(linked.mapped("number"), list(range(1, chain.count + 1)))
            return chain.count, env[CHAIN]._waiting(company)

        return self.in_transaction(look, user=None)

    def test_many_processes_make_one_chain(self):
        """No event is lost, none is left unlinked, and none of their users hears of the others."""
        processes, each = mass(6, 16), mass(20, 200)
        before, _waiting = self.look()
        children = [self.start(self.record(each)) for _child in range(processes)]
        self.assertEqual([child.result() for child in children], [stress.DONE] * processes)
        self.assertEqual(self.look(), (before + processes * each, 0))

    def test_nobody_waits_for_who_has_the_chain(self):
        self.start(self.record(1)).result()
        before, _waiting = self.look()
        with Registry(self.database).cursor() as cr:
            cr.execute("SELECT 1 FROM agency_evaluation_event_chain WHERE company_id = %s FOR UPDATE", [self.company])
            child = self.start(self.record(3))
            self.assertEqual(child.result(), stress.DONE)
            self.assertEqual(self.look(), (before, 3))
        event_chain.link_waiting(self.database, {self.company})
        self.assertEqual(self.look(), (before + 3, 0))

    def test_a_process_that_is_killed_after_its_commit_leaves_its_event_to_others(self):
        self.start(self.record(1)).result()
        before, _waiting = self.look()
        for step in ("_link_next", "execute_values"):

            def work(env, step=step):
                with patch.object(event_chain, step, side_effect=lambda *_: os.kill(os.getpid(), signal.SIGKILL)):
                    self.record(1)(env)

            child = self.start(work)
            backend = child.backend()
            self.assertEqual(child.result(), -signal.SIGKILL)
            self.wait_for_end_of(backend)
        self.assertEqual(self.look(), (before, 2))
        self.in_transaction(lambda env: env[CHAIN]._cron_link(), user=None)
        self.assertEqual(self.look(), (before + 2, 0))

    @mute_logger("odoo.sql_db")
    def test_processes_that_are_killed_at_any_moment(self):
        for _round in range(mass(3, 20)):
            children = [self.start(self.record(10_000)) for _child in range(4)]
            backends = [child.backend() for child in children]
            # The random moment is the subject of the test.
            time.sleep(self.random.uniform(0.2, 1.5))
            for child in children:
                child.kill()
            for backend in backends:
                self.wait_for_end_of(backend)
            linked, waiting = self.look()
            self.assertEqual(self.start(self.record(1)).result(), stress.DONE)
            self.wait_for_links()
            after, left = self.look()
            self.assertEqual(left, 0)
            self.assertGreaterEqual(after, linked + waiting + 1)
        self.assertGreater(after, 50)

    def wait_for_links(self):
        """Wait for connections of dead processes that hold the chain still, and link what they left."""
        deadline = time.monotonic() + 60
        while self.look()[1] and time.monotonic() < deadline:
            event_chain.link_waiting(self.database, {self.company})

    def command(self, *arguments):
        """Run the command as an administrator does; return its exit code, and what it prints for programs."""
        command = [sys.executable, "-m", "odoo", "agency_verify", "-d", self.database, "--json", *arguments]
        answer = subprocess.run(command, capture_output=True, text=True)
        return answer.returncode, json.loads(answer.stdout or "null")

    def test_the_command_ends_with_a_code_of_its_own(self):
        company = self.in_transaction(lambda env: env["res.company"].create({"name": "Tỉnh có lệnh"}).id, user=None)
        chosen = ("--company", str(company))

        def record(env):
            env[EVENT]._record(env["res.company"].browse(company), [("export", None, {})] * 3)

        self.assertEqual(self.start(record).result(), stress.DONE)
        code, ((summary,)) = self.command(*chosen)
        self.assertEqual((code, summary["right"], summary["chain"]["entries"]), (0, True, 3))
        with Registry(self.database).cursor() as cr:
            cr.execute("DELETE FROM agency_evaluation_event WHERE company_id = %s AND number = 2", [company])
        code, ((summary,)) = self.command(*chosen)
        self.assertEqual((code, summary["right"]), (1, False))
        # What was before entry 3 is missing, so that it follows nothing.
        self.assertEqual((summary["chain"]["fault_count"], len(summary["chain"]["faults"])), (2, 2))
        self.assertEqual(self.command("--company", "999999"), (2, None))

    def make_sealed(self, count):
        """Commit evaluations of a company of their own that are sealed, a hundred at a time."""

        def make(env, first, number):
            unit = env["hr.department"].create({"name": f"Đơn vị {first}", "company_id": self.company})
            criteria_set = env["agency.evaluation.criteria.set"].browse(self.criteria_set)
            evaluations = env["agency.evaluation"].create(
                [
                    {
                        "criteria_set_id": criteria_set.id,
                        "department_id": unit.id,
                        "date_from": f"{2200 + year}-01-01",
                        "date_to": f"{2200 + year}-12-31",
                        "user_id": False,
                    }
                    for year in range(number)
                ]
            )
            for evaluation in evaluations:
                evaluation._record_decision("submit", None)
                evaluation._seal()

        for first in range(0, count, 100):
            self.in_transaction(lambda env, first=first: make(env, first, min(100, count - first)), user=None)

    def test_everything_is_verified_at_the_same_cost_each_and_goes_on_after_a_kill(self):
        seals = mass(30, 1000)
        self.make_sealed(seals)

        def wait_after(count):
            """However fast the machine is, three processes leave some to verify: each waits to be killed."""
            steps = itertools.count(1)
            return lambda _run: next(steps) < count or signal.pause()

        def begin(env):
            return env[RUN]._resumable(env["res.company"].browse(self.company)).id

        run_id = self.in_transaction(begin, user=None)
        for _kill in range(3):
            child = self.start(lambda env: env[RUN].browse(run_id)._work_off(wait_after(seals // 4)))
            backend = child.backend()
            time.sleep(self.random.uniform(0.1, 1.0))
            child.kill()
            self.wait_for_end_of(backend)
        done = self.in_transaction(lambda env: env[RUN].browse(run_id).evaluation_count, user=None)
        costs, peaks = [], []
        with Registry(self.database).cursor() as cr:
            run = api.Environment(cr, SUPERUSER_ID, {})[RUN].browse(run_id)
            is_done = run.state == "done"
            while not is_done:
                before = cr.sql_log_count
                with PeakMemory() as memory:
                    is_done = run._do_some()
                costs.append(cr.sql_log_count - before)
                peaks.append(memory.bytes)
                run.env["ir.cron"]._commit_progress()
            self.assertTrue(run.is_right, run._summary())
            self.assertEqual((run.seal_count, len(run.result_ids.evaluation_id)), (seals, seals))
            self.assertEqual(len(run.result_ids), seals)
        self.assertLess(done, seals, "it was killed before it was done")
        costs = costs[2 : seals - done]
        self.assertLessEqual(max(costs) - min(costs), 3, (min(costs), max(costs)))
        late = peaks[len(peaks) // 2 :]
        self.assertLess(sum(late), 8 * MEGABYTE, "memory does not grow with what was verified")
