"""What 19.0.1.3.0 and later versions left behind, after the upgrade; dev/upgrade/third_edition.py tells how it came.

`dev/test` runs these tests on the databases that were kept of that version and of those after it.
"""

import hashlib
import io
import json
import zipfile

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.events.event_chain import link_some
from .cases.upgrade_case import KEPT, UpgradeCase, UpgradedPapersCase

_TAGS = ("-standard", "-at_install", "post_install", "agency_evaluation_upgrade_19_0_1_3_0")
_SHEET = "agency_evaluation.report_score_sheet"


class ThirdEditionCase(UpgradedPapersCase):
    def kept(self, name):
        return self.env.ref(f"{KEPT}.{name}")

    def before(self, part):
        """Return what the old version showed of a part."""
        return json.loads(self.env["ir.config_parameter"].sudo().get_param(f"{KEPT}.snapshot"))[part]


@tagged(*_TAGS)
class TestUpgradedKeptPapers(ThirdEditionCase):
    """A paper that was kept is given as the same bytes, and what comes late makes its next edition."""

    def print_pdf(self, login, evaluation):
        reports = self.as_user(login, evaluation).env["ir.actions.report"].with_context(force_report_rendering=True)
        return reports._render_qweb_pdf(_SHEET, self.evaluations[evaluation].ids)[0]

    def sheets(self, name):
        return (
            self.evaluations[name].kept_paper_ids.filtered(lambda kept: kept.paper == "score_sheet").sorted("edition")
        )

    def test_each_paper_is_the_same_bytes(self):
        before = self.before("kept papers")
        self.assertGreater(len(before), 8)
        for login in ("auditor", "evaluator", "manager"):
            for name in ("demo", "from_april"):
                content = self.print_pdf(login, name)
                self.assertEqual(hashlib.sha256(content).hexdigest(), self.sheets(name)[-1].sha256)
        self.assertEqual(len(self.env["agency.evaluation.kept.paper"].search([])), len(before), "nothing is rendered")
        for kept in self.env["agency.evaluation.kept.paper"].search([]):
            self.assertEqual(hashlib.sha256(kept._read_whole()).hexdigest(), kept.sha256)

    def test_editions_are_told_apart(self):
        first, numbered, last = self.sheets("from_april")
        numbers = [each.report_number for each in (first, numbered, last)]
        self.assertEqual(numbers, [False, "72/BC-CC", "72/BC-CC"])
        self.assertEqual([bool(each.notice) for each in (first, numbered, last)], [False, False, True])
        self.as_user("manager", "from_april").report_number = "73/BC-CC"
        self.assertEqual(self.evaluations["from_april"]._official_paper("score_sheet").edition, 4)
        self.assertEqual(self.verify("from_april"), (True, ""))

    def test_what_was_not_kept_yet_is(self):
        self.assertFalse(self.sheets("approved_open"))
        self.assertIn(self.evaluations["approved_open"], self.env["agency.evaluation"]._without_papers())
        self.assertEqual(self.print_pdf("auditor", "approved_open"), self.sheets("approved_open")._read_whole())

    def test_a_kept_paper_that_is_changed_is_named(self):
        kept = self.sheets("from_april")[0]
        with self.cr.savepoint() as savepoint:
            self.sql("UPDATE agency_evaluation_kept_paper SET sha256 = repeat('0', 64) WHERE id = %(id)s", id=kept.id)
            is_intact, differences = self.verify("from_april")
            self.assertEqual(is_intact, False)
            self.assertIn("the official PDF has been changed", differences)
            savepoint.rollback()


