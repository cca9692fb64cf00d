import io
import json
import zipfile
from contextlib import nullcontext

from odoo.tests import HttpCase, tagged

from ..cases.background_case import BackgroundCase


@tagged("post_install", "-at_install")
class TestTaskFiles(HttpCase, BackgroundCase):
    """What a task has made is fetched as one ZIP by whoever asked for it, and that is kept on record."""

    def in_test_mode(self):
        return nullcontext()  # those who ask the web server are in it

    def fetch(self, task, role):
        self.authenticate(self.users[role].login, self.users[role].login)
        return self.url_open(f"/agency_evaluation/task/{task.id}/files.zip")

    def entries(self):
        log = self.env["agency.evaluation.access.log"].search([], order="id")
        return [(entry.user_id, entry.target, entry.evaluation_id) for entry in log if entry.user_id]

    def test_papers(self):
        evaluations = self.make_many(2)
        task = self.print_as("reviewer", evaluations)
        self.assertEqual(self.fetch(task, "reviewer").status_code, 404, "nothing is ready")
        self.work_off()
        before = self.entries()
        answer = self.fetch(task, "reviewer")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("no-store", answer.headers["Cache-Control"])
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            self.assertIsNone(archive.testzip())
            self.assertEqual(sorted(archive.namelist()), sorted(task.part_ids.mapped("file_name")))
            contents = {archive.read(name) for name in archive.namelist()}
        self.assertEqual(contents, {part._files().raw for part in task.part_ids})
        reviewer = self.users["reviewer"]
        self.assertEqual(
            self.entries()[len(before) :], [(reviewer, "score_sheet.pdf", evaluation) for evaluation in evaluations]
        )

    def test_dossiers(self):
        task = self.dossiers_as("auditor", self.evaluation)
        self.work_off()
        self.assertFalse(task.left_out)
        before = self.entries()
        answer = self.fetch(task, "auditor")
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            (name,) = archive.namelist()
            with zipfile.ZipFile(io.BytesIO(archive.read(name))) as dossier:
                self.assertIsNone(dossier.testzip())
                manifest = json.loads(dossier.read("manifest.json"))
        self.assertEqual((manifest["reference"], manifest["missing"]), (self.evaluation.name, []))
        self.assertEqual(self.entries()[len(before) :], [(self.users["auditor"], "dossier.zip", self.evaluation)])

    def test_they_are_of_nobody_else(self):
        task = self.print_as("reviewer", self.make_many(1))
        self.work_off()
        before = self.entries()
        for role in ("manager", "approver", "evaluator", "auditor"):
            self.assertNotEqual(self.fetch(task, role).status_code, 200, role)
        self.assertEqual(self.url_open("/agency_evaluation/task/99999999/files.zip").status_code, 404)
        self.authenticate(self.users["reviewer"].login, self.users["reviewer"].login)
        for file in task.part_ids._files():
            self.assertNotEqual(self.url_open(f"/web/content/{file.id}").status_code, 200)
        self.assertEqual(self.entries(), before)

    def test_what_the_asker_may_no_longer_read_is_left_out(self):
        evaluations = self.make_many(2)
        task = self.print_as("evaluator", evaluations)
        self.work_off()
        evaluations[0].sudo()._write_through({"department_id": self.other_unit.id})
        self.env.flush_all()
        answer = self.fetch(task, "evaluator")
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            (name,) = archive.namelist()
        self.assertIn(evaluations[1].name.replace("/", "-"), name)
        self.assertEqual([entry[2] for entry in self.entries()][-1], evaluations[1])

    def test_a_file_that_is_lost_cuts_nothing_off(self):
        task = self.print_as("reviewer", self.make_many(2))
        self.work_off()
        self.change_on_disk(task.part_ids[0]._files(), None)
        answer = self.fetch(task, "reviewer")
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            self.assertEqual(len(archive.namelist()), 3)
            self.assertIn(task.part_ids[0].file_name, archive.read("KHÔNG ĐỌC ĐƯỢC.txt").decode())
            self.assertTrue(archive.read(task.part_ids[1].file_name).startswith(b"%PDF"))
