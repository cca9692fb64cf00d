from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..cases.common import PDF, EvaluationCase


@tagged("post_install", "-at_install")
class TestLastPeriodOffers(EvaluationCase):
    """A unit takes over from its last period what is the same and still holds, and nothing without asking for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lasting = cls.env.ref("agency_evaluation.document_type_decision")
        cls.lasting.is_lasting = True
        cls.passing = cls.env.ref("agency_evaluation.document_type_report")

    def make_years(self, change=None):
        """Approve the evaluation of the year, and make that of the next one on the next set; return it."""
        self.make_evidence(codes=["A.1-1", "A.2"], document_type_id=self.lasting.id, issue_date="2020-03-01")
        self.make_evidence(
            codes=["A.1-2"],
            name="Báo cáo năm",
            number="9/BC-TNMT",
            document_type_id=self.passing.id,
            content=PDF + b"%r",
        )
        self.row("A.1-1").user_id = self.users["evaluator"]
        self.score_all(points=1.0)
        self.row("A.1-1").explanation = "Ban hành đúng hạn"
        self.as_user("evaluator").action_submit()
        row = self.as_user("reviewer", self.row("B.1"))
        row.write({"is_reviewed": True, "review_points": 0.5, "review_note": "Chậm"})
        self.as_user("approver").action_approve()
        following = self.criteria_set._next_year()
        if change:
            change(following)
        following.action_publish()
        self.env.invalidate_all()
        return self.make_evaluation(following)

    def told(self, action):
        return action["params"]["message"]

    def test_all_blank_rows_at_once(self):
        later = self.make_years()
        blank = self.row("A.2", later)
        blank.write({"self_points": 2.0, "explanation": "Của năm nay"})
        message = self.told(self.as_user("evaluator", later).action_take_over_answers())
        row = self.row("A.1-1", later)
        self.assertEqual((row.status, row.self_points, row.explanation), ("scored", 1.0, "Ban hành đúng hạn"))
        self.assertEqual(row.user_id, self.users["evaluator"])
        self.assertEqual(row.answered_by_id, self.users["evaluator"])
        self.assertEqual((blank.self_points, blank.explanation), (2.0, "Của năm nay"), "what was answered stays")
        judged = self.row("B.1", later)
        self.assertEqual((judged.self_points, judged.is_reviewed, judged.review_note), (1.0, False, False))
        self.assertIn("3 rows, 1 documents", message)
        self.assertIn(self.users["evaluator"], later.contributor_ids)

    def test_documents_only_while_in_force(self):
        later = self.make_years()
        self.as_user("evaluator", later).action_take_over_answers()
        self.assertEqual(later.evidence_ids.mapped("number"), ["617/QĐ-TNMT"], "a report proves its own year alone")
        self.assertEqual(later.evidence_ids.line_ids.mapped("code"), ["A.1-1", "A.2"])
        self.assertEqual(later.evidence_ids.review_state, "pending")
        self.assertEqual(len(later.evidence_ids.attachment_ids), 1)

    def test_replaced_text_is_not_proposed(self):
        self.make_evidence(
            codes=["B.1"], number="110/2004/NĐ-CP", document_type_id=self.lasting.id, content=PDF + b"%t"
        )
        later = self.make_years()
        self.as_user("evaluator", later).action_take_over_answers()
        self.assertEqual(later.evidence_ids.mapped("number"), ["617/QĐ-TNMT"])

    def test_row_by_row(self):
        later = self.make_years()
        row = self.as_user("evaluator", self.row("A.2", later))
        self.assertTrue(row.can_take_over)
        self.assertEqual(row.last_period, "1,0 of 2,0 points\nĐã giải trình")
        row.action_take_over()
        self.assertEqual(self.row("A.2", later).self_points, 1.0)
        self.assertEqual(self.row("A.1-1", later).status, "todo")
        self.assertEqual(later.evidence_ids.line_ids.mapped("code"), ["A.2"])
        self.as_user("evaluator", self.row("A.1-1", later)).action_take_over()
        self.assertEqual(len(later.evidence_ids), 1, "the same document comes once")
        self.assertEqual(later.evidence_ids.line_ids.mapped("code"), ["A.1-1", "A.2"])

    def test_changed_rows_are_not_offered(self):
        def change(following):
            following.criterion_ids.filtered(lambda row: row.code == "A.2").name = "Khác"

        later = self.make_years(change)
        row = self.as_user("evaluator", self.row("A.2", later))
        self.assertFalse(row.can_take_over)
        self.assertEqual(row.last_period, "Answered in the last period, but changed since: the text.")
        message = self.told(row.action_take_over())
        self.assertIn("1 rows are not the same any more: A.2.", message)
        self.as_user("evaluator", later).action_take_over_answers()
        self.assertEqual(self.row("A.2", later).status, "todo")
        self.assertEqual(self.row("A.1-2", later).status, "scored")

    def test_claims_only_where_the_row_may_not_apply(self):
        self.make_evidence(codes=["B.1"])
        self.score_all()
        self.row("A.2").write({"status": "not_applicable", "explanation": "Không có"})
        self.as_user("evaluator").action_submit()
        self.settle()
        self.as_user("approver").action_approve()
        following = self.criteria_set._next_year()
        following.criterion_ids.filtered(lambda row: row.code == "A.2").may_not_apply = False
        following.action_publish()
        later = self.make_evaluation(following)
        self.as_user("evaluator", later).action_take_over_answers()
        self.assertEqual(self.row("A.2", later).status, "todo")

    def test_history_tells_the_way(self):
        later = self.make_years()
        self.as_user("evaluator", later).action_take_over_answers()
        self.env.cr.flush()
        changes = self.env["agency.evaluation.change"].search([("line_id", "=", self.row("A.2", later).id)])
        self.assertEqual(set(changes.mapped("way")), {"last_period"})

    def test_only_drafts_and_their_evaluators(self):
        later = self.make_years()
        for role in ("reviewer", "approver", "manager", "auditor"):
            with self.assertRaises(AccessError):
                self.as_user(role, self.row("A.2", later)).action_take_over()
        self.score_all(later)
        self.as_user("evaluator", later).action_submit()
        with self.assertRaises(UserError):
            self.as_user("evaluator", self.row("A.2", later)).action_take_over()

    def test_without_a_last_period(self):
        self.assertFalse(self.as_user("evaluator", self.row("A.2")).last_period)
        self.assertIn("no approved evaluation", self.told(self.as_user("evaluator").action_take_over_answers()))
