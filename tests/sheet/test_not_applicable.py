from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..cases.facts_case import FactsCase


@tagged("post_install", "-at_install")
class TestNotApplicable(FactsCase):
    """That a row does not apply is a claim, worth nothing until it is granted; then the policy of the sheet counts."""

    def make(self, policy, **values):
        """Make an evaluation of 8,0 of 10 points in which M.3, of 2 points, is claimed not to apply."""
        evaluation = self.make_consistent(
            self.make_facts_set(policy.upper(), na_policy=policy, severities={"bonus_without_reason": "off"}, **values)
        )
        self.row("M.3", evaluation).write({"status": "not_applicable", "explanation": "Không có bộ phận một cửa"})
        self.row("N.2", evaluation).write({"self_points": 1.0})
        return evaluation

    def grant(self, evaluation, code="M.3"):
        self.as_user("evaluator", evaluation).action_submit()
        self.as_user("reviewer", self.row(code, evaluation)).action_accept()

    def points(self, evaluation, field="self_points"):
        rows = {code: self.row(code, evaluation)[field] for code in ("M", "N")}
        return {**rows, "total": evaluation[field]}

    def test_a_claim_is_worth_nothing_whatever_the_policy(self):
        for policy in ("zero", "full", "scale"):
            evaluation = self.make(policy)
            with self.subTest(policy=policy):
                for field in ("self_points", "final_points"):
                    self.assertEqual(self.points(evaluation, field), {"M": 4.0, "N": 4.0, "total": 8.0})
                self.assertEqual(
                    evaluation.na_working,
                    "Claimed not to apply: 2,0 of 10 points count as zero until the reviewer grants it.",
                )
                self.assertEqual(
                    self.row("M.3", evaluation).working,
                    "Claimed not to apply: counts as zero until the reviewer grants it.",
                )

    def test_granted_as_zero(self):
        evaluation = self.make("zero")
        self.grant(evaluation)
        self.assertEqual(self.points(evaluation, "final_points"), {"M": 4.0, "N": 4.0, "total": 8.0})
        self.assertEqual(evaluation.na_working, "Granted as not applicable: 2,0 of 10 points count as zero.")
        self.assertEqual(self.row("M.3", evaluation).working, "Does not apply: counts as zero.")

    def test_granted_as_full(self):
        evaluation = self.make("full")
        self.grant(evaluation)
        self.assertEqual(self.points(evaluation), {"M": 4.0, "N": 4.0, "total": 8.0}, "own points stay")
        self.assertEqual(self.points(evaluation, "final_points"), {"M": 6.0, "N": 4.0, "total": 10.0})
        self.assertEqual(evaluation.na_working, "Granted as not applicable: 2,0 of 10 points count as full.")
        self.assertEqual(self.row("M.3", evaluation).working, "Does not apply: counts as full, 2,0.")
        self.assertEqual(self.row("M.3", evaluation).points_difference, 2.0)

    def test_granted_and_taken_out(self):
        evaluation = self.make("scale")
        self.row("N.2", evaluation).write({"self_points": 0.5})
        self.row("N.1", evaluation).write({"self_points": 2.0, "explanation": "Thiếu"})
        self.grant(evaluation)
        self.assertEqual(self.points(evaluation), {"M": 4.0, "N": 2.5, "total": 6.5})
        # of nine points without the bonus, seven are left
        self.assertEqual(self.points(evaluation, "final_points"), {"M": 4.0, "N": 2.5, "total": 8.21})
        self.assertEqual(
            evaluation.na_working,
            "Granted as not applicable: 2,0 of 10 points are taken out. Total: 6,0 × 9,0 ÷ 7,0 + 0,5 = 8,21.",
        )
        self.assertEqual(
            self.row("M.3", evaluation).working, "Does not apply: its 2,0 are taken out, the rest is scaled up."
        )

    def test_a_granted_bonus_is_worth_nothing(self):
        for policy in ("zero", "full", "scale"):
            evaluation = self.make(policy)
            self.row("M.3", evaluation).write({"self_points": 2.0})
            self.row("N.2", evaluation).write({"status": "not_applicable", "explanation": "Không xét thưởng"})
            self.grant(evaluation, "N.2")
            with self.subTest(policy=policy):
                self.assertTrue(self.row("N.2", evaluation).is_granted)
                self.assertEqual((evaluation.self_points, evaluation.final_points), (9.0, 9.0))
                self.assertEqual(self.row("N.2", evaluation).working, "Does not apply: counts as zero.")

    def test_where_all_rows_apply_no_policy_shows(self):
        for policy in ("zero", "full", "scale"):
            evaluation = self.make(policy)
            self.row("M.3", evaluation).write({"self_points": 2.0})
            self.assertEqual((evaluation.self_points, evaluation.na_working), (10.0, False))

    def test_the_reviewer_may_find_that_a_row_applies(self):
        for policy in ("zero", "full", "scale"):
            evaluation = self.make(policy)
            self.as_user("evaluator", evaluation).action_submit()
            self.as_user("reviewer", self.row("M.3", evaluation)).write(
                {"review_points": 1.5, "review_note": "Có phát sinh"}
            )
            with self.subTest(policy=policy):
                self.assertEqual(self.points(evaluation, "final_points"), {"M": 5.5, "N": 4.0, "total": 9.5})
                self.assertFalse(evaluation.na_working)
                self.assertEqual(self.row("M.3", evaluation).working, "Claimed not to apply; not granted.")

    def test_a_sheet_of_which_nothing_applies(self):
        for policy in ("zero", "full", "scale"):
            evaluation = self.make(policy)
            evaluation.line_ids._leaves().write({"status": "not_applicable", "explanation": "Không áp dụng"})
            with self.subTest(policy=policy):
                self.assertEqual((evaluation.self_points, evaluation.final_points), (0.0, 0.0))
                self.assertEqual(
                    (self.row("M", evaluation).status, self.row("M", evaluation).has_points), ("scored", True)
                )
                self.assertNotEqual(evaluation.grade_id.name, "Tốt")

    def test_what_was_approved_before_counts_as_it_did(self):
        cases = (
            ("zero", 8.0, "Rows that do not apply count as zero: 2,0 of 10 points."),
            ("full", 10.0, "Rows that do not apply count as full: 2,0 of 10 points."),
            ("scale", 10.0, "Rows that do not apply are taken out: 8,0 × 10 ÷ 8,0 = 10"),
        )
        for policy, total, working in cases:
            evaluation = self.make(policy)
            evaluation._write_through({"edition": 1})
            with self.subTest(policy=policy):
                self.assertEqual(evaluation._rolled_up().own.points, total)
                self.assertEqual(evaluation._rolled_up().final.points, total)
                self.assertEqual(evaluation.na_working, working)
                self.assertEqual(self.row("M.3", evaluation).working[:15], "Does not apply:")

    def test_a_row_that_applies_to_every_unit_is_never_claimed_not_to(self):
        draft = self.make_facts_set("APPLIES", publish=False)
        rows = {row.code: row for row in draft.criterion_ids}
        self.assertTrue(rows["N.1"].may_not_apply)
        rows["N.1"].is_bonus = True
        self.assertFalse(rows["N.1"].may_not_apply, "a bonus is earned or not")
        rows["N.1"].is_bonus = False
        rows["M.1"].write({"may_not_apply": False})
        draft.action_publish()
        with self.assertRaisesRegex(UserError, "is published"), self.cr.savepoint():
            rows["M.1"].may_not_apply = True
        copy = draft.copy({"code": "COPY"}).criterion_ids.filtered(lambda row: row.code == "M.1")
        self.assertFalse(copy.may_not_apply)
        evaluation = self.make_consistent(draft)
        message = "M.1 applies to every unit: give points, zero is possible."
        row = self.row("M.1", evaluation)
        answer = {"status": "not_applicable", "explanation": "Không có"}
        for write in (
            lambda: self.as_user("evaluator", row).write(answer),
            lambda: row.sudo().write(answer),
            lambda: evaluation.write({"line_ids": [(1, row.id, answer)]}),
            lambda: (row + self.row("M.2", evaluation)).write(answer),
        ):
            with self.assertRaisesRegex(ValidationError, message), self.cr.savepoint():
                write()
        self.assertEqual((row.status, self.row("M.2", evaluation).status), ("scored", "scored"))
