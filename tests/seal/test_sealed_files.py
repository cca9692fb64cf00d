# pylint: disable=translation-required  # what users type in a test is translated by nobody
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..cases.seal_case import SealCase

LOST = r"document\.pdf – 617/QĐ-TNMT.*\(N\.1\): the file is not in the file store"


@tagged("post_install", "-at_install")
class TestSealedFiles(SealCase):
    """Approval seals only what is there, and what is lost later is not called altered."""

    def test_what_is_lost_is_not_submitted(self):
        for content in (None, b"", self.content(1)[:-1]):
            self.change_on_disk(self.file, content)
            with self.assertRaisesRegex(UserError, LOST):
                self.submit()
            self.assertEqual(self.evaluation.state, "draft")
            self.path_of(self.file).write_bytes(self.content(1))
        self.submit()

    def test_what_is_lost_or_altered_is_not_approved(self):
        self.submit()
        for content, message in (
            (None, LOST),
            (b"", LOST),
            (self.content(1)[:-1], LOST),
            (self.content(2), r"document\.pdf – 617/QĐ-TNMT.*its content is not what was uploaded"),
        ):
            self.change_on_disk(self.file, content)
            with self.assertRaisesRegex(UserError, message):
                self.as_user("approver").action_approve()
            self.assertEqual(self.evaluation.state, "submitted")
            self.path_of(self.file).write_bytes(self.content(1))
        self.as_user("approver").action_approve()
        self.assertEqual(self.differences(), [])

    def test_the_first_of_two_approvals_reads_the_files_too(self):
        self.evaluation.company_id.agency_second_approval = True
        self.submit()
        self.change_on_disk(self.file, None)
        with self.assertRaisesRegex(UserError, LOST):
            self.as_user("approver").action_approve()

    def test_a_lost_picture_of_the_report_is_named(self):
        section = self.evaluation.section_ids
        picture = self.env["ir.attachment"].create(
            {"name": "hinh.pdf", "raw": self.content(9), "res_model": section._name, "res_id": section.id}
        )
        self.change_on_disk(picture, None)
        with self.assertRaisesRegex(UserError, f"hinh.pdf – {section.display_name}: the file is not"):
            self.submit()

    def test_a_file_kept_in_the_database_is_read_there(self):
        self.submit()
        query = "UPDATE ir_attachment SET store_fname = NULL, db_datas = %(content)s WHERE id = %(id)s"
        self.sql(query, content=b"", id=self.file.id)
        with self.assertRaisesRegex(UserError, LOST):
            self.as_user("approver").action_approve()
        self.sql(query, content=self.content(1), id=self.file.id)
        self.as_user("approver").action_approve()
        self.assertEqual(self.differences(), [])

    def test_a_file_lost_later_is_lost_and_not_altered(self):
        self.submit()
        self.as_user("approver").action_approve()
        for content in (None, b""):
            self.change_on_disk(self.file, content)
            result = self.evaluation._verify()
            self.assertEqual((result.differences, result.is_intact), ((), False))
            (text,) = result.lost
            self.assertIn("content is missing from the file store", text)
            self.path_of(self.file).write_bytes(self.content(1))
        self.change_on_disk(self.file, self.content(2))
        result = self.evaluation._verify()
        self.assertEqual((len(result.differences), result.lost), (1, ()))