@tagged(*_TAGS)
class TestUpgradedRegister(ThirdEditionCase):
    """The chain that was there verifies with its time stamp, and what happens now follows it."""

    def chain(self):
        return self.env["agency.evaluation.event.chain"]._of(self.evaluations["demo"].company_id)

    def test_the_chain_verifies(self):
        chain = self.chain()
        events = self.env["agency.evaluation.event"].search([("company_id", "=", chain.company_id.id)], order="number")
        self.assertEqual(events.mapped("number"), list(range(1, len(self.before("events")) + 1)))
        self.assertEqual((events[0].previous, chain.count, chain.head), ("0" * 64, len(events), events[-1].sha256))
        self.assertEqual(chain._check()[0], [])
        self.assertEqual(chain._describe_lost_beginning() + chain._describe_wrong_stamps(), [])
        kinds = set(events.mapped("kind"))
        brought = {"decision", "seal", "paper", "time_stamp", "succession", "renaming", "access", "verification"}
        self.assertEqual(brought - kinds, set())
        for change in (
            "UPDATE agency_evaluation_event SET content = content || ' ' WHERE id = %(id)s",
            "UPDATE agency_evaluation_event SET who = 'khac' WHERE id = %(id)s",
            "DELETE FROM agency_evaluation_event WHERE id = %(id)s",
        ):
            with self.subTest(change), self.cr.savepoint() as savepoint:
                self.sql(change, id=events[5].id)
                self.assertTrue(chain._check()[0])
                savepoint.rollback()
            self.env.invalidate_all()

    def test_the_time_stamps_are_worth_what_they_were(self):
        seal, head = self.env["agency.evaluation.time.stamp"].search([], order="chain_id desc")
        self.assertEqual(
            (seal.digest, head.digest), (self.evaluations["demo"].seal, self.chain()._anchors()[head.number])
        )
        self.assertLess(head.number, self.chain().count, "what happened since then follows it")
        for stamp in (seal, head):
            text, is_wrong = stamp._describe()
            self.assertEqual(is_wrong, False)
            self.assertRegex(text, "Stamped at .* by Tổ chức cấp dấu thời gian thử nghiệm, which is trusted")
        self.assertEqual(seal._describe("0" * 64)[1], True)

    def test_what_happens_now_follows(self):
        count = self.chain().count
        self.as_user("colleague", "many_hands").action_confirm_no_secret()
        self.env.flush_all()
        link_some(self.cr, self.chain().company_id.id)
        self.env.invalidate_all()
        self.assertEqual(self.chain().count, count + 1)
        self.assertEqual(self.chain()._check()[0], [])

    def test_everything_that_began_to_be_verified_is(self):
        done, begun = self.kept("verified"), self.kept("verifying")
        self.assertEqual((done.is_right, done.seal_count), (True, len(self.approved)))
        self.assertEqual((begun.state, len(begun.result_ids)), ("running", 3))
        while not begun._do_some():
            pass
        self.assertTrue(begun.is_right, begun._summary())
        self.assertEqual((begun.seal_count, len(begun.result_ids)), (len(self.approved), len(self.evaluations)))


@tagged(*_TAGS)
class TestUpgradedHistory(ThirdEditionCase):
    """What was changed reads as before, and what is changed now is kept after it."""

    def entries(self, code, field=None, login="evaluator"):
        """Return old and new value, login and way of what was changed of a row, or a fact, as a user sees it."""
        changes = self.as_user(login, self.env["agency.evaluation.change"])
        found = changes.search([("evaluation_id", "=", self.evaluations["many_hands"].id)], order="id")
        return [
            (each.old_value, each.new_value, each.user_id.login, each.way)
            for each in found
            if each.code == code and field in (None, each.field_name)
        ]

    def test_the_history_reads(self):
        self.assertEqual(
            self.entries("A.1", "self_points"),
            [
                (False, "3", "evaluator", False),
                ("3", "2.5", "colleague", False),
                ("2.5", "not_applicable", "evaluator", False),
            ],
        )
        self.assertEqual(self.entries("A.3", "self_points"), [(False, "2", "evaluator", "suggestion")])
        self.assertEqual(
            self.entries("B.1", "self_points"),
            [(False, "3", "evaluator", False), ("3", "2.75", "evaluator", "filled_copy")],
        )
        numbers = [entry for entry in self.entries("hop") if "Sổ" not in (entry[1] or "")]
        self.assertEqual(numbers, [(False, "6", "evaluator", False), ("6", "5", "evaluator", "import")])
        for login in ("auditor", "manager", "colleague"):
            self.assertEqual(len(self.entries("A.1", "self_points", login)), 3, login)
        self.assertEqual(self.entries("A.1", "self_points", "newcomer"), [], "of others nothing is read")

    def test_it_goes_on(self):
        row = self.row("evaluator", "many_hands", "B.1")
        self.assertFalse(row.history_since, "all of it is there")
        row.write({"self_points": 2.5})
        self.env.cr.flush()
        self.assertEqual(self.entries("B.1", "self_points")[-1], ("2.75", "2.5", "evaluator", False))

    def test_what_is_sealed_of_it_holds(self):
        evaluation = self.evaluations["first_half"]
        (entry, *_others) = self.env["agency.evaluation.change"].search([("evaluation_id", "=", evaluation.id)])
        self.assertEqual(self.verify("first_half"), (True, ""))
        with self.cr.savepoint() as savepoint:
            self.sql("UPDATE agency_evaluation_change SET new_value = 'x' WHERE id = %(id)s", id=entry.id)
            self.assertEqual(self.verify("first_half")[0], False)
            savepoint.rollback()

    def test_it_stays_closed(self):
        entry = self.env["agency.evaluation.change"].search([], limit=1)
        for attempt in (entry.unlink, lambda: entry.write({"new_value": "x"})):
            with self.assertRaises(UserError):
                attempt()


