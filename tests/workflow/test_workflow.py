
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..cases.common import ROLES, EvaluationCase


@tagged("post_install", "-at_install")
class TestWorkflow(EvaluationCase):
    def activities(self):
        """Return (login, activity type) of what lies on desks."""
        activities = self.env["mail.activity"].search(
            [("res_model", "=", "agency.evaluation"), ("res_id", "=", self.evaluation.id)]
        )
        return {
            (activity.user_id.login, activity.activity_type_id.get_external_id().popitem()[1])
            for activity in activities
        }

    def desk(self, *logins, kind):
        return {(login, f"agency_evaluation.mail_activity_type_{kind}") for login in logins}

    def test_the_whole_way_from_draft_to_approved(self):
        evaluation = self.evaluation
        evaluation.write({"reviewer_id": self.users["reviewer"].id, "approver_id": self.users["approver"].id})
        self.assertEqual(self.activities(), self.desk("test_evaluator", kind="evaluate"))
        self.submit()
        self.assertEqual((evaluation.state, evaluation.submitted_by_id), ("submitted", self.users["evaluator"]))
        self.assertEqual(self.activities(), self.desk("test_reviewer", kind="review"))
        self.as_user("reviewer").action_return("Thiếu tài liệu ở mục B.1")
        self.assertEqual(evaluation.state, "draft")
        self.assertEqual(self.activities(), self.desk("test_evaluator", kind="evaluate"))
        self.as_user("evaluator").action_submit()
        self.as_user("reviewer").action_review()
        self.assertEqual(self.activities(), self.desk("test_approver", kind="approve"))
        self.as_user("approver").action_approve()
        self.assertEqual((evaluation.state, evaluation.approved_by_id), ("approved", self.users["approver"]))
        self.assertTrue(evaluation.approved_on)
        self.assertEqual(self.activities(), set())
        decisions = evaluation.decision_ids.sorted("number")
        self.assertEqual(decisions.mapped("step"), ["submit", "return", "submit", "review", "approve"])
        self.assertEqual(decisions.mapped("number"), [1, 2, 3, 4, 5])
        self.assertEqual(decisions[1].reason, "Thiếu tài liệu ở mục B.1")
        self.assertEqual(decisions[1].user_id, self.users["reviewer"])

    def test_each_step_tells_in_the_chatter_who_did_what_and_why(self):
        self.submit()
        self.as_user("approver").action_return("<b>Sai số liệu</b>\nMục B.1")
        self.as_user("evaluator").action_submit()
        self.as_user("approver").action_return("Lần nữa")
        messages = self.evaluation.message_ids.sorted("id").filtered("body")
        bodies = [(message.author_id, message.body) for message in messages]
        approver = self.users["approver"].partner_id
        self.assertTrue(
            any(author == approver and "Returned" in body and "&lt;b&gt;Sai" in body for author, body in bodies)
        )
        self.assertTrue(
            any(author == approver and "Returned (time 2)" in body and "Lần nữa" in body for author, body in bodies)
        )
        evaluator = self.users["evaluator"].partner_id
        self.assertTrue(any(author == evaluator and "Submitted" in body and "4,0" in body for author, body in bodies))

    def test_where_nobody_is_named_everyone_of_the_role_is_asked_but_the_submitter(self):
        self.users["evaluator"].group_ids += self.env.ref("agency_evaluation.group_approver")
        self.submit()
        self.assertIn(("test_reviewer", "agency_evaluation.mail_activity_type_review"), self.activities())
        self.as_user("reviewer").action_review()
        logins = {login for login, _kind in self.activities()}
        self.assertIn("test_approver", logins)
        self.assertNotIn("test_evaluator", logins)

    def test_every_row_is_answered_before_submitting(self):
        self.row("A.1-1").self_points = 0.0
        self.row("B.1").write({"status": "not_applicable", "explanation": "Không có bộ phận một cửa"})
        self.evaluation._refresh_findings()
        self.evaluation.finding_ids.filtered(lambda finding: finding.severity == "warning").justification = "Đúng vậy"
        with self.assertRaisesRegex(UserError, "2 rows are not answered: A.1-2, A.2"):
            self.as_user("evaluator").action_submit()
        self.assertEqual(self.evaluation.state, "draft")
        for code in ("A.1-1", "A.1-2", "A.2"):
            self.row(code).write({"self_points": 0.0, "explanation": "Không thực hiện"})
        self.as_user("evaluator").action_submit()
        self.assertEqual(self.evaluation.self_points, 0.0)

    def test_a_reason_is_asked_for(self):
        self.submit()
        for reason in ("", "  \n"):
            with self.assertRaisesRegex(UserError, "Give a reason"):
                self.as_user("approver").action_return(reason)
        action = self.as_user("approver").action_return()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.users["approver"])
            .with_context(**action["context"])
            .create({"reason": "Thiếu tài liệu"})
        )
        wizard.action_confirm()
        self.assertEqual(self.evaluation.state, "draft")
        self.assertEqual(self.evaluation.decision_ids[0].reason, "Thiếu tài liệu")

    def test_an_evaluator_of_another_unit_cannot_submit(self):
        self.score_all()
        self.env["hr.employee"].create(
            {"name": "x", "user_id": self.users["auditor"].id, "department_id": self.other_unit.id}
        )
        self.users["auditor"].group_ids = self.env.ref("agency_evaluation.group_evaluator")
        with self.assertRaises(AccessError):
            self.as_user("auditor").action_submit()
        with self.assertRaises(AccessError):
            self.as_user("auditor").sudo().action_submit()

    def test_whoever_submitted_neither_reviews_nor_approves(self):
        user = self.users["evaluator"]
        user.group_ids += self.env.ref("agency_evaluation.group_approver")
        user.group_ids += self.env.ref("agency_evaluation.group_reviewer")
        self.submit()
        evaluation = self.as_user("evaluator")
        self.assertFalse(evaluation.can_approve or evaluation.can_review)
        for step in (evaluation.action_approve, evaluation.action_review):
            with self.assertRaisesRegex(UserError, "Whoever submitted"):
                step()
        with self.assertRaises(AccessError):
            self.row("B.1", evaluation).write({"review_points": 1.0})

    def test_a_button_is_visible_only_to_whom_it_works_for(self):
        self.score_all()
        shown = {
            "draft": {"evaluator": {"can_submit"}, "manager": {"can_cancel"}},
            "submitted": {
                "reviewer": {"can_review", "can_return"},
                "approver": {"can_approve", "can_return"},
                "manager": {"can_cancel"},
            },
            "approved": {},
        }
        flags = ("can_submit", "can_review", "can_return", "can_approve", "can_cancel", "can_draft")
        for state, by_role in shown.items():
            if state == "submitted":
                self.as_user("evaluator").action_submit()
            elif state == "approved":
                self.as_user("approver").action_approve()
            for role in ROLES:
                evaluation = self.as_user(role)
                visible = {flag for flag in flags if evaluation[flag]}
                self.assertEqual(visible, by_role.get(role, set()), f"{state} {role}")

    def test_review_points_stand_beside_the_own_and_count_in_the_end(self):
        self.submit()
        line = self.as_user("reviewer", self.row("B.1"))
        with self.assertRaisesRegex(UserError, "B.1: give a note"):
            line.write({"review_points": 0.5})
        line.write({"review_points": 0.5, "review_note": "Thiếu 01 tài liệu"})
        self.assertEqual((self.row("B.1").self_points, self.row("B.1").final_points), (1.0, 0.5))
        self.assertEqual((self.row("B").self_points, self.row("B").final_points), (1.0, 0.5))
        self.assertEqual((self.evaluation.self_points, self.evaluation.final_points), (4.0, 3.5))
        self.assertTrue(self.evaluation.is_reviewed)
        with self.assertRaisesRegex(UserError, "above the maximum"):
            line.write({"review_points": 4.5, "review_note": "x"})
        self.as_user("reviewer", self.row("A.2")).write({"review_points": 1.0})
        self.as_user("reviewer").action_return("Sửa B.1")
        self.as_user("evaluator", self.row("B.1")).write({"self_points": 0.75})
        self.assertFalse(self.row("B.1").is_reviewed)
        self.assertTrue(self.row("A.2").is_reviewed)
        self.assertEqual(self.evaluation.final_points, 3.75)

    def test_a_cancelled_evaluation_can_be_reopened_and_makes_room_for_another(self):
        self.as_user("manager").action_cancel("Lập nhầm đơn vị")
        other = self.make_evaluation()
        with self.assertRaisesRegex(ValidationError, "cannot stand beside it"), self.cr.savepoint():
            self.as_user("manager").action_draft()
        self.as_user("manager", other).action_cancel("Lập nhầm")
        self.as_user("manager").action_draft()
        self.assertEqual(self.evaluation.state, "draft")
