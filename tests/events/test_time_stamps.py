import base64
import hashlib
import io
import json
import subprocess
import sys
import tempfile
import zipfile
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...reading import time_stamps
from ...report import dossier, dossier_zip
from ..cases.events_case import EventsCase

STAMPS = "odoo.addons.agency_evaluation.models.events.time_stamp"
# What the tests of reading use, which run without Odoo.
sys.path.insert(0, str(Path(__file__).parents[1] / "reading"))
import signed_pdfs  # noqa: E402
import time_stamp_server  # noqa: E402


@tagged("post_install", "-at_install")
class TestTimeStamps(EventsCase):
    """Seals and the register are stamped after they are committed, and what a stamp is worth is told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.authority = time_stamp_server.make_authority()
        cls.stamps = cls.env["agency.evaluation.time.stamp"]

    @contextmanager
    def server(self, manner="good", **options):
        with time_stamp_server.served(self.authority, manner, **options) as (address, asked):
            self.company.agency_stamp_server = address
            self.company.agency_stamp_certificates = self.authority.root.pem
            yield asked

    def stamp(self):
        with self.enter_registry_test_mode():
            self.env.ref("agency_evaluation.agency_evaluation_cron_stamp").method_direct_trigger()
        self.env.invalidate_all()

    def verify(self):
        """Press "Verify"; return what is said of the time stamp, and whether it is wrong."""
        action = self.as_user("auditor").action_verify()
        shown = self.env[action["res_model"]].browse(action["res_id"]).with_user(self.users["auditor"])
        return shown.time_stamp, shown.is_time_stamp_wrong

    def test_a_seal_is_stamped_after_its_approval(self):
        with self.server() as asked:
            triggers = self.env["ir.cron.trigger"].search_count([])
            self.approve()
            self.assertEqual(asked, [], "an approval asks nobody")
            self.assertEqual(self.env["ir.cron.trigger"].search_count([]), triggers + 1)
            self.assertIn("waits for its time stamp", self.verify()[0])
            self.link()
            self.stamp()
            self.assertEqual(len(asked), 2)
            stamp = self.evaluation._time_stamp()
            self.assertEqual((stamp.digest, stamp.authority), (self.evaluation.seal, time_stamp_server.AUTHORITY))
            self.assertRegex(self.verify()[0], "Stamped at .* by Tổ chức .*, which is trusted")
            self.assertEqual(self.told("time_stamp", self.evaluation)[0]["values"]["digest"], self.evaluation.seal)
            self.stamp()
            self.assertEqual(len(asked), 2, "what is stamped is not asked for again")

    def test_the_head_of_the_register_is_stamped_once_a_day(self):
        with self.server() as asked:
            self.approve()
            chain = self.link()
            self.stamp()
            (head,) = self.stamps.search([("chain_id", "=", chain.id)])
            self.assertEqual((head.number, head.digest), (chain.count, chain.head))
            self.link()
            self.stamp()
            self.assertEqual(len(asked), 2)
            self.sql("UPDATE agency_evaluation_time_stamp SET create_date = create_date - interval '1 day'")
            self.stamp()
            heads = self.stamps.search([("chain_id", "=", chain.id)], order="number")
            self.assertEqual(heads.mapped("number"), [head.number, chain.count])
            self.link()
            self.assertEqual(chain.count, heads[-1].number, "a stamp on the register is no entry to stamp")
            self.assertEqual((self.faults(chain), chain._describe_wrong_stamps()), ([], []))

    @mute_logger(STAMPS)
    def test_a_server_that_gives_none_stops_nothing_and_is_asked_again(self):
        for manner in ("error", "redirect", "garbage", "endless", "refused", "another number", "another digest"):
            with self.subTest(manner), self.server(manner) as asked:
                if self.evaluation.state == "draft":
                    self.approve()
                self.stamp()
                self.assertEqual(asked, ["/tsa"])
                self.assertFalse(self.evaluation._time_stamp())
                self.assertTrue(self.company.agency_stamp_trouble)
                text, is_wrong = self.verify()
                self.assertIn("waits", text)
                self.assertFalse(is_wrong)
        self.company.agency_stamp_server = "http://127.0.0.1:1/tsa"
        self.stamp()
        self.assertIn("Connection", self.company.agency_stamp_trouble)
        with self.server():
            self.stamp()
            self.assertTrue(self.evaluation._time_stamp())
            self.assertFalse(self.company.agency_stamp_trouble)

    @mute_logger(STAMPS)
    def test_a_server_may_want_account_and_password(self):
        with self.server(password="Basic bmFpOm1h"):
            self.approve()
            self.stamp()
            self.assertFalse(self.evaluation._time_stamp())
            self.company.write({"agency_stamp_user": "nai", "agency_stamp_password": "ma"})
            self.stamp()
            self.assertTrue(self.evaluation._time_stamp())

    def test_what_a_time_stamp_is_worth(self):
        with self.server():
            self.approve()
            self.stamp()
        stamp = self.evaluation._time_stamp()
        self.company.agency_stamp_certificates = signed_pdfs.make_certificate("Khác").pem
        self.assertIn("NOT trusted", self.verify()[0])
        self.company.agency_stamp_certificates = False
        self.assertIn("name nobody", self.verify()[0])
        self.company.agency_stamp_certificates = self.authority.root.pem
        token = stamp._bytes()
        for content, expected in (
            (time_stamp_server.token(self.authority, hashlib.sha256(b"x").digest()), "about something else"),
            (token[:-1], "cannot be read"),
            (self.flipped(token), "not what was signed"),
        ):
            with self.subTest(expected), self.cr.savepoint() as savepoint:
                self.sql(
                    "UPDATE agency_evaluation_time_stamp SET token = %(token)s WHERE id = %(id)s",
                    token=base64.b64encode(content),
                    id=stamp.id,
                )
                text, is_wrong = self.verify()
                self.assertIn(expected, text)
                self.assertTrue(is_wrong)
                savepoint.rollback()
            self.env.invalidate_all()
        # The stamp is about what was sealed, whatever stands beside it.
        self.sql("UPDATE agency_evaluation_seal SET digest = repeat('0', 64) WHERE id = %(id)s", id=stamp.seal_id.id)
        self.assertTrue(self.verify()[1])

    def flipped(self, token):
        place = token.rindex(b"\x04\x82\x01\x00") + 40
        return token[:place] + bytes([token[place] ^ 1]) + token[place + 1 :]

    def test_nobody_writes_a_time_stamp(self):
        with self.server():
            self.approve()
            self.stamp()
        stamp = self.evaluation._time_stamp()
        for user in self.users.values():
            for operation in ("write", "create", "unlink"):
                self.assertFalse(stamp.with_user(user).has_access(operation))
            self.assertEqual(
                stamp.with_user(user).has_access("read"), user in (self.users["manager"], self.users["auditor"])
            )

    def test_who_says_which_server(self):
        for role in ("manager", "auditor", "evaluator"):
            with self.assertRaises(AccessError):
                self.as_user(role, self.company).write({"agency_stamp_server": "http://127.0.0.1/"})
            for name in ("agency_stamp_server", "agency_stamp_password", "agency_stamp_trouble"):
                with self.assertRaises(AccessError):
                    self.as_user(role, self.company).read([name])
        wrong = ("ftp://x", "x", "https://", "http://[", "https://a:b@x/", "file:///etc/passwd", "//x", "http://x:0")
        for address in wrong:
            with self.subTest(address), self.assertRaises(ValidationError), self.cr.savepoint():
                self.company.agency_stamp_server = address
        self.company.agency_stamp_server = "http://x.example/tsa"
        self.assertIn("not encrypted", self.company._stamp_server_doubt())
        self.company.agency_stamp_password = "x"
        self.assertIn("password", self.company._stamp_server_doubt())
        self.company.agency_stamp_server = "https://x.example/tsa"
        self.assertEqual(self.company._stamp_server_doubt(), "")
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.company.agency_stamp_certificates = "x"

    @mute_logger(STAMPS)
    def test_without_pyhanko_it_is_said(self):
        with self.server():
            self.approve()
            self.stamp()
        with patch.object(time_stamps, "read", side_effect=time_stamps.LibraryMissing("pyhanko")):
            self.assertIn("pyhanko", self.verify()[0])

    def test_the_dossier_holds_it_and_says_how_it_is_checked(self):
        with self.server():
            self.approve()
            self.stamp()
        (collected,) = self.as_user("auditor", self.env["agency.evaluation.dossier.report"])._collect(
            self.as_user("auditor")
        )
        with zipfile.ZipFile(io.BytesIO(b"".join(dossier_zip.stream(collected)))) as archive:
            token = archive.read(dossier.STAMP)
            guide = archive.read(dossier.GUIDE).decode()
            listed = json.loads(archive.read(dossier.MANIFEST))
            sealed = archive.read(dossier.SEAL)
        self.assertIn(f"-digest {self.evaluation.seal}", guide)
        self.assertIn(dossier.STAMP, [file["path"] for file in listed["files"]])
        with tempfile.TemporaryDirectory() as folder:
            root = self.authority.root.pem.encode()
            for name, content in (("token", token), ("root.pem", root), ("seal.json", sealed)):
                (Path(folder) / name).write_bytes(content)
            command = ["openssl", "ts", "-verify", "-token_in", "-in", "token", "-data", "seal.json"]
            answer = subprocess.run([*command, "-CAfile", "root.pem"], cwd=folder, capture_output=True)
        self.assertEqual(answer.returncode, 0, answer.stderr)
