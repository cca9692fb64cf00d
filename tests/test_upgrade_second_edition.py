"""What 19.0.1.2.0 and later versions left behind, after the upgrade; dev/upgrade/second_edition.py tells how it came.

`dev/test` runs these tests on the databases that were kept of that version and of those after it.
"""

import json
import zipfile
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.agency_evaluation.controllers import verify_page

from .cases.upgrade_case import KEPT, UpgradeCase, UpgradedPapersCase

_ADDRESS = "https://danhgia.example.gov.vn/agency_evaluation/verify/"


@tagged("-standard", "-at_install", "post_install", "agency_evaluation_upgrade_19_0_1_2_0")
class TestUpgradedDecisions(UpgradeCase):
    """What was decided stays decided: on rows, on files, on papers."""

    def kept(self, name):
        return self.env.ref(f"{KEPT}.{name}")

    def test_rows_stay_settled(self):
        evaluation = self.evaluations["from_april"]
        rows = {line.code: line for line in evaluation.line_ids}
        settled = {code: (row.settlement, row.review_state, row.final_points) for code, row in rows.items()}
        self.assertEqual(settled["A.1"], ("deviation", "accepted", 2.5))
        self.assertEqual(settled["A.2"], ("claim", "accepted", 0.25))
        self.assertEqual((settled["B.1"], settled["B.2"]), ((False, "confirmed", 2.0), (False, "confirmed", 0.5)))
        self.assertEqual((rows["A.1"].rule_points, rows["A.2"].is_granted), (3.0, False))
        self.assertTrue(self.row("auditor", "approved_twice", "A.2").is_granted)
        confirmed = {decision.step: decision.confirmed_rows for decision in evaluation.decision_ids}
        self.assertEqual((confirmed["review"], confirmed["approve"]), ("B.1, B.2", False))
        for login, attempt in {
            "reviewer": lambda row: row.action_refuse("Không đủ căn cứ", 0.0),
            "evaluator": lambda row: row.write({"explanation": "Sửa"}),
        }.items():
            with self.subTest(login), self.assertRaisesRegex(UserError, "approved"):
                attempt(self.row(login, "from_april", "A.1"))

    def test_a_relief_in_use_stays(self):
        row = self.row("auditor", "from_april", "A.3")
        self.assertEqual((row.relief_id, row.relief_reason), (self.kept("relief"), "Chuyển giao nhiệm vụ"))
        self.assertEqual(row.relief_basis, "Quyết định số 15/QĐ-UBND ngày 20/03/2017")
        relief = self.as_user("manager", self.kept("relief"))
        for attempt in (relief.unlink, lambda: relief.write({"decision_number": "16/QĐ-UBND"})):
            with self.assertRaisesRegex(UserError, "rests on it and has been submitted"):
                attempt()

    def test_a_relief_that_nothing_rests_on_is_withdrawn(self):
        for name in ("branch_year", "branch_second_half"):
            self.assertEqual(self.row("specialist", name, "B.2").relief_id, self.kept("open_relief"))
        self.as_user("manager", self.kept("open_relief")).unlink()
        for name in ("branch_year", "branch_second_half"):
            row = self.row("specialist", name, "B.2")
            self.assertEqual((row.relief_id.id, row.status, row.relief_basis), (False, "todo", False))

    def test_late_numbers_are_on_record(self):
        given = self.evaluations["from_april"].decision_ids.filtered(lambda decision: decision.step == "register")
        first, second = given.sorted("number")
        self.assertEqual((first.old_value, first.new_value), ("", "71/BC-CC, 30/01/2018"))
        self.assertEqual((second.old_value, second.new_value), ("71/BC-CC, 30/01/2018", "72/BC-CC, 30/01/2018"))
        self.as_user("manager", "from_april").report_number = "73/BC-CC"
        last = self.evaluations["from_april"].decision_ids.filtered(lambda decision: decision.step == "register")
        self.assertEqual(last.sorted("number")[-1].old_value, second.new_value)
        self.assertEqual(self.verify("from_april"), (True, ""))

    def test_a_paper_stays_withdrawn(self):
        evaluation = self.evaluations["withdrawn"]
        self.assertTrue(evaluation.withdrawn_on)
        own = {decision.step for decision in evaluation.decision_ids if decision.is_own_content}
        self.assertEqual(own, {"review", "approve"})
        self.assertEqual(evaluation.decision_ids.sorted("number")[-1].reason, "Phát hiện số liệu không đúng")
        with self.assertRaisesRegex(UserError, "is withdrawn already"):
            self.as_user("approver", "withdrawn").action_withdraw("Lần nữa")

    def test_registers_are_closed(self):
        self.assertEqual(self.env["agency.evaluation.file.trouble"].search([]).outcome, "recovered")
        read = self.env["agency.evaluation.access.log"].search([("address", "=", "127.0.0.1")])
        targets = {
            "score_sheet.xlsx",
            "dossier.zip",
            self.evaluations["from_april"].evidence_ids[0].attachment_ids.name,
        }
        self.assertEqual((set(read.mapped("target")), set(read.mapped("login"))), (targets, {"auditor"}))
        registers = {
            "access": (read[0], "target"),
            "trouble": (self.env["agency.evaluation.file.trouble"].search([]), "file_name"),
            "quarantine": (self.kept("quarantine_from_april"), "reason"),
            "consent": (self.evaluations["from_april"].consent_ids[0], "given_on"),
        }
        for name, (record, field) in registers.items():
            for attempt in (record.unlink, lambda record=record, field=field: record.write({field: record[field]})):
                with self.subTest(name), self.cr.savepoint() as savepoint:
                    with self.assertRaises(UserError):
                        attempt()
                    savepoint.rollback()
                self.env.invalidate_all()

    def test_whoever_uploaded_has_confirmed(self):
        consents = self.evaluations["from_april"].consent_ids
        self.assertEqual(consents.user_id, self.users["evaluator"])
        self.assertTrue(self.as_user("evaluator", "from_april").has_consent)
        self.assertFalse(self.as_user("manager", "from_april").has_consent)

    def test_those_who_put_in_content_judge_none(self):
        barred = self.evaluations["branch_second_half"].barred_user_ids
        self.assertEqual(barred, self.users["specialist"])
        self.assertIn(self.users["head"], self.evaluations["withdrawn"].contributor_ids)
        with self.assertRaisesRegex(UserError, "Whoever put in content of an evaluation"):
            self.users["specialist"].sudo().group_ids += self.env.ref("agency_evaluation.group_reviewer")
            self.as_user("specialist", "waiting").action_review()


