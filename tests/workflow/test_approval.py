from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..cases.common import EvaluationCase


@tagged("post_install", "-at_install")
class TestApproval(EvaluationCase):
    """Who approves, in whose place, how often, and how the papers are signed then."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name in ("second", "substitute"):
            cls.users[name] = new_test_user(
                cls.env, f"test_{name}", groups="agency_evaluation.group_approver", lang="en_US"
            )

    def stand_in(self, first_day, last_day, substitute="substitute"):
        today = self.evaluation._agency_today()
        return self.env["agency.evaluation.substitution"].create(
            {
                "approver_id": self.users["approver"].id,
                "substitute_id": self.users[substitute].id,
                "date_from": today + timedelta(days=first_day),
                "date_to": today + timedelta(days=last_day),
                "reason": "Giấy ủy quyền số 01/GUQ",
            }
        )

    def assert_refused(self, user, message):
        evaluation = self.as_user(user)
        self.assertFalse(evaluation.can_approve)
        for attempt in (evaluation, evaluation.sudo()):
            with self.assertRaisesRegex(UserError, message):
                attempt.action_approve()
        self.assertEqual(self.evaluation.state, "submitted")

    def test_whoever_answered_a_row_neither_reviews_nor_approves(self):
        self.users["approver"].group_ids += self.env.ref("agency_evaluation.group_evaluator")
        self.row("A.2").user_id = self.users["approver"]
        self.as_user("approver", self.row("A.2")).write({"explanation": "Đã giải trình"})
        self.as_user("evaluator", self.evaluation.line_ids.filtered(lambda line: not line.is_heading)).write(
            {"self_points": 1.0, "explanation": "Đã giải trình"}
        )
        self.as_user("approver", self.row("A.2")).write({"self_points": 0.5})
        self.as_user("evaluator").action_submit()
        self.assert_refused("approver", "put in content")
        self.as_user("second").action_approve()
        self.assertEqual(self.evaluation.state, "approved")

    def test_whoever_answered_is_remembered_when_another_answers_the_row(self):
        self.users["approver"].group_ids += self.env.ref("agency_evaluation.group_evaluator")
        self.row("A.2").user_id = self.users["approver"]
        self.as_user("approver", self.row("A.2")).write({"self_points": 2.0})
        self.score_all()
        self.as_user("evaluator", self.row("A.2")).write({"explanation": "Theo sổ theo dõi"})
        self.assertNotIn(self.users["approver"], self.evaluation.line_ids.answered_by_id)
        self.as_user("evaluator").action_submit()
        self.assert_refused("approver", "put in content")
        for name in ("contributor_ids", "answered_by_id"):
            with self.assertRaises(UserError), self.cr.savepoint():
                record = self.evaluation if name == "contributor_ids" else self.row("A.2")
                record.write({name: False})

    def test_whoever_answered_gives_no_review_points(self):
        self.users["reviewer"].group_ids += self.env.ref("agency_evaluation.group_evaluator")
        self.row("A.2").user_id = self.users["reviewer"]
        self.as_user("reviewer", self.row("A.2")).write({"explanation": "Đã giải trình"})
        self.row("A.2").self_points = 1.0
        self.submit()
        for code in ("A.2", "B.1"):
            for sudo in (False, True):
                row = self.as_user("reviewer", self.row(code)).sudo(sudo)
                for attempt in (
                    lambda: row.write({"review_points": 2.0, "review_note": "Đạt"}),  # noqa: B023
                    lambda: row.evaluation_id.write(  # noqa: B023
                        {"line_ids": [Command.update(row.id, {"review_points": 2.0, "review_note": "Đạt"})]}  # noqa: B023
                    ),
                    row.action_accept,
                    lambda: row.action_question("x"),  # noqa: B023
                ):
                    with self.subTest(code=code, sudo=sudo), self.assertRaises(UserError), self.cr.savepoint():
                        attempt()

    def test_the_named_approver_approves_and_no_other(self):
        self.evaluation.approver_id = self.users["approver"]
        self.submit()
        self.assert_refused("second", "test_approver .* approves this evaluation, or a substitute")
        self.as_user("approver").action_approve()
        self.assertFalse(self.evaluation.approved_for_id)

    def test_a_substitute_approves_within_the_days_and_both_names_are_on_record(self):
        self.evaluation.approver_id = self.users["approver"]
        self.submit()
        self.stand_in(-9, -1)
        self.stand_in(1, 9)
        self.assert_refused("substitute", "or a substitute")
        self.stand_in(0, 0)
        self.as_user("substitute").action_approve()
        self.assertEqual(self.evaluation.approved_by_id, self.users["substitute"])
        self.assertEqual(self.evaluation.approved_for_id, self.users["approver"])
        decision = self.evaluation.decision_ids[0]
        self.assertEqual(
            (decision.user_id, decision.on_behalf_of_id), (self.users["substitute"], self.users["approver"])
        )
        self.assertIn("in place of test_approver", self.evaluation.message_ids[0].body)

    def test_the_day_is_that_of_the_agency_whatever_time_zone_a_client_names(self):
        self.evaluation.approver_id = self.users["approver"]
        self.submit()
        self.stand_in(-9, -1)
        self.stand_in(1, 9)
        zones = ("Pacific/Pago_Pago", "Pacific/Kiritimati", "Asia/Ho_Chi_Minh", "UTC", "Nowhere/Nowhere", False)
        for zone in zones:
            with self.subTest(zone=zone):
                late = self.as_user("substitute").with_context(tz=zone)
                with self.assertRaisesRegex(UserError, "or a substitute"):
                    late.action_approve()
                self.assertFalse(late._approvers() & self.users["substitute"])
        self.stand_in(0, 0)
        for zone in zones:
            self.assertIn(self.users["substitute"], self.as_user("substitute").with_context(tz=zone)._approvers())

    def test_a_substitution_that_approvals_rest_on_stays(self):
        self.evaluation.approver_id = self.users["approver"]
        self.submit()
        unused, used = self.stand_in(-9, -2), self.stand_in(-1, 9)
        self.as_user("substitute").action_approve()
        today = self.evaluation._agency_today()
        substitution = self.as_user("manager", used)
        self.env.cr.execute(
            "INSERT INTO agency_evaluation_decision"
            " (evaluation_id, number, step, user_id, on_behalf_of_id, decided_on)"
            " VALUES (%s, 99, 'approve', %s, %s, now() AT TIME ZONE 'UTC' - interval '1 day')",
            [self.evaluation.id, self.users["substitute"].id, self.users["approver"].id],
        )
        attempts = {
            "deleted": substitution.unlink,
            "ended before": lambda: substitution.write({"date_to": today - timedelta(days=1)}),
            "begun later": lambda: substitution.write({"date_from": today + timedelta(days=1)}),
            "begun after the first of them": lambda: substitution.write({"date_from": today}),
            "given to another": lambda: substitution.write({"substitute_id": self.users["second"].id}),
            "taken for another": lambda: substitution.write({"approver_id": self.users["second"].id}),
        }
        for change, attempt in attempts.items():
            with self.subTest(change), self.cr.savepoint():
                with self.assertRaisesRegex(UserError, "approvals rest on it"), self.cr.savepoint():
                    attempt()
        with self.assertRaisesRegex(UserError, "approvals rest on it"), self.cr.savepoint():
            substitution.sudo().unlink()
        substitution.write({"date_to": today, "reason": "Giấy ủy quyền số 02/GUQ"})
        self.as_user("manager", unused).unlink()

    def test_nobody_makes_himself_a_substitute(self):
        self.users["substitute"].group_ids += self.env.ref("agency_evaluation.group_manager")
        values = {
            "approver_id": self.users["approver"].id,
            "substitute_id": self.users["substitute"].id,
            "date_from": self.evaluation._agency_today(),
            "date_to": self.evaluation._agency_today(),
        }
        substitutions = self.as_user("substitute", self.env["agency.evaluation.substitution"])
        other = self.stand_in(0, 5, "second")
        for attempt in (
            lambda: substitutions.create(values),
            lambda: substitutions.sudo().create(values),
            lambda: self.as_user("substitute", other).write({"substitute_id": self.users["substitute"].id}),
        ):
            with self.assertRaisesRegex(UserError, "Nobody makes himself a substitute"), self.cr.savepoint():
                attempt()
        self.as_user("manager", self.env["agency.evaluation.substitution"]).create(values)

    def test_nobody_makes_more_of_a_substitution_of_himself(self):
        self.users["substitute"].group_ids += self.env.ref("agency_evaluation.group_manager")
        own = self.as_user("substitute", self.stand_in(-9, -1))
        today = self.evaluation._agency_today()
        for values in (
            {"date_to": today + timedelta(days=9)},
            {"approver_id": self.users["second"].id},
            {"date_from": today, "date_to": today, "substitute_id": self.users["substitute"].id},
        ):
            with self.subTest(values=values), self.cr.savepoint():
                with self.assertRaisesRegex(UserError, "Nobody makes himself a substitute"), self.cr.savepoint():
                    own.write(values)
        own.write({"reason": "Giấy ủy quyền số 03/GUQ"})

    def test_a_substitute_is_somebody_who_can_approve(self):
        elsewhere = self.env["res.company"].create({"name": "Sở khác"})
        other = new_test_user(self.env, "test_other_company", groups="agency_evaluation.group_approver")
        other.write({"company_ids": [Command.set(elsewhere.ids)], "company_id": elsewhere.id})
        self.users["nobody_here"] = other
        for name in ("reviewer", "auditor", "nobody_here"):
            with self.subTest(name), self.cr.savepoint():
                with self.assertRaises(UserError), self.cr.savepoint():
                    self.stand_in(0, 5, name)
        substitution = self.stand_in(0, 5)
        with self.assertRaisesRegex(UserError, "cannot approve in"), self.cr.savepoint():
            substitution.substitute_id = self.users["reviewer"]

    def test_a_substitute_is_asked_too(self):
        self.evaluation.approver_id = self.users["approver"]
        self.stand_in(0, 5)
        self.submit()
        self.as_user("reviewer").action_review()
        self.assertEqual(self.evaluation.activity_ids.user_id, self.users["approver"] | self.users["substitute"])

    def test_only_a_manager_names_substitutes(self):
        substitution = self.stand_in(0, 5)
        for role in ("evaluator", "reviewer", "approver", "auditor"):
            as_user = self.as_user(role, substitution)
            self.assertTrue(as_user.reason)
            with self.subTest(role=role), self.assertRaises(AccessError):
                as_user.write({"substitute_id": self.users["second"].id})
        self.as_user("manager", substitution).write({"substitute_id": self.users["second"].id})

    def test_two_approvals_where_the_setting_asks_for_them(self):
        self.evaluation.company_id.agency_second_approval = True
        self.submit()
        self.as_user("approver").action_approve()
        self.assertEqual(self.evaluation.state, "submitted")
        self.assertEqual(self.evaluation.decision_ids[0].step, "first_approve")
        self.assertNotIn(self.users["approver"], self.evaluation.activity_ids.user_id)
        self.assert_refused("approver", "You have approved it already")
        with self.assertRaisesRegex(AccessError, "has approved these points"):
            self.as_user("reviewer", self.row("A.2")).write({"review_points": 0.5, "review_note": "Thiếu"})
        self.as_user("second").action_approve()
        self.assertEqual(self.evaluation.state, "approved")
        self.assertEqual(self.evaluation.first_approved_by_id, self.users["approver"])
        self.assertEqual(self.evaluation.approved_by_id, self.users["second"])

    def test_who_names_an_evaluation_twice_takes_one_step(self):
        """A client may send an id twice: of two approvals it is one, not both."""
        self.evaluation.company_id.agency_second_approval = True
        self.submit()
        twice = self.evaluation.ids * 2
        for user, state in (("approver", "submitted"), ("second", "approved")):
            self.as_user(user).browse(twice).action_approve()
            self.assertEqual(self.evaluation.state, state)
        self.assertEqual(self.evaluation.decision_ids.mapped("step"), ["approve", "first_approve", "submit"])
        other = self.make_evaluation(department_id=self.other_unit.id)
        self.as_user("manager", other).browse(other.ids * 2).action_cancel("Nhập trùng")
        self.assertEqual(len(other.decision_ids), 1)

    def test_of_two_approvals_one_is_that_of_the_named_approver(self):
        self.evaluation.company_id.agency_second_approval = True
        self.evaluation.approver_id = self.users["approver"]
        self.submit()
        self.as_user("second").action_approve()
        self.assert_refused("substitute", "approves this evaluation")
        self.as_user("approver").action_approve()
        self.assertEqual(self.evaluation.state, "approved")

    def test_a_return_takes_the_first_approval_back(self):
        self.evaluation.company_id.agency_second_approval = True
        self.submit()
        self.as_user("approver").action_approve()
        self.as_user("second").action_return("Thiếu tài liệu")
        self.assertFalse(self.evaluation.first_approved_by_id)
        self.as_user("evaluator").action_submit()
        self.as_user("approver").action_approve()
        self.assertEqual(self.evaluation.state, "submitted")

    def test_the_dialog_shows_the_totals_and_signs_for_the_head(self):
        company = self.evaluation.company_id
        company.agency_head_title = "GIÁM ĐỐC"
        self.env["hr.employee"].create(
            {"name": "Phó", "user_id": self.users["approver"].id, "job_title": "Phó Giám đốc"}
        )
        self.submit()
        dialog = (
            self.env["agency.evaluation.reason"]
            .with_user(self.users["approver"])
            .with_context(default_step="approve", default_evaluation_ids=self.evaluation.ids)
            .create({})
        )
        self.assertEqual(dialog.evaluation_ids.final_points, 4.0)
        self.assertEqual(dialog.signer_title, "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC")
        dialog.action_confirm()
        self.assertEqual(self.evaluation.state, "approved")
        self.assertEqual(self.evaluation.signer_title, "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC")
        self.assertEqual(self.evaluation.signer_name, self.users["approver"].name)
        company.agency_signer_title = "GIÁM ĐỐC"
        (sheet,) = self.env["report.agency_evaluation.report_score_sheet"]._collect(self.evaluation)
        self.assertEqual(sheet.signature.title, ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"))

    def test_the_dialog_signs_for_the_agency_that_is_evaluated(self):
        company = self.env["res.company"].create({"name": "Sở Xây dựng", "agency_head_title": "TỔNG CỤC TRƯỞNG"})
        unit = self.env["hr.department"].create({"name": "Sở Xây dựng", "company_id": company.id})
        approver = self.users["approver"]
        approver.company_ids += company
        self.env["hr.employee"].create({"name": "Phó", "user_id": approver.id, "job_title": "Phó Tổng cục trưởng"})
        evaluation = self.make_evaluation(department_id=unit.id, user_id=False)
        dialog = (
            self.env["agency.evaluation.reason"]
            .with_user(approver)
            .with_context(
                allowed_company_ids=(approver.company_id + company).ids,
                default_step="approve",
                default_evaluation_ids=[Command.set(evaluation.ids)],
            )
            .create({})
        )
        self.assertEqual(dialog.signer_title, "KT. TỔNG CỤC TRƯỞNG\nPHÓ TỔNG CỤC TRƯỞNG")

    def test_signing_on_behalf_needs_the_own_title(self):
        """On paper the line below “KT.” is the signer's own title; nobody can add it once the sheet is sealed."""
        self.submit()
        dialog = (
            self.env["agency.evaluation.reason"]
            .with_user(self.users["approver"])
            .with_context(default_step="approve", default_evaluation_ids=self.evaluation.ids)
            .create({"is_on_behalf": True})
        )
        self.assertEqual(dialog.signer_title, "KT. GIÁM ĐỐC")
        with self.assertRaisesRegex(UserError, "needs an own title"):
            dialog.action_confirm()
        self.assertEqual(self.evaluation.state, "submitted")
        dialog.own_title = "Phó Giám đốc"
        dialog.action_confirm()
        self.assertEqual(self.evaluation.signer_title, "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC")

    def test_reopening_takes_a_confirmation_with_the_totals_too(self):
        self.as_user("manager").action_cancel("Lập nhầm")
        dialog = (
            self.env["agency.evaluation.reason"]
            .with_user(self.users["manager"])
            .create({"step": "draft", "evaluation_ids": [Command.set(self.evaluation.ids)]})
        )
        self.assertFalse(dialog.needs_reason)
        dialog.action_confirm()
        self.assertEqual(self.evaluation.state, "draft")

    def test_no_client_sets_what_the_approval_sets(self):
        self.submit()
        for name in ("first_approved_by_id", "approved_for_id", "signer_title", "signer_name"):
            value = self.users["second"].id if name.endswith("_id") else "x"
            for role in ("evaluator", "manager"):
                with self.subTest(field=name, role=role), self.assertRaises(UserError):
                    self.as_user(role).sudo().write({name: value})
        line = self.as_user("evaluator", self.row("A.2")).sudo()
        with self.assertRaises(UserError):
            line.write({"answered_by_id": self.users["second"].id})

    def test_the_difference_between_final_and_own_points_is_kept(self):
        self.submit()
        self.as_user("reviewer", self.row("A.1-1")).write({"review_points": 2.5, "review_note": "Đủ tài liệu"})
        self.as_user("reviewer", self.row("A.2")).write({"review_points": 0.25, "review_note": "Thiếu"})
        self.assertEqual(
            {line.code: line.points_difference for line in self.evaluation.line_ids if line.points_difference},
            {"A": 0.75, "A.1": 1.5, "A.1-1": 1.5, "A.2": -0.75},
        )
        self.assertEqual(self.evaluation.points_difference, 0.75)
