"""What holds when processes die and when many press at once: on a real database, with real commits.

These tests are not among the standard ones, for they leave their data behind: `dev/test` gives them a database of
their own.
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
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name, new_test_user
from odoo.tools import mute_logger

from ..models.editing.conflict import ChangedMeanwhile
from ..models.editing.seen import KEY
from .cases.common import PDF, EvaluationCase
from .cases.mass import mass

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


@tagged("-standard", "-at_install", "post_install", "agency_evaluation_stress")
class TestStress(StressCase):
    @mute_logger("odoo.sql_db")  # serialization failures are what is expected
    def test_many_print_at_once(self):
        """Rounds of 8 processes that print what nobody has printed yet: one of them renders it for all."""
        for _round in range(mass(2, 10)):
            evaluation_id = self.make_approved()

            def print_it(env, id_=evaluation_id):
                env["agency.evaluation"].browse(id_)._official_paper("score_sheet")._read_whole()

            children = [Child(self.database, print_it, self.users["reviewer"]) for _child in range(8)]
            self.assertEqual([child.result() for child in children], [DONE] * 8)
            self.assertEqual(self.editions(evaluation_id), [1])

    def test_a_process_that_is_killed_while_it_renders_leaves_no_half_of_a_paper(self):
        evaluation_id = self.make_approved()

        def print_it(env, id_=evaluation_id):
            env["agency.evaluation"].browse(id_)._official_paper("score_sheet")

        start = time.monotonic()
        self.assertEqual(Child(self.database, print_it, self.users["reviewer"]).result(), DONE)
        duration = time.monotonic() - start
        for _round in range(mass(3, 20)):
            evaluation_id = self.make_approved()
            child = Child(self.database, lambda env, id_=evaluation_id: print_it(env, id_), self.users["reviewer"])
            backend = child.backend()
            # The random moment is the subject of the test.
            time.sleep(self.random.uniform(0, duration))
            child.kill()
            self.wait_for_end_of(backend)
            self.assertIn(self.editions(evaluation_id), ([], [1]))
            self.in_transaction(lambda env, id_=evaluation_id: print_it(env, id_), "reviewer")
            self.assertEqual(self.editions(evaluation_id), [1])

    @mute_logger("odoo.sql_db")  # a serialization failure is what is expected
    def test_an_approval_is_followed_by_its_papers(self):
        """A paper is rendered once the approval is stored, in a transaction of its own."""
        evaluation_id = self.make_submitted()
        self.in_transaction(lambda env: env["agency.evaluation"].browse(evaluation_id).action_approve(), "approver")
        self.assertEqual(self.editions(evaluation_id), [1])

    def test_a_killed_process_leaves_all_or_nothing(self):
        """Kill the process while it submits and while it approves, until it was too early and too late for each."""
        evaluation_id = self.make_answered()
        submitting = self.time_of(evaluation_id, "action_submit", "evaluator")
        approving = self.time_of(evaluation_id, "action_approve", "approver")
        outcomes = {"submit": [], "approve": []}
        for tried in range(25):
            if tried >= mass(4, 25) and all(set(taken) == {True, False} for taken in outcomes.values()):
                break
            evaluation_id = self.make_answered()
            self.kill_within(evaluation_id, "action_submit", "evaluator", submitting * 1.2)
            taken = self.assert_whole(evaluation_id, "draft", "submitted", "submit")
            outcomes["submit"].append(taken)
            if not taken:
                self.in_transaction(lambda env, id_=evaluation_id: env["agency.evaluation"].browse(id_).action_submit())
            self.kill_within(evaluation_id, "action_approve", "approver", approving * 1.2)
            outcomes["approve"].append(self.assert_whole(evaluation_id, "submitted", "approved", "approve"))
        for step, taken in outcomes.items():
            self.assertEqual({True, False}, set(taken), f"{step}: the moments were not spread over the step")

    @mute_logger("odoo.sql_db")  # serialization failures are what is expected
    def test_many_press_at_once(self):
        """Rounds of 20 processes that approve, review, return and edit one evaluation at the same time."""
        approved, rounds = 0, mass(8, 100)
        for _round in range(rounds):
            evaluation_id = self.make_submitted()
            children = [
                Child(self.database, self.random_work(evaluation_id, role), self.users[role])
                for role in self.random.sample(
                    ["approver"] * 4 + ["second"] * 4 + ["reviewer"] * 8 + ["evaluator"] * 4, 20
                )
            ]
            results = [child.result() for child in children]
            self.assertNotIn(BROKEN, results)
            approved += self.in_transaction(lambda env, id_=evaluation_id: self.look_at(env, id_), user=None)
        self.assertGreater(approved, rounds // 2, "most rounds end with an approval")

    @mute_logger("odoo.sql_db")  # serialization failures are what is expected
    def test_many_revise_at_once(self):
        """Rounds of 8 processes that revise one approved evaluation at the same time: one of them does."""
        for _round in range(mass(3, 10)):
            evaluation_id = self.make_submitted()
            self.in_transaction(
                lambda env, id_=evaluation_id: env["agency.evaluation"].browse(id_).action_approve(), "approver"
            )
            children = [
                Child(
                    self.database,
                    lambda env, id_=evaluation_id: env["agency.evaluation"].browse(id_).action_revise("Sửa"),
                    self.users["manager"],
                )
                for _child in range(8)
            ]
            self.assertEqual(sorted(child.result() for child in children), [DONE] + [REFUSED] * 7)

            def look(env, id_=evaluation_id):
                evaluation = env["agency.evaluation"].browse(id_)
                self.assertEqual(evaluation.revision_ids.mapped("revision"), [2])
                self.assertEqual(
                    evaluation.revision_ids.evidence_ids.attachment_ids.mapped("file_size"), [len(PDF) + 60]
                )
                self.assert_sealed_as_it_is(evaluation)

            self.in_transaction(look, user=None)

    @mute_logger("odoo.sql_db")  # serialization failures are what is expected
    def test_many_take_one_period_at_once(self):
        """Rounds of 8 processes that make, move or reopen evaluations of overlapping periods: one of them does."""
        for _round in range(mass(3, 10)):
            type(self).year += 1
            year = self.year

            def make(env, month=1, year=year):
                return env["agency.evaluation"].create(
                    {
                        "criteria_set_id": self.criteria_set,
                        "department_id": self.unit,
                        "date_from": f"{year}-{month:02d}-01",
                        "date_to": f"{year}-{month + 2:02d}-28",
                    }
                )

            moved = self.in_transaction(lambda env, make=make: make(env, 9).id)
            cancelled = self.in_transaction(lambda env, make=make: make(env, 3).id)
            self.in_transaction(
                lambda env, id_=cancelled: env["agency.evaluation"].browse(id_).action_cancel("Nhầm kỳ"), "manager"
            )

            def move(env, id_=moved, year=year):
                values = {"date_from": f"{year}-02-01", "date_to": f"{year}-04-30"}
                env["agency.evaluation"].browse(id_).write(values)

            def reopen(env, id_=cancelled):
                env["agency.evaluation"].browse(id_).action_draft()

            works = [(make, "evaluator")] * 6 + [(move, "evaluator"), (reopen, "manager")]
            self.random.shuffle(works)
            children = [Child(self.database, work, self.users[user]) for work, user in works]
            self.assertEqual(sorted(child.result() for child in children), [DONE] + [REFUSED] * 7)

            def look(env, year=year):
                domain = [
                    ("department_id", "=", self.unit),
                    ("year", "=", year),
                    ("state", "!=", "cancelled"),
                    ("date_from", "<", f"{year}-06-01"),
                ]
                self.assertEqual(env["agency.evaluation"].search_count(domain), 1)

            self.in_transaction(look, user=None)

    @mute_logger("odoo.sql_db")  # a serialization failure is what is expected
    def test_who_made_one_meanwhile_is_seen_although_the_other_had_looked_before(self):
        """Both look, one makes the quarter and commits, the other makes the overlapping one: it starts again."""
        type(self).year += 1
        values = {"criteria_set_id": self.criteria_set, "department_id": self.unit, "date_from": f"{self.year}-01-01"}
        with Registry(self.database).cursor() as early, Registry(self.database).cursor() as late:
            for cr in (early, late):
                cr.execute("SELECT count(*) FROM agency_evaluation")
            first, second = (api.Environment(cr, self.users["evaluator"], {}) for cr in (early, late))
            first["agency.evaluation"].create({**values, "date_to": f"{self.year}-03-31"})
            early.commit()
            with self.assertRaises(psycopg2.errors.SerializationFailure):
                second["agency.evaluation"].create({**values, "date_to": f"{self.year}-04-15"})
            late.rollback()
            second.invalidate_all()
            with self.assertRaises(UserError):
                second["agency.evaluation"].create({**values, "date_to": f"{self.year}-04-15"})

    def save_row(self, env, evaluation_id, points, seen):
        """Save the points of a row as a form does that had loaded `seen`."""
        line = env["agency.evaluation"].browse(evaluation_id).line_ids.filtered(lambda line: not line.is_heading)[0]
        plain = {"values": {line._name: {str(line.id): {"self_points": seen, "status": "scored"}}}}
        line.with_context(**{KEY: plain}).web_save({"self_points": points, "status": "scored"}, {})
        env.flush_all()  # as a request does at its end

    def save_fact(self, env, evaluation_id, entry):
        """State a fact for the first time, as a form does that had loaded it blank."""
        fact = env["agency.evaluation"].browse(evaluation_id).fact_ids[0]
        fact.with_context(**{KEY: {"values": {fact._name: {str(fact.id): {"entry": ""}}}}}).web_save(
            {"entry": entry}, {}
        )
        env.flush_all()

    @mute_logger("odoo.sql_db")  # a serialization failure is what is expected
    def test_who_saves_second_sees_what_the_first_saved_although_he_had_looked_before(self):
        """Both look, one saves and commits, the other saves: he starts again, and is told."""
        evaluation_id = self.make_answered(fact=False)
        saves = [
            (
                lambda env: self.save_row(env, evaluation_id, 0.75, 0.5),
                lambda env: self.save_row(env, evaluation_id, 0.25, 0.5),
            ),
            (lambda env: self.save_fact(env, evaluation_id, "7"), lambda env: self.save_fact(env, evaluation_id, "8")),
        ]
        for save_first, save_second in saves:
            with Registry(self.database).cursor() as early, Registry(self.database).cursor() as late:
                for cr in (early, late):
                    cr.execute("SELECT count(*) FROM agency_evaluation")
                first, second = (api.Environment(cr, self.users["evaluator"], {}) for cr in (early, late))
                save_first(first)
                early.commit()
                with self.assertRaises(psycopg2.errors.SerializationFailure):
                    save_second(second)
                late.rollback()
                second.invalidate_all()
                with self.assertRaises(ChangedMeanwhile) as caught:
                    save_second(second)
                self.assertEqual(len(caught.exception.context["conflicts"]), 1)

    @mute_logger("odoo.sql_db")  # a serialization failure is what is expected
    def test_who_waits_for_another_save_is_told_what_it_brought(self):
        """One saves without committing yet, the other waits in a process of its own: he does not overwrite it."""
        evaluation_id = self.make_answered()
        with Registry(self.database).cursor() as early:
            self.save_row(api.Environment(early, self.users["evaluator"], {}), evaluation_id, 0.75, 0.5)
            child = Child(
                self.database, lambda env: self.save_row(env, evaluation_id, 0.25, 0.5), self.users["evaluator"]
            )
            self.wait_for_lock_of(child)
            early.commit()
        self.assertEqual(child.result(), REFUSED)
        row = self.in_transaction(
            lambda env: (
                env["agency.evaluation"]
                .browse(evaluation_id)
                .line_ids.filtered(lambda line: not line.is_heading)[0]
                .self_points
            )
        )
        self.assertEqual(row, 0.75)

    def random_work(self, evaluation_id, role):
        row, points = self.random.randrange(25), self.random.randrange(100) / 100

        def work(env):
            evaluation = env["agency.evaluation"].browse(evaluation_id)
            if role in ("approver", "second"):
                evaluation.action_approve()
            else:
                leaf = evaluation.line_ids.filtered(lambda line: not line.is_heading)[row]
                if role == "reviewer":
                    leaf.write({"review_points": points, "review_note": "Theo tài liệu"})
                else:
                    leaf.write({"self_points": points})

        return work

    def look_at(self, env, evaluation_id):
        """Check that an evaluation was approved at most once, and is what was sealed; return whether it is approved."""
        evaluation = env["agency.evaluation"].browse(evaluation_id)
        approvals = evaluation.decision_ids.filtered(lambda decision: decision.step == "approve")
        self.assertEqual(len(approvals), int(evaluation.state == "approved"))
        self.assert_sealed_as_it_is(evaluation)
        leaves = evaluation.line_ids.filtered(lambda line: not line.is_heading)
        self.assertEqual(set(leaves.mapped("self_points")), {0.5}, "what is submitted was not edited")
        return evaluation.state == "approved"
