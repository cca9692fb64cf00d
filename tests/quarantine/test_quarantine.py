import base64

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..cases.seal_case import SealCase

QUARANTINE = "agency.evaluation.quarantine"
DECISION = ("Có bí mật nhà nước", "12/QĐ-TNMT", "2021-03-01")


@tagged("post_install", "-at_install")
class TestQuarantine(SealCase):
    """Content is taken away by two managers, in any state; what it was stays known."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users |= cls.make_users({"second": "agency_evaluation.group_manager"})

    def setUp(self):
        super().setUp()
        self.stored_as = self.file.store_fname
        self.addCleanup(self.cr.postcommit.clear)

    def ask(self, files=None, role="manager", evaluation=None):
        files = files or self.file
        action = self.as_user(role, evaluation).action_take_out_files(files.ids, *DECISION)
        return self.env[QUARANTINE].browse(action["res_id"])

    def take_out(self, files=None):
        quarantine = self.ask(files)
        self.as_user("second", quarantine).action_consent()
        self.env.invalidate_all()
        return quarantine

    def remove_from_store(self):
        """Do what follows the commit, within the transaction of the test."""
        path = self.path_of(self.env["ir.attachment"].new({"store_fname": self.stored_as}))
        self.addCleanup(path.write_bytes, path.read_bytes())
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.cr.postcommit.run()

    def test_a_second_manager_takes_the_content_away_and_its_record_stays(self):
        content, path, sha256 = self.file.raw, self.path_of(self.file), self.file.evidence_sha256
        quarantine = self.ask()
        self.assertEqual(self.file.raw, content)
        self.as_user("second", quarantine).action_consent()
        self.env.invalidate_all()
        self.assertFalse(self.file.raw)
        self.assertEqual((self.file.evidence_sha256, self.file.file_size), (sha256, len(content)))
        self.assertRecordValues(quarantine, [{"state": "done", "settled_by_id": self.users["second"].id}])
        self.assertRecordValues(
            quarantine.file_ids,
            [
                {
                    "evaluation_id": self.evaluation.id,
                    "file_key": self.file.id,
                    "name": "document.pdf",
                    "file_size": len(content),
                    "sha256": sha256,
                }
            ],
        )
        self.assertTrue(path.exists())
        self.remove_from_store()
        self.assertFalse(path.exists())

    def test_content_that_others_share_stays_in_the_store_for_them(self):
        content, path = self.file.raw, self.path_of(self.file)
        other = self.env["ir.attachment"].create({"name": "other.pdf", "raw": content, "res_model": "res.partner"})
        quarantine = self.take_out()
        self.assertIn("res.partner", quarantine.remark)
        self.remove_from_store()
        self.assertTrue(path.exists())
        self.assertEqual(other.raw, content)

    def test_every_copy_in_the_agency_goes(self):
        other = self.make_consistent(self.criteria_set, department_id=self.other_unit.id)
        document = self.make_evidence("evaluator", content=self.file.raw, number="1/QĐ")
        copied = self.env["ir.attachment"].create(
            {"name": "same.pdf", "raw": self.file.raw, "res_model": "agency.evaluation.evidence", "res_id": 0}
        )
        elsewhere = self.env["agency.evaluation.evidence"].create(
            {"evaluation_id": other.id, "name": "Bản sao", "attachment_ids": [Command.link(copied.id)]}
        )
        quarantine = self.ask()
        self.assertEqual(quarantine.file_ids.evaluation_id, self.evaluation | other)
        # One that is uploaded between the two steps goes, too.
        late = self.make_evidence("evaluator", content=self.file.raw)
        self.as_user("second", quarantine).action_consent()
        self.env.invalidate_all()
        for each in (document, elsewhere, late, self.evidence):
            self.assertFalse(each.attachment_ids.raw)
            self.assertEqual(each.attachment_ids.quarantine_id, quarantine)
        self.assertEqual(len(quarantine.file_ids), 4)

    def test_in_each_state(self):
        self.assertTrue(self.take_out())
        other = self.make_evidence("evaluator", content=self.content(2), number="2/QĐ", codes=["M.1"]).attachment_ids
        self.evidence.unlink()
        self.submit()
        self.take_out(other)
        self.assertFalse(other.raw)
        self.as_user("approver").action_approve()
        self.assertEqual(self.differences(), [])

    def test_one_manager_alone_takes_nothing_out(self):
        quarantine = self.ask()
        with self.assertRaisesRegex(UserError, "another manager"):
            self.as_user("manager", quarantine).action_consent()
        with self.assertRaisesRegex(UserError, "another manager"):
            self.as_user("manager", quarantine).sudo().action_consent()
        for role in ("evaluator", "reviewer", "approver", "auditor", "outsider"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.ask(role=role)
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.as_user(role, quarantine).action_consent()
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.as_user(role, quarantine).action_refuse("x")
        self.assertTrue(self.file.raw)

    def test_refused(self):
        quarantine = self.ask()
        with self.assertRaisesRegex(UserError, "reason"):
            self.as_user("second", quarantine).action_refuse(" ")
        self.as_user("second", quarantine).action_refuse("Không phải bí mật")
        self.assertRecordValues(quarantine, [{"state": "refused", "refusal": "Không phải bí mật"}])
        settled = self.as_user("second", quarantine)
        for step in (settled.action_consent, lambda: settled.action_refuse("x")):
            with self.assertRaisesRegex(UserError, "settled"):
                step()
        self.assertTrue(self.file.raw)
        self.assertEqual(self.evaluation._taken_out_texts(), [])

    def test_what_is_asked_without_reason_decision_or_file_is_refused(self):
        evaluation = self.as_user("manager")
        for arguments in (("", "1/QĐ"), ("x", " "), (None, None)):
            with self.subTest(arguments=arguments), self.assertRaises(ValidationError):
                evaluation.action_take_out_files(self.file.ids, *arguments)
        foreign = self.env["ir.attachment"].create({"name": "x", "raw": b"x"})
        for ids in ([], foreign.ids, ["x"], "all", [True], [0], 5):
            with self.subTest(ids=ids), self.assertRaisesRegex(UserError, "Name files"):
                evaluation.action_take_out_files(ids, *DECISION)
        self.take_out()
        with self.assertRaisesRegex(UserError, "Name files"):
            evaluation.action_take_out_files(self.file.ids, *DECISION)

    def test_no_client_says_that_a_file_is_taken_out_or_brings_it_back(self):
        quarantine = self.ask()
        self.file.write({"quarantine_id": quarantine.id})
        self.assertFalse(self.file.quarantine_id)
        self.as_user("second", quarantine).action_consent()
        self.env.invalidate_all()
        self.file.sudo().write({"quarantine_id": False})
        self.assertTrue(self.file.quarantine_id)
        for values in ({"raw": self.content(7)}, {"datas": base64.b64encode(self.content(7))}, {"name": "khac.pdf"}):
            for file in (self.as_user("evaluator", self.file), self.file.sudo()):
                with self.subTest(values=list(values)), self.cr.savepoint():
                    with self.assertRaisesRegex(UserError, "was taken out by"), self.cr.savepoint():
                        file.write(values)
        for record in (quarantine, quarantine.file_ids):
            with self.assertRaisesRegex(UserError, "register"):
                record.sudo().write({"create_date": "2020-01-01"})
            with self.assertRaisesRegex(UserError, "register"):
                record.sudo().unlink()

    def test_verification_stays_meaningful(self):
        self.approve()
        second = self.env["agency.evaluation.evidence"].browse(self.evidence.id).attachment_ids
        self.assertEqual(self.differences(), [])
        self.take_out(second)
        self.assertEqual(self.differences(), [])
        (text,) = self.evaluation._taken_out_texts()
        self.assertIn(f"SHA-256 {self.file.evidence_sha256}", text)
        self.assertIn("decision 12/QĐ-TNMT of 01/03/2021", text)
        action = self.as_user("auditor").action_verify()
        verification = self.env["agency.evaluation.verification"].browse(action["res_id"])
        self.assertTrue(verification.is_intact)
        self.assertEqual(verification.taken_out, text)
        # Whatever else changed is still found: what was sealed of the record, and a file that merely went.
        self.sql("UPDATE ir_attachment SET evidence_sha256 = %(other)s WHERE id = %(id)s", other="0" * 64, id=second.id)
        self.assertTrue(self.differences())

    def test_a_file_that_went_without_a_decision_is_a_difference(self):
        self.approve()
        quarantine = self.ask()
        self.sql(
            "UPDATE ir_attachment SET store_fname = NULL, quarantine_id = %(by)s WHERE id = %(id)s",
            by=quarantine.id,
            id=self.file.id,
        )
        (difference,) = self.differences()
        self.assertIn("missing", difference)

    def test_a_revision_copies_nothing_of_it(self):
        self.make_evidence("evaluator", content=self.content(3), name="Sổ họp", codes=["N.1"], number="3/QĐ")
        self.approve()
        self.take_out()
        action = self.as_user("manager").action_revise("Thiếu tài liệu")
        revision = self.env["agency.evaluation"].browse(action["res_id"])
        carried = self.evaluation.evidence_ids - self.evidence
        self.assertEqual(revision.evidence_ids.mapped("name"), carried.mapped("name"))
        self.assertEqual(revision.evidence_ids.attachment_ids.mapped("raw"), carried.attachment_ids.mapped("raw"))

    def test_a_draft_is_not_submitted_with_it(self):
        self.take_out()
        with self.assertRaisesRegex(UserError, "taken out by decision 12/QĐ-TNMT"):
            self.submit()

    def test_papers_and_page_say_so_without_its_name(self):
        self.approve()
        self.take_out()
        notice = self.evaluation._taken_out_notice()
        self.assertIn("12/QĐ-TNMT", notice)
        self.assertNotIn("document.pdf", notice)
        (sheet,) = self.env["report.agency_evaluation.report_score_sheet"]._collect(self.evaluation)
        self.assertIn("12/QĐ-TNMT", sheet.legend)
        self.assertNotIn("document.pdf", sheet.legend)

    def test_the_dialog(self):
        action = self.as_user("manager").action_take_out_files()
        dialog = self.env[action["res_model"]].with_user(self.users["manager"]).with_context(**action["context"])
        dialog = dialog.create({"file_ids": [Command.set(self.file.ids)], "decision_number": "1/QĐ", "reason": "x"})
        self.assertEqual(dialog.available_ids, self.file)
        quarantine = self.env[QUARANTINE].browse(dialog.action_confirm()["res_id"])
        refusal = self.as_user("second", quarantine).action_refuse()
        asked = self.env[refusal["res_model"]].with_user(self.users["second"]).with_context(**refusal["context"])
        asked.create({"reason": "Chưa rõ"}).action_confirm()
        self.assertEqual(quarantine.state, "refused")

    def test_the_other_managers_are_told(self):
        quarantine = self.ask()
        message = self.evaluation.message_ids.search([("subject", "=", "Files are to be taken out")])
        self.assertEqual(message.partner_ids & self.users["second"].partner_id, self.users["second"].partner_id)
        self.assertNotIn(self.users["manager"].partner_id, message.partner_ids)
        self.assertIn(quarantine.decision_number, message[0].body)
