from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..cases.common import PDF, EvaluationCase


@tagged("post_install", "-at_install")
class TestUpload(EvaluationCase, HttpCase):
    """The route by which the forms upload files."""

    def upload(self, *files, model="agency.evaluation.evidence"):
        """Upload files (name, content) as the evaluator, and return what the route answers."""
        self.authenticate(self.users["evaluator"].login, self.users["evaluator"].login)
        response = self.url_open(
            "/web/binary/upload_attachment",
            data={"csrf_token": Request.csrf_token(self), "model": model, "id": 0},
            files=[("ufile", file) for file in files],
        )
        self.assertEqual(response.status_code, 200)
        return response.json()

    def assertRefused(self, answer, *reasons):
        with self.subTest(answer=answer):
            self.assertEqual([list(file) for file in answer], [["error"]])
            for reason in reasons:
                self.assertIn(reason, answer[0]["error"])

    def stored(self):
        return self.env["ir.attachment"].search([("create_uid", "=", self.users["evaluator"].id)])

    def test_accepted(self):
        answer = self.upload(("one.pdf", PDF), ("two.PDF", PDF))
        self.assertEqual([file["filename"] for file in answer], ["one.pdf", "two.PDF"])
        self.assertEqual({file["size"] for file in answer}, {len(PDF)})
        files = self.stored()
        self.assertEqual(files.ids, sorted((file["id"] for file in answer), reverse=True))
        self.assertEqual(set(files.mapped("raw")), {PDF})

    def test_refused_with_the_reason(self):
        self.env.company.agency_file_megabytes = 1
        html = b"<html><body><script>alert(1)</script></body></html>"
        with self.assertNoLogs("odoo.addons.web.controllers.binary"):
            self.assertRefused(self.upload(("empty.pdf", b"")), "empty.pdf is empty")
            self.assertRefused(self.upload(("page.pdf", html)), "page.pdf is not allowed", "text/html", "pdf")
            self.assertRefused(self.upload(("page.html", html)), "page.html is not allowed")
            large = PDF + b" " * 1024 * 1024
            self.assertRefused(self.upload(("large.pdf", large)), "large.pdf has 1.0 MB; at most 1 MB")
        self.assertFalse(self.stored())

    def test_all_or_nothing(self):
        answer = self.upload(("good.pdf", PDF), ("bad.svg", b"<svg/>"), ("worse.pdf", b""))
        self.assertRefused(answer, "bad.svg is not allowed", "worse.pdf is empty")
        self.assertFalse(self.stored())

    @mute_logger("odoo.addons.web.controllers.binary")
    def test_other_models_as_ever(self):
        answer = self.upload(("note.txt", b"text"), model="res.partner")
        self.assertEqual(answer[0]["filename"], "note.txt")
