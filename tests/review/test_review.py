from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ...scoring import checks
from ..cases.common import LEAVES, PDF, ROLES
from ..cases.review_case import ReviewCase

REVIEW_ACTIVITY = "agency_evaluation.mail_activity_type_review"


@tagged("post_install", "-at_install")
class TestRowReview(ReviewCase):
    def test_a_row_is_accepted_with_the_points_of_the_unit(self):
        self.submit()
        self.as_role("reviewer", "A.1-1").action_accept()
        self.assertRecordValues(
            self.row("A.1-1"), [{"is_reviewed": True, "review_points": 1.0, "review_state": "accepted"}]
        )
        self.assertEqual(self.states(), {**dict.fromkeys(LEAVES, "pending"), "A.1-1": "accepted"})
        self.assertEqual(self.evaluation.final_points, 4.0)

    def test_other_points_need_a_note_and_settle_the_row(self):
        self.submit()
        row = self.as_role("reviewer", "A.1-1")
        with self.assertRaisesRegex(ValidationError, "A.1-1: give a note"), self.cr.savepoint():
            row.write({"review_points": 0.5})
        row.write({"review_points": 0.5, "review_note": "Thiếu minh chứng"})
        self.assertEqual((row.review_state, self.row("A.1-1").final_points), ("accepted", 0.5))
        row.write({"review_points": False})
        self.assertEqual((row.review_state, self.row("A.1-1").final_points), ("pending", 1.0))

    def test_a_row_that_does_not_apply_is_accepted_as_such(self):
        self.score_all()
        self.row("A.2").status = "not_applicable"
        self.as_user("evaluator").action_submit()
        self.as_role("reviewer", "A.2").action_accept()
        self.assertRecordValues(
            self.row("A.2"), [{"is_reviewed": False, "status": "not_applicable", "review_state": "accepted"}]
        )

    def test_another_answer_makes_a_row_pending_again(self):
        self.submit()
        self.as_user("reviewer", self.row("A.1-1") + self.row("B.1")).action_accept()
        self.as_user("reviewer").action_return("Xem lại")
        self.as_role("evaluator", "A.1-1").write({"self_points": 2.0})
        self.as_role("evaluator", "B.1").write({"explanation": "Bổ sung"})
        self.assertEqual((self.states()["A.1-1"], self.states()["B.1"]), ("pending", "accepted"))

    def test_undisputed_rows_are_accepted_at_once(self):
        rejected = self.make_evidence(codes=["A.2"])
        self.score_all()
        self.row("A.1-2").status = "not_applicable"
        self.as_user("evaluator").action_submit()
        self.as_user("reviewer", rejected).action_reject("Không đúng năm")
        self.as_role("reviewer", "B.1").write({"review_points": 3.0, "review_note": "Đạt hơn"})
        self.as_user("reviewer").action_accept_undisputed()
        self.assertEqual(self.states(), {**dict.fromkeys(LEAVES, "accepted"), "A.1-2": "pending", "A.2": "pending"})
        self.assertEqual(self.row("B.1").review_points, 3.0, "what was settled stays")
        self.assertEqual(self.as_user("reviewer").pending_count, 2)

    def test_a_row_with_an_open_finding_is_disputed(self):
        self.submit()
        found = [(checks.Finding(checks.CHECKS["unanswered"], "A.2"), "error")]
        self.env["agency.evaluation.finding"]._insert(self.evaluation, found)
        self.as_user("reviewer").action_accept_undisputed()
        self.assertEqual(self.states(), {**dict.fromkeys(LEAVES, "accepted"), "A.2": "pending"})

    def test_only_a_reviewer_accepts_and_only_what_is_submitted(self):
        with self.assertRaisesRegex(UserError, "is draft"):
            self.as_role("reviewer", "A.1-1").action_accept()
        self.submit()
        for role in ("evaluator", "approver", "manager", "auditor", "outsider"):
            for sudo in (False, True):
                for attempt in (
                    lambda: self.as_role(role, "A.1-1").sudo(sudo).action_accept(),  # noqa: B023
                    lambda: self.as_user(role).sudo(sudo).action_accept_undisputed(),  # noqa: B023
                ):
                    with self.subTest(role=role, sudo=sudo), self.assertRaises(AccessError), self.cr.savepoint():
                        attempt()
        with self.assertRaisesRegex(ValidationError, "A.1 is a heading"), self.cr.savepoint():
            self.as_role("reviewer", "A.1").action_accept()
        self.as_user("approver").action_approve()
        with self.assertRaises(UserError):
            self.as_role("reviewer", "A.1-1").action_accept()
        self.assertEqual(set(self.states().values()), {"confirmed"})

    def test_nobody_sets_the_review_status_itself(self):
        evidence = self.make_evidence(codes=["A.1-1"])
        for record in (self.row("A.1-1"), evidence):
            for role in ROLES:
                with self.assertRaises(UserError), self.cr.savepoint():
                    self.as_user(role, record).sudo().write({"review_state": "accepted"})
        self.submit()
        for record in (self.row("A.1-1"), evidence):
            for role in ROLES:
                with self.assertRaises(UserError), self.cr.savepoint():
                    self.as_user(role, record).sudo().write({"review_state": "accepted"})


