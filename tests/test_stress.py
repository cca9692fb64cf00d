"""What holds when processes die in the midst of a step, and when many take one at once."""

from odoo.tests import tagged
from odoo.tools import mute_logger

from .cases.common import PDF
from .cases.mass import mass
from .cases.stress_case import BROKEN, DONE, REFUSED, Child, StressCase


@tagged("-standard", "-at_install", "post_install", "agency_evaluation_stress")
class TestStress(StressCase):
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
