from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..cases.facts_case import FactsCase


@tagged("post_install", "-at_install")
class TestSettlements(FactsCase):
    """Claims and deviations are settled one by one, and nothing goes on before they are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.criteria_set = cls.make_facts_set("SETTLED", na_policy="full")
        cls.evaluation = cls.make_consistent(cls.criteria_set)

    def setUp(self):
        super().setUp()
        self.row("M.3").write({"status": "not_applicable", "explanation": "Không có bộ phận một cửa"})
        self.row("M.2").write({"self_points": 0.5, "explanation": "Nộp chậm hai hồ sơ"})
        self.as_user("evaluator").action_submit()

    def as_role(self, role, code):
        return self.as_user(role, self.row(code))

    def test_which_rows_these_are(self):
        rows = {row.code: (row.settlement, row.rule_points) for row in self.evaluation.line_ids if row.settlement}
        self.assertEqual(rows, {"M.2": ("deviation", 1.0), "M.3": ("claim", 0.0)})
        found = self.as_user("reviewer", self.evaluation.line_ids).search(
            [("evaluation_id", "=", self.evaluation.id), ("settlement", "!=", False)]
        )
        self.assertEqual(found.mapped("code"), ["M.2", "M.3"])
        self.assertEqual(self.as_user("reviewer").unsettled_count, 2)

    def test_accepting_what_is_undisputed_leaves_them_out(self):
        self.as_user("reviewer").action_accept_undisputed()
        states = {row.code: row.review_state for row in self.evaluation.line_ids._leaves()}
        pending = {code for code, state in states.items() if state == "pending"}
        self.assertEqual(pending, {"M.2", "M.3"})

    def test_several_at_once_are_refused_by_name(self):
        rows = self.row("M.1") + self.row("M.2") + self.row("M.3")
        with self.assertRaisesRegex(UserError, "one by one, for they claim what no rule gives: M.2, M.3"):
            self.as_user("reviewer", rows).action_accept()
        self.as_user("reviewer", self.row("M.1") + self.row("N.1")).action_accept()
        self.as_role("reviewer", "M.2").union(self.as_role("reviewer", "M.2")).action_accept()
        self.assertEqual(self.row("M.2").review_state, "accepted")

    def test_review_and_approval_wait_for_them(self):
        message = "2 rows are to be settled one by one first, each granted or refused: M.2, M.3."
        for role, step in (("reviewer", "action_review"), ("approver", "action_approve")):
            with self.assertRaisesRegex(UserError, message):
                getattr(self.as_user(role), step)()
        self.settle()
        self.as_user("reviewer").action_review()
        self.as_user("approver").action_approve()
        self.assertEqual(self.evaluation.state, "approved")

    def test_a_claim_is_granted(self):
        self.assertEqual(self.evaluation.final_points, 6.5)
        self.as_role("reviewer", "M.3").action_accept()
        self.assertTrue(self.row("M.3").is_granted)
        self.assertEqual((self.evaluation.self_points, self.evaluation.final_points), (6.5, 8.5))
        self.assertEqual(self.row("M").final_points, 5.5)

    def test_a_claim_is_refused_with_points_and_a_note(self):
        row = self.as_role("reviewer", "M.3")
        with self.assertRaisesRegex(UserError, "says why it is refused"):
            row.action_refuse("  ")
        with self.assertRaisesRegex(ValidationError, "M.3: 2,5 is above the maximum"), self.cr.savepoint():
            row.action_refuse("Có phát sinh", 2.5)
        row.action_refuse("Có phát sinh")
        self.assertEqual((self.row("M.3").review_state, self.row("M.3").review_points), ("accepted", 0.0))
        self.assertEqual(self.evaluation.final_points, 6.5)
        row.action_refuse("Có phát sinh, một lần", 1.25)
        self.assertEqual((self.row("M.3").is_granted, self.evaluation.final_points), (False, 7.75))
        self.as_role("reviewer", "M.3").action_accept()
        self.assertEqual((self.row("M.3").is_granted, self.evaluation.final_points), (True, 8.5))

    def test_the_dialog_of_refusing(self):
        for code, points in (("M.3", 0.0), ("M.2", 1.0)):
            action = self.as_role("reviewer", code).action_refuse()
            dialog = self.env[action["res_model"]].with_user(self.users["reviewer"]).with_context(**action["context"])
            dialog.create({"text": "Không đủ căn cứ"}).action_confirm()
            row = self.row(code)
            self.assertEqual((row.review_points, row.review_note), (points, "Không đủ căn cứ"))

    def test_a_deviation_is_accepted_or_gets_what_the_rule_gives(self):
        self.as_role("reviewer", "M.2").action_accept()
        self.assertEqual((self.row("M.2").review_state, self.row("M.2").final_points), ("accepted", 0.5))
        self.as_role("reviewer", "M.2").action_refuse("Không phải hai hồ sơ")
        self.assertEqual((self.row("M.2").review_points, self.row("M.2").final_points), (1.0, 1.0))

    def test_only_claims_are_refused(self):
        with self.assertRaisesRegex(UserError, "M.1 claims nothing"):
            self.as_role("reviewer", "M.1").action_refuse("Vì sao")

    def test_a_question_voids_what_was_settled(self):
        for code, answer in (("M.3", {"explanation": "Theo phân công"}), ("M.2", {"self_points": 1.0})):
            self.as_role("reviewer", code).action_accept()
            self.as_role("reviewer", code).action_question("Căn cứ nào?")
            self.assertFalse(self.row(code).is_granted)
            self.assertEqual(self.evaluation.final_points, 6.5)
            self.as_role("evaluator", code).write(answer)
            self.as_role("evaluator", code).action_answer("Đã bổ sung")
        self.assertEqual(self.row("M.3").review_state, "pending")
        self.assertEqual((self.row("M.2").settlement, self.row("M.2").rule_points), (False, 0.0))
        with self.assertRaisesRegex(UserError, "1 rows are to be settled one by one first.*: M.3"):
            self.as_user("reviewer").action_review()

    def test_a_row_that_is_claimed_in_an_answer_is_settled_too(self):
        self.settle()
        self.as_role("reviewer", "N.1").action_question("Có phát sinh không?")
        self.as_role("evaluator", "N.1").write({"status": "not_applicable", "explanation": "Không có"})
        self.as_role("evaluator", "N.1").action_answer("Không")
        self.assertEqual(self.row("N.1").settlement, "claim")
        with self.assertRaisesRegex(UserError, ": N.1"):
            self.as_user("approver").action_approve()

    def test_what_is_returned_keeps_what_holds_of_it(self):
        self.settle()
        self.as_user("reviewer").action_return("Xem lại")
        self.as_user("evaluator").action_submit()
        self.assertEqual(self.as_user("reviewer").unsettled_count, 0)
        self.as_user("reviewer").action_return("Xem lại")
        self.as_role("evaluator", "M.3").write({"explanation": "Lý do khác"})
        self.evaluation._state_facts({"hop": (4, "Sổ họp"), "so_hop": (4, "Sổ họp")})
        self.as_role("evaluator", "M.1").write({"explanation": "Họp trực tuyến không vào sổ"})
        self.as_user("evaluator").action_submit()
        unsettled = self.evaluation.line_ids._unsettled()
        self.assertEqual(unsettled.mapped("code"), ["M.1", "M.3"])
        self.assertEqual(self.row("M.1").rule_points, 2.0)

    def test_the_reviewer_of_a_group_settles_its_rows(self):
        group = self.row("M")
        self.as_user("manager", group).write({"reviewer_id": self.users["reviewer"].id})
        self.users["auditor"].group_ids += self.env.ref("agency_evaluation.group_reviewer")
        for attempt in (
            self.as_role("auditor", "M.3").action_accept,
            lambda: self.as_role("auditor", "M.3").action_refuse("Có", 1.0),
        ):
            with self.assertRaisesRegex(AccessError, "M.3 is reviewed by"), self.cr.savepoint():
                attempt()
        self.assertFalse(self.as_role("auditor", "M.3").can_settle)
        self.as_role("reviewer", "M.3").action_accept()

    def test_where_nobody_reviews_the_approver_settles(self):
        """An agency without a reviewer is not stuck, and its approver grants no more than what has to be settled."""
        for code in ("M.2", "M.3"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.as_role("approver", code).action_accept()
        self.assertFalse(self.as_role("approver", "M.3").can_settle)
        self.users["reviewer"].group_ids -= self.env.ref("agency_evaluation.group_reviewer")
        self.env["res.users"].search(
            [("all_group_ids", "in", self.env.ref("agency_evaluation.group_reviewer").id)]
        ).group_ids -= self.env.ref("agency_evaluation.group_reviewer")
        self.assertTrue(self.as_role("approver", "M.3").can_settle)
        self.as_role("approver", "M.3").action_accept()
        self.as_role("approver", "M.2").action_refuse("Không đủ căn cứ")
        self.assertEqual(self.evaluation.final_points, 9.0)
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.as_role("approver", "M.1").action_accept()
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.as_role("approver", "M.3").write({"review_points": 1.0, "review_note": "x"})
        for role in ("evaluator", "manager", "auditor"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.as_role(role, "M.2").action_refuse("Vì sao", 0.5)
        self.as_user("approver").action_approve()
        self.assertEqual(self.evaluation.state, "approved")

    def test_a_reviewer_who_answered_rows_is_none(self):
        self.users["reviewer"].group_ids += self.env.ref("agency_evaluation.group_evaluator")
        self.row("N.1")._write_through({"answered_by_id": self.users["reviewer"].id})
        others = self.env["res.users"].search(
            [("all_group_ids", "in", self.env.ref("agency_evaluation.group_reviewer").id)]
        )
        (others - self.users["reviewer"]).group_ids -= self.env.ref("agency_evaluation.group_reviewer")
        self.as_role("approver", "M.3").action_accept()
        self.assertTrue(self.row("M.3").is_granted)
