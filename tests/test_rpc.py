import xmlrpc.client

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import EvaluationCase


@tagged("post_install", "-at_install")
class TestRpc(EvaluationCase, HttpCase):
    """The main job over Odoo's own XML-RPC and JSON-2, with the same guards as on screen."""

    def call(self, role, method, *arguments, model="agency.evaluation"):
        user = self.users[role]
        return self.xmlrpc_object.execute(self.env.cr.dbname, user.id, user.login, model, method, *arguments)

    def test_the_whole_way_over_xml_rpc(self):
        evaluation = self.evaluation
        rows = self.call(
            "evaluator",
            "search_read",
            [("evaluation_id", "=", evaluation.id), ("is_heading", "=", False)],
            ["code"],
            model="agency.evaluation.line",
        )
        for row in rows:
            answer = {"self_points": 1.0, "explanation": "Đã giải trình"}
            self.call("evaluator", "write", [row["id"]], answer, model="agency.evaluation.line")
        self.call("evaluator", "action_submit", [evaluation.id])
        self.call("reviewer", "action_return", [evaluation.id], "Thiếu tài liệu")
        self.call("evaluator", "action_submit", [evaluation.id])
        self.call("approver", "action_approve", [evaluation.id])
        self.assertEqual((evaluation.state, evaluation.self_points), ("approved", 4.0))

    def test_refusals_over_xml_rpc(self):
        line = self.row("A.1-1")
        for arguments, message in [
            (("evaluator", "write", [self.evaluation.id], {"state": "approved"}), "cannot be set directly"),
            (("manager", "action_approve", [self.evaluation.id]), "Your role does not allow"),
            (("evaluator", "action_submit", [self.evaluation.id]), "4 rows are not answered"),
            (("outsider", "read", [self.evaluation.id], ["name"]), r"\(agency\.evaluation\)"),
            (("evaluator", "_roll_up", [self.evaluation.id]), "Private method"),
        ]:
            with self.subTest(arguments=arguments), self.assertRaisesRegex(xmlrpc.client.Fault, message):
                self.call(*arguments)
        with self.assertRaisesRegex(xmlrpc.client.Fault, "A.1-1: 3,5 is above the maximum; 0 to 3,0"):
            self.call("evaluator", "write", [line.id], {"self_points": 3.5}, model=line._name)

    def test_json_2(self):
        user = self.users["evaluator"]
        key = self.env(user=user)["res.users.apikeys"]._generate(
            "rpc", "test", fields.Datetime.add(fields.Datetime.now(), days=1)
        )

        def post(model, method, **body):
            return self.url_open(
                f"/json/2/{model}/{method}", json=body, headers={"Authorization": f"bearer {key}"}, method="POST"
            )

        line = self.row("A.1-1")
        response = post(line._name, "write", ids=line.ids, vals={"self_points": 2.5})
        self.assertEqual(response.status_code, 200, response.text)
        self.assertEqual(self.row("A").self_points, 2.5)
        response = post(line._name, "write", ids=line.ids, vals={"self_points": 2.555})
        self.assertEqual(response.status_code, 422)
        self.assertIn("A.1-1", response.text)
        response = post("agency.evaluation", "action_approve", ids=self.evaluation.ids)
        self.assertEqual(response.status_code, 403)
