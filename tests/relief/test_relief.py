from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..cases.common import ROLES, EvaluationCase

#: 100 points, of which units may be relieved of 27: a group of 20 and a row of 7.
SHEET = [
    ("I", None, "I", 73.0),
    ("I.1", "I", "1", 70.0),
    ("I.2", "I", "2", 3.0),
    ("II", None, "II", 20.0),
    ("II.1", "II", "1", 12.0),
    ("II.2", "II", "2", 8.0),
    ("III", None, "III", 7.0),
    ("III.1", "III", "1", 7.0),
]
BASIS = "Quyết định số 15/QĐ-UBND ngày 05/01/2020"


@tagged("post_install", "-at_install")
class TestRelief(EvaluationCase):
    """The organiser relieves units of rows beforehand; what is left is what they are measured by."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.criteria_set = cls.make_criteria_set("RELIEF", SHEET)

    def codes(self, *codes):
        return self.criteria_set.criterion_ids.filtered(lambda row: row.code in codes)

    def relieve(self, *codes, unit=None, **values):
        return (
            self.env["agency.evaluation.relief"]
            .with_user(self.users["manager"])
            .create(
                {
                    "criteria_set_id": self.criteria_set.id,
                    "department_ids": (unit or self.unit).ids,
                    "criterion_ids": self.codes(*codes).ids,
                    "decision_number": "15/QĐ-UBND",
                    "decision_date": "2020-01-05",
                    "reason": "Không có bộ phận một cửa",
                    **values,
                }
            )
        )

    def make(self, **values):
        return self.make_evaluation(self.criteria_set, **values)

    def score(self, evaluation, **points):
        for code, value in points.items():
            self.row(code.replace("_", "."), evaluation).write({"self_points": value, "explanation": "Thiếu"})

    def test_60_of_73_is_82_19(self):
        for policy in ("zero", "full", "scale"):
            self.criteria_set = self.make_criteria_set(f"R-{policy}", SHEET, na_policy=policy)
            self.relieve("II", "III.1")
            evaluation = self.make()
            self.score(evaluation, I_1=57.0, I_2=3.0)
            with self.subTest(policy=policy):
                self.assertEqual((evaluation.self_points, evaluation.final_points), (82.19, 82.19))
                self.assertEqual(
                    evaluation.na_working,
                    "Relieved by decision: 27 of 100 points are taken out. Total: 60 × 100 ÷ 73 = 82,19.",
                )
                self.assertEqual(evaluation.max_points, 100.0)
                rows = [(row.status, row.has_points) for row in map(self.row_in(evaluation), ("II", "II.1", "III"))]
                self.assertEqual(rows, [("not_applicable", False)] * 3)
                self.assertEqual(evaluation.answered_count, evaluation.leaf_count)

    def row_in(self, evaluation):
        return lambda code: self.row(code, evaluation)

    def test_new_evaluations_and_drafts_of_the_named_units_follow(self):
        draft, other = self.make(), self.make(department_id=self.other_unit.id)
        self.score(draft, II_1=12.0)
        relief = self.relieve("II")
        row = self.row("II.1", draft)
        self.assertRecordValues(
            row,
            [
                {
                    "relief_id": relief.id,
                    "relief_basis": BASIS,
                    "relief_reason": "Không có bộ phận một cửa",
                    "status": "not_applicable",
                    "self_points": 0.0,
                }
            ],
        )
        self.assertEqual(row.working, f"Relieved by {BASIS}.")
        self.assertFalse(other.line_ids.relief_id)
        draft.invalidate_recordset()
        self.assertEqual(draft.self_points, 0.0)
        later = self.make(year=2021)
        self.assertEqual(later.line_ids.relief_id, relief)

    def test_a_relief_that_changes_or_is_withdrawn_leaves_its_rows_blank(self):
        relief, draft = self.relieve("II", "III.1"), self.make()
        relief.write({"criterion_ids": [(6, 0, self.codes("II.2").ids)], "decision_number": "16/QĐ-UBND"})
        relieved = {row.code: row.status for row in draft.line_ids if row.relief_id}
        self.assertEqual(relieved, {"II.2": "not_applicable"})
        self.assertEqual(self.row("II.2", draft).relief_basis, "Quyết định số 16/QĐ-UBND ngày 05/01/2020")
        self.assertEqual((self.row("II.1", draft).status, self.row("II.1", draft).relief_basis), ("todo", False))
        relief.write({"department_ids": [(6, 0, self.other_unit.ids)]})
        self.assertFalse(draft.line_ids.relief_id)
        relief.write({"department_ids": [(6, 0, self.unit.ids)]})
        self.assertEqual(draft.line_ids.relief_id, relief)
        relief.unlink()
        self.assertEqual(set(draft.line_ids._leaves().mapped("status")), {"todo"})
        self.assertEqual(draft.answered_count, 0)

    def test_a_decision_has_a_number(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.relieve("I.2", decision_number=" ")

    def test_two_decisions_about_a_row(self):
        first, draft = self.relieve("II", decision_number="1/QĐ"), self.make()
        self.relieve("II.1", decision_number="2/QĐ", decision_date="2020-03-01")
        self.assertEqual(self.row("II.1", draft).relief_id, first)
        first.unlink()
        self.assertEqual(self.row("II.1", draft).relief_basis, "Quyết định số 2/QĐ ngày 01/03/2020")
        self.assertEqual(self.row("II.2", draft).status, "todo")

    def test_a_relieved_row_is_not_scored(self):
        self.relieve("II.1")
        evaluation = self.make()
        row = self.row("II.1", evaluation)
        message = f"II.1 is not scored: the unit is relieved of it by {BASIS}."
        for values in ({"self_points": 5.0}, {"status": "not_applicable"}, {"status": "todo"}, {"self_points": 0.0}):
            for write in (
                lambda values=values: self.as_user("evaluator", row).write(values),
                lambda values=values: row.sudo().write(values),
                lambda values=values: evaluation.write({"line_ids": [(1, row.id, values)]}),
            ):
                with self.assertRaisesRegex(ValidationError, message), self.cr.savepoint():
                    write()
        with self.assertRaisesRegex(ValidationError, message), self.cr.savepoint():
            evaluation._enter_paper_points({"II.1": 3.0})
        self.assertFalse(self.as_user("evaluator", row).can_answer)
        self.score_rest(evaluation)
        self.as_user("evaluator", evaluation).action_submit()
        as_reviewer = self.as_user("reviewer", row)
        self.assertFalse(as_reviewer.can_review)
        for attempt in (
            lambda: as_reviewer.write({"review_points": 1.0, "review_note": "Có"}),
            as_reviewer.action_accept,
            lambda: as_reviewer.action_question("Vì sao?"),
        ):
            with self.assertRaisesRegex(ValidationError, message), self.cr.savepoint():
                attempt()

    def score_rest(self, evaluation, points=1.0):
        rest = evaluation.line_ids._leaves().filtered(lambda row: not row.relief_id)
        rest.write({"self_points": points, "explanation": "Đã giải trình"})

    def test_no_unit_relieves_itself(self):
        """Nor does a claim of another unit make a relief: it stays a claim, and counts as zero."""
        values = {
            "criteria_set_id": self.criteria_set.id,
            "department_ids": self.unit.ids,
            "criterion_ids": self.codes("II").ids,
            "decision_number": "1",
            "decision_date": "2020-01-05",
        }
        relief = self.relieve("III", unit=self.other_unit)
        for role in (*ROLES, "outsider"):
            if role == "manager":
                continue
            as_role = self.as_user(role, relief)
            for attempt in (
                lambda r=as_role: r.create(values),
                lambda r=as_role: r.write({"reason": "x"}),
                lambda r=as_role: r.unlink(),
            ):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    attempt()
        evaluation = self.make()
        row = self.row("III.1", evaluation)
        with self.assertRaisesRegex(UserError, "cannot be set directly"):
            row.write({"relief_id": relief.id})
        row.write({"status": "not_applicable", "explanation": "Như đơn vị khác"})
        self.score(evaluation, I_1=57.0, I_2=3.0)
        self.assertEqual((evaluation.self_points, evaluation.final_points), (60.0, 60.0))

    def test_who_reads_a_relief(self):
        relief = self.relieve("II")
        other = self.relieve("III", unit=self.other_unit)
        both = relief + other
        for role in ("reviewer", "approver", "manager", "auditor"):
            self.assertEqual(self.as_user(role, both).search([("id", "in", both.ids)]), both)
        self.assertEqual(self.as_user("evaluator", both).search([("id", "in", both.ids)]), relief)
        evaluation = self.make(department_id=self.other_unit.id)
        self.row("I.1", evaluation).user_id = self.users["evaluator"]
        self.assertEqual(self.as_user("evaluator", both).search([("id", "in", both.ids)]), both)

    def test_a_relief_that_something_submitted_rests_on_is_locked(self):
        relief, evaluation = self.relieve("II"), self.make()
        self.score_rest(evaluation)
        self.as_user("evaluator", evaluation).action_submit()
        message = f"{BASIS} is no longer changed or withdrawn: .* rests on it"
        for role in ("manager", None):
            locked = self.as_user(role, relief) if role else relief.sudo()
            self.assertEqual(locked.state, "used")
            for attempt in (
                lambda r=locked: r.write({"reason": "x"}),
                lambda r=locked: r.write({"department_ids": [(4, self.other_unit.id)]}),
                locked.unlink,
            ):
                with self.assertRaisesRegex(UserError, message), self.cr.savepoint():
                    attempt()
        self.as_user("reviewer", evaluation).action_return("Thiếu")
        self.as_user("manager", relief).unlink()
        self.assertEqual(self.row("II.1", evaluation).status, "todo")

    def test_what_was_decided_while_it_was_submitted_holds_once_it_is_returned(self):
        evaluation = self.make()
        self.score_rest(evaluation)
        self.as_user("evaluator", evaluation).action_submit()
        relief = self.relieve("II")
        self.assertFalse(evaluation.line_ids.relief_id, "what was submitted stays")
        self.as_user("reviewer", evaluation).action_return("Được miễn")
        self.assertEqual(self.row("II.1", evaluation).relief_id, relief)

    def test_the_decision_is_sealed_with_the_row(self):
        self.relieve("II")
        evaluation = self.make()
        self.score_rest(evaluation)
        self.as_user("evaluator", evaluation).action_submit()
        self.as_user("approver", evaluation).action_approve()
        row = self.row("II.1", evaluation)
        values = evaluation._manifest()[0]["records"]["agency.evaluation.line"]["II.1"]
        self.assertEqual((values["relief_basis"], values["relief_reason"]), (BASIS, "Không có bộ phận một cửa"))
        self.assertEqual(evaluation._seal_differences(), [])
        self.env.flush_all()
        self.cr.execute("UPDATE agency_evaluation_line SET relief_basis = 'x' WHERE id = %s", [row.id])
        self.env.invalidate_all()
        self.assertTrue(evaluation._seal_differences())

    def test_a_revision_is_relieved_by_the_decisions_that_hold_now(self):
        self.relieve("II.1")
        evaluation = self.make()
        self.score_rest(evaluation)
        self.as_user("evaluator", evaluation).action_submit()
        self.as_user("approver", evaluation).action_approve()
        self.relieve("III", decision_number="20/QĐ-UBND")
        action = self.as_user("manager", evaluation).action_revise("Sửa")
        self.env.invalidate_all()
        revision = self.env["agency.evaluation"].browse(action["res_id"])
        relieved = {row.code: row.relief_basis for row in revision.line_ids if row.relief_id}
        self.assertEqual(relieved, {"II.1": BASIS, "III.1": "Quyết định số 20/QĐ-UBND ngày 05/01/2020"})
        self.assertEqual(self.row("I.1", revision).self_points, 1.0)
        self.assertFalse(self.row("II.1", revision).revision_note)

    def test_a_revision_on_another_set_leaves_blank_what_was_relieved(self):
        self.relieve("II.1")
        evaluation = self.make()
        self.score_rest(evaluation)
        self.as_user("evaluator", evaluation).action_submit()
        self.as_user("approver", evaluation).action_approve()
        newer = self.criteria_set.copy({"code": "NEWER"})
        newer.action_publish()
        action = self.as_user("manager", evaluation).action_revise("Sửa", criteria_set_id=newer.id)
        self.env.invalidate_all()
        row = self.row("II.1", self.env["agency.evaluation"].browse(action["res_id"]))
        self.assertEqual((row.status, row.revision_note), ("todo", "Blank: changed are the relief"))

    def test_what_a_relief_may_name(self):
        other_set = self.make_criteria_set("OTHER", SHEET)
        draft_set = self.make_criteria_set("DRAFT", SHEET, publish=False)
        for values, message in (
            ({"criterion_ids": other_set.criterion_ids[:1].ids}, "Row I belongs to another criteria set."),
            (
                {"criteria_set_id": draft_set.id, "criterion_ids": draft_set.criterion_ids[:1].ids},
                "is not published",
            ),
            ({"criterion_ids": False}, "at least one unit and one row"),
            ({"department_ids": False}, "at least one unit and one row"),
        ):
            with self.assertRaisesRegex(ValidationError, message), self.cr.savepoint():
                self.relieve("II", **values)