@tagged("-standard", "-at_install", "post_install", "agency_evaluation_upgrade_19_0_1_2_0")
class TestUpgradedParts(UpgradeCase):
    """Facts by months, quarters and half-years, and the year that takes them over."""

    def totals(self, name):
        return {fact.code: fact.total for fact in self.as_user("auditor", name).fact_ids}

    def test_a_year_has_what_its_halves_stated(self):
        totals = self.totals("year_of_halves")
        stated = {code: totals[code] for code in ("hop", "bao_cao", "van_ban", "don", "bien_che", "hai_long")}
        self.assertEqual(
            stated,
            {"hop": "12", "bao_cao": "6", "van_ban": "816", "don": "318", "bien_che": "29", "hai_long": "93"},
        )
        self.assertEqual(totals["ty_le_don"], "92,4528")
        facts = {fact.code: fact for fact in self.as_user("auditor", "year_of_halves").fact_ids}
        self.assertEqual(facts["van_ban"].origin_text, "First half: months 1, 4; Second half: months 7, 10")
        halves = [self.evaluations[name].id for name in ("first_half", "second_half")]
        self.assertEqual([entry["evaluation"] for entry in facts["hop"].origin], halves)

    def test_what_lies_outside_a_shortened_period_does_not_count(self):
        evaluation = self.as_user("auditor", "from_april")
        self.assertEqual((str(evaluation.date_from), evaluation.period_kind), ("2017-04-01", "other"))
        facts = {fact.code: fact for fact in evaluation.fact_ids}
        self.assertEqual((facts["van_ban"].total, facts["don"].total), ("606", "252"))
        self.assertEqual((facts["van_ban"].month_01, facts["bao_cao"].month_03), ("210", "2"))
        self.assertIn("01/2017", facts["van_ban"].trouble)
        self.assertEqual(facts["van_ban"].month_marks["month_01"], "outside")

    def test_the_parts_of_a_year_go_on(self):
        self.assertEqual(
            self.evaluations["branch_second_half"].desk_user_ids, self.users["colleague"] | self.users["specialist"]
        )
        # The year knows the first half so far.
        self.assertEqual((self.totals("branch_year")["van_ban"], self.totals("branch_year")["hop"]), ("398", ""))
        self.row("colleague", "branch_second_half", "B.1").write({"self_points": 2.5, "explanation": "Theo biên bản"})
        self.as_user("specialist", "branch_second_half").action_fill_report()
        self.finish("branch_second_half", "specialist")
        self.as_user("specialist", "branch_year").action_take_over_facts()
        halves = self.totals("year_of_halves")
        taken = self.totals("branch_year")
        self.assertEqual({code: taken[code] for code in halves}, halves)
        values = {"A.1": 3.0, "A.2": 1.0, "A.3": 2.0, "B.1": 2.5}
        ids = {line.code: line.id for line in self.evaluations["branch_year"].line_ids}
        self.as_user("specialist", "branch_year").write(
            {
                "line_ids": [
                    Command.update(ids[code], {"self_points": points, "explanation": "Theo hồ sơ"})
                    for code, points in values.items()
                ]
            }
        )
        self.as_user("specialist", "branch_year").action_fill_report()
        self.finish("branch_year", "specialist")
        self.assertEqual(self.evaluations["branch_year"].final_points, 8.5)


