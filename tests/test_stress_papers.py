"""Papers that many print at once, and that are rendered by processes that die."""

import time

from odoo.tests import tagged
from odoo.tools import mute_logger

from .cases.mass import mass
from .cases.stress_case import DONE, Child, StressCase


@tagged("-standard", "-at_install", "post_install", "agency_evaluation_stress")
class TestStressPapers(StressCase):
    prefix = "papers"

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
