import base64
import hashlib
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..cases.common import PDF, ROLES
from ..cases.pdf_case import SignedCase
from ..reading.signed_pdfs import (
    AUTHORITY,
    SIGNER,
    WITHOUT_PYHANKO,
    bomb,
    change_a_page,
    damaged,
    document,
    flip_a_bit,
    make_certificate,
    sign,
)


@tagged("post_install", "-at_install")
class TestSignedCopies(SignedCase):
    """The signed paper comes back after the approval, is kept beside the seal, and says who signed it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        leaves = cls.evaluation.line_ids.filtered(lambda line: not line.is_heading)
        leaves.write({"self_points": 1.0, "explanation": "Đã giải trình"})
        cls.evaluation.with_user(cls.users["evaluator"]).action_submit()
        cls.evaluation.with_user(cls.users["approver"]).action_approve()

    def test_what_is_kept(self):
        copy = self.upload(name="bao cao da ky.pdf")
        self.assertEqual((copy.report_number, str(copy.report_date)), ("15/BC-TNMT", "2020-12-15"))
        self.assertEqual(copy.attachment_ids.raw, self.signed)
        self.assertEqual(
            (copy.attachment_ids.name, copy.attachment_ids.mimetype), ("bao cao da ky.pdf", "application/pdf")
        )
        self.assertEqual(copy.sha256, hashlib.sha256(self.signed).hexdigest())
        self.assertEqual(copy.uploaded_by_id, self.users["evaluator"])
        self.assertFalse(copy.is_replaced)
        self.assertEqual((self.evaluation.report_number, self.evaluation.report_date), ("15/BC-TNMT", copy.report_date))
        self.assertIn(copy.sha256, self.evaluation.message_ids[0].body)

    def test_the_seal_stays_valid(self):
        seal = self.evaluation.seal
        self.upload()
        self.upload(number="16/BC-TNMT")
        self.assertEqual(self.evaluation._seal_differences(), [])
        self.assertEqual(self.evaluation.seal, seal)

    def test_a_wrong_upload_is_replaced_and_kept(self):
        first = self.upload(document())
        second = self.upload(number="16/BC-TNMT", date="2020-12-16", role="manager")
        self.assertEqual(self.evaluation.signed_copy_ids, second + first)
        self.assertEqual((first.is_replaced, second.is_replaced), (True, False))
        self.assertEqual(first.attachment_ids.raw, document())
        self.assertEqual(self.evaluation.report_number, "16/BC-TNMT")
        with self.assertRaisesRegex(UserError, "those of the signed copy"):
            self.as_user("evaluator").write({"report_number": "17/BC-TNMT"})

    def test_who_uploads_and_when(self):
        encoded = base64.b64encode(self.signed).decode()
        values = {"number": "15/BC-TNMT", "date": "2020-12-15"}
        for role in ("reviewer", "approver", "auditor", "outsider"):
            for sudo in (False, True):
                with self.subTest(role=role, sudo=sudo), self.assertRaises(AccessError):
                    self.as_user(role).sudo(sudo).action_upload_signed_copy(encoded, **values)
        self.assertEqual([role for role in ROLES if self.as_user(role).can_sign], ["evaluator", "manager"])
        foreign = self.make_evaluation(department_id=self.other_unit.id)
        self.score_all(foreign)
        foreign.line_ids.user_id = self.users["evaluator"]  # who only answers rows of it does not register its paper
        for role in ("evaluator", "manager"):
            with self.subTest(role=role), self.assertRaises(UserError):
                self.upload(evaluation=foreign, role=role)
        foreign.user_id = self.users["manager"]
        foreign.with_user(self.users["manager"]).sudo()._take_step("approve")
        with self.assertRaises(AccessError):
            self.upload(evaluation=foreign)
        self.assertTrue(self.upload(evaluation=foreign, role="manager"))

    def test_what_is_refused(self):
        self.env.company.agency_file_megabytes = 1
        for content, message in (
            (b"", "is empty"),
            (b"<html><body>x</body></html>", "is a PDF file; the content of this one is text/html"),
            (b"PK\x03\x04" + bytes(100), "is a PDF file"),
            (PDF + bytes(1024 * 1024), "has 1.0 MB; at most 1 MB"),
        ):
            with self.subTest(message=message), self.assertRaisesRegex(ValidationError, message):
                self.upload(content)
        as_evaluator = self.as_user("evaluator")
        for arguments, message in (
            (("kein base64", "a.pdf", "15", "2020-12-15"), "did not arrive whole"),
            ((5, "a.pdf", "15", "2020-12-15"), "did not arrive whole"),
            ((base64.b64encode(self.signed), "a.pdf", " ", "2020-12-15"), "Give the official number and the date"),
            ((base64.b64encode(self.signed), "a.pdf", "15", None), "Give the official number and the date"),
            ((base64.b64encode(self.signed), "a.pdf", "15", "15/12/2020"), "15/12/2020 is no date"),
        ):
            with self.subTest(message=message), self.assertRaisesRegex(ValidationError, message):
                as_evaluator.action_upload_signed_copy(*arguments)
        self.assertFalse(self.evaluation.signed_copy_ids)
        self.assertFalse(self.evaluation.report_number)

    def test_a_signature_is_read(self):
        copy = self.upload()
        self.assertEqual(copy.signature_state, "untrusted")
        (signature,) = copy.signatures
        self.assertEqual((signature["signer"], signature["issuer"]), (SIGNER, AUTHORITY))
        self.assertTrue(signature["is_intact"])
        self.assertEqual((signature["coverage"], signature["trust"]), ("whole", "unknown"))
        self.assertFalse(signature["is_time_proved"])
        for words in (
            SIGNER,
            AUTHORITY,
            "by the signer's own clock",
            "Intact; covers the whole file",
            "is not checked",
        ):
            self.assertIn(words, copy.signature_text)

    def test_a_certificate_is_trusted_by_the_settings_alone(self):
        self.env.company.agency_trusted_certificates = self.authority.pem
        copy = self.upload()
        self.assertEqual(copy.signature_state, "intact")
        self.assertIn("leads to a trusted one", copy.signature_text)
        self.env.company.agency_trusted_certificates = make_certificate("Cơ quan khác").pem
        copy = self.upload()
        self.assertEqual(copy.signature_state, "untrusted")
        self.assertIn("leads to NO trusted one", copy.signature_text)
        with self.assertRaisesRegex(ValidationError, "cannot be read"):
            self.env.company.agency_trusted_certificates = "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----"

    def test_two_signatures(self):
        """The leader signs, then the agency: the first one covers the file as it was before the second."""
        agency = make_certificate("Sở Thử nghiệm", self.authority)
        copy = self.upload(sign(self.signed, agency, "Signature2"))
        self.assertEqual(copy.signature_state, "untrusted")
        self.assertEqual(
            [(signature["signer"], signature["coverage"]) for signature in copy.signatures],
            [(SIGNER, "extended"), ("Sở Thử nghiệm", "whole")],
        )

    def test_a_file_that_was_changed_after_signing(self):
        copy = self.upload(flip_a_bit(self.signed))
        self.assertEqual(copy.signature_state, "broken")
        self.assertIn("has been CHANGED since", copy.signature_text)
        copy = self.upload(change_a_page(self.signed))
        self.assertEqual(copy.signature_state, "broken")
        self.assertEqual(copy.signatures[0]["coverage"], "changed")
        self.assertIn("CHANGED or added after the signature", copy.signature_text)

    def test_a_paper_without_a_digital_signature(self):
        copy = self.upload(document())
        self.assertEqual(copy.signature_state, "none")
        self.assertIn("as a scanned paper has none", copy.signature_text)

    def test_malformed_files_are_kept_with_clear_words(self):
        """What signatures come of them is a matter of reading; what counts here is that nothing fails."""
        cut, *_others, without_pages = damaged(self.signed)
        for content, state, words in (
            (cut, "unreadable", "damaged or locked by a password"),
            (without_pages, "none", "as a scanned paper has none"),
            (bomb(), "unreadable", "damaged or locked by a password"),
        ):
            with self.subTest(content=content[:40], size=len(content)):
                copy = self.upload(content)
                self.assertEqual(copy.signature_state, state)
                self.assertIn(words, copy.signature_text)
                self.assertNotIn("Traceback", copy.signature_text)
                self.assertEqual(copy.attachment_ids.raw, content)

    def test_without_the_library(self):
        with TemporaryDirectory() as folder:
            (Path(folder) / "sitecustomize.py").write_text(WITHOUT_PYHANKO)
            with patch.dict(os.environ, {"PYTHONPATH": folder}):
                copy = self.upload()
                notice = self.as_user("auditor", copy).action_verify()["params"]
        self.assertEqual((copy.signature_state, copy.signatures), ("unchecked", False))
        self.assertEqual(copy.attachment_ids.raw, self.signed)
        self.assertIn("who signed, when, and whether the file was changed since is not known", copy.signature_text)
        self.assertIn("not checked", notice["message"])
        # Once it is installed, the same file is read.
        self.assertIn(SIGNER, self.as_user("auditor", copy).action_verify()["params"]["message"])

    def test_verification(self):
        copy = self.upload()
        params = self.as_user("auditor", copy).action_verify()["params"]
        self.assertEqual(params["type"], "success")
        self.assertIn("byte for byte", params["message"])
        self.assertIn(SIGNER, params["message"])
        self.env.flush_all()
        self.cr.execute("UPDATE ir_attachment SET store_fname = 'no/such' WHERE id = %s", [copy.attachment_ids.id])
        self.env.invalidate_all()
        with mute_logger("odoo.addons.base.models.ir_attachment"):
            params = self.as_user("auditor", copy).action_verify()["params"]
        self.assertEqual(params["type"], "danger")
        self.assertIn("has been changed, or is lost", params["message"])

    def test_who_reads_it(self):
        copy = self.upload()
        for role in ROLES:
            self.assertEqual(self.as_user(role, copy.attachment_ids).raw, self.signed)
        stranger = self.as_user("outsider", copy)
        for record in (stranger, self.as_user("outsider", copy.attachment_ids)):
            with self.assertRaises(AccessError):
                record.read(["create_date"])

    def test_it_is_never_changed_or_deleted(self):
        """By whoever, with and without sudo, by every way there is to a copy and its file."""
        copy_id = self.upload().id
        draft = self.make_evaluation(department_id=self.other_unit.id)
        users = [self.users[role] for role in ROLES] + [self.env.ref("base.user_admin"), self.env.ref("base.user_root")]
        for user in users:
            for sudo in (False, True):
                env = self.env(user=user, su=sudo or user.id == 1, context={"install_mode": True, "force_write": True})
                for name, attempt in self.attacks(env, copy_id, draft).items():
                    with self.subTest(user=user.login, sudo=sudo, attempt=name), self.cr.savepoint() as savepoint:
                        with self.assertRaises(UserError):
                            attempt()
                            self.env.flush_all()
                        savepoint.rollback()
                    self.env.invalidate_all()
        copy = self.evaluation.signed_copy_ids
        self.assertEqual((copy.id, copy.attachment_ids.raw), (copy_id, self.signed))
        self.assertEqual(self.evaluation._seal_differences(), [])

    def attacks(self, env, copy_id, draft):
        copy = env["agency.evaluation.signed.copy"].browse(copy_id)
        file = env["ir.attachment"].browse(copy.sudo().attachment_ids.id)
        evaluation = env["agency.evaluation"].browse(self.evaluation.id)
        loose = self.env["ir.attachment"].with_user(env.user).sudo().create({"name": "loose.pdf", "raw": PDF})
        home = {"res_model": copy._name, "res_id": copy.id}
        new = {
            "evaluation_id": evaluation.id,
            "number": 9,
            "report_number": "x",
            "report_date": "2020-01-01",
            "sha256": "0" * 64,
            "uploaded_by_id": env.uid,
            "uploaded_on": "2020-01-01 00:00:00",
            "signature_state": "intact",
        }
        return {
            "number of the paper": lambda: copy.write({"report_number": "x"}),
            "state of the signatures": lambda: copy.write({"signature_state": "intact"}),
            "digest": lambda: copy.write({"sha256": "0" * 64}),
            "move it away": lambda: copy.write({"evaluation_id": draft.id}),
            "its file through it": lambda: copy.write({"attachment_ids": [Command.clear()]}),
            "delete it": copy.unlink,
            "a copy of it": lambda: copy.copy({"number": 9}),
            "a new one": lambda: copy.create(new),
            "a new one through the evaluation": lambda: evaluation.write({"signed_copy_ids": [Command.create(new)]}),
            "delete it through the evaluation": lambda: evaluation.write(
                {"signed_copy_ids": [Command.delete(copy.id)]}
            ),
            "content": lambda: file.write({"raw": PDF}),
            "content in base64": lambda: file.write({"datas": base64.b64encode(PDF)}),
            "where content is stored": lambda: file.write({"store_fname": "00/00"}),
            "name of the file": lambda: file.write({"name": "x.pdf"}),
            "make the file public": lambda: file.write({"public": True}),
            "take the file away": lambda: file.write({"res_model": False, "res_id": 0}),
            "delete the file": file.unlink,
            "a second file": lambda: file.create({"name": "x.pdf", "raw": PDF, **home}),
            "move a file in": lambda: loose.write(home),
            "a copy of the file": lambda: file.copy(),
            "report number": lambda: evaluation.write({"report_number": "x"}),
            "report date": lambda: evaluation.write({"report_date": "2021-01-01"}),
        }
