"""What an earlier version left behind, after the upgrade: `dev/test` runs it on each database that was kept.

What happened in these databases is told by dev/upgrade/scenario.py. The tests are not among the standard ones, for no
other database has what they ask for.
"""

import json
import zipfile
from pathlib import Path
from unittest.mock import patch

import docx
from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.agency_evaluation.controllers import verify_page

from ..models.workflow.steps import LATE
from .cases import upgrade_snapshot
from .cases.common import PDF
from .cases.upgrade_case import (
    APPROVED,
    KEPT,
    OF_BRANCH,
    OF_MERGED,
    OTHERS,
    POINTS,
    RECOUNTED,
    ROLES,
    UpgradeCase,
    UpgradedPapersCase,
)

#: What was shown with the noise of binary rounding, and what had been stated.
MENDED = {("123456789012,0001", "123456789012")}
#: Differences shown of what was seen before and after.
SHOWN = 30


@tagged("-standard", "-at_install", "post_install", "agency_evaluation_upgrade")
class TestUpgradedDatabase(UpgradeCase):
    """All that was there is there, reads as it did, and is as closed as it was."""

    def test_everything_is_seen_as_before(self):
        before = json.loads(self.env["ir.config_parameter"].sudo().get_param(f"{KEPT}.snapshot"))
        self.assertEqual(len(before["evaluations"]), len(self.evaluations))
        now = json.loads(upgrade_snapshot.take(self.env))
        # What later versions brought is compared where the snapshot has it already.
        now = {part: now[part] for part in before}
        differences = {
            f"{path}: {old!r} became {new!r}"
            for path, old, new in self.compare(before, now)
            if not (path.endswith("/total") and (old, new) in MENDED)
        }
        recounted = {
            f"/evaluations/{self.evaluations[name].name}/{change}"
            for name, changes in RECOUNTED.items()
            for change in changes
            if self.edition == 1
        }
        self.assertLessEqual(recounted, differences)
        unexpected = sorted(differences - recounted)
        self.assertEqual(unexpected[:SHOWN], [], f"{len(unexpected)} differences")

    def compare(self, before, now, path=""):
        if isinstance(before, dict) and isinstance(now, dict):
            for key in before.keys() | now.keys():
                yield from self.compare(before.get(key, "nothing"), now.get(key, "nothing"), f"{path}/{key}")
        elif isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
            for place, (old, new) in enumerate(zip(before, now, strict=True)):
                yield from self.compare(old, new, f"{path}/{place}")
        elif before != now:
            yield path, before, now

    def test_what_is_approved_is_intact(self):
        for name, evaluation in self.approved.items():
            own, final = POINTS[self.edition][name]
            with self.subTest(name):
                self.assertEqual((evaluation.state, evaluation.self_points), ("approved", own))
                self.assertEqual(evaluation.final_points, final)
                decisions = evaluation.decision_ids.filtered(lambda decision: decision.step not in LATE)
                self.assertEqual(decisions.sorted("number").mapped("step"), APPROVED[name])
                self.assertEqual(evaluation._seal_differences(), [])
                member = "specialist" if name in OF_BRANCH else "newcomer" if name in OF_MERGED else "evaluator"
                for login in ("auditor", member, "manager"):
                    self.assertEqual(self.verify(name, login), (True, ""))
        for name in self.evaluations.keys() & OTHERS.keys():
            self.assertEqual(self.evaluations[name].state, OTHERS[name], name)
            with self.assertRaisesRegex(UserError, "has no seal yet"):
                self.verify(name)

    def test_what_is_changed_behind_its_back_is_named(self):
        changes = {
            "points of the unit": (
                "UPDATE agency_evaluation_line SET self_points = self_points - 0.25 WHERE id = %(row)s",
                "Row %(code)s: Self Points was %(old)s and is %(new)s now",
            ),
            "points after review": (
                "UPDATE agency_evaluation_line SET final_points = final_points - 0.25 WHERE id = %(row)s",
                "Row %(code)s: Final Points",
            ),
            "explanation": (
                "UPDATE agency_evaluation_line SET explanation = 'Sửa' WHERE id = %(row)s",
                "Row %(code)s: Explanation",
            ),
            "decision": (
                "UPDATE agency_evaluation_decision SET reason = 'Sửa' WHERE evaluation_id = %(id)s AND number = 1",
                "Reason was",
            ),
            "total": (
                "UPDATE agency_evaluation_total SET final_points = 1 WHERE evaluation_id = %(id)s",
                "Final Points was",
            ),
            "text of the criterion": (
                "UPDATE agency_evaluation_criterion SET name = 'Sửa' WHERE id = %(criterion)s",
                "%(code)s: Text was",
            ),
            "seal": ("UPDATE agency_evaluation SET seal = repeat('0', 64) WHERE id = %(id)s", "seal"),
        }
        for name, evaluation in self.approved.items():
            row = evaluation.line_ids.filtered(lambda line: line.self_points and not line.is_heading)[0]
            values = {"id": evaluation.id, "row": row.id, "criterion": row.criterion_id.id}
            words = {
                "code": row.code,
                "old": f"{row.self_points:.2f}".replace(".", ","),
                "new": f"{row.self_points - 0.25:.2f}".replace(".", ","),
            }
            for change, (query, expected) in changes.items():
                with self.subTest(name=name, change=change), self.cr.savepoint() as savepoint:
                    self.sql(query, **values)
                    differences = evaluation._seal_differences()
                    self.assertEqual(len(differences), 1, differences)
                    self.assertIn(expected % words, differences[0])
                    self.assertEqual(self.verify(name), (False, differences[0]))
                    savepoint.rollback()
                self.env.invalidate_all()

    def test_a_file_that_is_changed_in_the_store_is_named(self):
        for name, evaluation in self.approved.items():
            pictures = self.env["ir.attachment"].search(
                [("res_model", "=", "agency.evaluation.section"), ("res_id", "in", evaluation.section_ids.ids)]
            )
            self.assertEqual(len(pictures), 1 if name == "demo" else 0)
            for file in pictures | evaluation.evidence_ids.attachment_ids[:1]:
                path = Path(file._full_path(file.store_fname))
                content = path.read_bytes()
                self.addCleanup(path.write_bytes, content)
                path.write_bytes(content[:-1] + b"\0")
                with self.subTest(name=name, file=file.name):
                    (difference,) = evaluation._seal_differences()
                    self.assertIn(file.name, difference)
                path.write_bytes(content)
            self.assertEqual(evaluation._seal_differences(), [])

    def test_the_lock_holds(self):
        for name in ("demo", "approved_revision", "submitted", "cancelled"):
            evaluation = self.evaluations[name]
            line = evaluation.line_ids.filtered(lambda line: not line.is_heading)[0]
            attacks = {
                "points": lambda line=line: line.write({"self_points": 0.25}),
                "state": lambda evaluation=evaluation: evaluation.write({"state": "draft"}),
                "seal": lambda evaluation=evaluation: evaluation.write({"seal": "0" * 64}),
                "decision": lambda evaluation=evaluation: evaluation.decision_ids[0].write({"reason": "Sửa"}),
                "document": evaluation.evidence_ids[0].unlink,
                "file": lambda evaluation=evaluation: evaluation.evidence_ids.attachment_ids[0].write({"raw": PDF}),
                "section": lambda evaluation=evaluation: evaluation.section_ids[0].write({"body": "<p>Sửa</p>"}),
                "criterion": lambda line=line: line.criterion_id.write({"name": "Sửa"}),
                "deletion": evaluation.unlink,
            }
            for attack, attempt in attacks.items():
                with self.subTest(name=name, attack=attack), self.cr.savepoint() as savepoint:
                    with self.assertRaises(UserError):
                        attempt()
                    savepoint.rollback()
                self.env.invalidate_all()

    def test_every_user_has_the_roles_of_before(self):
        for login, user in self.users.items():
            found = {
                role
                for role in ("auditor", "evaluator", "reviewer", "approver", "manager")
                if user.has_group(f"agency_evaluation.group_{role}")
            }
            self.assertEqual(found, ROLES[login], login)
            self.assertEqual(user.active, login != "leader")

    def test_every_user_sees_what_is_theirs(self):
        own = dict.fromkeys(self.users, self.evaluations.keys())
        own["evaluator"] = self.evaluations.keys() - OF_BRANCH - OF_MERGED
        own["newcomer"] = self.evaluations.keys() & OF_MERGED
        # A row of this one is the colleague's.
        own["colleague"] = own["evaluator"] | (self.evaluations.keys() & {"branch_second_half"})
        for login in self.users.keys() - {"leader"}:
            found = self.as_user(login, self.env["agency.evaluation"]).search([])
            self.assertEqual({name for name, each in self.evaluations.items() if each in found}, own[login], login)
            self.assertEqual(len(found), len(own[login]))
        with self.assertRaises(AccessError):
            self.as_user("colleague", "half_answered").read(["name"])

    def test_decisions_and_questions_are_read(self):
        questions = {
            "demo": ["closed", "closed", "answered"],
            "submitted": ["answered", "open"],
            "cancelled": ["closed"],
        }
        for login in ("evaluator", "reviewer", "approver", "auditor", "manager"):
            for name, states in questions.items():
                found = self.as_user(login, name).question_ids.sorted("number")
                self.assertEqual(found.mapped("state"), states, (login, name))
            decisions = self.as_user(login, "demo").decision_ids.sorted("number")
            steps = [step for step in decisions.mapped("step") if step not in LATE]
            self.assertEqual(steps, APPROVED["demo"])
            self.assertEqual(decisions[1].reason, "Mục II.4 chưa có tài liệu kiểm chứng.\nBổ sung rồi gửi lại.")
            substituted = self.as_user(login, "approved_for_another").decision_ids.sorted("number")[-1]
            self.assertEqual(substituted.user_id, self.users["deputy"])
            self.assertEqual(substituted.on_behalf_of_id, self.users["approver"])

    def test_the_signed_copies_are_whole(self):
        copies = self.as_user("evaluator", "demo").signed_copy_ids
        self.assertEqual(copies.mapped("report_number"), ["400/BC-TNMT", "399/BC-TNMT"])
        self.assertEqual(copies.mapped("signature_state"), ["intact", "none"])
        self.assertEqual(copies.mapped("is_replaced"), [False, True])
        for copy in copies:
            notice = copy.action_verify()["params"]
            self.assertEqual(notice["type"], "success")
            self.assertIn("byte for byte as it was uploaded", notice["message"])

    def test_a_revision_has_what_was_carried_over(self):
        origin, revision = self.evaluations["demo"], self.evaluations["draft_revision"]
        self.assertEqual((revision.origin_id, revision.revision, origin.later_revision_id), (origin, 2, revision))
        before = {line.code: line for line in origin.line_ids}
        changed = {line.code: line.revision_changes for line in revision.line_ids if line.revision_changes}
        self.assertEqual(changed, {"III.8": "text", "V.1": "maximum", "V.2": "maximum"})
        for line in revision.line_ids.filtered(lambda line: not line.is_heading and line.code not in changed):
            carried = ["status", "self_points", "explanation", "improvement", "answered_by_id"]
            self.assertEqual([line[name] for name in carried], [before[line.code][name] for name in carried], line.code)
        self.assertEqual(
            revision.evidence_ids.attachment_ids.mapped("raw"), origin.evidence_ids.attachment_ids.mapped("raw")
        )
        self.assertFalse(revision.evidence_ids.attachment_ids & origin.evidence_ids.attachment_ids)
        (picture,) = self.env["ir.attachment"].search(
            [("res_model", "=", "agency.evaluation.section"), ("res_id", "=", revision.section_ids[0].id)]
        )
        self.assertIn(f"/web/image/{picture.id}", revision.section_ids[0].body)

    def test_a_comparison_opens(self):
        def compare(*names):
            evaluations = self.env["agency.evaluation"].union(*(self.evaluations[name] for name in names))
            action = self.as_user("auditor", evaluations).action_compare()
            rows = self.as_user("auditor", self.env[action["res_model"]]).search(action["domain"])
            return {row.code: row for row in rows}

        rows = compare("draft_revision")
        self.assertEqual(len(rows), 70)
        changed = {code: row.differences for code, row in rows.items() if row.change == "criterion"}
        self.assertEqual(changed.keys(), {"III.8", "V.1", "V.2"})
        self.assertEqual((rows["III.1"].old_points, rows["III.1"].new_points), (0.5, 1.0))
        rows = compare("approved_twice", "approved_revision")
        self.assertEqual((rows["B.1"].old_points, rows["B.1"].new_points), (2.25, 2.0))
        self.assertEqual(rows["B.1"].differences, "points, explanation, documents")
        self.assertEqual(rows["B.2"].differences, "documents, the text")
        rows = compare("approved_for_another", "approved_twice")
        self.assertEqual((rows["A.2"].old_status, rows["A.2"].new_status), ("not_applicable", "scored"))


