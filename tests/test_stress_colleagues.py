"""Colleagues who save rows of one sheet at the same time, through a server of its own, with and without steps."""

import threading
import time
from collections import Counter
from functools import partial

from odoo.tests import tagged
from odoo.tests.common import new_test_user

from .cases import stress_case as stress
from .cases.mass import mass
from .cases.real_server import RealServer, Refused

EVALUATION = "agency.evaluation"
LINE = "agency.evaluation.line"
#: What the answer to a save tells: the row and the totals, as a form shows them.
SPECIFICATION = {
    "state": {},
    "self_points": {},
    "final_points": {},
    "line_ids": {"fields": {"self_points": {}, "status": {}}, "limit": 200},
}
#: How refusals in words begin to be raised: whatever else a user sees is a fault.
WORDS = ("odoo.exceptions.UserError", "odoo.exceptions.ValidationError", "odoo.exceptions.AccessError")


@tagged("-standard", "-at_install", "post_install", "agency_evaluation_stress")
class TestStressColleagues(stress.StressCase):
    prefix = "colleagues"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = RealServer(cls.database)
        cls.addClassCleanup(cls.server.stop)

    @classmethod
    def prepare(cls, env):
        result = super().prepare(env)
        cls.savers = [f"{cls.prefix}_saver_{number}" for number in range(mass(4, 10))]
        for login in cls.savers:
            user = new_test_user(env, login, groups="agency_evaluation.group_evaluator")
            env["hr.employee"].create({"name": login, "user_id": user.id, "department_id": cls.unit})
        return result

    def setUp(self):
        super().setUp()
        self.changed, self.asked = threading.Condition(), 0

    def wait_for_saves(self, count, threads):
        """Wait until as many saves more were asked for, refused ones too, or all savers are done."""
        with self.changed:
            wanted = self.asked + count
            self.changed.wait_for(lambda: self.asked >= wanted or not any(thread.is_alive() for thread in threads), 60)

    def leaves(self, evaluation_id):
        """Return the ids of the rows that are answered."""
        return self.in_transaction(
            lambda env: env[EVALUATION].browse(evaluation_id).line_ids.filtered(lambda line: not line.is_heading).ids
        )

    def log_in(self, name):
        """Return somebody who is logged in; the passwords of the tests are made of the logins."""
        login = f"{self.prefix}_{name}" if name in self.users else name
        return self.server.user(login, login)

    def save_rows(self, saver, evaluation_id, rows, saves, outcome):
        """Save as many times as told, on rows of one's own in turn, each time other points, and note what was kept."""
        told = dict.fromkeys(rows, 0.5)
        for turn in range(1, saves + 1):
            row, points = rows[turn % len(rows)], round(turn / 100, 2)
            seen = {"values": {LINE: {str(row): {"self_points": told[row], "status": "scored"}}}}
            values = {"line_ids": [[1, row, {"self_points": points, "status": "scored"}]]}
            began = time.monotonic()
            try:
                saver.call(
                    EVALUATION,
                    "web_save",
                    [evaluation_id],
                    values,
                    specification=SPECIFICATION,
                    context={"agency_seen": seen},
                )
                told[row] = points
                outcome["saved"] += 1
            except Refused as refused:
                outcome["refused" if refused.kind in WORDS else f"error {refused}"] += 1
            outcome["longest"] = max(outcome["longest"], time.monotonic() - began)
            with self.changed:
                self.asked += 1
                self.changed.notify_all()
        outcome["kept"] = told

    def save_together(self, evaluation_id, meanwhile=None):
        """Let all savers save, each on rows of their own, and do something `meanwhile`.

        :return: the counts of all, and the points of each row that were told to be saved
        """
        leaves = self.leaves(evaluation_id)
        count = len(self.savers)
        outcomes, threads = [], []
        for number, login in enumerate(self.savers):
            outcome = Counter()
            outcomes.append(outcome)
            work = (self.log_in(login), evaluation_id, leaves[number::count], mass(6, 20), outcome)
            threads.append(threading.Thread(target=self.save_rows, args=work))
        before = self.server.retries()
        for thread in threads:
            thread.start()
        if meanwhile:
            meanwhile(threads)
        for thread in threads:
            thread.join()
        kept, total = {}, Counter()
        for outcome in outcomes:
            kept.update(outcome.pop("kept"))
            total["longest"] = max(total["longest"], outcome.pop("longest"))
            total.update(outcome)
        after = self.server.retries()
        total["retries"], total["given up"] = after[0] - before[0], after[1] - before[1]
        return total, kept

    def assert_rows_are(self, evaluation_id, kept):
        """Check that each row has the points that were last told to be saved, and every total the sum of them."""

        def look(env):
            evaluation = env[EVALUATION].browse(evaluation_id)
            leaves = evaluation.line_ids.filtered(lambda line: not line.is_heading)
            self.assertEqual(dict(zip(leaves.ids, leaves.mapped("self_points"), strict=True)), kept)
            total = round(sum(kept.values()), 2)
            self.assertAlmostEqual(evaluation.self_points, total)
            self.assertEqual(env[EVALUATION].search_count([("id", "=", evaluation_id), ("self_points", "=", total)]), 1)
            for heading in evaluation.line_ids - leaves:
                below = leaves.filtered(lambda line, heading=heading: line.parent_id == heading)
                self.assertAlmostEqual(heading.self_points, sum(below.mapped("self_points")))

        self.in_transaction(look, user=None)

    def test_colleagues_save_different_rows_of_one_sheet(self):
        """Nobody waits for a second try, nobody is refused, nothing is lost."""
        evaluation_id = self.make_answered()
        total, kept = self.save_together(evaluation_id)
        saves = len(self.savers) * mass(6, 20)
        total.pop("longest")
        self.assertEqual(+total, Counter({"saved": saves}))
        self.assert_rows_are(evaluation_id, kept)

    def test_the_note_of_a_device_is_stored_before_the_request_begins(self):
        """So that a step which comes with it has written nothing: a request that is refused shows it."""
        evaluation_id, saver = self.make_answered(), self.log_in(self.savers[0])
        before = self.devices()
        with self.assertRaises(Refused):
            saver.call(EVALUATION, "action_cancel", [evaluation_id], "Nhầm")
        self.assertEqual(self.devices(), before + 1)

    def devices(self):
        return self.in_transaction(lambda env: env["res.device.log"].search_count([]), user=None)

    def submit_and_return(self, evaluation_id, people, steps, threads):
        """Let two submit at a time while others save, and the reviewer return it, until all savers are done."""
        *submitters, reviewer = people
        while any(thread.is_alive() for thread in threads):
            self.wait_for_saves(len(threads), threads)
            answers = []
            pressing = [
                threading.Thread(target=self.press, args=(submitter, evaluation_id, answers))
                for submitter in submitters
            ]
            for thread in pressing:
                thread.start()
            for thread in pressing:
                thread.join()
            steps.update(answers)
            self.look_at_submitted(evaluation_id, steps)
            self.wait_for_saves(len(threads), threads)
            self.look_at_submitted(evaluation_id, steps)
            reviewer.call(EVALUATION, "action_return", [evaluation_id], "Xem lại")
            steps["returned"] += 1

    def press(self, submitter, evaluation_id, answers):
        try:
            submitter.call(EVALUATION, "action_submit", [evaluation_id])
            answers.append("submitted")
        except Refused as refused:
            answers.append("refused" if refused.kind in WORDS else f"error {refused}")

    def look_at_submitted(self, evaluation_id, steps):
        """Note if a submitted sheet is not what the submission saw, by its rows."""

        def look(env):
            evaluation = env[EVALUATION].browse(evaluation_id)
            decision = evaluation.decision_ids.sorted("number")[-1:]
            rows = sum(evaluation.line_ids.filtered(lambda line: not line.is_heading).mapped("self_points"))
            steps["wrong"] += decision.step != "submit" or round(decision.self_points - rows, 2) != 0

        self.in_transaction(look, user=None)

    def test_steps_exclude_colleagues_and_miss_nothing_of_what_they_saved(self):
        """A sheet that is submitted is what its rows were; who comes late is told so, and nothing is lost."""
        people = [self.log_in(name) for name in ("evaluator", self.savers[0], "reviewer")]
        for _round in range(mass(1, 3)):
            evaluation_id, steps = self.make_answered(), Counter()
            total, kept = self.save_together(
                evaluation_id, partial(self.submit_and_return, evaluation_id, people, steps)
            )
            self.assertEqual(total.keys() - {"saved", "refused", "retries", "longest"}, {"given up"})
            self.assertEqual(total["given up"], 0)
            self.assertEqual(total["saved"] + total["refused"], len(self.savers) * mass(6, 20))
            self.assertEqual(steps["wrong"], 0)
            self.assertEqual(steps.keys(), {"submitted", "refused", "returned", "wrong"})
            self.assertEqual({steps["submitted"], steps["refused"]}, {steps["returned"]})
            self.assert_rows_are(evaluation_id, kept)
