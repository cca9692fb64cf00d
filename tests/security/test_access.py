import base64

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ...models.lock.lock import is_locked_model
from ..cases.common import ROLES, EvaluationCase
from ..cases.seal_case import SealCase


@tagged("post_install", "-at_install")
class TestAccess(EvaluationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign = cls.make_evaluation(department_id=cls.other_unit.id)

    def visible(self, role, model="agency.evaluation"):
        return self.env[model].with_user(self.users[role]).search([])

    def test_an_evaluator_sees_the_own_unit(self):
        self.assertEqual(self.visible("evaluator") & (self.evaluation + self.foreign), self.evaluation)
        lines = self.visible("evaluator", "agency.evaluation.line")
        self.assertEqual(lines & (self.evaluation + self.foreign).line_ids, self.evaluation.line_ids)
        with self.assertRaises(AccessError):
            self.foreign.with_user(self.users["evaluator"]).read(["self_points"])

    def assert_lost(self, *companies):
        """Check that the evaluator neither sees nor changes nor makes anything of the unit, whatever the context."""
        self.env.flush_all()
        self.env.invalidate_all()
        for active_test in (True, False):
            context = {"active_test": active_test, "allowed_company_ids": [company.id for company in companies]}
            evaluation = self.evaluation.with_user(self.users["evaluator"]).with_context(**context)
            with self.subTest(active_test=active_test, companies=len(companies)):
                for model in ("agency.evaluation", "agency.evaluation.line", "agency.evaluation.fact"):
                    found = evaluation.env[model].search([])
                    self.assertNotIn(self.evaluation, found if model == "agency.evaluation" else found.evaluation_id)
                for attempt in (
                    lambda evaluation=evaluation: evaluation.read(["self_points"]),
                    lambda evaluation=evaluation: evaluation.line_ids.browse(self.row("A.2").id).write(
                        {"self_points": 1}
                    ),
                    lambda evaluation=evaluation: evaluation.write({"stated_points": 1.0}),
                    lambda evaluation=evaluation: evaluation.create(
                        {"criteria_set_id": self.other_set.id, "department_id": self.unit.id}
                    ),
                ):
                    with self.assertRaises(AccessError), self.cr.savepoint():
                        attempt()
                self.assertFalse(evaluation.sudo().is_of_own_unit)

    def test_whoever_left_the_unit_loses_it(self):
        self.other_set = self.make_criteria_set("OTHER", [("I", None, "I", 1.0)])
        employee = self.users["evaluator"].employee_id
        own, company = self.env.company, self.env["res.company"].create({"name": "Tỉnh khác"})
        self.users["evaluator"].company_ids = own + company
        self.assertIn(self.evaluation, self.visible("evaluator"))
        with self.subTest("archived"), self.cr.savepoint() as savepoint:
            employee.active = False
            self.assert_lost(own)
            self.assert_lost(own, company)
            savepoint.rollback()
        self.env.invalidate_all()
        with self.subTest("moved to another unit"), self.cr.savepoint() as savepoint:
            employee.department_id = self.other_unit
            self.assert_lost(own)
            savepoint.rollback()
        self.env.invalidate_all()
        with self.subTest("moved to another company, the department forgotten"), self.cr.savepoint() as savepoint:
            self.unit.company_id = own
            employee.company_id = company
            self.env.flush_all()
            self.cr.execute(
                "UPDATE hr_version SET department_id = %s WHERE id = %s", [self.unit.id, employee.version_id.id]
            )
            self.assert_lost(own)
            self.assert_lost(own, company)
            self.assert_lost(company, own)
            savepoint.rollback()
        self.env.invalidate_all()
        self.assertIn(self.evaluation, self.visible("evaluator"))

    def test_a_unit_that_goes_to_another_company_leaves_its_evaluations_where_they_were_made(self):
        own, company = self.env.company, self.env["res.company"].create({"name": "Tỉnh khác"})
        self.evaluation.line_ids[0].user_id = self.users["evaluator"]
        self.env.flush_all()
        # As an upgrade or an administrator's script does it; the form would refuse while employees stay behind.
        self.cr.execute("UPDATE hr_department SET company_id = %s WHERE id = %s", [company.id, self.unit.id])
        self.env.invalidate_all()
        self.assertEqual(self.evaluation.company_id, own)
        for role in ROLES:
            with self.subTest(role=role):
                evaluation = self.as_user(role)
                spec = {"display_name": {}, "department_id": {"fields": {"display_name": {}}}, "self_points": {}}
                (values,) = evaluation.web_read(spec)
                self.assertIn(self.unit.name, values["display_name"])
                self.assertEqual(values["department_id"]["display_name"], self.unit.name)
                with Form(evaluation) as form:
                    self.assertEqual(form.department_id.id, self.unit.id)
                for report in ("score_sheet", "annual_report", "findings", "exchange"):
                    html = (
                        self.env["ir.actions.report"]
                        .with_user(self.users[role])
                        ._render_qweb_html(f"agency_evaluation.report_{report}", evaluation.ids)[0]
                    )
                    self.assertIn(self.unit.name.casefold(), html.decode().casefold())
        self.submit()
        self.as_user("reviewer").action_review()
        self.as_user("approver").action_approve()
        self.assertEqual(self.evaluation.state, "approved")

    def test_an_evaluator_sees_and_scores_assigned_rows_of_another_unit(self):
        row = self.row("A.2", self.foreign)
        row.user_id = self.users["evaluator"]
        self.env.flush_all()
        self.assertIn(self.foreign, self.visible("evaluator"))
        lines = self.visible("evaluator", "agency.evaluation.line") & self.foreign.line_ids
        self.assertEqual(lines.mapped("code"), ["A.2"])
        lines.write({"self_points": 2.0})
        self.assertEqual(self.row("A", self.foreign).self_points, 2.0)
        with self.assertRaises(AccessError):
            self.row("B.1", self.foreign).with_user(self.users["evaluator"]).write({"self_points": 1.0})
        with self.assertRaises(AccessError):
            self.foreign.with_user(self.users["evaluator"]).action_submit()

    def test_an_evaluator_proves_assigned_rows_of_another_unit_and_leaves_its_other_documents_alone(self):
        values = {"evaluation_id": self.foreign.id, "held_elsewhere": True, "register_reference": "Sổ công văn 2020"}
        others = self.env["agency.evaluation.evidence"].create({**values, "name": "Của đơn vị khác"})
        row = self.row("A.2", self.foreign)
        row.user_id = self.users["evaluator"]
        documents = self.as_user("evaluator", others)
        self.assertEqual(documents.name, "Của đơn vị khác")
        for attempt in (
            lambda: documents.write({"name": "x"}),
            documents.unlink,
            lambda: documents.create({**values, "name": "x"}),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                attempt()
        own = documents.create({**values, "name": "Của tôi", "line_ids": [Command.link(row.id)]})
        own.write({"name": "Của tôi, sửa"})
        own.unlink()

    def test_the_other_roles_see_all_evaluations_of_their_companies(self):
        company = self.env["res.company"].create({"name": "Tỉnh khác"})
        department = self.env["hr.department"].create({"name": "Sở", "company_id": company.id})
        abroad = self.make_evaluation(department_id=department.id, user_id=False)
        self.assertEqual(abroad.company_id, company)
        for role in ("reviewer", "approver", "auditor", "manager"):
            with self.subTest(role=role):
                everything = self.evaluation + self.foreign + abroad
                self.assertEqual(self.visible(role) & everything, self.evaluation + self.foreign)
                lines = self.visible(role, "agency.evaluation.line")
                self.assertFalse(lines & abroad.line_ids)
                self.assertEqual(lines & self.foreign.line_ids, self.foreign.line_ids)
                with self.assertRaises(AccessError):
                    abroad.with_user(self.users[role]).action_cancel("x")

    def test_a_set_of_another_company_stays_there(self):
        company = self.env["res.company"].create({"name": "Tỉnh khác"})
        private = self.make_criteria_set("PRIVATE", [("I", None, "I", 1.0)], company_id=company.id)
        for role in ROLES:
            self.assertNotIn(private, self.visible(role, "agency.evaluation.criteria.set"))
            self.assertIn(self.criteria_set, self.visible(role, "agency.evaluation.criteria.set"))
            self.assertFalse(self.visible(role, "agency.evaluation.criterion") & private.criterion_ids)

    def test_who_may_change_a_draft(self):
        """Only the unit's evaluator scores it; a manager prepares it; the others change nothing."""
        evidence = self.make_evidence()
        for role in ("reviewer", "approver", "manager", "auditor"):
            with self.subTest(role=role):
                with self.assertRaises(AccessError):
                    self.as_user(role, self.row("B.1")).write({"self_points": 1.0})
                with self.assertRaises(AccessError):
                    self.as_user(role).write({"line_ids": [(1, self.row("B.1").id, {"self_points": 1.0})]})
                with self.assertRaises(AccessError):
                    self.as_user(role, evidence).write({"name": "x"})
                with self.assertRaises(AccessError):
                    self.as_user(role, evidence).unlink()
                if role != "manager":
                    with self.assertRaises(AccessError):
                        self.as_user(role).write({"date_from": "2020-02-01"})
                    with self.assertRaises(AccessError):
                        self.as_user(role).unlink()
        self.as_user("manager").write({"reviewer_id": self.users["reviewer"].id})

    def test_only_a_reviewer_gives_review_points(self):
        self.submit()
        for role in ("evaluator", "approver", "manager", "auditor"):
            for sudo in (False, True):
                with self.subTest(role=role, sudo=sudo), self.assertRaises(AccessError):
                    self.as_user(role, self.row("B.1")).sudo(sudo).write({"review_points": 0.5, "review_note": "x"})


@tagged("post_install", "-at_install")
class TestReadingAlone(SealCase):
    def test_who_lost_a_role_reads_nothing_even_where_no_constraint_notices(self):
        """Odoo checks no users of a group that is deleted; so the rules must not open what the role does not."""
        self.submit()
        self.as_user("reviewer", self.row("M.2")).action_question("Căn cứ?")
        self.as_user("evaluator", self.row("M.2")).action_answer("Sổ họp")
        self.as_user("approver").action_approve()
        content = base64.b64encode(self.content(1)).decode()
        self.as_user("manager").action_upload_signed_copy(content, "a.pdf", "15/BC-TNMT", "2020-12-15")
        self.evaluation._official_paper("score_sheet")
        reader = self.env.ref("agency_evaluation.group_reader")
        observers = self.env["res.groups"].create({"name": "Observers", "implied_ids": [Command.link(reader.id)]})
        auditors = self.env["res.groups"].create(
            {"name": "x", "implied_ids": [Command.link(self.env.ref("agency_evaluation.group_auditor").id)]}
        )
        self.users["outsider"].group_ids += observers + auditors
        auditors.unlink()
        self.env.registry.clear_cache("groups")
        self.assertTrue(self.users["outsider"].has_group("agency_evaluation.group_reader"))
        models = [self.env[name] for name in self.env.registry if is_locked_model(self.env, name)]
        parts = [model for model in models if model._lock_root()._name == "agency.evaluation"]
        self.assertEqual(len(parts), 13)
        for part in parts:
            with self.subTest(model=part._name):
                self.assertTrue(part.search_count([]))
                self.assertFalse(part.with_user(self.users["outsider"]).search_count([]))
