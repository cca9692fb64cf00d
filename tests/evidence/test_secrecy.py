import base64
import io
import socket
import struct
import threading
import zipfile
import zlib
from contextlib import contextmanager
from datetime import date
from unittest.mock import patch

import pikepdf
from PIL import Image

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..cases.common import PDF, EvaluationCase

EVIDENCE = "agency.evaluation.evidence"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word_file(*lines):
    """Return a Word file of these lines."""
    stream = io.BytesIO()
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')
    return stream.getvalue()


def large_picture():
    """Return a picture of a few bytes that says to have 50 000 by 50 000 pixels."""
    header = b"IHDR" + struct.pack(">IIBBBBB", 50_000, 50_000, 8, 0, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(header) - 4) + header + struct.pack(">I", zlib.crc32(header))
    return start + struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))


def pdf_with_script():
    made, stream = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    made.save(stream)
    return stream.getvalue()


@contextmanager
def clamd(answer):
    """Serve as ClamAV's daemon that gives one answer."""

    def serve():
        connection, _peer = server.accept()
        with connection, connection.makefile("rb") as stream:
            stream.read(10)
            while size := struct.unpack("!L", stream.read(4))[0]:
                stream.read(size)
            connection.sendall(answer)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        thread.join()


@tagged("post_install", "-at_install")
class TestConsent(EvaluationCase):
    """Who uploads says first, once and by name, that no state secret is among it."""

    def attach(self, role="evaluator", **values):
        env = self.env(user=self.users[role])
        file = env["ir.attachment"].create({"name": "a.pdf", "raw": PDF, "res_model": EVIDENCE, "res_id": 0})
        return env[EVIDENCE].create(
            {
                "evaluation_id": self.evaluation.id,
                "name": "Quyết định",
                "attachment_ids": [Command.link(file.id)],
                **values,
            }
        )

    def consents(self):
        return self.env["agency.evaluation.consent"].search([("evaluation_id", "=", self.evaluation.id)])

    def test_without_it_no_file_is_taken_in_sudo_neither(self):
        for make in (self.attach, lambda: self.attach(confirms_no_secret=False)):
            with self.assertRaisesRegex(UserError, "confirms_no_secret"), self.cr.savepoint():
                make()
        file = self.env(user=self.users["evaluator"])["ir.attachment"].create({"name": "a.pdf", "raw": PDF})
        values = {"evaluation_id": self.evaluation.id, "name": "x", "attachment_ids": [Command.link(file.id)]}
        with self.assertRaisesRegex(UserError, "confirms_no_secret"), self.cr.savepoint():
            self.env(user=self.users["evaluator"])[EVIDENCE].sudo().create(values)
        with self.assertRaisesRegex(UserError, "confirms_no_secret"), self.cr.savepoint():
            self.as_user("evaluator").write({"evidence_ids": [Command.create({**values, "evaluation_id": False})]})

    def test_it_is_given_once_with_the_first_file(self):
        self.assertFalse(
            self.env(user=self.users["evaluator"])[EVIDENCE]
            .new({"evaluation_id": self.evaluation.id})
            .confirms_no_secret
        )
        document = self.attach(confirms_no_secret=True)
        self.assertTrue(document.confirms_no_secret)
        self.attach()
        self.assertRecordValues(self.consents(), [{"user_id": self.users["evaluator"].id}])
        document.confirms_no_secret = False
        self.assertTrue(self.consents())

    def test_it_is_everyone_s_own_and_of_one_evaluation(self):
        self.attach(confirms_no_secret=True)
        self.env["hr.employee"].create({"name": "Hai", "user_id": self.make_second().id, "department_id": self.unit.id})
        with self.assertRaises(UserError), self.cr.savepoint():
            self.attach("second")
        self.evaluation = self.make_evaluation(year=2021)
        with self.assertRaises(UserError), self.cr.savepoint():
            self.attach()

    def make_second(self):
        self.users = {**self.users, **self.make_users({"second": "agency_evaluation.group_evaluator"})}
        return self.users["second"]

    def test_by_its_button(self):
        self.as_user("evaluator").action_confirm_no_secret()
        self.assertTrue(self.attach().attachment_ids)
        for role in ("auditor", "reviewer", "outsider"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.as_user(role).action_confirm_no_secret()

    def test_a_file_laid_on_a_document_later_asks_for_it_too(self):
        document = self.env[EVIDENCE].create(
            {
                "evaluation_id": self.evaluation.id,
                "name": "x",
                "attachment_ids": [Command.create({"name": "a.pdf", "raw": PDF})],
            }
        )
        files = self.env(user=self.users["evaluator"])["ir.attachment"]
        values = {"name": "b.pdf", "raw": PDF, "res_model": EVIDENCE, "res_id": document.id}
        with self.assertRaisesRegex(UserError, "confirms_no_secret"), self.cr.savepoint():
            files.create(values)
        self.as_user("evaluator").action_confirm_no_secret()
        self.assertTrue(files.create(values))

    def test_a_register_needs_none(self):
        env = self.env(user=self.users["evaluator"])
        values = {"evaluation_id": self.evaluation.id, "is_secret": True, "register_reference": "Sổ 1"}
        self.assertTrue(env[EVIDENCE].create(values))
        self.assertFalse(self.consents())


@tagged("post_install", "-at_install")
class TestSecretMarks(EvaluationCase):
    """Marks of state secrets are refused where they are certain, and found before submission."""

    def upload(self, name, content):
        files = self.env["ir.attachment"].with_user(self.users["evaluator"])
        return files.create({"name": name, "raw": content, "res_model": EVIDENCE, "res_id": 0})

    def findings(self, code):
        self.evaluation._refresh_findings()
        return self.evaluation.finding_ids.filtered(lambda finding: finding.code == code)

    def test_a_marked_file_is_refused(self):
        for name, content, mark in (
            ("MẬT - kế hoạch tuyệt mật.pdf", PDF, "MẬT"),
            ("kế hoạch.docx", word_file("UBND TỈNH", "TỐI MẬT", "KẾ HOẠCH"), "TỐI MẬT"),
        ):
            with self.subTest(name=name), self.assertRaisesRegex(ValidationError, f"“{mark}”.*never stored"):
                self.upload(name, content)

    def test_rules_on_secrecy_are_taken(self):
        content = word_file("QUY CHẾ", "BẢO VỆ BÍ MẬT NHÀ NƯỚC", "độ Mật, Tối mật, Tuyệt mật")
        for name in ("Quy chế bảo mật.docx", "Bí mật kinh doanh.docx", "An ninh mật mã.docx"):
            self.assertTrue(self.upload(name, content))

    def test_a_marked_document_blocks_the_submission(self):
        document = self.make_evidence(codes=["B.1"], name="MẬT - kế hoạch")
        (finding,) = self.findings("document_marked_secret")
        self.assertEqual(finding.severity, "error")
        self.assertIn("MẬT", finding.message)
        self.score_all()
        with self.assertRaisesRegex(UserError, "state secret"):
            self.as_user("evaluator").action_submit()
        document.name = "Kế hoạch"
        self.assertFalse(self.findings("document_marked_secret"))
        document.number = "12/KH-UBND(M)"
        self.assertTrue(self.findings("document_marked_secret"))

    def test_a_doubt_is_justified(self):
        self.make_evidence(codes=["B.1"], number="12/KH-TM")
        (finding,) = self.findings("document_maybe_secret")
        self.assertEqual(finding.severity, "warning")
        self.score_all()
        with self.assertRaisesRegex(UserError, "justify"):
            self.as_user("evaluator").action_submit()
        finding.with_user(self.users["evaluator"]).justification = "TM là Phòng Thương mại"
        self.as_user("evaluator").action_submit()
        self.assertEqual(self.evaluation.state, "submitted")


@tagged("post_install", "-at_install")
class TestDangers(EvaluationCase):
    """Files that carry more than they show are refused or marked, as the company says."""

    def upload(self, name, content):
        files = self.env["ir.attachment"].with_user(self.users["evaluator"])
        return files.create({"name": name, "raw": content, "res_model": EVIDENCE, "res_id": 0})

    def test_refused_in_words(self):
        self.assertEqual(self.env.company.agency_file_dangers, "refuse")
        with self.assertRaisesRegex(ValidationError, "a.pdf is refused.*a script"):
            self.upload("a.pdf", pdf_with_script())

    def test_marked(self):
        self.env.company.agency_file_dangers = "mark"
        document = self.make_evidence(content=pdf_with_script())
        self.assertEqual(document.attachment_ids.evidence_dangers, "script")
        self.assertEqual(document.danger_text, "document.pdf: a script")
        document.attachment_ids.write({"evidence_dangers": False})
        self.assertEqual(document.attachment_ids.evidence_dangers, "script")

    def test_what_cannot_be_read_is_always_refused(self):
        self.env.company.agency_file_dangers = "mark"
        for content, reason in (
            (b"%PDF-1.4\n", "damaged"),
            (large_picture(), "pixels"),
        ):
            with self.subTest(content=content[:8]), self.assertRaisesRegex(ValidationError, reason):
                self.upload("a.pdf" if content.startswith(b"%PDF") else "a.png", content)

    def test_a_picture_of_a_report_too(self):
        values = {"name": "a.png", "raw": large_picture(), "res_model": "agency.evaluation.section", "res_id": 0}
        with self.assertRaisesRegex(ValidationError, "pixels"):
            self.env["ir.attachment"].create(values)

    def test_a_signed_copy_with_a_script(self):
        self.approve()
        content = base64.b64encode(pdf_with_script()).decode()
        with self.assertRaisesRegex(ValidationError, "a script"):
            self.as_user("manager").action_upload_signed_copy(content, "a.pdf", "1/BC", "2021-01-01")

    def test_a_right_type_gets_its_right_name(self):
        picture = io.BytesIO()
        Image.new("RGB", (20, 20)).save(picture, "PNG")
        for name, content, right, mimetype in (
            ("scan.jpg", picture.getvalue(), "scan.png", "image/png"),
            ("scan.PDF", picture.getvalue(), "scan.png", "image/png"),
            ("letter.doc", b"{\\rtf1\\ansi Xin}", "letter.rtf", "text/rtf"),
        ):
            with self.subTest(name=name):
                self.assertRecordValues(self.upload(name, content), [{"name": right, "mimetype": mimetype}])

    def test_the_virus_scanner_is_asked(self):
        parameters = self.env["ir.config_parameter"]
        with clamd(b"stream: OK\0") as address:
            parameters.set_param("agency_evaluation.clamd", address)
            self.assertTrue(self.upload("a.pdf", PDF))
        with clamd(b"stream: Eicar-Test-Signature FOUND\0") as address:
            parameters.set_param("agency_evaluation.clamd", address)
            with self.assertRaisesRegex(ValidationError, "Eicar-Test-Signature"):
                self.upload("a.pdf", PDF)
        with self.assertRaisesRegex(ValidationError, "could not be checked"):
            self.upload("a.pdf", PDF)


@tagged("post_install", "-at_install")
class TestFullDisk(EvaluationCase):
    """A disk that is full gives a message, and takes the same file once there is room."""

    def test_the_same_file_comes_in_afterwards(self):
        content = PDF + b"% no room " + str(date.today()).encode() + str(id(self)).encode()
        files = self.env["ir.attachment"].with_user(self.users["evaluator"])
        values = {"name": "a.pdf", "raw": content, "res_model": EVIDENCE, "res_id": 0}
        real_open, path = open, []

        def open_full(name, mode="r", *arguments, **options):
            file = real_open(name, mode, *arguments, **options)
            if mode == "wb" and not path:
                path.append(name)
                file.write(content[:100])
                file.flush()
                file.close()
                raise OSError(28, "No space left on device")
            return file

        with patch("odoo.addons.base.models.ir_attachment.open", open_full, create=True):
            with self.assertLogs("odoo.addons.agency_evaluation.models.evidence.file_store", "ERROR"):
                with self.assertRaisesRegex(UserError, "no room left"), self.cr.savepoint():
                    files.create(values)
        self.assertTrue(path)
        self.assertEqual(files.create(values).raw, content)

    def test_a_torn_file_of_a_server_that_stopped_bars_nothing(self):
        content = PDF + b"% torn " + str(id(self)).encode()
        files = self.env["ir.attachment"].with_user(self.users["evaluator"])
        name = files._get_path(content, files._compute_checksum(content))[1]
        with open(name, "wb") as file:
            file.write(content[:50])
        self.assertEqual(
            files.create({"name": "a.pdf", "raw": content, "res_model": EVIDENCE, "res_id": 0}).raw, content
        )