@tagged("post_install", "-at_install")
class TestEvidenceReview(ReviewCase):
    def setUp(self):
        super().setUp()
        self.evidence = self.make_evidence(codes=["A.1-1"])

    def test_a_document_is_accepted_or_rejected_with_a_note(self):
        self.submit()
        document = self.as_user("reviewer", self.evidence)
        document.action_accept()
        self.assertRecordValues(document, [{"review_state": "accepted", "reviewed_by_id": self.users["reviewer"].id}])
        for note in ("", "  "):
            with self.assertRaisesRegex(UserError, "Give a note"):
                document.action_reject(note)
        self.assertEqual(document.action_reject()["res_model"], "agency.evaluation.remark")
        document.action_reject("Văn bản của năm khác")
        self.assertRecordValues(document, [{"review_state": "rejected", "review_note": "Văn bản của năm khác"}])

    def test_who_may_not_review_it(self):
        with self.assertRaises(UserError):
            self.as_user("reviewer", self.evidence).action_accept()
        self.submit()
        for role in ("evaluator", "approver", "manager", "auditor", "outsider"):
            for sudo in (False, True):
                document = self.as_user(role, self.evidence).sudo(sudo)
                for attempt in (document.action_accept, document.action_reject, lambda: document.action_reject("x")):  # noqa: B023
                    with self.subTest(role=role, sudo=sudo), self.assertRaises(AccessError), self.cr.savepoint():
                        attempt()
        self.as_user("approver").action_approve()
        with self.assertRaises(UserError):
            self.as_user("reviewer", self.evidence).action_accept()
        self.assertEqual(self.evidence.review_state, "pending")

    def test_a_new_document_is_never_reviewed_already(self):
        values = {"review_state": "accepted", "review_note": "x", "reviewed_by_id": self.env.uid}
        for name, value in values.items():
            with self.subTest(field=name), self.assertRaisesRegex(UserError, "cannot be set directly"):
                self.make_evidence(**{name: value})
        context = {f"default_{name}": value for name, value in values.items()}
        document = self.make_evidence().with_context(**context)
        for other in (
            document.create(
                {"evaluation_id": self.evaluation.id, "name": "x", "held_elsewhere": True, "register_reference": "x"}
            ),
            self.make_evidence(review_state="pending", review_note=False),
        ):
            self.assertRecordValues(other, [{"review_state": "pending", "review_note": False, "reviewed_by_id": False}])

    def test_a_changed_document_is_reviewed_again(self):
        self.submit()
        more = self.env["ir.attachment"].with_user(self.users["evaluator"])
        changes = {
            "words": lambda document: document.write({"name": "Quyết định khác"}),
            "content": lambda document: document.attachment_ids[0].write({"raw": PDF + b"%"}),
            "file": lambda document: document.write(
                {"attachment_ids": [Command.link(more.create({"name": "b.pdf", "raw": PDF}).id)]}
            ),
            "file taken away": lambda document: document.attachment_ids[0].unlink(),
        }
        for name, change in changes.items():
            with self.subTest(change=name):
                if self.evaluation.state == "draft":
                    self.as_user("evaluator").action_submit()
                self.as_user("reviewer", self.evidence).action_reject("Sai")
                self.as_user("reviewer").action_return("Sửa")
                change(self.as_user("evaluator", self.evidence))
                self.assertEqual(self.evidence.review_state, "pending")
                self.assertEqual(self.evidence.review_note, "Sai", "the unit still reads what was wrong")
        self.evidence.with_user(self.users["evaluator"]).write({"line_ids": [Command.link(self.row("B.1").id)]})