@tagged(*_TAGS)
class TestUpgradedNames(ThirdEditionCase):
    """Agency and units are called on papers what they were called, and what became of them is on record."""

    def test_papers_bear_the_names_of_their_day(self):
        for name, evaluation in self.evaluations.items():
            is_before = str(evaluation.date_to) <= "2025-02-28"
            with self.subTest(name):
                former, now = "SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG", "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG"
                self.assertEqual(evaluation._identity().name, former if is_before else now)
        names = {name: self.evaluations[name]._unit_name() for name in ("branch_half", "half_answered")}
        self.assertEqual(
            names, {"branch_half": "Chi cục Bảo vệ môi trường", "half_answered": "Chi cục Môi trường và Biển"}
        )
        text, _files = self.print("report_score_sheet", "reopened")
        self.assertIn("SỞTÀINGUYÊNVÀMÔITRƯỜNG", text)
        text, _files = self.print("report_score_sheet", "many_hands")
        self.assertIn("SỞNÔNGNGHIỆPVÀMÔITRƯỜNG", text)

    def test_former_names_are_put_right_with_a_reason_alone(self):
        identity = self.as_user("manager", self.kept("former_identity"))
        with self.assertRaisesRegex(UserError, "Give a reason"):
            identity.write({"date_to": "2025-03-01"})
        identity.write({"date_to": "2025-03-01", "reason": "Theo nghị quyết"})
        self.assertEqual(self.evaluations["approved_open"]._identity().name, "SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG")
        self.assertEqual(self.kept("identity_2003").active, False)
        self.assertEqual(self.kept("identity_2002").active, True)
        with self.assertRaises(AccessError):
            identity.unlink()

    def test_a_succession_holds(self):
        succession, revoked = self.kept("succession"), self.kept("revoked_succession")
        self.assertEqual((bool(succession.revoked_on), revoked.revocation), (False, "Ghi nhầm đơn vị"))
        self.assertEqual(self.evaluations["after_merger"].previous_id, self.evaluations["of_former_unit"])
        draft = self.as_user("newcomer", "left_by_former_unit")
        self.assertTrue(draft.has_access("write"))
        self.assertFalse(self.as_user("evaluator", "half_answered").has_access("read"))
        self.row("newcomer", "left_by_former_unit", "B.1").write({"self_points": 2.0, "explanation": "Theo hồ sơ"})
        with self.assertRaises(UserError):
            self.as_user("manager", succession).unlink()
        self.as_user("manager", succession).write({"revocation": "Nhầm"})
        self.assertFalse(self.as_user("newcomer", "left_by_former_unit").has_access("write"))


@tagged(*_TAGS)
class TestUpgradedTasks(ThirdEditionCase):
    """What was done in the background is fetched by who asked, and what was begun goes on."""

    def fetch(self, task, login):
        return self.open(f"/agency_evaluation/task/{task.id}/files.zip", self.log_in(login))

    def test_files_that_were_made_are_fetched(self):
        task = self.kept("task_done")
        self.assertEqual((task.state, task.done_count, task.has_files, task.left_out), ("done", 2, True, False))
        self.assertEqual(self.fetch(task, "auditor").status_code, 403)
        with zipfile.ZipFile(io.BytesIO(self.fetch(task, "manager").data)) as archive:
            contents = {name: archive.read(name) for name in archive.namelist()}
        self.assertEqual(contents, {part.file_name: part._files().raw for part in task.part_ids})
        self.assertEqual({content[:5] for content in contents.values()}, {b"%PDF-"})

    def test_what_was_begun_goes_on(self):
        task = self.kept("task_begun")
        self.assertEqual((task.state, task.done_count, task.total_count), ("running", 1, 2))
        first = task.part_ids
        with self.enter_registry_test_mode():
            self.env.ref("agency_evaluation.ir_cron_background").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual((task.state, task.done_count, task.left_out), ("done", 2, False))
        self.assertIn(first, task.part_ids, "what was done is not done again")
        with zipfile.ZipFile(io.BytesIO(self.fetch(task, "auditor").data)) as archive:
            for name in archive.namelist():
                with zipfile.ZipFile(io.BytesIO(archive.read(name))) as dossier:
                    self.assertEqual(json.loads(dossier.read("manifest.json"))["missing"], [])

    def test_it_is_nobody_elses(self):
        with self.assertRaises(AccessError):
            self.as_user("evaluator", self.kept("task_begun")).action_cancel()


@tagged(*_TAGS)
class TestUpgradedTotals(UpgradeCase):
    """Lists sort by what each sheet comes to, which is what its rows add up to."""

    def test_totals_are_what_rows_add_up_to(self):
        totals = self.env["agency.evaluation.total"].search([])
        self.assertEqual(totals.evaluation_id, self.env["agency.evaluation"].search([]))
        for evaluation in self.evaluations.values():
            (total,) = totals.filtered(lambda total, owner=evaluation: total.evaluation_id == owner)
            rolled = evaluation._rolled_up()
            self.assertEqual(total.self_points, rolled.own.points or 0.0)
            self.assertEqual(total.final_points, rolled.final.points or 0.0)
        best = self.as_user("auditor", self.env["agency.evaluation"]).search([], order="final_points desc", limit=1)
        self.assertEqual(best.final_points, max(self.env["agency.evaluation"].search([]).mapped("final_points")))

    def test_a_state_secret_is_in_its_register_alone(self):
        document = self.as_user("evaluator", "many_hands").evidence_ids
        self.assertEqual((document.is_secret, document.attachment_ids.ids), (True, []))
        with self.assertRaisesRegex(UserError, "state secret"):
            document.write({"name": "Kế hoạch", "number": "05/KH"})
