"""A store of OCA fs_attachment that somebody else reaches: what is swapped there, what dies midway, who may touch it.

As tests/test_storage.py, these are run on a database that has that addon.
"""

import logging

from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from . import test_storage as storage
from .cases.common import ROLES

_TAGS = ("-standard", "-at_install", "post_install", "agency_evaluation_storage")
_LOGGERS = (*storage.LOGGERS, "odoo.addons.agency_evaluation.models.papers.evaluation")


@tagged(*_TAGS)
class TestSwappedFiles(storage.StorageCase):
    """Whoever reaches the store changes nothing that is not told."""

    def swap(self, file):
        """Put other bytes, as many, in the place of a file."""
        place = self.place(file)
        content = place.read_bytes()
        place.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))

    def test_what_was_swapped_is_not_approved(self):
        self.submit()
        self.settle()
        self.swap(self.stored)
        with self.assertRaisesRegex(UserError, "its content is not what was uploaded"):
            self.as_user("approver").action_approve()
        self.assertEqual((self.evaluation.state, self.evaluation.seal), ("submitted", False))

    @mute_logger(*_LOGGERS)
    def test_what_is_swapped_after_the_approval_is_told_wherever_it_goes(self):
        self.approve()
        copy = self.upload()
        papers = self.evaluation.kept_paper_ids
        for file in (self.stored, copy.attachment_ids, papers[0].attachment_ids):
            with self.subTest(file.name):
                place = self.place(file)
                content = place.read_bytes()
                self.swap(file)
                result = self.verify()
                # A signed copy came after the seal, and is verified by itself.
                self.assertEqual((len(result.differences), result.lost), (int(file != copy.attachment_ids), ()))
                self.assertEqual(file._check_kept_file(), "damaged")
                _contents, manifest = self.download()
                altered = [each["path"] for each in manifest["files"] if each.get("state") == "altered"]
                self.assertEqual(len(altered), 0 if file in papers.attachment_ids else 1, "a paper stands for itself")
                place.write_bytes(content)
        self.swap(copy.attachment_ids)
        self.assertEqual(self.as_user("auditor", copy).action_verify()["params"]["type"], "danger")

    def test_an_official_paper_that_was_swapped_is_not_printed(self):
        self.approve()
        paper = self.evaluation.kept_paper_ids.filtered(lambda kept: kept.paper == "score_sheet")
        self.swap(paper.attachment_ids)
        reports = self.as_user("auditor").env["ir.actions.report"].with_context(force_report_rendering=True)
        with self.assertRaisesRegex(UserError, "is not as it was kept"):
            reports._render_qweb_pdf("agency_evaluation.report_score_sheet", self.evaluation.ids)


class DyingFileSystem(storage.LocalFileSystem or object):
    """A folder that answers so many times, and then not any more."""

    protocol = "dying"
    opens_left = None

    def _open(self, path, mode="rb", **options):
        if type(self).opens_left is not None:
            if not type(self).opens_left:
                raise storage.ConnectionRefused("nobody listens")
            type(self).opens_left -= 1
        return super()._open(path, mode, **options)


if storage.fsspec:
    storage.fsspec.register_implementation("dying", DyingFileSystem, clobber=True)


