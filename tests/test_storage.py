"""Files that OCA fs_attachment keeps in a store of its own, such as an object storage.

These tests are not among the standard ones, for they need that addon: `dev/test` gives them a database that has it. The
store is a folder, and one that fails as others do: with exceptions that are no OSError, and in the midst of a file.
"""

import base64
import io
import json
import shutil
import zipfile
from pathlib import Path
from tempfile import mkdtemp

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .cases.seal_case import SealCase
from .reading.signed_pdfs import document

try:
    import fsspec
    from fsspec.implementations.local import LocalFileSystem
except ImportError:  # the addon is not installed, and nothing here is run
    fsspec = LocalFileSystem = None

UNREAD = "cannot be read now: the file store does not answer"
LOGGERS = tuple(
    f"odoo.addons.agency_evaluation.models.{name}"
    for name in ("evidence.stored_content", "evidence.file_store", "keeping.file_check")
)


class ConnectionRefused(Exception):
    """As the clients of object storages have them: no OSError."""


if fsspec:

    class FailingFileSystem(LocalFileSystem):
        """A folder that can be made to answer nothing, or to break off after some bytes of each file."""

        protocol = "failing"
        bytes_left = None

        def _check(self):
            if type(self).bytes_left == 0:
                raise ConnectionRefused("nobody listens")

        def _open(self, path, mode="rb", **options):
            self._check()
            opened = super()._open(path, mode, **options)
            if type(self).bytes_left is not None and "r" in mode:
                return BrokenOff(opened, type(self).bytes_left)
            return opened

        def info(self, path, **options):
            self._check()
            return super().info(path, **options)

        def makedirs(self, path, exist_ok=False):
            self._check()
            return super().makedirs(path, exist_ok=exist_ok)

        def exists(self, path, **options):
            self._check()
            return super().exists(path, **options)

    class BrokenOff(io.RawIOBase):
        """A file of which some bytes arrive."""

        def __init__(self, file, left):
            super().__init__()
            self._file, self._left = file, left

        def readable(self):
            return True

        def readinto(self, buffer):
            if not self._left:
                raise ConnectionRefused("broken off")
            piece = self._file.read(min(len(buffer), self._left))
            self._left -= len(piece)
            buffer[: len(piece)] = piece
            return len(piece)

        def close(self):
            self._file.close()
            return super().close()

    fsspec.register_implementation("failing", FailingFileSystem, clobber=True)