@tagged("post_install", "-at_install")
class TestGroupReviewers(ReviewCase):
    def assign(self, code="A", role="reviewer", by="manager"):
        self.as_role(by, code).write({"reviewer_id": self.users[role].id if role else False})

    def reviewers_asked(self):
        return self.evaluation.activity_search([REVIEW_ACTIVITY]).user_id

    def test_a_group_is_assigned_with_all_its_rows(self):
        self.assign()
        for code in ("A", "A.1", "A.1-1", "A.1-2", "A.2"):
            self.assertEqual(self.row(code).reviewer_id, self.users["reviewer"])
        self.assertFalse(self.row("B.1").reviewer_id)
        self.assign(role=None)
        self.assertFalse(self.evaluation.line_ids.reviewer_id)

    def test_who_assigns_and_when(self):
        self.evaluation.reviewer_id = self.users["reviewer"]
        for by in ("evaluator", "approver", "auditor", "colleague", "outsider"):
            for sudo in (False, True):
                with self.subTest(by=by, sudo=sudo), self.assertRaises(AccessError), self.cr.savepoint():
                    self.as_role(by, "A").sudo(sudo).write({"reviewer_id": self.users["colleague"].id})
        for code in ("A.1", "A.1-1"):
            with self.assertRaisesRegex(ValidationError, "no group"), self.cr.savepoint():
                self.assign(code)
        with self.assertRaisesRegex(ValidationError, "no reviewer of"), self.cr.savepoint():
            self.assign(role="approver")
        self.as_user("manager").write(
            {"line_ids": [Command.update(self.row("A").id, {"reviewer_id": self.users["colleague"].id})]}
        )
        self.submit()
        self.assign("B", "colleague", by="reviewer")
        self.assertEqual(self.evaluation.line_ids.reviewer_id, self.users["colleague"])
        self.as_user("approver").action_approve()
        with self.assertRaises(UserError):
            self.assign("B", "reviewer")

    def test_a_manager_who_assigns_answers_nothing(self):
        with self.assertRaises(AccessError):
            self.as_role("manager", "A").write({"reviewer_id": self.users["reviewer"].id, "explanation": "x"})

    def test_only_its_reviewer_and_the_main_one_review_a_group(self):
        evidence = self.make_evidence(codes=["A.2"])
        self.assign("A", "colleague")
        self.submit()
        self.assertFalse(self.as_role("reviewer", "A.2").can_review)
        self.assertTrue(self.as_role("reviewer", "B.1").can_review)
        for sudo in (False, True):
            row = self.as_role("reviewer", "A.2").sudo(sudo)
            for attempt in (
                row.action_accept,
                lambda: row.write({"review_points": 0.5, "review_note": "x"}),  # noqa: B023
                lambda: row.write({"review_note": "x"}),  # noqa: B023
                lambda: row.action_question("x"),  # noqa: B023
                self.as_user("reviewer", evidence).sudo(sudo).action_accept,
            ):
                with self.subTest(sudo=sudo), self.assertRaises(AccessError), self.cr.savepoint():
                    attempt()
        self.as_user("reviewer").action_accept_undisputed()
        self.assertEqual([code for code, state in self.states().items() if state == "accepted"], ["B.1"])
        self.as_role("colleague", "A.2").action_accept()
        self.evaluation.with_user(self.users["manager"]).sudo().write({"reviewer_id": self.users["reviewer"].id})
        self.as_role("reviewer", "A.1-1").action_accept()
        self.as_user("reviewer", evidence).action_accept()

    def test_reviewers_of_groups_are_asked(self):
        self.assign("A", "colleague")
        self.evaluation.reviewer_id = self.users["reviewer"]
        self.submit()
        self.assertEqual(self.reviewers_asked(), self.users["reviewer"] | self.users["colleague"])
        self.assign("A", None)
        self.assertEqual(self.reviewers_asked(), self.users["reviewer"])

    def test_where_all_groups_are_assigned_nobody_else_is_asked(self):
        self.assign("A", "colleague")
        self.assign("B", "colleague")
        self.submit()
        self.assertEqual(self.reviewers_asked(), self.users["colleague"])

    def test_the_rows_that_wait_for_a_reviewer_are_found(self):
        self.assign("A", "colleague")
        self.submit()
        view = self.env.ref("agency_evaluation.agency_evaluation_line_view_search")
        domain = view._get_combined_arch().find(".//filter[@name='to_review']").get("domain")
        for role, codes in (("colleague", ["A.1-1", "A.1-2", "A.2", "B.1"]), ("reviewer", ["B.1"])):
            found = self.as_user(role, self.evaluation.line_ids).filtered_domain(
                [("is_heading", "=", False), *safe_eval(domain, {"uid": self.users[role].id})]
            )
            self.assertEqual(found.mapped("code"), codes)