@tagged("-standard", "-at_install", "post_install", "agency_evaluation_upgrade_19_0_1_2_0")
class TestUpgradedDesks(UpgradeCase):
    """Whose turn it is, and who may stand in."""

    def test_everything_lies_where_it_lay(self):
        desks = {
            "submitted": {"reviewer", "evaluator"},
            "waiting": {"approver", "deputy"},
            "branch_second_half": {"specialist", "colleague"},
            "reopened": {"evaluator"},
            "cancelled": set(),
            "demo": set(),
        }
        for name, logins in desks.items():
            self.assertEqual(set(self.evaluations[name].desk_user_ids.mapped("login")), logins, name)
            waiting = self.env["agency.evaluation"].search([("desk_user_ids", "in", self.users["deputy"].ids)])
            self.assertEqual(self.evaluations[name] in waiting, "deputy" in logins, name)

    def test_a_substitute_approves(self):
        with self.assertRaises(AccessError):
            self.as_user("evaluator", "waiting").action_approve()
        with self.assertRaisesRegex(UserError, "approves this evaluation, or a substitute"):
            self.as_user("head", "waiting").action_approve()
        self.as_user("deputy", "waiting").action_approve()
        decision = self.evaluations["waiting"].decision_ids.sorted("number")[-1]
        self.assertEqual((decision.step, decision.on_behalf_of_id), ("approve", self.users["approver"]))
        self.assertEqual(self.verify("waiting"), (True, ""))

    def test_a_substitution_that_was_used_stays(self):
        substitutions = self.env["agency.evaluation.substitution"].search([], order="date_to")
        with self.assertRaisesRegex(UserError, "approvals rest on it"):
            self.as_user("manager", substitutions[0]).unlink()


@tagged("-standard", "-at_install", "post_install", "agency_evaluation_upgrade_19_0_1_2_0")
class TestUpgradedFilesTakenOut(UpgradedPapersCase):
    """What was taken out stays out, is told of, and breaks no seal."""

    def kept(self, name):
        return self.env.ref(f"{KEPT}.quarantine_{name}")

    def test_a_file_stays_out(self):
        quarantine = self.kept("from_april")
        self.assertEqual((quarantine.state, quarantine.settled_by_id), ("done", self.users["specialist"]))
        record = quarantine.file_ids.filtered(lambda file: file.evaluation_id == self.evaluations["from_april"])
        (file,) = self.env["ir.attachment"].search([("quarantine_id", "=", quarantine.id)])
        self.assertEqual((file.id, file.raw, file.store_fname), (record.file_key, False, False))
        self.assertEqual((file.evidence_sha256, record.name), (record.sha256, "bien-ban.pdf"))
        self.assertEqual(self.verify("from_april"), (True, ""))
        notice = "1 tệp đã được đưa ra khỏi hồ sơ sau khi ghi nhận, theo quyết định số 7/QĐ-TNMT ngày 06/05/2019"
        text, _files = self.print("report_score_sheet", "from_april")
        self.assertIn("".join(notice.split()), text)
        self.assertIn("".join(_ADDRESS.split()), text)
        self.assertIn(notice, self.read_page(self.evaluations["from_april"]))
        with zipfile.ZipFile(
            self.download(self.log_in("auditor"), self.evaluations["from_april"], "dossier.zip")
        ) as dossier:
            names = [Path(name).name for name in dossier.namelist()]
            self.assertFalse([name for name in names if "bien-ban" in name and name.endswith(".pdf")])
            self.assertTrue([name for name in names if "van-ban" in name])
            self.assertEqual(
                json.loads(dossier.read("manifest.json"))["seal_sha256"], self.evaluations["from_april"].seal
            )

    def test_what_was_asked_for_is_settled_by_another(self):
        quarantine = self.kept("first_half")
        file = self.env["ir.attachment"].browse(quarantine.file_ids.file_key)
        path = Path(file._full_path(file.store_fname))
        self.addCleanup(path.write_bytes, path.read_bytes())
        with self.assertRaisesRegex(UserError, "another manager does"):
            self.as_user("manager", quarantine).action_consent()
        self.as_user("specialist", quarantine).action_consent()
        self.assertEqual((quarantine.state, file.raw, file.quarantine_id), ("done", False, quarantine))
        self.assertEqual(self.verify("first_half"), (True, ""))

    def test_what_was_refused_stays(self):
        quarantine = self.kept("second_half")
        self.assertEqual((quarantine.state, quarantine.refusal), ("refused", "Nội dung được phép lưu"))
        self.assertTrue(self.env["ir.attachment"].browse(quarantine.file_ids.file_key).raw)
        with self.assertRaisesRegex(UserError, "settled already"):
            self.as_user("specialist", quarantine).action_consent()

    def test_a_revision_goes_on_without_the_file(self):
        documents = self.as_user("evaluator", "revision_without_file").evidence_ids
        self.assertEqual(documents.mapped("number"), ["61/BC-CCMT", "63/TB-CCMT"])
        self.assertEqual(documents.attachment_ids.mapped("evidence_dangers"), [False, "script"])
        self.as_user("evaluator", "revision_without_file").action_fill_report()
        self.finish("revision_without_file", "evaluator", "approver")
        self.assertEqual(self.verify("from_april"), (True, ""))
        self.enterContext(patch.object(verify_page, "_LIMIT", 1000))
        self.assertIn("nay đã được thay thế bởi bản điều chỉnh lần 2", self.read_page(self.evaluations["from_april"]))
