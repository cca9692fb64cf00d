"""Many who make evaluations on one criteria set at once, and managers who withdraw it meanwhile."""

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from .cases import stress_case as stress
from .cases.common import EvaluationCase
from .cases.mass import mass

EVALUATION, SET = "agency.evaluation", "agency.evaluation.criteria.set"


@tagged("-standard", "-at_install", "post_install", "agency_evaluation_stress")
class TestStressCreating(stress.StressCase):
    prefix = "creating"

    @classmethod
    def prepare(cls, env):
        result = super().prepare(env)
        cls.units = env["hr.department"].create([{"name": f"Đơn vị {n}"} for n in range(mass(12, 48))]).ids
        return result

    def make_set(self):
        """Commit a published set that nothing uses yet; return its id."""

        class Fixture(EvaluationCase):
            """The helpers of the other tests, on an environment that is committed."""

        def make(env):
            Fixture.env = env
            count = env[SET].search_count([("code", "like", f"{self.prefix.upper()}-%")])
            return Fixture.make_large_set(8, f"{self.prefix.upper()}-{count}").id

        return self.in_transaction(make, None)

    def make_on(self, set_id, *units, once=False):
        """Return work that makes evaluations of units, of which it may be refused to be run again."""
        runs = []

        def work(env):
            assert not (once and runs), "it had to begin again"
            runs.append(units)
            if once:  # who waits all the same is not to wait for ever
                env.cr.execute("SET LOCAL lock_timeout = '60s'")
            values = [{"criteria_set_id": set_id, "department_id": unit} for unit in units]
            env[EVALUATION].create(values)

        return work

    def withdraw(self, set_id, method="action_draft"):
        """Withdraw a set as the server does for a request, in a transaction of its own; return whether it was."""
        with Registry(self.database).cursor() as cr:
            env = api.Environment(cr, self.users["manager"], {})
            try:
                retrying(getattr(env[SET].browse(set_id), method), env)
            except UserError:
                return False
            return True

    def look(self, set_id):
        """Return the state of a set and how many evaluations stand on it."""
        return self.in_transaction(
            lambda env: (
                env[SET].browse(set_id).state,
                env[EVALUATION].search_count([("criteria_set_id", "=", set_id)]),
            ),
            None,
        )

    def test_makers_do_not_wait_for_each_other(self):
        """One makes an evaluation and does not commit yet: others go on, and nobody begins again."""
        set_id = self.make_set()
        first, *others = self.units
        with Registry(self.database).cursor() as early:
            self.make_on(set_id, first)(api.Environment(early, self.users["manager"], {}))
            children = [
                stress.Child(self.database, self.make_on(set_id, unit, once=True), self.users["manager"])
                for unit in others
            ]
            # They end while it is still open.
            self.assertEqual({child.result() for child in children}, {stress.DONE})
            early.commit()
        self.assertEqual(self.look(set_id), ("published", len(self.units)))

    @mute_logger("odoo.sql_db")  # that one of them begins again is what is expected
    def test_rounds_of_the_same_units_make_each_once(self):
        """Rounds that make evaluations of the same units at once, from both ends: each unit has one."""
        set_id = self.make_set()

        def make(units):
            def work(env):
                made, missing = env[EVALUATION]._make_missing(
                    [{"criteria_set_id": set_id, "department_id": unit} for unit in units]
                )
                assert not missing, f"{missing} are missing"

            return stress.Child(self.database, work, self.users["manager"])

        children = [make(units) for units in (self.units, self.units[::-1]) * 2]
        self.assertEqual({child.result() for child in children}, {stress.DONE})
        self.assertEqual(self.look(set_id), ("published", len(self.units)))

    @mute_logger("odoo.sql_db", "odoo.service.model")  # that it begins again is what is expected
    def test_who_withdraws_a_set_sees_what_was_made_although_he_had_looked_before(self):
        """He looks, somebody makes an evaluation and commits, he withdraws: the set stays published."""
        for has_written in (False, True):
            with self.subTest(has_written=has_written):
                set_id = self.make_set()
                with Registry(self.database).cursor() as late:
                    env = api.Environment(late, self.users["manager"], {})
                    self.assertFalse(env[SET].browse(set_id).evaluation_count)
                    if has_written:  # as the log of devices does, before the button is pressed
                        late.execute("UPDATE res_partner SET write_date = write_date WHERE id = 1")
                    self.in_transaction(self.make_on(set_id, self.units[0]), "manager")
                    with self.assertRaises(UserError):
                        retrying(env[SET].browse(set_id).action_draft, env)
                self.assertEqual(self.look(set_id), ("published", 1))

    @mute_logger("odoo.sql_db")  # a serialization failure is what is expected
    def test_who_waited_for_a_withdrawal_makes_nothing(self):
        """A set is withdrawn without being committed yet, somebody waits to make an evaluation: it is refused then."""
        for method, state in (("action_draft", "draft"), ("action_archive_set", "archived")):
            with self.subTest(method):
                set_id = self.make_set()
                with Registry(self.database).cursor() as early:
                    getattr(api.Environment(early, self.users["manager"], {})[SET].browse(set_id), method)()
                    child = stress.Child(self.database, self.make_on(set_id, self.units[0]), self.users["manager"])
                    self.wait_for_lock_of(child)
                    early.commit()
                self.assertEqual(child.result(), stress.REFUSED)
                self.assertEqual(self.look(set_id), (state, 0))

    @mute_logger("odoo.sql_db", "odoo.service.model")  # a serialization failure is what is expected
    def test_who_withdraws_a_set_waits_for_those_who_make_evaluations(self):
        """Somebody makes an evaluation without committing yet, a manager waits to withdraw the set: it is refused."""
        set_id = self.make_set()

        def withdraw(env):
            retrying(env[SET].browse(set_id).action_draft, env)

        with Registry(self.database).cursor() as early:
            self.make_on(set_id, self.units[0])(api.Environment(early, self.users["manager"], {}))
            child = stress.Child(self.database, withdraw, self.users["manager"])
            self.wait_for_lock_of(child)
            early.commit()
        self.assertEqual(child.result(), stress.REFUSED)
        self.assertEqual(self.look(set_id), ("published", 1))

    @mute_logger("odoo.sql_db", "odoo.service.model")  # serialization failures are what is expected
    def test_withdrawing_while_many_make_evaluations(self):
        """Whoever wins, no evaluation stands on a set that is a draft again."""
        for _round in range(mass(3, 20)):
            set_id = self.make_set()
            children = [
                stress.Child(self.database, self.make_on(set_id, unit), self.users["manager"])
                for unit in self.random.sample(self.units, 6)
            ]
            is_withdrawn = self.withdraw(set_id)
            results = [child.result() for child in children]
            self.assertNotIn(stress.BROKEN, results)
            made = results.count(stress.DONE)
            self.assertEqual(self.look(set_id), ("draft" if is_withdrawn else "published", made))
            self.assertFalse(is_withdrawn and made)

    def test_a_killed_round_goes_on(self):
        """A round is made in batches, each committed by itself, and killed in between: the rest is made, none twice."""
        set_id = self.make_set()
        plan = [{"criteria_set_id": set_id, "department_id": unit} for unit in self.units]

        def make_batch(env):
            return env[EVALUATION]._make_missing(plan, limit=5)[1]

        self.assertEqual(self.in_transaction(make_batch, None), len(plan) - 5)

        def make_and_hang(env):
            made, _missing = env[EVALUATION]._make_missing(plan, limit=5)
            env.flush_all()
            env.cr.execute("SELECT pg_advisory_xact_lock(20201231)")  # held by the test: here it is killed

        with Registry(self.database).cursor() as cr:
            cr.execute("SELECT pg_advisory_xact_lock(20201231)")
            child = stress.Child(self.database, make_and_hang, SUPERUSER_ID)
            self.wait_for_lock_of(child)
            child.kill()
        self.assertEqual(self.look(set_id), ("published", 5))
        runs = 0
        while self.in_transaction(make_batch, None):
            runs += 1
            self.assertLess(runs, len(plan))
        self.assertEqual(self.look(set_id), ("published", len(plan)))
        self.assertEqual(self.in_transaction(make_batch, None), 0, "to do it again makes nothing")
        self.assertEqual(self.look(set_id), ("published", len(plan)))
