import xmlrpc.client
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tests.common import new_test_user
from odoo.tools import mute_logger

from ..cases.background_case import SHEET, TASK, BackgroundCase

PART = "agency.evaluation.task.part"
ROUND = "agency.evaluation.campaign"


@tagged("post_install", "-at_install")
class TestTaskAttacks(HttpCase, BackgroundCase):
    """Nobody makes a task run as somebody else or deal with other records, and nobody reads what others asked for."""

    def setUp(self):
        super().setUp()
        self.keys = {}
        self.task = self.print_as("reviewer", self.make_many(1))
        self.task._do_some()
        self.part = self.task.part_ids

    def call(self, role, model, method, *arguments):
        user = self.users[role]
        return self.xmlrpc_object.execute(self.env.cr.dbname, user.id, user.login, model, method, *arguments)

    def post(self, role, model, method, **body):
        """Call a method over JSON-2 with an API key of the user of `role`."""
        if role not in self.keys:
            tomorrow = fields.Datetime.add(fields.Datetime.now(), days=1)
            self.keys[role] = self.env(user=self.users[role])["res.users.apikeys"]._generate("rpc", "test", tomorrow)
        headers = {"Authorization": f"bearer {self.keys[role]}"}
        return self.url_open(f"/json/2/{model}/{method}", json=body, headers=headers, method="POST")

    def forged(self):
        """Return values of a task that would work by the rights of the system."""
        return {
            "name": "x",
            "kind": "create",
            "user_id": self.env.ref("base.user_root").id,
            "company_id": self.env.company.id,
            "state": "waiting",
            "keys": [self.other_unit.id],
            "details": {"vals": {"criteria_set_id": self.criteria_set.id, "year": 2031}},
            "circumstances": {"allowed_company_ids": self.env.company.ids},
            "asked_on": fields.Datetime.to_string(fields.Datetime.now()),
        }

    def attempts(self):
        """Return each call as model, method, ids (None where it takes none) and arguments by name."""
        forged, task, part = self.forged(), self.task, self.part
        file = {"name": "00000", "raw": "x", "res_model": PART, "res_id": part.id}
        return [
            (TASK, "create", None, {"vals_list": [forged]}),
            (TASK, "web_save", [], {"vals": forged, "specification": {}}),
            (TASK, "name_create", None, {"name": "x"}),
            (TASK, "copy", task.ids, {}),
            (TASK, "write", task.ids, {"vals": {"user_id": forged["user_id"]}}),
            (TASK, "write", task.ids, {"vals": {"keys": [1, 2, 3]}}),
            (TASK, "write", task.ids, {"vals": {"part_ids": [[0, 0, {"key": 1, "name": "x"}]]}}),
            (TASK, "web_save", task.ids, {"vals": {"kind": "create"}, "specification": {}}),
            (TASK, "unlink", task.ids, {}),
            (TASK, "_ask", None, {"name": "x", "kind": "create", "keys": [1]}),
            (TASK, "_do_some", task.ids, {}),
            (TASK, "_do_create", task.ids, {"keys": [1]}),
            (TASK, "_work_piece", task.ids, {}),
            (TASK, "_work_off", task.ids, {}),
            (TASK, "_cron_work", None, {}),
            (PART, "create", None, {"vals_list": [{"task_id": task.id, "key": 1, "name": "x"}]}),
            (PART, "read", part.ids, {"fields": ["name"]}),
            (PART, "search_read", None, {"domain": [], "fields": ["name", "error"]}),
            (PART, "write", part.ids, {"vals": {"has_file": True}}),
            (PART, "unlink", part.ids, {}),
            ("ir.attachment", "create", None, {"vals_list": [file]}),
            ("ir.attachment", "read", part._files().ids, {"fields": ["raw"]}),
            ("ir.attachment", "unlink", part._files().ids, {}),
            ("agency.evaluation", "_make_missing", None, {"vals_list": []}),
            (self.criteria_set._name, "_create_in_background", self.criteria_set.ids, {"units": [], "vals": {}}),
        ]

    def state(self):
        """Return all there is of tasks, parts and their files."""
        self.env.invalidate_all()
        tasks, parts = self.env[TASK].search([], order="id"), self.env[PART].search([], order="id")
        names = ["name", "kind", "user_id", "state", "keys", "details", "circumstances"]
        return tasks.read(names), parts.read(["task_id", "key", "name", "has_file"]), parts._files().mapped("checksum")

    @mute_logger("odoo.http", "odoo.addons.rpc.controllers.xmlrpc")
    def test_nobody_forges_a_task(self):
        before = self.state()
        for role in ("reviewer", "evaluator", "manager", "auditor", "approver", "outsider"):
            for model, method, ids, arguments in self.attempts():
                positional = ([] if ids is None else [ids]) + list(arguments.values())
                with self.subTest(role=role, model=model, method=method):
                    with self.assertRaises(xmlrpc.client.Fault):
                        self.call(role, model, method, *positional)
                    body = arguments if ids is None else {"ids": ids, **arguments}
                    self.assertGreaterEqual(self.post(role, model, method, **body).status_code, 400)
            # Odoo's import says what is wrong in its answer.
            self.assertFalse(self.call(role, TASK, "load", ["name", "kind"], [["x", "create"]])["ids"])
        self.assertEqual(self.state(), before)

    @mute_logger("odoo.http")
    def test_what_others_asked_for_is_not_read(self):
        names = ["name", "keys", "details", "circumstances", "left_out", "error"]
        for role in ("evaluator", "auditor", "approver", "outsider"):
            with self.subTest(role):
                self.assertGreaterEqual(self.post(role, TASK, "read", ids=self.task.ids, fields=names).status_code, 400)
                answer = self.post(role, TASK, "search_read", domain=[("id", "=", self.task.id)], fields=names)
                self.assertIn(answer.json() if answer.ok else [], ([],))
                for method in ("action_download", "action_cancel", "action_view_evaluations"):
                    self.assertGreaterEqual(self.post(role, TASK, method, ids=self.task.ids).status_code, 400)
                for domain in ([("part_ids.name", "!=", "x")], [("keys", "!=", False)]):
                    answer = self.post(role, TASK, "search_count", domain=domain)
                    self.assertIn(answer.json() if answer.ok else 0, (0,))
        self.assertEqual(self.task.state, "done")

    @mute_logger("odoo.http", "odoo.addons.agency_evaluation.models.background.task")
    def test_who_has_evaluations_of_many_units_made(self):
        """Managers alone, in rounds of their companies; whom they name has to be able to do it."""
        company = self.env["res.company"].create({"name": "Tỉnh khác"})
        abroad, unit = self.env["hr.department"].create(
            [{"name": "Sở khác", "company_id": company.id}, {"name": "Phòng mới"}]
        )
        foreign_set = self.make_criteria_set("ABROAD", [("I", None, "I", 1.0)], company_id=company.id)
        own = {
            "name": "Đợt",
            "criteria_set_id": self.criteria_set.id,
            "unit_ids": [[0, 0, {"department_id": unit.id}]],
            "evaluator_from": "unit",
        }
        refused = {
            "units of another agency": {**own, "unit_ids": [[0, 0, {"department_id": abroad.id}]]},
            "a set of another agency": {**own, "criteria_set_id": foreign_set.id},
            "no units": {**own, "unit_ids": []},
            "junk": {**own, "date_from": "x"},
            "whoever cannot": {**own, "reviewer_id": self.users["outsider"].id},
        }
        for role in sorted(self.users):
            asks = refused if role == "manager" else {**refused, "anything": own}
            for what, values in asks.items():
                with self.subTest(role=role, what=what):
                    answer = self.post(role, ROUND, "create", vals_list=[values])
                    if answer.ok:
                        answer = self.post(role, ROUND, "action_open", ids=answer.json())
                    self.assertGreaterEqual(answer.status_code, 400)
        self.assertEqual(self.env[TASK].search([], limit=1), self.task, "nothing is asked for")
        made = self.post("manager", ROUND, "create", vals_list=[own]).json()
        for role in set(self.users) - {"manager"}:
            self.assertGreaterEqual(self.post(role, ROUND, "action_open", ids=made).status_code, 400)
        task = self.env[TASK].browse(self.post("manager", ROUND, "action_open", ids=made).json()["res_id"])
        task._do_some()
        self.assertFalse(self.env["agency.evaluation"].search([("department_id", "=", unit.id)]))
        self.assertTrue(task.left_out, "nobody of the unit can do it")

    def test_a_manager_is_told_nothing_of_what_he_may_not_read(self):
        """Whoever works for two agencies asks for papers of both; the managers of one see that they did."""
        company = self.env["res.company"].create({"name": "Tỉnh khác"})
        auditor = self.users["auditor"]
        auditor.company_ids += company
        manager = new_test_user(
            self.env,
            "other_manager",
            groups="agency_evaluation.group_manager",
            company_id=company.id,
            company_ids=company.ids,
        )
        evaluations = self.make_many(2)
        asked = evaluations.with_user(auditor).with_context(allowed_company_ids=[company.id, self.env.company.id])
        task = self.env[TASK].browse(asked.action_print_in_background(SHEET)["res_id"])
        self.assertEqual(task.company_id, company)
        with self.assertRaises(AccessError):
            evaluations.with_user(manager).read(["name"])
        evaluations[0].unlink()
        with patch.object(type(task), "_make_file", side_effect=UserError("There is nothing to print with.")):
            task._do_some()
            task._do_some()
        seen = task.with_user(manager)
        [told] = seen.read(["state", "left_out", "error"])
        self.assertEqual((told["state"], told["left_out"]), ("failed", False))
        for reader in (task, task.with_user(auditor)):
            first, second = reader.left_out.splitlines()
            self.assertIn("deleted", first)
            self.assertIn(evaluations[1].name, second)
        manager.company_ids += self.env.company
        both = {"allowed_company_ids": manager.company_ids.ids}
        self.assertEqual(task.with_user(manager).with_context(**both).left_out, second)
