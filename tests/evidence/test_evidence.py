import base64
import hashlib
import io
import zipfile
from datetime import date

from PIL import Image

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..cases.common import PDF, EvaluationCase

EVIDENCE = "agency.evaluation.evidence"


def picture(width=20, height=20, image_format="PNG"):
    """Return a real picture as bytes."""
    stream = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(stream, image_format)
    return stream.getvalue()


def office_file(folder):
    """Return the skeleton of an Office file whose content lies in `folder`."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(f"{folder}/document.xml", "<x/>" * 600)
    return stream.getvalue()


@tagged("post_install", "-at_install")
class TestEvidence(EvaluationCase):
    def upload(self, name, content, **values):
        Attachment = self.env["ir.attachment"].with_user(self.users["evaluator"])
        return Attachment.create({"name": name, "raw": content, "res_model": EVIDENCE, "res_id": 0, **values})

    def test_a_document_proves_several_criteria(self):
        evidence = self.make_evidence(codes=["A.1-1", "B.1"], issue_date=date(2018, 11, 8), location="Mục II, trang 3")
        self.assertEqual(evidence.display_name, "617/QĐ-TNMT – Quyết định ban hành quy chế")
        self.assertEqual(self.row("A.1-1").evidence_count, 1)
        self.assertEqual(self.row("B.1").evidence_ids.ids, evidence.ids)
        self.assertEqual(self.row("A.2").evidence_count, 0)
        self.assertEqual(self.evaluation.evidence_count, 1)

    def test_the_kinds_of_documents_are_those_of_the_decree(self):
        kinds = self.env["agency.evaluation.document.type"].search([])
        self.assertEqual(len(kinds), 29)
        self.assertIn(("Tờ trình", "TTr"), kinds.mapped(lambda kind: (kind.name, kind.abbreviation)))

    def test_the_sha_256_of_every_file_is_kept(self):
        evidence = self.make_evidence()
        attachment = evidence.attachment_ids
        self.assertEqual(attachment.evidence_sha256, hashlib.sha256(PDF).hexdigest())
        self.assertEqual((attachment.res_model, attachment.res_id), (EVIDENCE, evidence.id))
        other = PDF + b"% changed"
        attachment.write({"datas": base64.b64encode(other)})
        self.assertEqual(attachment.evidence_sha256, hashlib.sha256(other).hexdigest())
        attachment.write({"evidence_sha256": "0" * 64})
        self.assertEqual(attachment.evidence_sha256, hashlib.sha256(other).hexdigest())

    def test_a_large_picture_is_kept_byte_for_byte(self):
        content = picture(2500, 2500)
        evidence = self.make_evidence(content=PDF)
        attachment = self.upload("scan.png", content)
        evidence.write({"attachment_ids": [Command.link(attachment.id)]})
        self.assertEqual(attachment.raw, content)
        larger = picture(2600, 2600)
        attachment.write({"raw": larger})
        self.assertEqual(attachment.raw, larger)

    def test_types_are_judged_by_content(self):
        for name, content, mimetype in [
            ("a.pdf", PDF, "application/pdf"),
            ("a.PDF", PDF, "application/pdf"),
            ("a.png", picture(), "image/png"),
            ("a.jpg", picture(image_format="JPEG"), "image/jpeg"),
            ("a.tif", b"II*\0\x08\0\0\0\0\0\0\0\0\0", "image/tiff"),
            ("a.docx", office_file("word"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            ("a.xlsx", office_file("xl"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ]:
            with self.subTest(name=name):
                self.assertEqual(self.upload(name, content).mimetype, mimetype)

    def test_what_may_not_be_evidence_is_refused_whatever_its_name_or_declared_type(self):
        svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
        html = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
        for name, content in [
            ("page.html", html),
            ("page.pdf", html),
            ("drawing.svg", svg),
            ("drawing.png", svg),
            ("program.exe", b"MZ\x90\x00" + b"\0" * 200),
            ("program.pdf", b"MZ\x90\x00" + b"\0" * 200),
            ("program.pdf", b"\x7fELF\x02\x01\x01" + b"\0" * 200),
            ("script.pdf", b"#!/bin/sh\nrm -rf /\n"),
            ("document.exe", PDF),
            ("document", PDF),
            ("archive.docx", office_file("other")),
        ]:
            with self.subTest(name=name), self.assertRaises(ValidationError) as caught:
                self.upload(name, content, mimetype="application/pdf")
            self.assertIn(name, str(caught.exception))
            self.assertIn("pdf", str(caught.exception))

    def test_an_empty_or_too_large_file_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "empty.pdf is empty"):
            self.upload("empty.pdf", b"")
        self.env.company.agency_file_megabytes = 1
        with self.assertRaisesRegex(ValidationError, "big.pdf has 1.0 MB; at most 1 MB"):
            self.upload("big.pdf", PDF + b" " * 1024 * 1024)

    def test_settings_narrow_the_types_but_never_open_them_to_pages_and_programs(self):
        self.env.company.agency_file_extensions = "pdf, .JPG"
        self.upload("a.pdf", PDF)
        with self.assertRaisesRegex(ValidationError, "jpg, pdf"):
            self.upload("a.png", picture())
        for forbidden in ("html", "svg", "exe", "pdf, htm"):
            with self.assertRaisesRegex(ValidationError, "cannot be of type"):
                self.env.company.agency_file_extensions = forbidden

    def test_a_file_cannot_be_turned_into_a_link_or_shown_to_the_world(self):
        attachment = self.make_evidence().attachment_ids
        for vals in (
            {"type": "url", "url": "https://example.com"},
            {"public": True},
            {"access_token": "secret"},
            {"name": "page.html"},
            {"raw": b"<html></html>"},
            {"raw": b""},
        ):
            with self.subTest(vals=vals), self.assertRaises(ValidationError), self.cr.savepoint():
                attachment.write(vals)
        with self.assertRaises(ValidationError), self.cr.savepoint():
            attachment.generate_access_token()

    def test_a_forbidden_file_cannot_become_evidence_by_a_detour(self):
        plain = self.env["ir.attachment"].with_user(self.users["evaluator"]).create({"name": "a.pdf", "raw": b"<html>"})
        evidence = self.make_evidence()
        with self.assertRaises(ValidationError), self.cr.savepoint():
            evidence.write({"attachment_ids": [Command.link(plain.id)]})
        with self.assertRaises(ValidationError), self.cr.savepoint():
            plain.write({"res_model": EVIDENCE, "res_id": evidence.id})

    def test_a_field_name_on_a_file_opens_no_detour(self):
        evidence = self.make_evidence()
        values = {"name": "a.pdf", "raw": b"<html></html>", "res_model": EVIDENCE, "res_id": evidence.id}
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.env["ir.attachment"].with_user(self.users["evaluator"]).create({**values, "res_field": "name"})
        with self.assertRaises(ValidationError), self.cr.savepoint():
            evidence.attachment_ids.write({"res_field": "name", "raw": b"<html></html>"})
        with self.assertRaises(ValidationError), self.cr.savepoint():
            evidence.attachment_ids.write({"res_field": "name", "public": True})

    def test_a_document_that_lost_its_file_cannot_be_submitted(self):
        evidence = self.make_evidence(codes=["B.1"])
        evidence.attachment_ids.unlink()
        self.score_all()
        with self.assertRaisesRegex(ValidationError, "617/QĐ-TNMT.* has no file"):
            self.as_user("evaluator").action_submit()

    def test_a_file_of_another_record_cannot_be_taken_over(self):
        mine = self.make_evidence()
        foreign = self.env["ir.attachment"].create({"name": "a.pdf", "raw": PDF})
        other = self.make_evidence(name="Other").attachment_ids
        for attachment in (foreign, other):
            with self.assertRaises(UserError), self.cr.savepoint():
                mine.write({"attachment_ids": [Command.link(attachment.id)]})

    def test_a_file_taken_off_its_document_is_deleted(self):
        evidence = self.make_evidence()
        first = evidence.attachment_ids
        second = self.upload("b.pdf", PDF)
        evidence.write({"attachment_ids": [Command.unlink(first.id), Command.link(second.id)]})
        self.assertFalse(first.exists())
        self.assertTrue(second.exists())
        evidence.unlink()
        self.assertFalse(second.exists())

    def test_a_document_has_a_file_or_says_where_it_is_held(self):
        Evidence = self.env[EVIDENCE].with_user(self.users["evaluator"])
        base = {"evaluation_id": self.evaluation.id, "name": "Sổ theo dõi công văn"}
        with self.assertRaisesRegex(ValidationError, "has no file"):
            Evidence.create(base)
        with self.assertRaisesRegex(ValidationError, "Name the register"):
            Evidence.create({**base, "held_elsewhere": True})
        held = Evidence.create({**base, "held_elsewhere": True, "register_reference": "Sổ công văn đi 2020"})
        with self.assertRaisesRegex(ValidationError, "held elsewhere"):
            held.write({"attachment_ids": [Command.link(self.upload("a.pdf", PDF).id)]})
        with self.assertRaisesRegex(ValidationError, "abstract"):
            held.write({"name": False})

    def test_a_state_secret_is_a_register_reference_only(self):
        Evidence = self.env[EVIDENCE].with_user(self.users["evaluator"])
        secret = Evidence.create(
            {"evaluation_id": self.evaluation.id, "is_secret": True, "register_reference": "Sổ văn bản mật 2020, số 12"}
        )
        self.assertTrue(secret.held_elsewhere)
        self.assertEqual(secret.display_name, "In register: Sổ văn bản mật 2020, số 12")
        for vals in (
            {"name": "Về việc mật"},
            {"number": "12/QĐ"},
            {"issuer": "Bộ"},
            {"location": "trang 1"},
            {"issue_date": date(2020, 1, 1)},
            {"register_reference": False},
            {"held_elsewhere": False, "attachment_ids": [Command.link(self.upload("a.pdf", PDF).id)]},
        ):
            with self.subTest(vals=vals), self.assertRaises(ValidationError), self.cr.savepoint():
                secret.write(vals)
        with self.assertRaisesRegex(ValidationError, "Abstract"):
            self.make_evidence().write({"is_secret": True, "register_reference": "Sổ mật"})
        file = {"name": "a.pdf", "raw": PDF, "res_model": EVIDENCE}
        beside = self.env["ir.attachment"].with_user(self.users["evaluator"]).create({**file, "res_id": 0})
        for attempt in (
            lambda: beside.create({**file, "res_id": secret.id}),
            lambda: beside.write({"res_id": secret.id}),
        ):
            with self.assertRaisesRegex(ValidationError, "never stored here"), self.cr.savepoint():
                attempt()

    def test_rows_of_another_evaluation_cannot_be_proved(self):
        other = self.make_evaluation(department_id=self.other_unit.id)
        with self.assertRaisesRegex(ValidationError, "different evaluations"):
            self.make_evidence().sudo().write({"line_ids": [Command.link(other.line_ids[2].id)]})

    def test_who_reads_the_evaluation_reads_its_files_and_nobody_else(self):
        evidence = self.make_evidence(codes=["B.1"])
        for role in ("evaluator", "reviewer", "approver", "manager", "auditor"):
            self.assertEqual(self.as_user(role, evidence.attachment_ids).raw, PDF)
        with self.assertRaises(AccessError):
            self.as_user("outsider", evidence).read(["name"])
        with self.assertRaises(AccessError):
            self.as_user("outsider", evidence.attachment_ids).read(["raw"])
        with self.assertRaises(AccessError):
            self.env["ir.attachment"].with_user(self.users["outsider"]).search([("res_model", "=", EVIDENCE)])