class StorageCase(SealCase, HttpCase):
    """An evaluation with a file in Odoo's own store, and one in another store, which takes what is new."""

    protocol = "file"

    def setUp(self):
        super().setUp()
        self.folder = Path(mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.addCleanup(self.env.registry.clear_cache)
        self.addCleanup(self.cr.postcommit.clear)
        self.storage = self.env["fs.storage"].create(
            {
                "name": "Kho thử",
                "code": "kho",
                "protocol": self.protocol,
                "directory_path": str(self.folder / "bucket"),
                "use_as_default_for_attachments": True,
                "optimizes_directory_path": True,
            }
        )
        (self.folder / "bucket").mkdir()
        self.stored = self.make_evidence(codes=["N.1"], content=self.content(70), number="70/QĐ").attachment_ids.sudo()
        self.evaluation._refresh_findings()
        self.evaluation.finding_ids.justification = "Đã rà soát"

    def place(self, file):
        """Return the path of what the store holds of a file."""
        self.assertTrue(file.store_fname.startswith("kho://"), file.store_fname)
        return self.folder / "bucket" / file.store_fname.removeprefix("kho://")

    def submit(self):
        self.as_user("evaluator").action_submit()

    def approve(self):
        self.submit()
        self.settle()
        self.as_user("approver").action_approve()
        self.evaluation._keep_all_papers()

    def upload(self):
        content = base64.b64encode(document())
        self.as_user("manager").action_upload_signed_copy(content, "da ky.pdf", "15/BC-TNMT", "2021-01-05")
        return self.evaluation.signed_copy_ids[:1]

    def download(self):
        """Return the dossier as {path: content}, and its manifest."""
        self.env.flush_all()
        self.authenticate("test_auditor", "test_auditor")
        answer = self.url_open(f"/agency_evaluation/{self.evaluation.id}/dossier.zip", timeout=120)
        self.assertEqual(answer.status_code, 200)
        archive = zipfile.ZipFile(io.BytesIO(answer.content))
        self.assertIsNone(archive.testzip())
        contents = {name: archive.read(name) for name in archive.namelist()}
        return contents, json.loads(contents["manifest.json"])

    def verify(self):
        self.env.invalidate_all()
        return self.evaluation._verify()


@tagged("-standard", "-at_install", "post_install", "agency_evaluation_storage")
class TestStorage(StorageCase):
    """What holds for Odoo's own store holds for that of another addon."""

    def test_a_file_on_its_whole_way(self):
        picture = self.env["ir.attachment"].create(
            {"name": "anh.pdf", "raw": self.content(71), "res_model": "agency.evaluation.evidence", "res_id": 0}
        )
        self.stored.write({"name": "tên mới.pdf"})
        self.evidence.attachment_ids = [Command.link(picture.id)]
        self.assertEqual(self.place(self.stored).read_bytes(), self.content(70))
        self.assertEqual(len(self.stored.evidence_sha256), 64)
        self.evaluation._refresh_findings()
        self.evaluation.finding_ids.justification = "Đã rà soát"
        self.approve()
        for paper in self.evaluation.kept_paper_ids:
            self.assertEqual(paper._read_whole(), self.place(paper.attachment_ids).read_bytes())
        copy = self.upload()
        self.assertEqual(self.place(copy.attachment_ids).read_bytes(), document())
        self.assertIn("byte for byte", self.as_user("auditor", copy).action_verify()["params"]["message"])
        result = self.verify()
        self.assertEqual((result.differences, result.lost, result.all_files_read), ((), (), True))
        contents, manifest = self.download()
        self.assertEqual(manifest["missing"], [])
        for number in (1, 70, 71):
            self.assertIn(self.content(number), contents.values())
        self.assertIn(document(), contents.values())
        states = {entry["state"] for entry in manifest["files"] if "state" in entry}
        self.assertEqual(states, {"intact"})

    def test_what_is_kept_stays_locked(self):
        self.approve()
        kept = [self.stored, self.upload().attachment_ids, self.evaluation.kept_paper_ids[0].attachment_ids]
        for file in kept:
            for values in ({"fs_filename": "khac.pdf"}, {"name": "khac.pdf"}, {"raw": b"other"}, {"fs_url": "x"}):
                with self.subTest(file=file.name, values=values), self.assertRaises(UserError):
                    file.write(values)

    def test_whoever_takes_a_file_is_on_record(self):
        log = self.env["agency.evaluation.access.log"].search_count([])
        self.env.flush_all()
        self.authenticate("test_auditor", "test_auditor")
        answer = self.url_open(f"/web/content/{self.stored.id}")
        self.assertEqual((answer.status_code, answer.content), (200, self.content(70)))
        self.assertEqual(self.env["agency.evaluation.access.log"].search_count([]), log + 1)

    def test_what_is_changed_or_lost_is_told_apart(self):
        self.approve()
        place = self.place(self.stored)
        place.write_bytes(self.content(72))
        self.assertEqual([len(each) for each in (self.verify().differences, self.verify().lost)], [1, 0])
        place.unlink()
        result = self.verify()
        self.assertEqual(result.differences, ())
        (text,) = result.lost
        self.assertIn("is missing from the file store", text)
        _contents, manifest = self.download()
        self.assertEqual([entry["state"] for entry in manifest["missing"]], ["missing"])
        place.write_bytes(self.content(70))
        self.assertTrue(self.verify().is_intact)

    @mute_logger(*LOGGERS)
    def test_a_damaged_file_is_brought_back(self):
        second = Path(mkdtemp())
        self.addCleanup(shutil.rmtree, second)
        self.env["ir.config_parameter"].set_param("agency_evaluation.second_store", str(second))
        self.assertEqual(self.stored._check_kept_file(), "")
        for damage in (lambda place: place.write_bytes(b"other"), Path.unlink):
            damage(self.place(self.stored))
            self.assertEqual(self.stored._check_kept_file(), "recovered")
            self.assertEqual(self.place(self.stored).read_bytes(), self.content(70))

    def test_what_is_taken_out_leaves_the_store(self):
        self.users |= self.make_users({"second": "agency_evaluation.group_manager"})
        place = self.place(self.stored)
        action = self.as_user("manager").action_take_out_files(self.stored.ids, "Có bí mật", "12/QĐ", "2021-03-01")
        quarantine = self.env["agency.evaluation.quarantine"].browse(action["res_id"])
        self.as_user("second", quarantine).action_consent()
        self.env.flush_all()
        self.assertTrue(place.exists())
        with self.enter_registry_test_mode():
            self.cr.postcommit.run()
        self.assertFalse(place.exists())

    def test_a_revision_has_files_of_its_own(self):
        self.approve()
        action = self.as_user("manager").action_revise("Sửa số liệu")
        revision = self.env["agency.evaluation"].browse(action["res_id"])
        files = revision.evidence_ids.attachment_ids.sudo()
        self.assertEqual(len(files), 2)
        self.assertLess(set(map(self.content, (1, 70))), {file.raw for file in files} | {b""})


class SilenceCase(StorageCase):
    """A store that answered when files were put there, and does not now."""

    def setUp(self):
        super().setUp()
        self.approve()
        self.copy = self.upload()
        self.env.flush_all()

    def check_told(self):
        """Check that whatever reads a file says so, and that nothing is called lost or changed."""
        result = self.verify()
        self.assertEqual((result.differences, result.all_files_read, result.is_paper_lost), ((), False, False))
        self.assertEqual(len(result.lost), 1 + len(self.evaluation.kept_paper_ids))
        for text in result.lost:
            self.assertIn(UNREAD, text)
        for read in (
            self.evaluation.kept_paper_ids[0]._read_whole,
            lambda: self.as_user("auditor", self.copy).action_verify(),
        ):
            with self.assertRaisesRegex(UserError, UNREAD):
                read()
        self.assertEqual(self.stored._check_kept_file(), "unread")
        self.assertFalse(self.stored.evidence_checked_on)
        self.assertFalse(self.env["agency.evaluation.file.trouble"].search([("file_key", "=", self.stored.id)]))
        self.assertIn(self.stored, self.stored.search(self.stored._to_check_domain()))
        self.assertNotIn(self.stored, self.stored.search(self.stored._to_check_domain({"kho"})))
        self.assertIn(self.file, self.file.search(self.file._to_check_domain({"kho"})))
        self.check_pages()
        self.check_dossier()
        self.check_intake()

    def check_pages(self):
        self.authenticate("test_auditor", "test_auditor")
        answer = self.url_open(f"/web/content/{self.stored.id}")
        self.assertEqual(answer.status_code, 503)
        self.assertIn(UNREAD, answer.text)
        self.authenticate(None, None)
        page = self.url_open(f"/agency_evaluation/verify/{self.evaluation.seal_token}")
        self.assertEqual(page.status_code, 200)
        self.assertIn("Hiện chưa kiểm tra được", page.text)
        self.assertNotIn("hiện không có trong kho", page.text)

    def check_dossier(self):
        contents, manifest = self.download()
        self.assertIn(self.content(1), contents.values())
        unread = [entry["path"] for entry in manifest["missing"] if entry["state"] == "unread"]
        self.assertEqual(len(unread), len(manifest["missing"]))
        self.assertTrue(any("document" in path for path in unread), unread)
        self.assertIn("Bản đã ký.pdf", unread)
        self.assertIn("kho lưu trữ không trả lời", contents["Mục lục.html"].decode())

        self.assertFalse(self.evaluation.kept_paper_ids.filtered(lambda paper: not paper.attachment_ids))

    def check_intake(self):
        values = {"name": "a.pdf", "raw": self.content(73), "res_model": "agency.evaluation.evidence", "res_id": 0}
        with self.assertRaisesRegex(UserError, "The server could not store the file"), self.env.cr.savepoint():
            self.env["ir.attachment"].create(values)


@tagged("-standard", "-at_install", "post_install", "agency_evaluation_storage")
class TestSilentFolder(SilenceCase):
    """A folder that is not mounted: its files are not lost."""

    @mute_logger(*LOGGERS)
    def test_a_store_that_is_not_there(self):
        bucket = self.folder / "bucket"
        bucket.rename(self.folder / "away")
        bucket.write_text("No folder, so that nothing can be made in it.")
        self.check_told()
        bucket.unlink()
        (self.folder / "away").rename(bucket)
        self.assertTrue(self.verify().is_intact)

    @mute_logger(*LOGGERS)
    def test_nothing_is_submitted_or_approved_meanwhile(self):
        action = self.as_user("manager").action_revise("Sửa số liệu")
        self.evaluation = self.env["agency.evaluation"].browse(action["res_id"])
        self.evaluation._refresh_findings()
        self.evaluation.finding_ids.justification = "Đã rà soát"
        bucket, away = self.folder / "bucket", self.folder / "away"
        bucket.rename(away)
        with self.assertRaisesRegex(UserError, f"document.pdf.*{UNREAD}"):
            self.submit()
        away.rename(bucket)
        self.submit()
        self.settle()
        bucket.rename(away)
        with self.assertRaisesRegex(UserError, f"document.pdf.*{UNREAD}"):
            self.as_user("approver").action_approve()

    @mute_logger(*LOGGERS)
    def test_a_store_that_is_switched_off(self):
        self.env["fs.storage"].search([]).write({"code": "khac"})
        self.env.invalidate_all()
        result = self.verify()
        self.assertEqual(result.differences, ())
        for text in result.lost:
            self.assertIn(UNREAD, text)


@tagged("-standard", "-at_install", "post_install", "agency_evaluation_storage")
class TestSilentStore(SilenceCase):
    """A store whose client has exceptions of its own."""

    protocol = "failing"

    def setUp(self):
        super().setUp()
        self.addCleanup(setattr, FailingFileSystem, "bytes_left", None)

    @mute_logger(*LOGGERS)
    def test_a_store_that_does_not_answer(self):
        FailingFileSystem.bytes_left = 0
        self.check_told()

    @mute_logger(*LOGGERS)
    def test_a_file_that_breaks_off(self):
        self.evaluation._keep_all_papers()
        FailingFileSystem.bytes_left = 50
        contents, manifest = self.download()
        (entry,) = [each for each in manifest["files"] if each["path"] == "Bản đã ký.pdf"]
        self.assertEqual(contents["Bản đã ký.pdf"], document()[:50])
        self.assertEqual(entry["size"], 50)
        self.assertIn("CHƯA ĐỌC ĐƯỢC", contents["Mục lục.html"].decode())
        self.assertIn(self.content(1), contents.values())
