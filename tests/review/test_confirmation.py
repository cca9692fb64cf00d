from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..cases.common import LEAVES
from ..cases.review_case import ReviewCase

ALL = ", ".join(LEAVES)


@tagged("post_install", "-at_install")
class TestConfirmation(ReviewCase):
    """No row is left that nobody settled: whoever ends the review confirms the rest by name."""

    def confirm(self, role, step):
        """Press the button of a step and confirm it in the dialog, which is returned."""
        context = {"default_step": step, "default_evaluation_ids": [self.evaluation.id]}
        dialog = self.as_user(role).env["agency.evaluation.reason"].with_context(**context).create({})
        dialog.action_confirm()
        return dialog

    def assert_confirmed(self, step, codes, role):
        decision = self.evaluation.decision_ids.filtered(lambda decision: decision.step == step).sorted("number")[-1]
        self.assertEqual((decision.confirmed_rows or "", decision.user_id), (codes, self.users[role]))
        said = str(self.evaluation.message_ids.filtered(lambda message: f"<b>{decision.step.title()}" in message.body))
        return decision, said

    def test_a_review_of_nothing_confirms_all_by_name(self):
        self.submit()
        dialog = self.confirm("reviewer", "review")
        self.assertIn(f"4 rows were not settled one by one: {ALL}.", dialog.pending_rows)
        self.assertIn(self.users["reviewer"].name, dialog.pending_rows)
        self.assertEqual(set(self.states().values()), {"confirmed"})
        self.assert_confirmed("review", ALL, "reviewer")
        body = str(self.evaluation.message_ids[0].body)
        self.assertIn(f"4 rows were not settled one by one: {ALL}. test_reviewer", body)

    def test_what_was_settled_is_not_confirmed_again(self):
        self.submit()
        for code in ("A.1-1", "A.2"):
            self.as_role("reviewer", code).action_accept()
        self.confirm("reviewer", "review")
        self.assertEqual(
            self.states(), {"A.1-1": "accepted", "A.1-2": "confirmed", "A.2": "accepted", "B.1": "confirmed"}
        )
        self.assert_confirmed("review", "A.1-2, B.1", "reviewer")
        self.confirm("approver", "approve")
        self.assert_confirmed("approve", "", "approver")

    def test_a_fully_settled_sheet_asks_for_nothing(self):
        self.submit()
        for code in LEAVES:
            self.as_role("reviewer", code).action_accept()
        context = {"default_step": "review", "default_evaluation_ids": [self.evaluation.id]}
        with Form(self.as_user("reviewer").env["agency.evaluation.reason"].with_context(**context)) as form:
            self.assertFalse(form.pending_rows)
        self.as_user("reviewer").action_review()
        self.assert_confirmed("review", "", "reviewer")

    def test_an_approval_without_a_review_does_the_same(self):
        self.submit()
        dialog = self.confirm("approver", "approve")
        self.assertIn(f"4 rows were not settled one by one: {ALL}.", dialog.pending_rows)
        self.assertEqual((self.evaluation.state, set(self.states().values())), ("approved", {"confirmed"}))
        self.assert_confirmed("approve", ALL, "approver")

    def test_ask_answer_review_approve_leaves_nothing_pending(self):
        self.submit()
        self.as_role("reviewer", "B.1").action_question("Số liệu lấy ở đâu?")
        self.as_role("evaluator", "B.1").action_answer("Theo sổ")
        self.as_user("reviewer").action_review()
        self.as_user("approver").action_approve()
        self.assertNotIn("pending", self.states().values())
        self.assert_confirmed("review", ALL, "reviewer")
        sealed = self.evaluation._manifest()[0]["records"]
        self.assertEqual(
            {row["review_state"] for code, row in sealed["agency.evaluation.line"].items() if code in LEAVES},
            {"confirmed"},
        )
        self.assertIn(ALL, [row["confirmed_rows"] for row in sealed["agency.evaluation.decision"].values()])

    def test_the_first_of_two_approvals_confirms(self):
        self.evaluation.company_id.agency_second_approval = True
        self.submit()
        self.as_user("approver").action_approve()
        self.assert_confirmed("first_approve", ALL, "approver")
        self.assertEqual(set(self.states().values()), {"confirmed"})

    def test_nobody_confirms_what_was_not_shown(self):
        self.submit()
        context = {"default_step": "review", "default_evaluation_ids": [self.evaluation.id]}
        for code in ("A.1-1", "A.1-2", "A.2"):
            self.as_role("reviewer", code).action_accept()
        dialog = self.as_user("reviewer").env["agency.evaluation.reason"].with_context(**context).create({})
        # Meanwhile a row that was settled is asked about and answered.
        self.as_role("reviewer", "A.2").action_question("Còn gì?")
        self.as_role("evaluator", "A.2").action_answer("Theo sổ")
        with self.assertRaisesRegex(UserError, "These rows are not settled either: A.2"):
            dialog.with_user(self.users["reviewer"]).action_confirm()
        for known in ([], [self.row("B.1").id], "all", {"x": 1}, [None], [[1]]):
            for step in (self.as_user("reviewer").action_review, self.as_user("approver").action_approve):
                with self.assertRaisesRegex(UserError, "not settled either"), self.cr.savepoint():
                    step(confirmed=known)
        self.as_user("reviewer").action_review(confirmed=[self.row("B.1").id, self.row("A.2").id])
        self.assert_confirmed("review", "A.2, B.1", "reviewer")

    def test_a_return_opens_what_was_confirmed_together(self):
        self.submit()
        self.as_role("reviewer", "A.2").action_accept()
        self.as_user("reviewer").action_review()
        self.as_user("approver").action_return("Xem lại")
        self.assertEqual(self.states(), {"A.1-1": "pending", "A.1-2": "pending", "A.2": "accepted", "B.1": "pending"})

    def test_a_confirmed_row_may_still_be_settled(self):
        self.submit()
        self.as_user("reviewer").action_review()
        self.as_role("reviewer", "B.1").action_accept()
        self.as_role("reviewer", "A.2").write({"review_points": 0.5, "review_note": "Thiếu"})
        self.assertEqual([self.states()[code] for code in ("A.2", "B.1")], ["accepted", "accepted"])

    def test_no_client_confirms_rows_otherwise(self):
        self.submit()
        for role in ("reviewer", "approver", "manager", "evaluator"):
            for sudo in (False, True):
                with self.assertRaises(UserError), self.cr.savepoint():
                    self.as_role(role, "B.1").sudo(sudo).write({"review_state": "confirmed"})
