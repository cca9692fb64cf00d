import xmlrpc.client

from odoo import fields
from odoo.tests import HttpCase, tagged

from ..cases.common import EvaluationCase


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
        self.review_over_xml_rpc(rows[0]["id"], rows[1]["id"])
        self.call("approver", "action_approve", [evaluation.id])
        self.env.invalidate_all()
        self.assertEqual((evaluation.state, evaluation.self_points, evaluation.final_points), ("approved", 4.5, 4.25))
        action = self.call("auditor", "action_verify", [evaluation.id])
        verification = self.call("auditor", "read", [action["res_id"]], ["is_intact"], model=action["res_model"])
        self.assertTrue(verification[0]["is_intact"])

    def review_over_xml_rpc(self, asked, lowered):
        """Ask about a row and answer, give other points on another row, and accept the rest."""
        line = "agency.evaluation.line"
        self.call("reviewer", "action_question", [asked], "Văn bản nào?", model=line)
        with self.assertRaisesRegex(xmlrpc.client.Fault, "1 questions are not answered yet"):
            self.call("approver", "action_approve", [self.evaluation.id])
        with self.assertRaisesRegex(xmlrpc.client.Fault, "cannot be changed"):
            self.call("evaluator", "write", [lowered], {"self_points": 0.5}, model=line)
        self.call("evaluator", "write", [asked], {"self_points": 1.5}, model=line)
        self.call("evaluator", "action_answer", [asked], "Theo sổ", model=line)
        with self.assertRaisesRegex(xmlrpc.client.Fault, "give a note"):
            self.call("reviewer", "write", [lowered], {"review_points": 0.75}, model=line)
        self.call("reviewer", "write", [lowered], {"review_points": 0.75, "review_note": "Thiếu"}, model=line)
        self.call("reviewer", "action_accept", [asked], model=line)
        self.call("reviewer", "action_accept_undisputed", [self.evaluation.id])
        self.call("reviewer", "action_review", [self.evaluation.id])

    def test_refusals_over_xml_rpc(self):
        line = self.row("A.1-1")
        for arguments, message in [
            (("evaluator", "write", [self.evaluation.id], {"state": "approved"}), "cannot be set directly"),
            (("manager", "action_approve", [self.evaluation.id]), "Your role does not allow"),
            (("evaluator", "action_submit", [self.evaluation.id]), "4 rows are not answered"),
            (("outsider", "read", [self.evaluation.id], ["name"]), r"\(agency\.evaluation\)"),
            (("evaluator", "_store_totals", [self.evaluation.id]), "Private method"),
        ]:
            with self.subTest(arguments=arguments), self.assertRaisesRegex(xmlrpc.client.Fault, message):
                self.call(*arguments)
        with self.assertRaisesRegex(xmlrpc.client.Fault, "A.1-1: 3,5 is above the maximum; 0 to 3,0"):
            self.call("evaluator", "write", [line.id], {"self_points": 3.5}, model=line._name)

    def bearer(self, role):
        """Return the headers of a request with an API key of the user of `role`."""
        if role not in self.keys:
            tomorrow = fields.Datetime.add(fields.Datetime.now(), days=1)
            keys = self.env(user=self.users[role])["res.users.apikeys"]
            self.keys[role] = keys._generate("rpc", "test", tomorrow)
        return {"Authorization": f"bearer {self.keys[role]}"}

    def post(self, role, model, method, **body):
        """Call a method over JSON-2 with an API key of the user of `role`."""
        return self.url_open(f"/json/2/{model}/{method}", json=body, headers=self.bearer(role), method="POST")

    def test_an_api_key_gets_the_papers(self):
        self.keys = {}
        heads = {
            "score_sheet.xlsx": b"PK",
            "score_sheet.pdf": b"%PDF-",
            "annual_report.docx": b"PK",
            "annual_report.pdf": b"%PDF-",
            "working_copy.xlsx": b"PK",
            "dossier.zip": b"PK",
        }
        for paper, head in heads.items():
            url = f"/agency_evaluation/{self.evaluation.id}/{paper}"
            with self.subTest(paper=paper):
                response = self.url_open(url, headers=self.bearer("evaluator"))
                self.assertEqual(response.status_code, 200, response.text[:500])
                self.assertTrue(response.content.startswith(head))
                self.assertIn("attachment", response.headers["Content-Disposition"])
                refused = self.url_open(url, headers={"Authorization": "bearer 0123456789"})
                self.assertEqual(refused.status_code, 401)
                refused = self.url_open(url, headers=self.bearer("outsider"))
                self.assertEqual(refused.status_code, 403)
                refused = self.url_open(url, allow_redirects=False)
                self.assertIn(refused.status_code, (302, 303))
                self.assertIn("/web/login", refused.headers["Location"])
                refused = self.url_open(url, headers={"Authorization": "Basic eDp5"}, allow_redirects=False)
                self.assertIn("/web/login", refused.headers["Location"])
                self.authenticate("test_evaluator", "test_evaluator")
                self.assertEqual(self.url_open(url).status_code, 200)
                self.authenticate(None, None)

    def test_junk_as_a_token_is_an_unknown_token(self):
        unknown = self.url_open("/agency_evaluation/verify/" + "x" * 43)
        for token in ("%00", "%FF", "%ED%A0%80", "..%2F", "x" * 5000, "%0d%0aX-A:1", "'", "%F0%9F%98%80"):
            with self.subTest(token=token[:20]):
                page = self.url_open(f"/agency_evaluation/verify/{token}")
                self.assertEqual(page.status_code, unknown.status_code)
                self.assertNotIn("Traceback", page.text)

    def test_what_is_approved_says_so_whoever_writes(self):
        self.approve()
        line = self.row("A.2")
        for role in ("evaluator", "reviewer", "approver", "manager", "auditor"):
            for values in ({"self_points": 1.0}, {"review_points": 1.0, "review_note": "x"}, {"explanation": "x"}):
                with self.subTest(role=role, values=values), self.assertRaisesRegex(xmlrpc.client.Fault, "is approved"):
                    self.call(role, "write", [line.id], values, model=line._name)
        # Strangers are told nothing of it.
        for values in ({"self_points": 1.0}, {"explanation": "x"}):
            with self.assertRaises(xmlrpc.client.Fault) as caught:
                self.call("outsider", "write", [line.id], values, model=line._name)
            self.assertNotIn(self.evaluation.name, caught.exception.faultString)
        with self.assertRaises(xmlrpc.client.Fault) as caught:
            self.call("outsider", "write", [self.evaluation.id], {"stated_points": 1.0})
        self.assertNotIn(self.evaluation.name, caught.exception.faultString)

    def test_json_2(self):
        self.keys = {}
        line = self.row("A.1-1")
        response = self.post("evaluator", line._name, "write", ids=line.ids, vals={"self_points": 2.5})
        self.assertEqual(response.status_code, 200, response.text)
        self.assertEqual(self.row("A").self_points, 2.5)
        response = self.post("evaluator", line._name, "write", ids=line.ids, vals={"self_points": 2.555})
        self.assertEqual(response.status_code, 422)
        self.assertIn("A.1-1", response.text)
        response = self.post("evaluator", "agency.evaluation", "action_approve", ids=self.evaluation.ids)
        self.assertEqual(response.status_code, 403)

    def test_review_and_approval_over_json_2(self):
        self.keys = {}
        self.submit()
        evaluation, line = ("agency.evaluation", self.evaluation.ids), (self.row("A.1-1")._name, self.row("A.1-1").ids)
        steps = [
            ("evaluator", *line, "write", {"vals": {"self_points": 2.0}}, 422),
            ("evaluator", *line, "action_question", {"text": "x"}, 403),
            ("reviewer", *line, "action_question", {"text": "Văn bản nào?"}, 200),
            ("approver", *evaluation, "action_approve", {}, 422),
            ("manager", *line, "action_answer", {"text": "x"}, 403),
            ("evaluator", *line, "write", {"vals": {"self_points": 2.0}}, 200),
            ("evaluator", *line, "action_answer", {"text": "Theo sổ"}, 200),
            ("reviewer", *line, "write", {"vals": {"review_points": 1.5}}, 422),
            ("reviewer", *line, "write", {"vals": {"review_points": 1.5, "review_note": "Thiếu"}}, 200),
            ("approver", *line, "action_accept", {}, 403),
            ("reviewer", *evaluation, "action_accept_undisputed", {}, 200),
            ("manager", *evaluation, "action_approve", {}, 403),
            ("approver", *evaluation, "action_approve", {"signature": {"title": "GIÁM ĐỐC", "name": "x"}}, 200),
            ("approver", *evaluation, "action_approve", {}, 422),
            ("approver", *evaluation, "_seal", {}, 403),
            ("reviewer", *line, "write", {"vals": {"review_points": 3.0, "review_note": "x"}}, 422),
            ("manager", *evaluation, "write", {"vals": {"state": "draft"}}, 422),
            ("auditor", *evaluation, "action_verify", {}, 200),
        ]
        for role, model, ids, method, body, status in steps:
            with self.subTest(role=role, method=method, status=status):
                response = self.post(role, model, method, ids=ids, **body)
                self.assertEqual(response.status_code, status, response.text)
        self.env.invalidate_all()
        self.assertRecordValues(
            self.evaluation,
            [{"state": "approved", "self_points": 5.0, "final_points": 4.5, "signer_title": "GIÁM ĐỐC"}],
        )
        self.assertEqual(self.evaluation._seal_differences(), [])
