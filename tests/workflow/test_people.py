from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from ..cases.common import EvaluationCase


@tagged("post_install", "-at_install")
class TestPeople(EvaluationCase):
    """Who is named to review and to approve, by whom, and what follows when somebody named is gone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name, role in (("colleague", "reviewer"), ("second", "approver")):
            groups = f"agency_evaluation.group_{role}"
            cls.users[name] = new_test_user(cls.env, f"test_{name}", groups=groups, lang="en_US")

    def named(self, name):
        return (
            {"reviewer_id": self.users["colleague"].id}
            if name == "reviewer"
            else {"approver_id": self.users["second"].id}
        )

    def test_the_unit_names_its_judges_before_it_is_judged_alone(self):
        for role in ("reviewer", "approver"):
            self.as_user("evaluator").write(self.named(role))
        self.submit()
        people = {"reviewer_id": self.users["reviewer"].id, "approver_id": self.users["approver"].id}
        nobody = dict.fromkeys(people, False)
        for values in (people, nobody, {"approver_id": self.users["approver"].id}):
            for evaluation in (self.as_user("evaluator"), self.as_user("evaluator").sudo()):
                with self.assertRaisesRegex(AccessError, "named by a manager"), self.cr.savepoint():
                    evaluation.write(values)
        # What a form sends back unchanged is no naming.
        self.as_user("evaluator").write({"approver_id": self.users["second"].id, "report_number": "12"})
        self.assertFalse(self.as_user("evaluator").can_name)
        self.as_user("manager").write(people)
        self.assertEqual(self.evaluation.approver_id, self.users["approver"])

    def test_only_who_can_do_it_is_named(self):
        company = self.env["res.company"].create({"name": "Tỉnh khác"})
        abroad = new_test_user(
            self.env,
            "test_abroad",
            groups="agency_evaluation.group_reviewer,agency_evaluation.group_approver",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        gone = new_test_user(
            self.env, "test_gone", groups="agency_evaluation.group_reviewer,agency_evaluation.group_approver"
        )
        gone.active = False
        for field in ("reviewer_id", "approver_id"):
            for user in (self.users["outsider"], self.users["evaluator"], self.users["auditor"], abroad, gone):
                with self.subTest(field=field, user=user.login):
                    for evaluation in (self.as_user("manager"), self.as_user("manager").sudo()):
                        with (
                            self.assertRaisesRegex((ValidationError, UserError), "cannot be named"),
                            self.cr.savepoint(),
                        ):
                            evaluation.write({field: user.id})
                    with self.assertRaisesRegex((ValidationError, UserError), "cannot be named"), self.cr.savepoint():
                        self.make_evaluation(department_id=self.other_unit.id, **{field: user.id})

    def lose(self, name, how):
        user = self.users[name]
        if how == "archived":
            user.active = False
        elif how == "without the role":
            user.group_ids = self.env.ref("base.group_user")
        else:
            company = self.env["res.company"].create({"name": "Tỉnh khác"})
            user.write({"company_id": company.id, "company_ids": [Command.set(company.ids)]})

    def test_a_named_approver_who_is_gone_blocks_nobody(self):
        self.evaluation.approver_id = self.users["second"]
        self.submit()
        self.as_user("reviewer").action_review()
        self.assertFalse(self.as_user("approver").can_approve)
        for how in ("archived", "without the role", "of another company"):
            with self.subTest(how), self.cr.savepoint() as savepoint:
                self.lose("second", how)
                self.env.invalidate_all()
                self.assertTrue(self.as_user("approver").can_approve)
                self.assertEqual(self.evaluation._users_at("approve") & self.users["approver"], self.users["approver"])
                self.assertNotIn(self.users["second"], self.evaluation._users_at("approve"))
                self.as_user("approver").action_approve()
                self.assertEqual(self.evaluation.state, "approved")
                savepoint.rollback()
            self.env.invalidate_all()

    def test_a_reviewer_of_rows_who_is_gone_blocks_nobody(self):
        self.submit()
        for code in ("A", "B"):
            self.as_user("manager", self.row(code)).write({"reviewer_id": self.users["colleague"].id})
        self.assertFalse(self.as_user("reviewer", self.row("A.2")).can_review)
        self.assertEqual(self.evaluation._users_at("review"), self.users["colleague"])
        for how in ("archived", "without the role", "of another company"):
            with self.subTest(how), self.cr.savepoint() as savepoint:
                self.lose("colleague", how)
                self.env.invalidate_all()
                self.assertTrue(self.as_user("reviewer", self.row("A.2")).can_review)
                self.as_user("reviewer", self.row("A.2")).action_accept()
                self.assertIn(self.users["reviewer"], self.evaluation._users_at("review"))
                self.assertNotIn(self.users["colleague"], self.evaluation._users_at("review"))
                savepoint.rollback()
            self.env.invalidate_all()

    def test_a_copy_names_nobody_who_is_gone(self):
        self.evaluation.write({**self.named("reviewer"), **self.named("approver")})
        self.lose("second", "archived")
        values = self.evaluation.copy_data()[0]
        self.assertEqual((values["reviewer_id"], values["approver_id"]), (self.users["colleague"].id, False))

    def test_the_form_lets_the_unit_name_nobody_once_it_is_submitted(self):
        self.submit()
        with Form(self.as_user("evaluator")) as form:
            for field in ("reviewer_id", "approver_id"):
                self.assertTrue(form._get_modifier(field, "readonly"), field)
        with Form(self.as_user("manager")) as form:
            form.approver_id = self.users["approver"]
        self.assertEqual(self.evaluation.approver_id, self.users["approver"])