@tagged("-standard", "-at_install", "post_install", "agency_evaluation_upgrade")
class TestUpgradedWork(UpgradeCase):
    """Whatever was under way goes on, and comes to what it would have come to."""

    def test_a_draft_goes_on(self):
        """By someone who is evaluator and manager, in the form."""
        name = "half_answered"
        with Form(self.as_user("specialist", name)) as form:
            for place, line in enumerate(self.as_user("specialist", name).line_ids):
                if line.code in ("A.3", "B.1", "B.2"):
                    with form.line_ids.edit(place) as row:
                        row.self_points = {"A.3": 2.0, "B.1": 2.5, "B.2": 0.0}[line.code]
                        row.explanation = "Theo hồ sơ"
        # Five rows: that A.2, worth 1,0, does not apply is a claim; granted, it counts as full.
        self.assertEqual(self.evaluations[name].self_points, 2.5 + 0.0 + 2.0 + 2.5)
        self.as_user("specialist", name).section_ids[1].write({"body": "<p>Không có.</p>"})
        self.as_user("specialist", name).action_fill_report()
        with self.assertRaises(AccessError):
            self.as_user("specialist", name).action_review()
        self.finish(name, "specialist")
        self.assertEqual(self.evaluations[name].final_points, 2.5 + 1.0 + 2.0 + 2.5)

    def test_what_was_cancelled_and_reopened_goes_on(self):
        self.row("evaluator", "reopened", "B.1").write({"self_points": 3.0})
        self.assertEqual(self.evaluations["reopened"].self_points, 8.5)
        self.as_user("evaluator", "reopened").action_fill_report()
        self.finish("reopened", "evaluator")
        final = self.evaluations["reopened"]._rolled_up().final
        self.assertEqual((final.points, final.total.excluded), (self.evaluations["reopened"].final_points, 1.0))
        self.assertGreater(final.points, 8.5)
        steps = self.evaluations["reopened"].decision_ids.sorted("number").mapped("step")
        self.assertEqual(steps, ["cancel", "draft", "submit", "review", "approve"])

    def test_what_was_submitted_goes_on(self):
        evaluation = self.evaluations["submitted"]
        with self.assertRaisesRegex(UserError, "1 questions are not answered yet: B.1"):
            self.as_user("reviewer", "submitted").action_review()
        row = self.row("evaluator", "submitted", "B.1")
        row.write({"self_points": 2.0})
        row.action_answer("Phần mềm quản lý tài sản.")
        self.row("reviewer", "submitted", "A.1").action_accept()
        self.as_user("reviewer", "submitted").action_accept_undisputed()
        self.as_user("reviewer", "submitted").action_review()
        self.as_user("approver", "submitted").action_approve()
        self.assertEqual((evaluation.state, evaluation.final_points), ("approved", 8.5))
        self.assertEqual(self.verify("submitted"), (True, ""))

    def test_a_revision_goes_on(self):
        rows = {"III.8": {"self_points": 1.0, "explanation": "Theo bản sửa"}, "V.1": {"self_points": 1.5}}
        evaluation = self.as_user("evaluator", "draft_revision")
        ids = {line.code: line.id for line in evaluation.line_ids}
        evaluation.write({"line_ids": [Command.update(ids[code], values) for code, values in rows.items()]})
        evaluation.action_fill_report()
        self.finish("draft_revision", "evaluator")
        self.assertEqual(self.verify("demo"), (True, ""))

    def test_what_was_returned_is_revised_again(self):
        """An approved revision is revised itself, on a set that is archived by now."""
        action = self.as_user("manager", "approved_revision").action_revise("Sửa lần nữa")
        self.evaluations["next"] = revision = self.env["agency.evaluation"].browse(action["res_id"])
        self.addCleanup(self.evaluations.pop, "next")
        # Who approved the last time has left.
        self.as_user("manager", "next").approver_id = self.users["deputy"]
        self.assertEqual((revision.revision, revision.criteria_set_id.state), (3, "archived"))
        self.row("evaluator", "next", "B.1").write({"self_points": 2.5, "explanation": "Theo kết luận mới"})
        self.as_user("evaluator", "next").action_fill_report()
        self.finish("next", "evaluator")
        self.assertEqual(self.verify("approved_revision"), (True, ""))

    def test_an_import_goes_on(self):
        self.as_user("evaluator", "imported").action_take_stated()
        imported = self.evaluations["imported"]
        self.assertEqual((imported.self_points, imported.stated_points), (9.0, 9.5))
        intake = self.as_user("manager", self.env.ref(f"{KEPT}.intake_preview"))
        self.assertEqual((intake.state, len(intake.line_ids), intake.doubt_count), ("preview", 7, 5))
        intake.line_ids.filtered(lambda line: line.max_text == "4,125").write({"max_text": "4", "level": 2})
        self.assertEqual(intake.doubt_count, 2)
        intake.action_make_criteria_set()
        self.assertEqual(intake.criteria_set_id.total_points, 10.0)

    def test_what_a_published_sheet_contradicts_is_settled_later(self):
        criteria_set = self.env.ref("agency_evaluation.criteria_set_2020")
        open_finding = criteria_set.finding_ids._unjustified()
        self.assertEqual(criteria_set.state, "published")
        # Whoever published it since then had to settle it.
        self.assertEqual(open_finding.row_code, "I.1.2-1" if self.edition == 1 else False)
        if open_finding:
            self.as_user("manager", open_finding).action_justify("Theo phép tính: 0,25 điểm")
        self.assertFalse(criteria_set.unjustified_count)
        self.assertEqual(self.verify("demo"), (True, ""))

    def test_new_years_begin(self):
        manager = self.as_user("manager", self.env["agency.evaluation"])
        values = {"criteria_set_id": self.env.ref("agency_evaluation.criteria_set_2020").id}
        evaluation = manager.create({**values, "department_id": self.env.ref(f"{KEPT}.branch").id})
        self.assertEqual((len(evaluation.line_ids), evaluation.max_points), (93, 100.0))
        self.assertGreater(evaluation.name, max(each.name for each in self.evaluations.values()))
        archived = self.evaluations["approved_twice"].criteria_set_id
        with self.assertRaisesRegex(UserError, "is not published"):
            manager.create({"criteria_set_id": archived.id, "department_id": evaluation.department_id.id})


