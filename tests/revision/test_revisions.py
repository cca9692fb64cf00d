import base64

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..cases.common import ROLES
from ..cases.mass import mass
from ..cases.seal_case import SealCase


@tagged("post_install", "-at_install")
class TestRevisions(SealCase):
    """What is approved is corrected by a new draft beside it; the approved one stays as it is sealed."""

    def setUp(self):
        super().setUp()
        self.row("M.1").write({"explanation": "Theo biên bản", "improvement": "Lập sổ theo dõi"})
        self.row("N.2").write({"status": "not_applicable", "explanation": "Không thuộc đối tượng xét thưởng"})
        self.evaluation._refresh_findings()
        self.evaluation.finding_ids.write({"justification": "Đã giải trình"})
        self.approve()

    def approve(self, evaluation=None):
        evaluation = evaluation or self.evaluation
        self.as_user("evaluator", evaluation).action_submit()
        self.settle(evaluation)
        self.as_user("approver", evaluation).action_approve()
        evaluation.invalidate_recordset()

    def revise(self, evaluation=None, role="manager", reason="Sửa số liệu", **values):
        action = self.as_user(role, evaluation or self.evaluation).action_revise(reason, **values)
        self.assertEqual(action["res_model"], "agency.evaluation")
        self.env.invalidate_all()
        return self.env["agency.evaluation"].browse(action["res_id"])

    def make_changed_set(self, code="CHANGED", **changes):
        """Make a published version of the set in which rows, given by code, have other values."""
        criteria_set = self.criteria_set.copy({"code": code, "name": code})
        for row in criteria_set.criterion_ids:
            row.write(changes.get(row.code.replace(".", "_"), {}))
        criteria_set.action_publish()
        return criteria_set

    def answers(self, evaluation):
        return [
            line.read(
                ["code", "status", "self_points", "final_points", "has_points", "explanation", "improvement"], load=None
            )[0]
            | {"id": 0}
            for line in evaluation.line_ids
        ]

    def proof(self, evaluation):
        """Return the documents as one who compares them sees them."""
        return [
            (
                document.name,
                document.number,
                document.document_type_id,
                document.location,
                document.line_ids.mapped("code"),
                document.fact_ids.mapped("code"),
                document.attachment_ids.mapped(
                    lambda file: (file.name, file.store_fname, file.checksum, file.file_size, file.evidence_sha256)
                ),
            )
            for document in evaluation.evidence_ids
        ]

    def test_a_revision_has_everything_that_was_approved(self):
        before = self.answers(self.evaluation)
        revision = self.revise(reason="Nhầm số liệu")
        self.assertEqual((revision.state, revision.revision, revision.origin_id), ("draft", 2, self.evaluation))
        self.assertEqual(self.evaluation.later_revision_id, revision)
        self.assertEqual(self.evaluation.revision_ids, revision)
        self.assertNotEqual(revision.name, self.evaluation.name)
        self.assertIn("(revision 2)", revision.display_name)
        self.assertEqual(self.answers(revision), before)
        self.assertEqual(revision.self_points, self.evaluation.self_points)
        self.assertEqual(revision.line_ids.answered_by_id, self.evaluation.line_ids.answered_by_id)
        self.assertEqual(self.proof(revision), self.proof(self.evaluation))
        self.assertFalse(revision.evidence_ids & self.evaluation.evidence_ids)
        self.assertEqual(set(revision.evidence_ids.mapped("review_state")), {"pending"})
        self.assertEqual(
            revision.fact_ids.mapped(lambda fact: (fact.code, fact.total, fact.note or "")),
            self.evaluation.fact_ids.mapped(lambda fact: (fact.code, fact.total, fact.note or "")),
        )
        self.assertEqual(len(revision.fact_ids.measure_ids), len(self.evaluation.fact_ids.measure_ids))
        self.assertEqual(revision.section_ids.body, "<p>Đã hoàn thành</p>")
        self.assertEqual(set(revision.finding_ids.mapped("justification")), {"Đã giải trình"})
        leaves = revision.line_ids.filtered(lambda line: not line.is_heading)
        self.assertEqual(leaves.mapped("revision_note"), ["Carried over"] * 5)
        self.assertFalse(revision.report_number or revision.seal or revision.approved_by_id)
        (decision,) = revision.decision_ids
        self.assertEqual((decision.step, decision.reason, decision.number), ("revise", "Nhầm số liệu", 1))
        self.assertEqual(decision.user_id, self.users["manager"])
        self.assertEqual(decision.self_points, self.evaluation.self_points)

    def test_the_sealed_one_stays_as_it_is(self):
        self.assertEqual(self.differences(), [])
        files = self.evaluation.evidence_ids.attachment_ids
        revision = self.revise()
        self.assertEqual(self.differences(), [])
        self.assertEqual(self.evaluation.evidence_ids.attachment_ids, files)
        copied = revision.evidence_ids.attachment_ids
        self.assertEqual(copied.mapped("raw"), files.mapped("raw"))
        # Whatever becomes of the revision's files.
        revision.evidence_ids.filtered("attachment_ids").unlink()
        self.env["ir.attachment"]._gc_file_store_unsafe()
        self.assertEqual(self.differences(), [])
        self.assertEqual(self.evaluation.state, "approved")

    def test_a_revision_is_approved_and_sealed_for_itself(self):
        revision = self.revise()
        self.row("N.1", revision).write({"self_points": 2.0, "explanation": "Sửa theo sổ"})
        self.as_user("evaluator", revision).action_check()
        self.approve(revision)
        self.assertEqual(self.evaluation.final_points - revision.final_points, 1.0)
        for evaluation in (self.evaluation, revision):
            self.assertEqual(evaluation._seal_differences(), [])
        self.assertNotEqual(revision.seal, self.evaluation.seal)
        third = self.revise(revision)
        self.assertEqual((third.revision, third.origin_id), (3, revision))
        with self.assertRaisesRegex(UserError, "revises it already"):
            self.revise()

    def test_pictures_of_the_report_are_copied_and_sealed(self):
        second = self.revise()
        section = second.section_ids
        png = base64.b64decode(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        )
        picture = self.env["ir.attachment"].create(
            {"name": "so-do.png", "raw": png, "res_model": section._name, "res_id": section.id}
        )
        section.body = (
            f'<p>Sơ đồ: <img src="/web/image/{picture.id}-1a2b/so-do.png"/> <a href="/web/image/77">77</a></p>'
        )
        self.approve(second)
        third = self.revise(second)
        copy = self.env["ir.attachment"].search(
            [("res_model", "=", section._name), ("res_id", "=", third.section_ids.id)]
        )
        self.assertEqual((copy.raw, copy.store_fname), (png, picture.store_fname))
        self.assertIn(f"/web/image/{copy.id}-1a2b/so-do.png", third.section_ids.body)
        self.assertIn("/web/image/77", third.section_ids.body)
        self.assertNotIn(f"/web/image/{picture.id}-", third.section_ids.body)
        self.approve(third)
        for evaluation in (second, third):
            self.assertEqual(evaluation._seal_differences(), [])

    def test_no_file_is_read(self):
        path = self.path_of(self.file)
        content = path.read_bytes()
        path.unlink()
        self.addCleanup(path.write_bytes, content)
        revision = self.revise()
        self.assertEqual(revision.evidence_ids.attachment_ids.evidence_sha256, self.file.evidence_sha256)

    def test_only_a_manager_revises_and_only_what_is_approved(self):
        for role in {*ROLES, "outsider"} - {"manager"}:
            for sudo in (False, True):
                with self.subTest(role=role, sudo=sudo), self.assertRaises(AccessError):
                    self.as_user(role).sudo(sudo).action_revise()
        self.assertTrue(self.as_user("manager").can_revise)
        self.assertFalse(self.as_user("evaluator").can_revise)
        draft = self.revise()
        self.assertFalse(self.as_user("manager").can_revise)
        with self.assertRaisesRegex(UserError, "is draft"):
            self.revise(draft)

    def test_one_revision_at_a_time_and_cancelled_ones_do_not_count(self):
        first = self.revise()
        with self.assertRaisesRegex(UserError, "revises it already and is draft"):
            self.revise()
        self.as_user("manager", first).action_cancel("Lập nhầm")
        second = self.revise()
        self.assertEqual((first.revision, second.revision), (2, 2))
        self.assertEqual(self.evaluation.later_revision_id, second)
        self.assertFalse(self.as_user("manager", first).can_draft)
        with self.assertRaisesRegex(UserError, "revises it already"):
            self.as_user("manager", first).action_draft()
        self.as_user("manager", second).action_cancel("Lập nhầm")
        self.as_user("manager", first).action_draft()
        self.assertEqual(self.evaluation.later_revision_id, first)

    def test_a_revision_stays_with_the_company_of_what_it_revises(self):
        """Its unit has gone to another company since, whose people are not named in it."""
        own, company = self.evaluation.company_id, self.env["res.company"].create({"name": "Tỉnh khác"})
        self.env.flush_all()
        self.cr.execute("UPDATE hr_department SET company_id = %s WHERE id = %s", [company.id, self.unit.id])
        self.env.invalidate_all()
        revision = self.revise()
        self.assertEqual((revision.company_id, revision.department_id), (own, self.unit))
        self.as_user("manager", revision).write({"reviewer_id": self.users["reviewer"].id})
        self.approve(revision)
        self.assertEqual(revision.state, "approved")

    def test_a_revision_is_kept(self):
        with self.assertRaisesRegex(UserError, "is kept"):
            self.revise().unlink()

    def test_unchanged_rows_are_carried_onto_a_newer_set(self):
        newer = self.make_changed_set(N_1={"name": "Văn bản khác"})
        revision = self.revise(criteria_set_id=newer.id)
        self.assertEqual(revision.criteria_set_id, newer)
        blank = self.row("N.1", revision)
        self.assertEqual((blank.status, blank.self_points, blank.explanation), ("todo", 0.0, False))
        self.assertFalse(blank.evidence_ids or blank.answered_by_id)
        self.assertEqual(blank.revision_note, "Blank: changed are the text")
        kept = self.row("M.1", revision)
        self.assertEqual((kept.self_points, kept.explanation), (3.0, "Theo biên bản"))
        self.assertEqual(kept.revision_note, "Carried over")
        self.assertEqual(self.row("N.2", revision).status, "not_applicable")
        self.assertEqual(kept.evidence_ids.mapped("number"), self.row("M.1").evidence_ids.mapped("number"))
        self.assertEqual(self.row("M", revision).self_points, self.row("M").self_points)
        self.assertEqual(revision.self_points, self.evaluation.self_points - 3.0)
        self.assertEqual(len(revision.evidence_ids), len(self.evaluation.evidence_ids))
        self.assertEqual(revision.section_ids.body, "<p>Đã hoàn thành</p>")
        with self.assertRaisesRegex(UserError, "1 rows are not answered: N.1"):
            self.as_user("evaluator", revision).action_submit()
        self.assertEqual(self.differences(), [])

    def test_what_changes_a_row_on_a_newer_set(self):
        newer = self.criteria_set.copy({"code": "RULES", "name": "RULES"})
        rows = {row.code: row for row in newer.criterion_ids}
        rows["M.1"].rule_ids.points = 0.75
        rows["N"].name = "Nhóm khác"
        facts = {fact.code: fact for fact in newer.indicator_ids}
        facts["da_nop"].name = "Hồ sơ đã nộp đúng hạn"
        extra = rows["N.2"].copy({"set_id": newer.id, "code": "N.3", "name": "Mới", "parent_id": rows["N"].id})
        extra.max_points = 0.0
        newer.action_publish()
        revision = self.revise(criteria_set_id=newer.id)
        notes = {row.code: row.revision_note for row in revision.line_ids if not row.is_heading}
        self.assertEqual(
            notes,
            {
                "M.1": "Blank: changed are the rules",
                "M.2": "Blank: changed are the rules",  # by a formula over a fact that is another one now
                "M.3": "Carried over",
                "N.1": "Blank: changed are the heading above it",
                "N.2": "Blank: changed are the heading above it",
                "N.3": "Blank: a new row",
            },
        )
        self.assertFalse(self.fact("da_nop", revision).measure_ids)
        self.assertEqual(self.fact("hop", revision).measure_ids.value, self.fact("hop").measure_ids.value)
        self.assertEqual(len(self.fact("bao_cao", revision).measure_ids), 3)

    def test_which_sets_a_revision_may_stand_on(self):
        other_year = self.make_facts_set("2021", year=2021)
        draft = self.make_facts_set("DRAFT", publish=False)
        for set_id, error, message in (
            (other_year.id, ValidationError, "is of 2021"),
            (draft.id, UserError, "is not published"),
            (0x7FFFFFFF, ValidationError, "no longer there"),
        ):
            with self.assertRaisesRegex(error, message), self.cr.savepoint():
                self.revise(criteria_set_id=set_id)
        self.assertFalse(self.evaluation.revision_ids)
        self.criteria_set.action_archive_set()
        self.assertEqual(self.revise().criteria_set_id, self.criteria_set)

    def test_what_the_buttons_set_is_set_by_nobody_else(self):
        draft = self.make_consistent(self.criteria_set, department_id=self.other_unit.id)
        for user in (self.users["manager"], self.env.ref("base.user_admin")):
            env = self.env(user=user)
            for attempt in (
                lambda env=env: draft.with_env(env).sudo().write({"origin_id": self.evaluation.id}),
                lambda env=env: draft.with_env(env).sudo().write({"revision": 7}),
                lambda env=env: self.evaluation.with_env(env).sudo().write({"origin_id": draft.id}),
                lambda env=env: self.evaluation.with_env(env).sudo().write({"revision_ids": [Command.link(draft.id)]}),
                lambda env=env: env["agency.evaluation"].create(
                    {
                        "criteria_set_id": self.criteria_set.id,
                        "department_id": self.other_unit.id,
                        "origin_id": self.evaluation.id,
                    }
                ),
            ):
                with self.subTest(user=user.login), self.assertRaises(UserError), self.cr.savepoint():
                    attempt()
        smuggled = (
            self.env["agency.evaluation"]
            .with_context(default_origin_id=self.evaluation.id, default_revision=9)
            .create({"criteria_set_id": self.make_facts_set("SMUGGLED").id, "department_id": self.unit.id})
        )
        self.assertEqual((smuggled.origin_id.id, smuggled.revision), (False, 1))
        self.assertEqual(self.differences(), [])

    def test_the_dialog_asks_for_the_reason_and_the_set(self):
        newer = self.make_changed_set(N_1={"name": "Văn bản khác"})
        Reason = self.env["agency.evaluation.reason"].with_user(self.users["manager"])
        context = {"default_step": "revise", "default_evaluation_ids": [Command.set(self.evaluation.ids)]}
        dialog = Reason.with_context(**context).create({"reason": "Theo bộ tiêu chí mới"})
        self.assertEqual(dialog.criteria_set_id, self.criteria_set)
        self.assertTrue(dialog.needs_reason)
        dialog.criteria_set_id = newer
        revision = self.env["agency.evaluation"].browse(dialog.action_confirm()["res_id"])
        self.assertEqual(revision.criteria_set_id, newer)
        self.assertEqual(revision.decision_ids.reason, "Theo bộ tiêu chí mới")

    def test_the_dialog_that_a_client_opens_proposes_the_set_and_insists_on_a_reason(self):
        newer = self.make_changed_set(N_1={"name": "Văn bản khác"})
        action = self.as_user("manager").action_revise(criteria_set_id=newer.id)
        Reason = self.env[action["res_model"]].with_user(self.users["manager"]).with_context(**action["context"])
        dialog = Reason.create({})
        self.assertEqual((dialog.step, dialog.criteria_set_id), ("revise", newer))
        with self.assertRaisesRegex(UserError, "Give a reason"):
            dialog.action_confirm()
        self.assertFalse(self.evaluation.revision_ids)


@tagged("post_install", "-at_install")
class TestRevisionQueries(SealCase):
    def count(self, rows, files):
        evaluation = self.make_evaluation(self.make_large_set(rows, f"REVISE-{rows}-{files}"))
        self.score_all(evaluation, 0.5)
        self.make_files(evaluation, files, 1000 * rows)
        evaluation.evidence_ids.line_ids = evaluation.line_ids.filtered(lambda line: not line.is_heading)
        self.as_user("evaluator", evaluation).action_submit()
        self.as_user("approver", evaluation).action_approve()
        as_manager = self.as_user("manager", evaluation)
        before = self.cr.sql_log_count
        as_manager.action_revise("Sửa")
        self.env.flush_all()
        count = self.cr.sql_log_count - before
        self.assertEqual(len(evaluation.revision_ids.evidence_ids.attachment_ids), files)
        self.assertEqual(evaluation.revision_ids.self_points, evaluation.self_points)
        return count

    def test_queries_do_not_grow_with_rows_or_files(self):
        many = mass(325, 930)
        self.count(30, 1)
        self.assertEqual(len({self.count(93, 1), self.count(93, 60), self.count(many, 1), self.count(many, 60)}), 1)
