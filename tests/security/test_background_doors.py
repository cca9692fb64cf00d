import xmlrpc.client

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..cases.background_case import SHEET, TASK, BackgroundCase
from ..cases.common import ROLES

_SAVE = {"line_ids": {"fields": {"self_points": {}, "explanation": {}}}, "self_points": {}, "evidence_ids": {}}


@tagged("post_install", "-at_install")
class TestBackgroundDoors(HttpCase, BackgroundCase):
    """What is asked of many evaluations, and what forms save, by XML-RPC and JSON-2: guards are those of the screen."""

    def setUp(self):
        super().setUp()
        self.keys = {}
        company = self.env["res.company"].create({"name": "Sở Xây dựng"})
        unit = self.env["hr.department"].create({"name": "Sở Xây dựng", "company_id": company.id})
        foreign_set = self.make_facts_set("FOREIGN", {}, company_id=company.id)
        self.foreign = self.make_evaluation(foreign_set, department_id=unit.id, user_id=False)
        self.other = self.make_evaluation(self.criteria_set, department_id=self.other_unit.id, user_id=False)

    def bearer(self, role):
        if role not in self.keys:
            tomorrow = fields.Datetime.add(fields.Datetime.now(), days=1)
            keys = self.env(user=self.users[role])["res.users.apikeys"]
            self.keys[role] = keys._generate("rpc", "test", tomorrow)
        return {"Authorization": f"bearer {self.keys[role]}"}

    def post(self, role, model, method, **body):
        """Call a method over JSON-2; return the status and the answer."""
        self.env.flush_all()
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model"):
            answer = self.url_open(
                f"/json/2/{model}/{method}", json=body, headers=self.bearer(role), method="POST", timeout=60
            )
        self.env.invalidate_all()
        return answer.status_code, answer.json()

    def call(self, role, model, method, *arguments, **named):
        """Call a method over XML-RPC; return the answer, or the fault as a text."""
        user = self.users[role]
        self.env.flush_all()
        try:
            with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model"):
                return self.xmlrpc_object.execute_kw(
                    self.env.cr.dbname, user.id, user.login, model, method, list(arguments), named
                )
        except xmlrpc.client.Fault as fault:
            return fault.faultString
        finally:
            self.env.invalidate_all()

    def tasks(self):
        return self.env[TASK].search([])

    def test_who_asks_for_papers(self):
        asked = ("agency.evaluation", "action_print_in_background")
        for role in ROLES:
            with self.subTest(role):
                status, action = self.post(role, *asked, ids=self.evaluation.ids, report_name=SHEET)
                self.assertEqual((status, action["res_model"]), (200, TASK))
                self.assertEqual(self.env[TASK].browse(action["res_id"]).user_id, self.users[role])
        before = self.tasks()
        for role, records, name in (
            ("outsider", self.evaluation, SHEET),
            ("evaluator", self.other, SHEET),
            ("manager", self.foreign, SHEET),
            ("auditor", self.evaluation + self.foreign, SHEET),
        ):
            with self.subTest(role=role, records=records):
                self.assertEqual(self.post(role, *asked, ids=records.ids, report_name=name)[0], 403)
                self.assertRegex(self.call(role, *asked, records.ids, name), "not allowed|doesn't have 'read' access")
        for name in (None, "", "base.report_ir_model_overview", SHEET.upper(), [SHEET], {"a": 1}, 7, "x\0", "%"):
            with self.subTest(name=name):
                self.assertEqual(self.post("auditor", *asked, ids=self.evaluation.ids, report_name=name)[0], 422)
        self.assertEqual(self.post("auditor", *asked, ids=[], report_name=SHEET)[0], 422)
        self.assertEqual(self.tasks(), before)

    def test_tasks_of_others(self):
        task = self.print_as("manager", self.evaluation)
        for role in ("evaluator", "reviewer", "approver", "outsider"):
            for method in ("action_cancel", "action_download", "action_view_evaluations"):
                with self.subTest(role=role, method=method):
                    self.assertEqual(self.post(role, TASK, method, ids=task.ids)[0], 403)
                    self.assertIsInstance(self.call(role, TASK, method, task.ids), str)
            self.assertEqual(self.call(role, TASK, "search_count", []) if role != "outsider" else 0, 0)
        for method in ("_do_some", "_end", "_ask", "_begin_soon", "_write_through", "_create_through", "modified"):
            with self.subTest(method=method):
                self.assertEqual(self.post("manager", TASK, method, ids=task.ids)[0], 403)
        for values in ({"state": "done"}, {"keys": [1]}, {"user_id": self.users["evaluator"].id}, {"details": {}}):
            self.assertNotEqual(self.post("manager", TASK, "write", ids=task.ids, vals=values)[0], 200)
        self.assertEqual((task.state, task.user_id, task.keys), ("waiting", self.users["manager"], self.evaluation.ids))
        self.assertEqual(self.post("manager", TASK, "action_cancel", ids=task.ids)[0], 200)
        self.assertEqual(task.state, "cancelled")

    def save(self, role, record, vals, specification=None, **context):
        body = {"vals": vals, "specification": specification or _SAVE, "context": context}
        return self.post(role, "agency.evaluation", "web_save_rows", ids=record.ids, **body)

    def test_who_saves_rows(self):
        own, other, foreign = (
            each.line_ids.filtered(lambda line: not line.is_heading)[0]
            for each in (self.evaluation, self.other, self.foreign)
        )

        def points(line):
            return [Command.update(line.id, {"self_points": 0.75})]

        for role in ("outsider", "reviewer", "approver", "auditor", "manager"):
            with self.subTest(role):
                self.assertEqual(self.save(role, self.evaluation, {"line_ids": points(own)})[0], 403)
        for line in (other, foreign):
            with self.subTest(line=line):
                status, _answer = self.save("evaluator", self.evaluation, {"line_ids": points(line)})
                self.assertIn(status, (403, 422))
                self.assertFalse(line.self_points)
        for commands in (
            [Command.create({"criterion_id": own.criterion_id.id})],
            [Command.delete(own.id)],
            [Command.unlink(own.id)],
            [Command.clear()],
            [Command.set([])],
        ):
            with self.subTest(commands=commands):
                self.assertNotEqual(self.save("evaluator", self.evaluation, {"line_ids": commands})[0], 200)
        self.save("evaluator", self.evaluation, {"line_ids": [Command.link(other.id), Command.link(foreign.id)]})
        self.assertEqual((other.evaluation_id, foreign.evaluation_id), (self.other, self.foreign))
        for vals in ({"state": "approved"}, {"seal": "x"}, {"rolled_up": 1}, {"nothing": 1}):
            with self.subTest(vals=vals):
                self.assertNotEqual(self.save("evaluator", self.evaluation, vals)[0], 200)
        self.assertEqual((own.exists(), self.evaluation.state), (own, "draft"))
        status, answer = self.save("evaluator", self.evaluation, {"line_ids": points(own)})
        self.assertEqual((status, own.self_points), (200, 0.75))
        self.assertIn(own.id, [row["id"] for row in answer[0]["line_ids"]])

    def test_what_a_save_answers_with_is_what_the_user_may_read(self):
        """A colleague who has one row asks for what is in all others, through whatever leads there."""
        line = self.evaluation.line_ids.filtered(lambda line: not line.is_heading)[0]
        colleague = self.make_users({"colleague": "agency_evaluation.group_evaluator"})["colleague"]
        self.users["colleague"] = colleague
        line.user_id = colleague
        secret = "Không ai khác được đọc"
        others = self.evaluation.line_ids.filtered(lambda each: not each.is_heading) - line
        others[0].explanation = secret
        rows = {"fields": {"explanation": {}, "self_points": {}}}
        deep = {
            "line_ids": {"fields": {"evaluation_id": {"fields": {"line_ids": rows}}, **rows["fields"]}},
            "evidence_ids": {"fields": {"line_ids": rows}},
            "fact_ids": {"fields": {"note": {}, "evaluation_id": {"fields": {"line_ids": rows}}}},
        }
        commands = [Command.update(line.id, {"self_points": 0.5})]
        status, answer = self.save("colleague", self.evaluation, {"line_ids": commands}, deep)
        self.assertNotIn(secret, str(answer))
        self.assertEqual((status, [row["id"] for row in answer[0]["line_ids"]]), (200, line.ids))

    def test_no_language_time_zone_or_default_of_a_client_changes_what_is_saved(self):
        line = self.evaluation.line_ids.filtered(lambda line: not line.is_heading)[0]
        commands = [Command.update(line.id, {"self_points": 0.5})]
        for context in (
            {"tz": "../../etc/passwd"},
            {"lang": "xx_XX"},
            {"default_state": "approved", "default_review_points": 3.0},
            {"allowed_company_ids": self.foreign.company_id.ids},
            {"active_test": False, "bin_size": True, "prefetch_fields": False},
            {"import_file": True, "module": "agency_evaluation", "install_mode": True, "tracking_disable": True},
        ):
            with self.subTest(context):
                status, _answer = self.save("evaluator", self.evaluation, {"line_ids": commands}, **context)
                self.assertIn(status, (200, 403, 422), "done, or refused in words")
                self.assertEqual((line.state, line.review_points), ("draft", 0.0))

    def test_no_context_opens_what_is_submitted(self):
        line = self.evaluation.line_ids.filtered(lambda line: not line.is_heading)[0]
        commands = [Command.update(line.id, {"self_points": 0.5})]
        self.submit()
        for context in ({}, {"tracking_disable": True}, {"default_state": "draft"}, {"import_file": True}):
            with self.subTest(submitted=context):
                self.assertEqual(self.save("evaluator", self.evaluation, {"line_ids": commands}, **context)[0], 422)