@tagged("-standard", "-at_install", "post_install", "agency_evaluation_upgrade")
class TestUpgradedPapers(UpgradedPapersCase):
    """What was approved prints as it was sealed, and whoever holds the paper is told that it is valid."""

    def check_paper(self, report, name):
        evaluation = self.approved[name]
        text, files = self.print(report, name)
        for part in (evaluation.seal[:32], evaluation.seal[32:], evaluation.signer_name, str(evaluation.year)):
            self.assertIn("".join(part.split()), text)
        self.assertEqual(files, {}, "what goes out carries no file of the house")

    def test_a_unit_of_before_may_be_succeeded(self):
        draft = self.evaluations["half_answered"]
        later = self.env["hr.department"].create({"name": "Sở Mới", "company_id": draft.company_id.id})
        newcomer = self.users["colleague"]
        newcomer.sudo().employee_ids.write({"department_id": later.id})
        values = {
            "company_id": draft.company_id.id,
            "predecessor_ids": draft.department_id.ids,
            "successor_id": later.id,
            "date_from": "2025-03-01",
            "decision_number": "1658/NQ-UBTVQH15",
            "decision_date": "2025-02-20",
        }
        self.assertFalse(self.as_user("colleague", draft).has_access("write"))
        self.as_user("manager", self.env["agency.evaluation.succession"]).create(values)
        self.assertTrue(self.as_user("colleague", draft).has_access("write"))

    def test_the_papers_carry_the_seal(self):
        for name in self.approved:
            with self.subTest(name):
                self.check_paper("report_score_sheet", name)
        self.check_paper("report_annual_report", "demo")

    def test_other_papers_are_printed(self):
        text, files = self.print("report_findings", "demo")
        self.assertIn("Đãđốichiếuvớihồsơ", text)
        text, files = self.print("report_exchange", "demo")
        self.assertIn("BằngkhencủaUBNDtỉnh", text)
        text, files = self.print("report_score_sheet", "half_answered")
        self.assertIn("DỰTHẢO", text.upper())
        self.assertEqual(files, {})

    def test_the_files_are_downloaded(self):
        client = self.log_in("auditor")
        for name, evaluation in self.approved.items():
            with self.subTest(name):
                workbook = load_workbook(self.download(client, evaluation, "score_sheet.xlsx"), data_only=True)
                values = {cell.value for row in workbook.worksheets[0].iter_rows() for cell in row}
                self.assertIn(evaluation.final_points, values)
                report = docx.Document(self.download(client, evaluation, "annual_report.docx"))
                self.assertIn(str(evaluation.year), "".join(paragraph.text for paragraph in report.paragraphs))
        evaluation = self.approved["approved_twice"]
        with zipfile.ZipFile(self.download(client, evaluation, "dossier.zip")) as dossier:
            self.assertEqual(json.loads(dossier.read("manifest.json"))["seal_sha256"], evaluation.seal)

    def test_papers_of_before_stay_once_they_are_kept(self):
        """The job describes and renders what was approved; nothing sealed is rewritten, and no name changes it now."""
        sealings = {name: evaluation._sealing_record() for name, evaluation in self.approved.items()}
        before = {name: (sealing.manifest, sealing.digest, sealing.people) for name, sealing in sealings.items()}
        report = self.env["report.agency_evaluation.report_score_sheet"]
        with self.enter_registry_test_mode():
            self.env.ref("agency_evaluation.ir_cron_keep_papers").method_direct_trigger()
        self.env.invalidate_all()
        printed = {name: self.approved[name]._official_paper("score_sheet") for name in self.approved}
        described = {name: report._collect(evaluation)[0] for name, evaluation in self.approved.items()}
        self.env["res.company"].search([]).write({"agency_name": "Tên khác", "agency_short_name": "Khác"})
        self.env["hr.department"].search([]).name = "Đơn vị khác"
        self.env["res.users"].browse([user.id for user in self.users.values()]).name = "Người khác"
        self.env.invalidate_all()
        for name, evaluation in self.approved.items():
            with self.subTest(name):
                sealing = sealings[name]
                self.assertEqual((sealing.manifest, sealing.digest, sealing.people), before[name])
                self.assertEqual(report._collect(evaluation)[0], described[name])
                self.assertEqual(evaluation._official_paper("score_sheet"), printed[name])
                self.assertEqual(self.verify(evaluation), (True, ""))
                self.assertNotIn(evaluation, evaluation._without_papers())

    def test_the_public_page_answers(self):
        self.enterContext(patch.object(verify_page, "_LIMIT", 1000))
        for name, evaluation in self.approved.items():
            with self.subTest(name):
                self.assertIn("Đã bị hủy bỏ" if name == "withdrawn" else "Hợp lệ", self.read_page(evaluation))
                self.assertIn(evaluation.seal, self.read_page(evaluation))
                self.sql(
                    "UPDATE agency_evaluation_total SET final_points = 1 WHERE evaluation_id = %(id)s", id=evaluation.id
                )
                self.assertIn("Không hợp lệ", self.read_page(evaluation))
