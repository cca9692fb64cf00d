from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from ..cases.seal_case import SealCase

LOG = "agency.evaluation.access.log"


@tagged("post_install", "-at_install")
class TestAccessLog(SealCase, HttpCase):
    """Who takes a file or a paper is on record, by whichever address."""

    def entries(self):
        return self.env[LOG].search([("evaluation_id", "=", self.evaluation.id)])

    def get(self, address, role="auditor"):
        self.env.flush_all()
        self.authenticate(self.users[role].login, self.users[role].login)
        return self.url_open(address)

    def test_files_and_papers(self):
        for address, target in (
            (f"/web/content/{self.file.id}", "document.pdf"),
            (f"/web/content/ir.attachment/{self.file.id}/raw?download=1", "document.pdf"),
            (f"/agency_evaluation/{self.evaluation.id}/score_sheet.xlsx", "score_sheet.xlsx"),
        ):
            with self.subTest(address=address):
                before = self.entries()
                self.assertEqual(self.get(address).status_code, 200)
                (entry,) = self.entries() - before
                self.assertRecordValues(
                    entry,
                    [
                        {
                            "user_id": self.users["auditor"].id,
                            "login": self.users["auditor"].login,
                            "address": "127.0.0.1",
                            "target": target,
                            "evaluation_name": self.evaluation.name,
                        }
                    ],
                )

    def test_content_that_is_read_over_rpc(self):
        file, document = self.as_user("auditor", self.file), self.as_user("auditor", self.evidence)
        spec = {"attachment_ids": {"fields": {"raw": {}}}}
        for way, read in {
            "read": lambda: file.read(["name", "datas"]),
            "read as it is": lambda: file.read(["raw"]),
            "read as text": lambda: file.read(["index_content"]),
            "searched": lambda: file.search_read([("id", "=", file.id)], ["datas"]),
            "read by a form": lambda: file.web_read({"datas": {}}),
            "read with its document": lambda: document.web_read(spec),
            "exported": lambda: file._export_rows([["datas"]]),
            "copied": file.copy_data,
        }.items():
            with self.subTest(way):
                before = self.entries()
                read()
                entry = self.entries() - before
                self.assertEqual(entry.user_id, self.users["auditor"])
                self.assertEqual(set(entry.mapped("target")), {"document.pdf"})
        before = self.entries()
        file.read(["name", "mimetype", "file_size"])
        file.with_context(bin_size=True).read(["datas"])
        with self.assertRaises(AccessError):
            self.as_user("outsider", self.file).read(["datas"])
        self.assertEqual(self.entries(), before)

    def test_who_is_refused_takes_nothing(self):
        self.get(f"/web/content/{self.file.id}", "outsider")
        self.get(f"/agency_evaluation/{self.evaluation.id}/score_sheet.xlsx", "outsider")
        self.assertFalse(self.entries())

    def test_entries_are_kept_for_thirteen_months_and_then_forgotten(self):
        log = self.env[LOG]
        log._record(self.evaluation, "new")
        log._record(self.evaluation, "old")
        new, old = self.entries().sorted("target")
        with self.assertRaises(UserError):
            old.unlink()
        before = fields.Datetime.now() - timedelta(days=31 * 13 + 1)
        self.sql("UPDATE agency_evaluation_access_log SET read_on = %(on)s WHERE id = %(id)s", on=before, id=old.id)
        log._forget_expired()
        self.assertEqual(self.entries(), new)
        for step in (lambda: new.write({"target": "x"}), lambda: log.create({"target": "x"}), new.unlink):
            with self.assertRaises(UserError):
                step()
