import tempfile
from datetime import timedelta
from pathlib import Path

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..cases.seal_case import SealCase

CHECK = "odoo.addons.agency_evaluation.models.keeping.file_check"


@tagged("post_install", "-at_install")
class TestFileCheck(SealCase):
    """Files are read again, damaged ones are brought back where they can be, and managers are told."""

    def use_second_store(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.env["ir.config_parameter"].set_param("agency_evaluation.second_store", folder.name)
        return Path(folder.name)

    def check(self, *files):
        for file in files or (self.file,):
            file._check_kept_file()

    def troubles(self):
        return self.env["agency.evaluation.file.trouble"].search([("file_key", "=", self.file.id)])

    def test_a_whole_file_is_noted_and_due_again_after_a_week(self):
        domain = [*self.env["ir.attachment"]._to_check_domain(), ("id", "=", self.file.id)]
        self.assertTrue(self.file.search(domain))
        self.check()
        self.assertFalse(self.troubles())
        self.assertFalse(self.file.search(domain))
        before = fields.Datetime.now() - timedelta(days=8)
        self.sql("UPDATE ir_attachment SET evidence_checked_on = %(on)s WHERE id = %(id)s", on=before, id=self.file.id)
        self.assertTrue(self.file.search(domain))

    @mute_logger(CHECK)
    def test_the_scheduled_action_reads_what_is_due(self):
        with self.enter_registry_test_mode():
            self.env.ref("agency_evaluation.agency_evaluation_cron_check_files").method_direct_trigger()
        self.env.invalidate_all()
        self.assertTrue(self.file.evidence_checked_on)
        self.assertFalse(self.env["ir.attachment"]._files_to_check())

    @mute_logger(CHECK)
    def test_a_changed_and_a_lost_file_are_reported_to_managers(self):
        for content, outcome in ((b"other", "damaged"), (None, "lost")):
            with self.subTest(outcome=outcome):
                self.change_on_disk(self.file, content)
                self.check()
                self.assertEqual(self.troubles()[0].outcome, outcome)
                self.path_of(self.file).write_bytes(self.content(1))
        trouble = self.troubles()[0]
        self.assertEqual(trouble.evaluation_id, self.evaluation)
        message = self.env["mail.message"].search([("subject", "=", "A file is damaged")], limit=1)
        self.assertIn(self.users["manager"].partner_id, self.env["mail.message"].search([]).partner_ids)
        self.assertIn("document.pdf", message.body)
        for step in (lambda: trouble.write({"file_name": "x"}), trouble.unlink):
            with self.assertRaises(UserError):
                step()

    @mute_logger(CHECK)
    def test_a_damaged_file_is_brought_back_from_the_second_store(self):
        store = self.use_second_store()
        self.check()
        (copy,) = [path for path in store.rglob("*") if path.is_file()]
        self.assertEqual((copy.name, copy.read_bytes()), (self.file.evidence_sha256, self.content(1)))
        for content in (b"other", None):
            self.change_on_disk(self.file, content)
            self.check()
            self.env.invalidate_all()
            self.assertEqual(self.file.raw, self.content(1))
            self.assertEqual(self.troubles()[0].outcome, "recovered")

    @mute_logger(CHECK)
    def test_a_damaged_second_copy_brings_nothing_back(self):
        store = self.use_second_store()
        self.check()
        (copy,) = [path for path in store.rglob("*") if path.is_file()]
        copy.write_bytes(b"damaged, too")
        self.change_on_disk(self.file, b"other")
        self.check()
        self.assertEqual(self.troubles().mapped("outcome"), ["damaged"])

    def test_the_second_copy_goes_with_what_is_taken_out(self):
        store = self.use_second_store()
        self.check()
        users = self.make_users({"second": "agency_evaluation.group_manager"})
        action = self.as_user("manager").action_take_out_files(self.file.ids, "Bí mật", "1/QĐ")
        quarantine = self.env["agency.evaluation.quarantine"].browse(action["res_id"])
        quarantine.with_user(users["second"]).action_consent()
        self.assertEqual([path for path in store.rglob("*") if path.is_file()], [])
        self.assertFalse(quarantine.remark)
        self.env.invalidate_all()
        self.assertFalse(self.file.search([*self.file._to_check_domain(), ("id", "=", self.file.id)]))

    def test_a_second_store_that_takes_nothing_is_no_trouble_of_the_file(self):
        store = self.use_second_store()
        store.rmdir()
        store.write_bytes(b"no folder")
        self.addCleanup(lambda: (store.unlink(), store.mkdir()))
        with mute_logger(CHECK):
            self.check()
        self.assertFalse(self.troubles())

    def test_idle_accounts(self):
        users = self.env["res.users"].search([("agency_is_idle", "=", True)])
        self.assertIn(self.users["reviewer"], users)
        self.assertNotIn(self.users["outsider"], users)
        self.env["res.users.log"].with_user(self.users["reviewer"]).sudo().create({})
        users = self.env["res.users"].search([("agency_is_idle", "=", True)])
        self.assertNotIn(self.users["reviewer"], users)
