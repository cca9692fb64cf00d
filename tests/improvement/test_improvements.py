from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..cases.common import EvaluationCase

MODEL = "agency.evaluation.improvement"


@tagged("post_install", "-at_install")
class TestImprovements(EvaluationCase):
    """What is done about a row that lost points, until it is done or dropped, in this period and in the next one."""

    def plan(self, code="A.1-1", role="evaluator", evaluation=None, **values):
        return (
            self.env[MODEL]
            .with_user(self.users[role])
            .create(
                {
                    "line_id": self.row(code, evaluation).id,
                    "name": "Ban hành quy chế",
                    "user_id": self.users["evaluator"].id,
                    "deadline": "2021-06-30",
                    **values,
                }
            )
        )

    def approve_losing(self):
        self.score_all()
        self.as_user("evaluator").action_submit()
        self.as_user("approver").action_approve()

    def make_later(self, change=None):
        following = self.criteria_set._next_year()
        if change:
            change(following)
        following.action_publish()
        return self.make_evaluation(following)

    def overdue(self, evaluation):
        self.as_user("evaluator", evaluation).action_check()
        self.env.invalidate_all()
        return evaluation.finding_ids.filtered(lambda finding: finding.code == "improvement_overdue")

    def test_of_rows_that_lost_points(self):
        self.score_all()
        self.plan()
        for code in ("A.1-2", "A", "A.1"):
            with self.assertRaisesRegex(ValidationError, "has lost no points"):
                self.plan(code)
        self.row("A.2").write({"status": "todo"})
        with self.assertRaises(ValidationError):
            self.plan("A.2")

    def test_after_the_approval_and_the_seal_holds(self):
        self.approve_losing()
        self.plan()
        self.assertEqual(self.evaluation._seal_differences(), [])

    def test_the_reviewer_took_the_points(self):
        self.score_all()
        self.as_user("evaluator").action_submit()
        row = self.as_user("reviewer", self.row("A.1-2"))
        row.write({"is_reviewed": True, "review_points": 0.5, "review_note": "Chậm"})
        self.as_user("approver").action_approve()
        self.assertTrue(self.plan("A.1-2"))

    def test_done_with_proof_and_dropped_with_a_reason(self):
        self.approve_losing()
        action = self.plan()
        with self.assertRaisesRegex(UserError, "what came of it"):
            action.action_done()
        action.result = "Quyết định 15/QĐ-STN"
        action.action_done()
        self.assertEqual(action.state, "done")
        self.assertTrue(action.ended_on)
        with self.assertRaisesRegex(UserError, "The action is done"):
            action.name = "Khác"
        with self.assertRaisesRegex(UserError, "no longer in progress"):
            action.action_drop("Thôi")
        action.action_reopen()
        self.assertEqual((action.state, action.ended_on), ("open", False))
        with self.assertRaisesRegex(UserError, "Give a reason"):
            action.action_drop()
        action.action_drop("Không còn nhiệm vụ")
        self.assertEqual((action.state, action.reason), ("dropped", "Không còn nhiệm vụ"))

    def test_a_document_is_proof(self):
        self.approve_losing()
        action = self.plan()
        later = self.make_later()
        document = self.env["agency.evaluation.evidence"].create(
            {"evaluation_id": later.id, "name": "QĐ", "held_elsewhere": True, "register_reference": "Sổ 1"}
        )
        action.evidence_ids = document
        action.action_done()
        self.assertEqual(action.state, "done")

    def test_no_client_sets_the_state_or_takes_it_away(self):
        self.approve_losing()
        action = self.plan()
        for values in ({"state": "done"}, {"ended_on": "2021-01-01"}, {"line_id": self.row("A.2").id}):
            with self.assertRaises(UserError):
                action.sudo().write(values)
        with self.assertRaises(UserError):
            self.plan(state="done")
        with self.assertRaises(UserError):
            action.sudo().unlink()

    def test_its_history_is_kept(self):
        self.approve_losing()
        action = self.plan()
        self.flush_tracking()
        action.deadline = "2021-09-30"
        self.flush_tracking()
        action.result = "Xong"
        action.action_done()
        self.flush_tracking()
        tracked = action.sudo().message_ids.tracking_value_ids
        self.assertEqual(set(tracked.field_id.mapped("name")), {"deadline", "state", "result"})
        with self.assertRaises(UserError):
            action.message_ids[:1].unlink()

    def test_others_read_and_strangers_do_not(self):
        self.approve_losing()
        action = self.plan()
        for role in ("reviewer", "approver", "auditor"):
            self.assertEqual(self.as_user(role, action).name, "Ban hành quy chế")
            with self.assertRaises(AccessError):
                self.as_user(role, action).write({"name": "x"})
        stranger = self.make_users({"stranger": "agency_evaluation.group_evaluator"})["stranger"]
        self.env["hr.employee"].create({"name": "x", "user_id": stranger.id, "department_id": self.other_unit.id})
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            action.with_user(stranger).read(["name"])
        with self.assertRaises(AccessError):
            self.env[MODEL].with_user(stranger).create(
                {"line_id": self.row("A.2").id, "name": "x", "user_id": stranger.id, "deadline": "2021-01-01"}
            )
        self.as_user("manager", action).user_id = stranger
        self.env.invalidate_all()
        self.assertEqual(action.with_user(stranger).name, "Ban hành quy chế", "who sees to it carries it on")
        action.with_user(stranger).write({"result": "Xong"})
        action.with_user(stranger).action_done()

    def test_an_owner_has_the_role(self):
        self.approve_losing()
        with self.assertRaisesRegex(ValidationError, "cannot see to it"):
            self.plan(user_id=self.users["auditor"].id)

    def test_shown_at_the_same_row_of_the_next_period(self):
        self.approve_losing()
        self.plan(deadline="2099-06-30")
        row = self.as_user("evaluator", self.row("A.1-1"))
        self.assertTrue(row.can_improve)
        self.assertRegex(row.improvement_note, r"^Ban hành quy chế \(.*, until 30/06/2099: in progress\)$")

        def change(following):
            row = following.criterion_ids.filtered(lambda row: row.code == "A.1-1")
            row.code = "A.1-9"

        later = self.make_later(change)
        self.assertIn("Ban hành quy chế", self.as_user("evaluator", self.row("A.1-9", later)).improvement_note)
        self.assertFalse(self.as_user("evaluator", self.row("A.2", later)).improvement_note)
        action = self.as_user("evaluator", self.row("A.1-9", later)).action_view_improvements()
        self.assertEqual(self.env[MODEL].search(action["domain"]).line_id, self.row("A.1-1"))

    def test_overdue_is_a_finding_of_the_next_period(self):
        self.approve_losing()
        late, not_yet = self.plan(), self.plan(deadline="2099-06-30", name="Tập huấn")
        later = self.make_later()
        finding = self.overdue(later)
        self.assertEqual(finding.line_id.code, "A.1-1")
        self.assertEqual(finding.severity, "warning")
        self.assertIn("is not: Ban hành quy chế", finding.message)
        self.assertTrue(late.is_overdue)
        self.assertEqual(self.env[MODEL].search([("is_overdue", "=", True)]) & (late | not_yet), late)
        late.action_drop("Thôi")
        self.assertFalse(self.overdue(later))

    def test_its_own_period_does_not_hear_of_it(self):
        self.score_all()
        self.plan()
        self.assertFalse(self.overdue(self.evaluation))

    def flush_tracking(self):
        self.env.flush_all()
        self.cr.precommit.run()
        self.env.invalidate_all()
