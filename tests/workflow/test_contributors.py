from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..cases.common import PDF
from ..cases.seal_case import SealCase

_BARRED = "put in content of an evaluation or submitted it"


@tagged("post_install", "-at_install")
class TestContributors(SealCase):
    """Whoever put in any of the unit's content, in any round, neither reviews nor approves it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        roles = ("evaluator", "reviewer", "approver")
        groups = ",".join(f"agency_evaluation.group_{role}" for role in roles)
        cls.users["all"] = new_test_user(cls.env, "test_all", groups=groups, lang="en_US")
        cls.env["hr.employee"].create(
            {"name": "Kiêm nhiệm", "user_id": cls.users["all"].id, "department_id": cls.unit.id}
        )

    def contents(self):
        """Return what somebody may put in: a name, and what puts it in."""
        evaluation = self.as_user("all")
        row, fact, document = (
            evaluation.line_ids.filtered(lambda line: line.code == "N.1"),
            self.fact("hop"),
            self.evidence,
        )
        as_all = lambda record: self.as_user("all", record)  # noqa: E731
        file = {"name": "x.pdf", "raw": PDF + b"%% x\n", "res_model": document._name, "res_id": 0}

        def add_document():
            attachment = as_all(self.env["ir.attachment"]).create(file)
            values = {
                "name": "x",
                "confirms_no_secret": True,
                "evaluation_id": self.evaluation.id,
                "attachment_ids": [Command.link(attachment.id)],
            }
            return as_all(document).create({**values, "line_ids": [Command.link(row.id)]})

        return {
            "points": lambda: as_all(row).write({"self_points": row.self_points}),
            "points through the evaluation": lambda: evaluation.write(
                {"line_ids": [Command.update(row.id, {"explanation": "Theo sổ"})]}
            ),
            "an explanation": lambda: as_all(row).write({"explanation": "Theo sổ"}),
            "a number": lambda: as_all(fact).write({"entry": fact.entry}),
            "a note on a number": lambda: as_all(fact).write({"note": "Sổ họp"}),
            "a document": add_document,
            "another name of a document": lambda: as_all(document).write({"name": "Văn bản khác"}),
            "a document taken away": lambda: add_document().unlink(),
            "a text": lambda: as_all(self.evaluation.section_ids[0]).write({"body": "<p>Đã thực hiện</p>"}),
            "a text that is filled in": lambda: as_all(self.evaluation.section_ids[0]).action_fill(),
            "the claimed grade": lambda: evaluation.write({"claimed_grade_id": False}),
            "the total of a paper": lambda: evaluation.write({"is_stated": False}),
            "suggested points": lambda: as_all(self.row("M.1")).action_accept_suggestions(),
        }

    def test_every_kind_of_content_counts(self):
        for content in self.contents():
            with self.subTest(content), self.cr.savepoint() as savepoint:
                self.assertNotIn(self.users["all"], self.evaluation.contributor_ids)
                self.contents()[content]()
                self.env.flush_all()
                self.env.invalidate_all()
                self.assertIn(self.users["all"], self.evaluation.contributor_ids)
                savepoint.rollback()
            self.env.invalidate_all()

    def assert_barred(self, name):
        for step in ("review", "approve"):
            evaluation = self.as_user(name)
            self.assertFalse(evaluation[f"can_{step}"])
            for attempt in (evaluation, evaluation.sudo()):
                with self.assertRaisesRegex(UserError, _BARRED), self.cr.savepoint():
                    getattr(attempt, f"action_{step}")()
        row = self.as_user(name, self.row("N.1"))
        with self.assertRaisesRegex(AccessError, _BARRED), self.cr.savepoint():
            row.write({"is_reviewed": True, "review_points": row.self_points})
        for desk in ("review", "approve"):
            self.assertNotIn(self.users[name], self.evaluation._users_at(desk))

    def test_who_only_justified_judges_nothing(self):
        self.row("N.1").explanation = False
        self.as_user("evaluator").action_check()
        finding = self.evaluation.finding_ids.filtered(lambda finding: finding.severity == "warning")[:1]
        self.as_user("all", finding).write({"justification": "Đã đối chiếu"})
        self.submit()
        self.assert_barred("all")
        self.as_user("approver").action_approve()
        self.assertEqual(self.evaluation.state, "approved")

    def test_whoever_submitted_an_earlier_round_judges_no_later_one(self):
        self.as_user("all").action_submit()
        self.as_user("reviewer").action_return("Chưa rõ")
        self.as_user("evaluator").action_submit()
        self.assertEqual(self.evaluation.submitted_by_id, self.users["evaluator"])
        self.assert_barred("all")

    def test_whoever_answered_a_question_judges_nothing(self):
        self.submit()
        self.as_user("reviewer", self.row("N.1")).action_question("Theo sổ nào?")
        self.as_user("all", self.row("N.1")).action_answer("Sổ họp")
        self.assert_barred("all")

    def test_a_filled_copy_is_content(self):
        self.as_user("all").action_export_working_copy()
        self.assertNotIn(self.users["all"], self.evaluation.contributor_ids)

    def test_what_judges_do_is_no_content(self):
        self.submit()
        row = self.as_user("reviewer", self.row("N.1"))
        row.write({"review_points": 0.5, "review_note": "Thiếu biên bản"})
        self.as_user("manager", self.row("N")).write({"reviewer_id": self.users["all"].id})
        self.as_user("manager").write({"approver_id": self.users["approver"].id})
        self.as_user("evaluator").write({"report_number": "12/BC-TNMT"})
        self.assertEqual(self.evaluation.contributor_ids, self.users["evaluator"])

    def test_a_small_agency_may_relax_it_and_says_so(self):
        self.as_user("all", self.fact("hop")).write({"note": "Sổ họp"})
        self.as_user("evaluator").action_submit()
        self.assert_barred("all")
        self.evaluation.company_id.agency_own_approval = True
        self.assertIn(self.users["all"], self.evaluation._users_at("review"))
        self.as_user("reviewer").action_review()
        self.as_user("all").action_approve()
        decisions = {decision.step: decision.is_own_content for decision in self.evaluation.decision_ids}
        self.assertEqual(decisions, {"submit": False, "review": False, "approve": True})
        note = "Reviewed or approved by somebody who had put in content"
        self.assertIn(note, self.evaluation._own_content_note())
        self.assertIn("had put in content", self.evaluation.message_ids[0].body)
        report = self.env["report.agency_evaluation.report_score_sheet"]
        (sheet,) = report._get_report_values(self.evaluation.ids)["papers"]
        self.assertIn("nhập nội dung", sheet.seal.note)

    def test_without_it_nothing_is_said(self):
        self.approve()
        self.assertEqual(self.evaluation._own_content_note(), "")

    def test_a_revision_keeps_who_contributed(self):
        self.as_user("all", self.fact("hop")).write({"note": "Sổ họp"})
        self.approve()
        action = self.as_user("manager").action_revise("Sửa điểm")
        revision = self.env["agency.evaluation"].browse(action["res_id"])
        self.assertIn(self.users["all"], revision.contributor_ids)