@tagged(*_TAGS)
class TestDyingStore(storage.StorageCase):
    """A store that dies in the midst of something leaves no half of it."""

    protocol = "dying"

    def setUp(self):
        super().setUp()
        self.addCleanup(setattr, DyingFileSystem, "opens_left", None)
        self.make_evidence(codes=["N.1"], content=self.content(71), number="71/QĐ")
        self.make_evidence(codes=["N.1"], content=self.content(72), number="72/QĐ")
        self.evaluation._refresh_findings()
        self.evaluation.finding_ids.justification = "Đã rà soát"

    @mute_logger(*_LOGGERS)
    def test_while_an_approval_seals(self):
        self.submit()
        self.settle()
        for left in range(3):
            DyingFileSystem.opens_left = left
            with self.subTest(left), self.assertRaisesRegex(UserError, storage.UNREAD), self.cr.savepoint():
                self.as_user("approver").action_approve()
            self.env.invalidate_all()
            self.assertEqual((self.evaluation.state, self.evaluation.seal), ("submitted", False))
            self.assertFalse(self.env["agency.evaluation.seal"].search([("evaluation_id", "=", self.evaluation.id)]))
        DyingFileSystem.opens_left = None
        self.as_user("approver").action_approve()
        self.assertEqual(self.evaluation._seal_differences(), [])

    @mute_logger(*_LOGGERS)
    def test_while_papers_are_kept(self):
        self.submit()
        self.settle()
        self.as_user("approver").action_approve()
        for left in range(2):
            DyingFileSystem.opens_left = left
            with self.subTest(left), self.assertRaisesRegex(UserError, "could not store"), self.cr.savepoint():
                self.evaluation._keep_all_papers()
            self.env.invalidate_all()
            self.assertFalse(self.evaluation.kept_paper_ids, "no record of a paper that is nowhere")
        DyingFileSystem.opens_left = 0
        reports = self.as_user("auditor").env["ir.actions.report"].with_context(force_report_rendering=True)
        with self.assertRaisesRegex(UserError, "could not store"), self.cr.savepoint():
            # What is printed is what everybody gets from then on, so that it is printed once it can be kept.
            reports._render_qweb_pdf("agency_evaluation.report_score_sheet", self.evaluation.ids)
        self.env.invalidate_all()
        self.assertFalse(self.evaluation.kept_paper_ids)
        DyingFileSystem.opens_left = None
        self.evaluation._keep_all_papers()
        self.assertEqual(len(self.evaluation.kept_paper_ids), 2)
        self.assertTrue(self.verify().is_intact)

    @mute_logger(*_LOGGERS)
    def test_while_a_dossier_is_written(self):
        self.approve()
        self.upload()
        whole, _manifest = self.download()
        for left in range(6):
            with self.subTest(left):
                DyingFileSystem.opens_left = left
                contents, manifest = self.download()
                DyingFileSystem.opens_left = None
                unread = {entry["path"] for entry in manifest["missing"]}
                self.assertEqual({entry["state"] for entry in manifest["missing"]}, {"unread"})
                self.assertEqual(len(unread & whole.keys()), len(unread))
                for path, content in whole.items():
                    if path in contents and path.endswith(".pdf") and "document" in path:
                        self.assertEqual(contents[path], content)


@tagged(*_TAGS)
class TestWhoTouchesTheStore(storage.StorageCase):
    """A store is set up by administrators; no role of ours reads its keys, changes it, or reaches a file through it."""

    def refused(self, model, method, arguments, user):
        """Call a method as a client; tell whether it was refused."""
        try:
            with self.cr.savepoint(), mute_logger("odoo.addons.base.models.ir_model", "odoo.sql_db"):
                call_kw(self.env(user=user)[model], method, list(arguments), {})
                self.env.flush_all()
        except UserError:
            return True
        except Exception:  # noqa: BLE001 – what the other addon makes of junk is its own business
            logging.getLogger(__name__).debug("%s.%s%s", model, method, arguments, exc_info=True)
        finally:
            self.env.invalidate_all()
        return False

    def test_nobody_of_ours_reads_or_changes_it(self):
        self.storage.options = '{"key": "secret"}'
        for role in (*ROLES, "outsider"):
            user = self.users[role]
            for method, arguments in (
                ("read", [self.storage.ids, ["options"]]),
                ("search_read", [[], ["code"]]),
                ("write", [self.storage.ids, {"directory_path": "/tmp"}]),
                ("write", [self.storage.ids, {"code": "khac"}]),
                ("create", [{"name": "x", "code": "x", "protocol": "memory", "use_as_default_for_attachments": True}]),
                ("unlink", [self.storage.ids]),
                ("copy", [self.storage.ids]),
                ("export_data", [self.storage.ids, ["options"]]),
            ):
                with self.subTest(role=role, method=method):
                    self.assertTrue(self.refused("fs.storage", method, arguments, user))

    def test_nobody_reaches_files_by_their_paths(self):
        """The addon asks nobody for rights where files are read, put or removed by their paths."""
        place, path = self.place(self.stored), self.stored.store_fname.removeprefix("kho://")
        content = place.read_bytes()
        calls = {
            "get": [path, False],
            "add": [path, "eA==", False],
            "list_files": [],
            "find_files": [".*"],
            "move_files": [[path], "elsewhere"],
            "delete": [path],
        }
        for role in (*ROLES, "outsider"):
            for method, arguments in calls.items():
                with self.subTest(role=role, method=method):
                    self.assertTrue(
                        self.refused("fs.storage", method, [self.storage.ids, *arguments], self.users[role])
                    )
                    self.assertEqual(place.read_bytes(), content)
        self.assertEqual(self.storage.get(path), content, "own code goes on")

    def test_no_client_chooses_the_store(self):
        values = {"code": "khac", "directory_path": str(self.folder), "use_as_default_for_attachments": False}
        other = self.storage.copy({**values, "force_db_for_default_attachment_rules": False})
        values = {"raw": self.content(75), "name": "a.pdf", "res_model": "agency.evaluation.evidence", "res_id": 0}
        for sudo in (False, True):
            files = self.env["ir.attachment"].with_user(self.users["evaluator"]).sudo(sudo)
            file = files.with_context(storage_location=other.code).create({**values, "raw": self.content(75 + sudo)})
            self.assertEqual(file.sudo()._store_code(), "kho")
            file.with_context(storage_location=other.code).raw = self.content(77 + sudo)
            self.assertEqual(file.sudo()._store_code(), "kho")

    def methods(self, model):
        """Return the methods that the storage addons added to a model and that a client may call."""
        return sorted(
            name
            for name in dir(self.env.registry[model])
            if not name.startswith("_")
            and callable(getattr(self.env.registry[model], name))
            and getattr(getattr(self.env.registry[model], name), "__module__", "").startswith("odoo.addons.fs_")
        )

    def test_no_method_of_it_reaches_a_file(self):
        self.approve()
        place = self.place(self.stored)
        before = {path: path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}
        self.assertIn(place, before)
        path = self.stored.store_fname.removeprefix("kho://")
        known = ((), ("kho",), (path,), (path, "x"), (path, "eA=="), ([path], "elsewhere"))
        tried = 0
        for role in ("outsider", "evaluator", "manager"):
            for model, ids in (("fs.storage", self.storage.ids), ("ir.attachment", self.stored.ids)):
                for method in self.methods(model):
                    for arguments in known:
                        for leading in ([], [ids]):
                            self.refused(model, method, [*leading, *arguments], self.users[role])
                            tried += 1
        for mode in ("wb", "w", "ab"):
            for role in ("outsider", "evaluator", "manager"):
                self.refused(
                    "ir.attachment", "open", [self.stored.ids, mode, None, None, None, False], self.users[role]
                )
        self.assertGreater(tried, 100)
        after = {path: path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}
        self.assertEqual(after, before)
        self.assertTrue(self.verify().is_intact)


