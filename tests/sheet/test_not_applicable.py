from odoo.tests import tagged

from ..cases.facts_case import FactsCase


@tagged("post_install", "-at_install")
class TestNotApplicable(FactsCase):
    """A row that does not apply counts as zero, as full, or not at all."""

    def make(self, policy, **values):
        """Make an evaluation of 8,0 of 10 points in which M.3, of 2 points, does not apply."""
        evaluation = self.make_consistent(self.make_facts_set(policy.upper(), na_policy=policy, **values))
        self.row("M.3", evaluation).write({"status": "not_applicable"})
        self.row("N.2", evaluation).write({"self_points": 1.0})
        return evaluation

    def points(self, evaluation, field="self_points"):
        rows = {code: self.row(code, evaluation)[field] for code in ("M", "N")}
        return {**rows, "total": evaluation[field]}

    def test_as_zero(self):
        evaluation = self.make("zero")
        self.assertEqual(self.points(evaluation), {"M": 4.0, "N": 4.0, "total": 8.0})
        self.assertEqual(evaluation.na_working, "Rows that do not apply count as zero: 2,0 of 10 points.")
        self.assertEqual(self.row("M.3", evaluation).working, "Does not apply: counts as zero.")

    def test_as_full(self):
        evaluation = self.make("full")
        self.assertEqual(self.points(evaluation), {"M": 6.0, "N": 4.0, "total": 10.0})
        self.assertEqual(self.points(evaluation, "final_points"), {"M": 6.0, "N": 4.0, "total": 10.0})
        self.assertEqual(evaluation.na_working, "Rows that do not apply count as full: 2,0 of 10 points.")
        self.assertEqual(self.row("M.3", evaluation).working, "Does not apply: counts as full, 2,0.")
        self.row("M", evaluation).flush_recordset()
        self.row("M.1", evaluation).write({"status": "not_applicable"})
        self.row("M.2", evaluation).write({"status": "not_applicable"})
        heading = self.row("M", evaluation)
        self.assertEqual((heading.status, heading.self_points), ("scored", 6.0))

    def test_taken_out(self):
        evaluation = self.make("scale")
        self.assertEqual(self.points(evaluation), {"M": 4.0, "N": 4.0, "total": 10.0})
        self.row("N.2", evaluation).write({"self_points": 0.5})
        self.assertEqual(self.points(evaluation), {"M": 4.0, "N": 3.5, "total": 9.38})
        self.assertEqual(evaluation.na_working, "Rows that do not apply are taken out: 7,5 × 10 ÷ 8,0 = 9,38")
        self.assertEqual(
            self.row("M.3", evaluation).working, "Does not apply: its 2,0 are taken out, the rest is scaled up."
        )

    def test_where_all_rows_apply_no_policy_shows(self):
        for policy in ("zero", "full", "scale"):
            evaluation = self.make(policy)
            self.row("M.3", evaluation).write({"self_points": 2.0})
            self.assertEqual((evaluation.self_points, evaluation.na_working), (10.0, False))

    def test_the_reviewer_may_find_that_a_row_applies(self):
        for policy, total in (("zero", 9.5), ("full", 9.5), ("scale", 9.5)):
            evaluation = self.make(policy, severities={"bonus_without_reason": "off"})
            self.as_user("evaluator", evaluation).action_submit()
            self.as_user("reviewer", self.row("M.3", evaluation)).write(
                {"review_points": 1.5, "review_note": "Có phát sinh"}
            )
            with self.subTest(policy=policy):
                self.assertEqual(self.points(evaluation, "final_points"), {"M": 5.5, "N": 4.0, "total": total})
        self.assertEqual(
            evaluation.na_working, "Rows that do not apply are taken out: 8,0 × 10 ÷ 8,0 = 10; after review: 9,5"
        )

    def test_a_sheet_of_which_nothing_applies(self):
        for policy, total in (("zero", 0.0), ("full", 10.0), ("scale", 0.0)):
            evaluation = self.make(policy)
            leaves = evaluation.line_ids.filtered(lambda line: not line.is_heading)
            leaves.write({"status": "not_applicable"})
            with self.subTest(policy=policy):
                self.assertEqual((evaluation.self_points, evaluation.final_points), (total, total))
                self.assertTrue(evaluation.na_working)
