import csv
import io
import json
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from odoo import fields
from odoo.tests import HttpCase, tagged

from ...scoring import event_chain
from ..cases.events_case import EventsCase
from ..cases.mass import mass
from ..cases.memory import MEGABYTE, PeakMemory

#: What a spreadsheet would take for a formula, or for cells of its own.
FORMULAS = ("=1+1", "+1", "-1", "@SUM(1)", "\t=1", "a;=1+1", "\\u003b", "\\\\;", "'x", 'a"b,c\nd\r\ne', "＝1")


@tagged("post_install", "-at_install")
class TestExport(EventsCase, HttpCase):
    """The register leaves as CSV and JSON, byte for byte, and a script of the standard library checks it."""

    def setUp(self):
        super().setUp()
        self.approve()
        for text in FORMULAS:
            self.users["approver"].login = f"{text}@example.com"
            self.env.cr.cache.pop("agency_evaluation.who", None)
            self.as_user("approver")._record_decision("withdraw", text)
        self.users["approver"].login = "test_approver"
        self.chain = self.link()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def get(self, name, role="auditor"):
        self.env.flush_all()
        self.authenticate(self.users[role].login, "test_" + role)
        return self.url_open(f"/agency_evaluation/events/{name}")

    def download(self, form):
        path = self.folder / f"events.{form}"
        path.write_bytes(self.get(f"{self.chain.id}/events.{form}").content)
        return path

    def check(self, *arguments):
        """Check an export as whoever has nothing of the addon does; return the exit code and what is printed."""
        script = self.folder / "kiem_tra_nhat_ky.py"
        script.write_bytes(self.get("kiem_tra_nhat_ky.py").content)
        command = [sys.executable, "-I", str(script), *map(str, arguments)]
        answer = subprocess.run(command, capture_output=True, text=True, cwd=self.folder, env={})
        self.assertEqual(answer.stderr, "")
        return answer.returncode, answer.stdout

    def kept(self):
        entries = self.events().filtered("number").sorted("number")
        return [(entry.number, entry.content, entry.sha256) for entry in entries]

    def test_no_entry_is_taken_for_a_time_stamp_or_for_the_end(self):
        kinds = dict(self.env["agency.evaluation.event"]._fields["kind"].selection)
        self.assertFalse({event_chain.STAMP, event_chain.END} & kinds.keys())

    def test_both_forms_round_trip_exactly_and_are_right(self):
        for form in ("csv", "json"):
            with self.subTest(form):
                kept = self.kept()
                path = self.download(form)
                with path.open(encoding="utf-8", newline="") as file:
                    export = event_chain.Export(file)
                    read = [(entry.number, entry.content, entry.sha256) for entry in export.entries()]
                self.assertEqual(read, kept)
                self.assertEqual(export.end["count"], len(kept))
                code, text = self.check(path)
                self.assertEqual(code, 0, text)
                self.assertIn("KHÔNG THẤY SAI", text)

    def test_no_cell_is_a_formula(self):
        text = self.download("csv").read_text("utf-8-sig")
        for row in csv.reader(io.StringIO(text, newline="")):
            for cell in row:
                self.assertFalse(cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝")), cell)
                for part in cell.split(";")[1:]:
                    self.fail(f"a spreadsheet that divides by semicolons finds {part!r}")
        self.assertIn("'=1+1@example.com", text)

    def test_whatever_is_changed_in_an_export_is_found(self):
        changes = {
            "csv": [
                ("withdraw", "approve_", 1),
                ('"test_approver"', '"test_manager"', 1),
            ],
            "json": [("withdraw", "approve_", 1)],
        }
        for form, replaced in changes.items():
            path = self.download(form)
            original = path.read_text("utf-8")
            lines = original.splitlines(keepends=True)
            broken = [original.replace(*change) for change in replaced]
            broken.append("".join([*lines[:4], *lines[5:]]))  # taken out
            broken.append("".join([*lines[:4], lines[5], lines[4], *lines[6:]]))  # changed places
            for content in broken:
                with self.subTest(form=form):
                    path.write_text(content, "utf-8")
                    code, text = self.check(path)
                    self.assertEqual(code, 1, text)
                    self.assertIn("[SAI]", text)
            for content in ("", "x", lines[0], "".join(lines[:-1])):
                path.write_text(content, "utf-8")
                self.assertEqual(self.check(path)[0], 2, content[:80])

    def test_an_earlier_export_holds_a_later_one(self):
        early = self.download("json").rename(self.folder / "early.json")
        self.link()
        late = self.download("csv")
        self.assertEqual(self.check(late, "--truoc", early)[0], 0)
        # Whoever writes the database makes the whole chain anew.
        self.sql("UPDATE agency_evaluation_event SET number = 0, content = replace(content, 'withdraw', 'approve')")
        self.sql("UPDATE agency_evaluation_event_chain SET count = 0, head = repeat('0', 64)")
        self.link()
        late = self.download("csv")
        self.assertEqual(self.check(late)[0], 0, "by itself it is a chain as any")
        code, text = self.check(late, "--truoc", early)
        self.assertEqual(code, 1, text)

    def test_who_may(self):
        for role, status in (("manager", 200), ("auditor", 200), ("evaluator", 403), ("approver", 403)):
            for name in (f"{self.chain.id}/events.csv", f"{self.chain.id}/events.json", "kiem_tra_nhat_ky.py"):
                self.assertEqual(self.get(name, role).status_code, status, (role, name))
        abroad = self.env["res.company"].create({"name": "Tỉnh khác"})
        self.env["agency.evaluation.event"]._record(abroad, [("export", None, {})])
        self.assertEqual(self.get(f"{self.link(abroad).id}/events.csv").status_code, 403)
        self.assertEqual(self.get("999999/events.csv").status_code, 404)
        self.assertGreaterEqual(len(self.events("export")), 4)

    def test_an_api_key_opens_it(self):
        user = self.users["auditor"]
        key = (
            self.env["res.users.apikeys"]
            .with_user(user)
            ._generate("rpc", "test", fields.Datetime.now() + timedelta(days=1))
        )
        self.env.flush_all()
        self.opener.cookies.clear()
        address = f"/agency_evaluation/events/{self.chain.id}/events.json"
        answer = self.url_open(address, headers={"Authorization": f"Bearer {key}"})
        self.assertEqual(json.loads(answer.content)["end"]["count"], self.chain.count)

    def test_memory_does_not_grow_with_the_register(self):
        peaks = []
        for more in (1_000, mass(10_000, 300_000)):
            self.env["agency.evaluation.event"].flush_model()
            self.sql(
                """
                INSERT INTO agency_evaluation_event (company_id, number, happened_on, kind, content)
                     SELECT %(c)s, 0, now() AT TIME ZONE 'UTC', 'export',
                            '{"kind":"export","who":{"id":1},"what":"' || repeat('x', 500) || '"}'
                       FROM generate_series(1, %(n)s)
                """,
                c=self.company.id,
                n=more,
            )
            chain = self.link().sudo()
            with PeakMemory() as memory:
                total = sum(len(piece) for piece in chain._export_pieces(event_chain.write_csv))
            peaks.append(memory.bytes)
            self.assertGreater(total, more * 500)
        self.assertLess(peaks[1], peaks[0] + 24 * MEGABYTE, peaks)
