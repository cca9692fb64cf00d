# pylint: disable=translation-required  # what users type in a test is translated by nobody
import base64
import json

from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..cases.common import PDF
from ..cases.seal_case import SealCase

#: One pixel in PNG, as base64.
PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
JSON = {"Content-Type": "application/json"}


@tagged("post_install", "-at_install")
class TestDoors(SealCase, HttpCase):
    """The routes that a browser uses, on an approved evaluation: none changes it, whoever asks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.message = cls.evaluation.with_user(cls.users["evaluator"]).message_post(
            body="Kèm phụ lục", attachments=[("phu-luc.pdf", cls.content(5))], message_type="comment"
        )

    def setUp(self):
        super().setUp()
        self.submit()
        self.as_user("approver").action_approve()
        self.row("M.1")._BaseModel__ensure_xml_id()
        content = base64.b64encode(self.content(6)).decode()
        self.as_user("manager").action_upload_signed_copy(content, "a.pdf", "15/BC-TNMT", "2020-12-15")
        self.signed_copy = self.evaluation.signed_copy_ids

    def rpc(self, path, **params):
        """Call a route of JSON-RPC; return whether it was refused."""
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "id": 0, "params": params})
        response = self.url_open(path, data=body, headers=JSON)
        answer = response.json() if response.ok else {"error": response.status_code}
        return "error" in answer or "messages" in (answer["result"] or {})

    def call(self, model, method, *arguments, **options):
        return self.rpc(
            f"/web/dataset/call_kw/{model}/{method}", model=model, method=method, args=arguments, kwargs=options
        )

    def upload(self, path, **values):
        """Send a file to a route; return whether it was refused."""
        values["csrf_token"] = http.Request.csrf_token(self)
        response = self.url_open(path, data=values, files={"ufile": ("moi.pdf", PDF, "application/pdf")})
        # The chatter's route says so with a status, the form's in its answer.
        return not response.ok or "error" in response.text

    def import_points(self):
        """Import a file as the import screen does; return whether it was refused."""
        row = self.row("M.1")
        content = f'id,self_points\n{row.get_external_id()[row.id]},"1"\n'
        wizard = self.env["base_import.import"].create(
            {"res_model": row._name, "file": content.encode(), "file_name": "a.csv", "file_type": "text/csv"}
        )
        # The wizard is the user's own.
        wizard.sudo().create_uid = self.session_user
        options = {"quoting": '"', "separator": ",", "has_headers": True}
        fields = ["id", "self_points"]
        return self.call("base_import.import", "execute_import", [wizard.id], fields, fields, options)

    def attempts(self):
        """Return the attacks by name; each tells whether it was refused."""
        evaluation, row, file = self.evaluation, self.row("M.1"), self.file
        thread = {"thread_model": evaluation._name, "thread_id": evaluation.id}
        loose = self.env["ir.attachment"].create(
            {"name": "x.pdf", "raw": PDF, "res_model": "mail.compose.message", "res_id": 0}
        )
        return {
            "upload beside the form": lambda: self.upload(
                "/web/binary/upload_attachment", model=self.evidence._name, id=self.evidence.id
            ),
            "upload on the evaluation": lambda: self.upload(
                "/web/binary/upload_attachment", model=evaluation._name, id=evaluation.id
            ),
            "upload beside the signed copy": lambda: self.upload(
                "/web/binary/upload_attachment", model=self.signed_copy._name, id=self.signed_copy.id
            ),
            "upload in the chatter": lambda: self.upload("/mail/attachment/upload", **thread),
            "message with a file": lambda: self.rpc(
                "/mail/message/post",
                **thread,
                post_data={
                    "body": "x",
                    "attachment_ids": [loose.id],
                    "attachment_tokens": [loose._get_ownership_token()],
                },
            ),
            "edit a message with a file": lambda: self.rpc(
                "/mail/message/update_content",
                message_id=self.message.id,
                update_data={"body": "x", "attachment_ids": []},
            ),
            "delete the file of a message": lambda: self.rpc(
                "/mail/attachment/delete",
                attachment_id=self.message.attachment_ids.id,
                access_token=self.message.attachment_ids._get_ownership_token(),
            ),
            "delete a document": lambda: self.rpc(
                "/mail/attachment/delete", attachment_id=file.id, access_token=file._get_ownership_token()
            ),
            "picture in the report": lambda: self.rpc(
                "/html_editor/attachment/add_data",
                name="x.png",
                data=PICTURE,
                is_image=True,
                res_model=evaluation.section_ids._name,
                res_id=evaluation.section_ids.id,
            ),
            "save the form": lambda: self.call(
                evaluation._name,
                "web_save",
                [evaluation.id],
                {"line_ids": [[1, row.id, {"self_points": 1.0}]]},
                specification={},
            ),
            "write a row": lambda: self.call(row._name, "write", [row.id], {"final_points": 1.0}),
            "write the state": lambda: self.call(evaluation._name, "write", [evaluation.id], {"state": "draft"}),
            "write a file": lambda: self.call(file._name, "write", [file.id], {"datas": "JVBERi0="}),
            "delete the evaluation": lambda: self.call(evaluation._name, "unlink", [evaluation.id]),
            "delete a message": lambda: self.call("mail.message", "unlink", [self.message.id]),
            "import points": self.import_points,
        }

    def state_of_files(self):
        self.env.invalidate_all()
        domain = [("res_model", "=like", "agency.evaluation%"), ("res_id", "!=", 0)]
        files = self.env["ir.attachment"].search(domain, order="id")
        return [(file.id, file.checksum, file.res_id) for file in files], self.message.read(
            ["body", "attachment_ids", "res_id"]
        )

    @mute_logger("odoo.http", "odoo.addons.web.controllers.binary", "odoo.addons.base_import.models.base_import")
    def test_no_door_leads_past_the_approval(self):
        before = self.state_of_files()
        count = 0
        for user in (
            *(self.users[role] for role in ("evaluator", "approver", "manager")),
            self.env.ref("base.user_admin"),
        ):
            self.authenticate(user.login, user.login)
            self.session_user = user
            for name, attempt in self.attempts().items():
                with self.subTest(user=user.login, attempt=name):
                    self.assertTrue(attempt(), "the attempt was not refused")
                count += 1
        self.assertEqual(count, 64)
        self.assertEqual(self.state_of_files(), before)
        self.assertEqual(self.evaluation._seal_differences(), [])
