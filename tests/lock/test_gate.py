from unittest.mock import patch

import psycopg2

from odoo import api
from odoo.exceptions import ConcurrencyError, UserError
from odoo.modules.registry import Registry
from odoo.service import model as service
from odoo.tests import tagged
from odoo.tests.common import new_test_user
from odoo.tools import mute_logger

from ...models.desks import evaluation_crowd
from ...models.lock import own_transaction
from ..cases import stress_case as stress
from ..cases.gate_case import EVALUATION, GateCase


@tagged("-standard", "-at_install", "post_install", "agency_evaluation_stress")
class TestGate(GateCase):
    """Who writes to one sheet at a time, on real connections: see docs/development.md."""

    prefix = "gate"

    def test_a_save_writes_what_is_saved_and_nothing_that_others_save(self):
        for kind, save in self.kinds().items():
            with self.subTest(kind):
                self.do(save)
                before = self.places()
                self.do(save if kind != "a row" else lambda env: self.save_row(env, points=0.75))
                after = self.places()
                changed = {key for key in before if after.get(key) != before[key]}
                self.assertLessEqual(len(changed), 1, changed)
                self.assertEqual({table for table, _id in changed} & {""}, set(), "the sheet itself is not written")

    def test_colleagues_save_side_by_side(self):
        """Each kind of part beside another: who comes second saves and commits while the first one is in."""
        kinds = list(self.kinds().items())
        pairs = [*zip(kinds, kinds[1:] + kinds[:1], strict=True), [("a document", self.save_document)] * 2]
        for (first, save_first), (second, save_second) in pairs:
            with self.subTest(first=first, second=second), self.working() as one, self.working("colleague") as other:
                save_first(one)
                one.cr.flush()
                save_second(other)
                self.commit(other)
                self.commit(one)

    def test_rows_of_one_sheet_side_by_side(self):
        with self.working() as one, self.working("colleague") as other:
            self.save_row(one, 0, 0.25)
            one.cr.flush()
            self.save_row(other, 1, 0.75)
            self.commit(other)
            self.commit(one)
        rows = self.in_transaction(lambda env: self.leaves(env)[:3].mapped("self_points"))
        self.assertEqual(rows, [0.25, 0.75, 0.5])

    def test_a_step_waits_for_who_is_in_and_sees_what_was_saved(self):
        with self.working("colleague") as env:
            self.save_row(env)
            env.cr.flush()
            child = self.child(lambda env: self.sheet(env).action_submit())
            self.wait_for_lock_of(child)
            self.commit(env)
        self.assertEqual(child.result(), stress.DONE)

        def look(env):
            rows = sum(self.leaves(env).mapped("self_points"))
            self.assertAlmostEqual(self.sheet(env).decision_ids.self_points, rows)
            self.assertAlmostEqual(rows, 0.5 * (len(self.leaves(env)) - 1) + 0.25)

        self.in_transaction(look)

    def test_a_step_looks_afresh_and_is_not_run_again(self):
        """What was saved after it had looked, and before it closed the gate, is no reason to fail."""
        with self.working() as env:
            self.do(self.save_row, "colleague")
            self.sheet(env).action_submit()
            self.commit(env)
        self.assertAlmostEqual(
            self.in_transaction(lambda env: self.sheet(env).decision_ids.self_points),
            self.in_transaction(lambda env: sum(self.leaves(env).mapped("self_points"))),
        )

    @mute_logger("odoo.sql_db")  # a serialization failure is what is expected
    def test_who_waits_for_a_step_is_refused_what_it_has_closed(self):
        for kind, save in self.kinds().items():
            with self.subTest(kind), self.working() as env:
                self.sheet(env).action_submit()
                env.cr.flush()
                child = self.child(save, "colleague")
                self.wait_for_lock_of(child)
                before = self.places()
                self.commit(env)
                self.assertEqual(child.result(), stress.REFUSED)
                after = self.places()
                self.assertEqual({key for key in after if key[0] and after[key] != before.get(key)}, set())
            self.evaluation_id = self.make_evaluation()

    @mute_logger("odoo.sql_db")  # a serialization failure is what is expected
    def test_who_waits_for_an_answer_is_refused_what_it_has_closed(self):
        """A step that changes parts alone refuses those who looked before it, too."""
        self.in_transaction(lambda env: self.save_document(env))
        self.in_transaction(lambda env: self.sheet(env).action_submit())
        self.in_transaction(lambda env: self.leaves(env)[:2].action_question("Minh chứng?"), "reviewer")

        def rename(env, name="Sau"):
            [document] = self.sheet(env).evidence_ids.filtered(
                lambda document: document.line_ids == self.leaves(env)[0]
            )
            document.name = name

        self.do(lambda env: rename(env, "Trước"), "colleague")
        with self.working() as env:
            self.leaves(env)[0].action_answer("Đây")
            env.cr.flush()
            child = self.child(rename, "colleague")
            self.wait_for_lock_of(child)
            self.commit(env)
        self.assertEqual(child.result(), stress.REFUSED)
        names = self.in_transaction(lambda env: self.sheet(env).evidence_ids.mapped("name"))
        self.assertIn("Trước", names)
        self.assertNotIn("Sau", names)

    def test_who_waits_for_a_step_that_fails_goes_on(self):
        with self.working() as env:
            self.sheet(env).action_submit()
            env.cr.flush()
            child = self.child(lambda env: self.save_row(env, 3, 0.1), "colleague")
            self.wait_for_lock_of(child)
            env.cr.rollback()
            self.assertEqual(child.result(), stress.DONE)
        self.assertEqual(self.in_transaction(lambda env: self.leaves(env)[3].self_points), 0.1)

    def test_a_step_that_fails_leaves_no_lock(self):
        with self.working() as env:
            self.sheet(env)._shut_out()
            env.cr.rollback()
            self.assertEqual(self.advisory_locks(env), 0)
            with self.working("colleague") as other:
                other.cr.execute("UPDATE agency_evaluation SET write_date = now() WHERE id = %s", [self.evaluation_id])
                env.cr.execute("SET lock_timeout = '10ms'")
                with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.LockNotAvailable):
                    self.sheet(env)._shut_out()
            self.assertEqual(self.advisory_locks(env), 0)

    def test_a_step_keeps_what_other_code_has_locked(self):
        with self.working() as env:
            env.cr.execute("SELECT pg_advisory_xact_lock(4711)")
            self.sheet(env)._shut_out()
            self.assertEqual(self.advisory_locks(env), 2)

    def advisory_locks(self, env):
        env.cr.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        return env.cr.fetchone()[0]

    @mute_logger("odoo.sql_db")  # serialization failures are what is expected
    def test_a_step_that_has_written_before_misses_nothing(self):
        """It keeps its view, and is run again where others did what it does not show."""
        others = {
            "nothing": None,
            "a row changed": lambda env: self.save_row(env, 2),
            "a document added": self.save_document,
            "a file added": self.add_file,
            "a document removed": lambda env: self.sheet(env).evidence_ids.unlink(),
            "a fact changed": self.save_fact,
        }
        for what, act in others.items():
            with self.subTest(what), self.working() as env:
                self.save_row(env)
                self.save_document(env)
                env.cr.flush()
                if act is None:
                    self.sheet(env).action_submit()
                    self.commit(env)
                else:
                    # Whoever has looked and not yet gone in does not keep others out.
                    env.cr.rollback()
                    env.cr.execute("SELECT pg_current_xact_id()")
                    self.leaves(env).read(["self_points"])
                    self.do(act, "colleague")
                    with self.assertRaises((psycopg2.errors.SerializationFailure, ConcurrencyError)):
                        self.sheet(env).action_submit()
            self.evaluation_id = self.make_evaluation()

    def test_sheets_are_locked_in_the_order_of_their_ids(self):
        first, second = self.evaluation_id, self.make_evaluation()
        with self.working() as env:
            env[EVALUATION].browse(first)._shut_out()
            child = self.child(lambda env: env[EVALUATION].browse([second, first])._shut_out())
            self.wait_for_lock_of(child)
            with self.working("colleague") as other:
                other[EVALUATION].browse(second)._shut_out()  # nobody has it, for the child waits for the first one
                other.cr.rollback()
        self.assertEqual(child.result(), stress.DONE)

    @mute_logger("odoo.sql_db")  # that it waits no longer is what is expected
    def test_a_look_beside_waits_for_nobody_for_ever(self):
        """Who waits for the tables of this transaction is in the way of the other connection that it looks with."""

        def alter(env):
            env.cr.execute("SET LOCAL lock_timeout = '20s'")
            env.cr.execute("LOCK TABLE agency_evaluation_line")

        with self.working() as env, patch.object(own_transaction, "PATIENCE", "100ms"):
            self.save_row(env)
            env.cr.flush()
            child = self.child(alter, "manager")
            self.wait_for_lock_of(child)
            with self.assertRaises(psycopg2.errors.LockNotAvailable):
                self.sheet(env)._shut_out()
            env.cr.rollback()
            self.assertEqual(child.result(), stress.DONE)

    @mute_logger("odoo.sql_db")  # that it waits no longer is what is expected
    def test_a_second_look_at_desks_waits_for_nobody_for_ever(self):
        def move(env):
            env.cr.execute(
                "DELETE FROM agency_evaluation_desk_user_rel WHERE agency_evaluation_id = %s", [self.evaluation_id]
            )

        def look(env):
            evaluation_crowd._LOOK_AGAIN.note(env, [self.evaluation_id], env.uid)

        self.in_transaction(move, user=None)
        with self.working("colleague") as env, patch.object(own_transaction, "PATIENCE", "100ms"):
            env.cr.execute("SET LOCAL idle_in_transaction_session_timeout = '20s'")
            self.save_row(env)
            env.cr.flush()
            with self.assertLogs(evaluation_crowd.__name__, "WARNING") as logged:
                self.in_transaction(look)
            self.assertIn(f"[{self.evaluation_id}] are left to the daily run", logged.output[0])
        self.in_transaction(look)
        self.assertTrue(self.in_transaction(lambda env: self.sheet(env).sudo().desk_user_ids.ids))

    def test_a_step_within_a_savepoint_keeps_it(self):
        """A commit would end it. So nothing is looked at afresh, and whoever missed something is run again."""
        for flush in (True, False):
            with self.subTest(flush=flush), self.working() as env:
                with env.cr.savepoint(flush=flush):
                    self.sheet(env).action_submit()
                self.assertEqual(self.sheet(env).state, "submitted")
                self.commit(env)
            self.evaluation_id = self.make_evaluation()
        with self.working() as env:
            self.do(self.save_document, "colleague")
            with mute_logger("odoo.sql_db"), self.assertRaises(ConcurrencyError), env.cr.savepoint():
                self.sheet(env).action_submit()

    def test_a_step_after_a_savepoint_that_is_over_looks_afresh(self):
        with self.working() as env:
            with env.cr.savepoint():
                self.sheet(env).read(["name"])
            self.do(self.save_document, "colleague")
            self.sheet(env).action_submit()
            self.commit(env)

    def test_a_step_keeps_the_settings_of_its_transaction(self):
        settings = {"statement_timeout": "47s", "lock_timeout": "4s", "search_path": "public, pg_catalog"}
        with self.working() as env:
            before = {name: self.setting(env, name) for name in settings}
            for name, value in settings.items():
                env.cr.execute("SELECT set_config(%s, %s, true)", [name, value])
            self.do(self.save_row, "colleague")
            self.sheet(env).action_submit()
            self.assertEqual({name: self.setting(env, name) for name in settings}, settings)
            self.commit(env)
            self.assertEqual({name: self.setting(env, name) for name in settings}, before)

    def setting(self, env, name):
        env.cr.execute("SELECT current_setting(%s)", [name])
        return env.cr.fetchone()[0]

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_who_was_refused_and_then_saved_begins_to_count_anew(self):
        """What works off one sheet after another on a connection is refused often in all, and not in a row."""
        in_the_way = service.MAX_TRIES_ON_CONCURRENCY_FAILURE - 1
        with Registry(self.database).cursor() as cr, patch.object(service.random, "uniform", return_value=0):
            env = api.Environment(cr, self.users["evaluator"], {})
            for points in (0.25, 0.75):
                tries = []

                def save(tries=tries, points=points):
                    tries.append(1)
                    self.sheet(env).read(["state"])
                    if len(tries) <= in_the_way:
                        self.touch()
                    self.save_row(env, points=points)

                service.retrying(save, env)
                self.assertEqual(len(tries), in_the_way + 1)

    def touch(self):
        with Registry(self.database).cursor() as cr:
            cr.execute("UPDATE agency_evaluation SET write_date = now() WHERE id = %s", [self.evaluation_id])

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_who_is_refused_time_after_time_is_told_in_words(self):
        tries = []

        with Registry(self.database).cursor() as cr:
            env = api.Environment(cr, self.users["evaluator"], {})

            def save():
                tries.append(1)
                self.sheet(env).read(["state"])
                self.touch()
                self.save_row(env)

            with patch.object(service.random, "uniform", return_value=0), self.assertRaises(UserError) as caught:
                service.retrying(save, env)
        self.assertEqual(len(tries), service.MAX_TRIES_ON_CONCURRENCY_FAILURE)
        self.assertIs(type(caught.exception), UserError, "others are shown with their tracebacks")
        self.assertEqual(caught.exception.http_status, 409)
        self.assertIn("Nothing of yours was saved", str(caught.exception))

    def test_whose_turn_it_is_is_right_after_two_have_answered_at_once(self):
        """Of two who answer the last rows of one person, neither sees that the other has."""

        def assign(env):
            rows = self.leaves(env)[:2]
            rows.write({"user_id": self.users["second_evaluator"], "self_points": False})

        self.in_transaction(self.make_assignee, user=None)
        self.in_transaction(assign)
        held = self.in_transaction(lambda env: self.sheet(env).sudo().desk_user_ids.ids, user=None)
        self.assertIn(self.users["second_evaluator"], held)
        with self.working() as one, self.working("colleague") as other:
            self.save_row(one, 0)
            one.cr.flush()
            self.save_row(other, 1)
            self.commit(other)
            self.commit(one)

        def look(env):
            self.assertNotIn(self.users["second_evaluator"], self.sheet(env).desk_user_ids.ids)
            self.assertNotIn(self.users["second_evaluator"], self.sheet(env).activity_ids.user_id.ids)

        self.in_transaction(look, user=None)

    def make_assignee(self, env):
        """Make an evaluator of another unit, to whom rows can be assigned."""
        user = new_test_user(env, f"{self.prefix}_assignee", groups="agency_evaluation.group_evaluator")
        unit = env["hr.department"].create({"name": "Phòng Khác"})
        env["hr.employee"].create({"name": "z", "user_id": user.id, "department_id": unit.id})
        self.users["second_evaluator"] = user.id
