import base64
import json

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...scoring import manifest
from ..cases.events_case import EventsCase
from ..cases.query_case import QueryCase

CHECK = "odoo.addons.agency_evaluation.models.keeping.file_check"
RUN = "agency.evaluation.verification.run"


@tagged("post_install", "-at_install")
class TestVerifyAll(EventsCase, QueryCase):
    """Every seal, every file and the register in one run, which goes on where it was broken off."""

    def setUp(self):
        super().setUp()
        self.approve()
        self.link()
        # Others that the database has are another matter.
        self.runs = self.env[RUN].with_user(self.users["auditor"])

    def work_off(self):
        with self.enter_registry_test_mode():
            self.env.ref("agency_evaluation.agency_evaluation_cron_verify").method_direct_trigger()
        self.env.invalidate_all()

    def verify(self):
        # As the button in the list calls it.
        action = call_kw(self.runs, "action_start", [[]], {})
        run = self.env[RUN].browse(action["res_id"])
        self.work_off()
        self.assertEqual(run.state, "done")
        return run

    def result(self, run):
        return run.result_ids.filtered(lambda result: result.evaluation_id == self.evaluation)

    def test_everything_is_right(self):
        run = self.verify()
        self.assertTrue(run.is_right)
        self.assertEqual(run.evaluation_count, len(run.result_ids))
        chain = self.env["agency.evaluation.event.chain"]._of(self.company)
        self.assertEqual((run.entry_count, run.chain_sha256), (chain.count, chain.head))
        self.assertEqual((self.result(run).is_sealed, self.result(run).file_count), (True, 1))
        self.assertTrue(self.file.evidence_checked_on)
        self.assertEqual(run.progress, 100.0)
        self.assertRegex(run.display_name, r"^\d\d:\d\d \d\d/\d\d/\d{4}$")
        (told,) = self.told("verification")
        self.assertEqual((told["seal_count"], told["fault_count"]), (run.seal_count, 0))

    @mute_logger(CHECK)
    def test_whatever_is_wrong_is_told_in_words(self):
        copy = self.upload_signed_copy()
        self.sql(
            "UPDATE agency_evaluation_line SET self_points = self_points - 0.5 WHERE id = %(id)s", id=self.row("N.1").id
        )
        self.change_on_disk(self.file, b"other")
        self.change_on_disk(copy, None)
        self.sql("DELETE FROM agency_evaluation_event WHERE company_id = %(c)s AND number = 3", c=self.company.id)
        messages = self.env["mail.message"].search_count([("subject", "=", "A file is damaged")])
        run = self.verify()
        self.assertFalse(run.is_right)
        result = self.result(run)
        self.assertEqual(result.state, "wrong")
        self.assertIn("Self Points was", result.differences)
        self.assertIn("document.pdf", result.differences)
        self.assertIn("content has been changed", result.differences)
        self.assertIn("missing from the file store", result.lost)
        self.assertIn("Right before entry 4 something is missing", run.chain_text)
        self.assertEqual(result.action_open_evaluation()["res_id"], self.evaluation.id)
        self.assertEqual((run.fault_count, run.chain_fault_count), (1, 2))
        self.assertEqual(
            self.env["mail.message"].search_count([("subject", "=", "A file is damaged")]),
            messages,
            "whoever asked for it sees it in the list",
        )
        summary = json.loads(json.dumps(run._summary()))
        self.assertEqual(summary["wrong"][0]["reference"], self.evaluation.name)
        self.assertFalse(summary["right"])

    def upload_signed_copy(self):
        content = base64.b64encode(self.content(99)).decode()
        self.as_user("manager").action_upload_signed_copy(content, "a.pdf", "15/BC", "2020-12-20")
        return self.evaluation.signed_copy_ids.attachment_ids

    def test_a_seal_that_nobody_can_read_stops_nothing(self):
        seal = self.evaluation._sealing_record()
        content = '{"schema":2}'
        digest = manifest.digest(content.encode())
        self.sql(
            "UPDATE agency_evaluation_seal SET manifest = %(m)s, digest = %(d)s WHERE id = %(id)s",
            id=seal.id,
            m=content,
            d=digest,
        )
        self.sql("UPDATE agency_evaluation SET seal = %(d)s WHERE id = %(id)s", id=self.evaluation.id, d=digest)
        with mute_logger("odoo.addons.agency_evaluation.models.events.verification_run"):
            run = self.verify()
        self.assertIn("cannot be read", self.result(run).lost)

    def test_it_goes_on_where_it_was_broken_off(self):
        others = [self.make_evaluation(self.criteria_set, year=2030 + place) for place in range(3)]
        run = self.env[RUN].browse(self.runs.action_start()["res_id"])
        for _step in range(2):
            self.assertFalse(run._do_some())
        done = run.result_ids
        self.assertEqual(len(done), 2)
        self.assertLess(run.progress, 100)
        self.env.invalidate_all()
        self.work_off()
        self.assertEqual(run.state, "done")
        self.assertEqual(len(run.result_ids.evaluation_id), len(run.result_ids))
        self.assertLessEqual(set(others), set(run.result_ids.evaluation_id))
        self.assertTrue(run._do_some(), "what is done stays done")

    def test_a_command_goes_on_too_and_begins_anew_when_told(self):
        runs = self.env[RUN].sudo()
        first = runs._resumable(self.company)
        first._do_some()
        self.assertEqual(runs._resumable(self.company), first)
        second = runs._resumable(self.company, anew=True)
        self.assertEqual((first.state, second.state), ("broken_off", "running"))
        self.work_off()
        self.assertEqual(second.state, "running", "the scheduled action leaves it to its command")
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            self.assertTrue(second.with_env(self.env(cr=cr))._work_off())
        self.env.invalidate_all()
        self.assertEqual(second.state, "done")

    def test_who_may(self):
        for role in ("evaluator", "reviewer", "approver", "outsider"):
            with self.assertRaises(AccessError):
                self.env[RUN].with_user(self.users[role]).action_start()
        run = self.env[RUN].with_user(self.users["manager"]).action_start()
        with self.assertRaisesRegex(UserError, "already"):
            self.runs.action_start()
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.env[RUN]._begin(self.env.company, is_in_background=True)  # as who pressed at the same moment does
        run = self.env[RUN].browse(run["res_id"])
        for role in ("evaluator", "reviewer", "approver", "outsider"):
            self.assertFalse(self.as_user(role, run).has_access("read"))
        self.assertTrue(self.as_user("manager", run).has_access("read"))

    def test_each_seal_costs_the_same(self):
        for place in range(3):
            evaluation = self.make_consistent(self.criteria_set, year=2040 + place)
            evaluation._record_decision("submit", None)
            evaluation._seal()
        run = self.env[RUN].browse(self.runs.action_start()["res_id"])
        counts, is_done = [], False
        while not is_done:
            seals = run.seal_count
            asked, is_done = self.count(run._do_some)
            counts += [asked] * (run.seal_count - seals)
        self.assertGreaterEqual(len(counts), 4)
        self.assertLessEqual(max(counts[-3:]), counts[0] + 1, counts)