@tagged(*_TAGS)
class TestMoves(storage.StorageCase):
    """An agency that sets up a store later moves there what it has, approved or not, byte for byte."""

    def setUp(self):
        super().setUp()
        self.storage.use_as_default_for_attachments = False
        self.local = self.make_evidence(codes=["N.1"], content=self.content(73), number="73/QĐ").attachment_ids.sudo()
        self.evaluation._refresh_findings()
        self.evaluation.finding_ids.justification = "Đã rà soát"
        self.approve()
        self.env.registry.clear_cache()
        self.assertEqual(self.local._store_code(), "")
        self.storage.use_as_default_for_attachments = True
        self.env.registry.clear_cache()

    def as_admin(self, files):
        return files.with_user(self.env.ref("base.user_admin")).sudo(False)

    def test_what_is_approved_moves_to_the_store(self):
        papers = self.evaluation.kept_paper_ids.attachment_ids
        for file in self.local + papers:
            self.as_admin(file)._move_attachment_to_store()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual({file._store_code() for file in self.local + papers}, {"kho"})
        self.assertEqual(self.place(self.local).read_bytes(), self.content(73))
        self.assertTrue(self.verify().is_intact)
        for values in ({"raw": b"other"}, {"raw": self.content(73)}, {"mimetype": "text/plain"}):
            with self.subTest(values), self.assertRaises(UserError), self.cr.savepoint():
                self.as_admin(self.local).write(values)

    def test_it_moves_back_to_odoos_own(self):
        self.env["ir.config_parameter"].set_param("ir_attachment.location", "db")
        self.storage.use_as_default_for_attachments = False
        self.env.registry.clear_cache()
        self.as_admin(self.local)._migrate()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self.local.store_fname)
        self.assertEqual(self.local.raw, self.content(73))
        self.assertTrue(self.verify().is_intact)

    def test_what_is_not_what_was_uploaded_stays_where_it_is(self):
        place = self.path_of(self.local)
        for content in (self.content(74), b""):
            place.write_bytes(content)
            self.env.invalidate_all()
            with self.assertRaisesRegex(UserError, "is not what was uploaded"), self.cr.savepoint():
                self.as_admin(self.local)._move_attachment_to_store()
            self.assertEqual(self.local._store_code(), "")
