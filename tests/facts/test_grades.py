from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..cases.facts_case import FactsCase


@tagged("post_install", "-at_install")
class TestGrades(FactsCase):
    def grade(self, **points):
        for code, value in points.items():
            self.row(code.replace("_", ".")).write({"self_points": value})
        return self.evaluation.grade_id.name

    def test_points_decide_on_the_band(self):
        self.assertEqual(self.grade(), "Tốt")
        self.assertEqual(self.grade(M_1=2.5), "Tốt", "8,5 is included")
        self.assertEqual(self.grade(M_1=2.49), "Khá")
        self.assertEqual(self.grade(M_1=0.0, M_3=0.0, N_1=2.1), "Yếu")

    def test_borders_are_compared_on_rounded_points(self):
        for code, points in {"M.1": 2.8, "M.2": 0.9, "M.3": 1.9, "N.1": 2.9}.items():
            self.row(code).write({"self_points": points})
        self.assertEqual((self.evaluation.final_points, self.evaluation.grade_id.name), (8.5, "Tốt"))

    def test_a_group_below_the_floor_keeps_from_the_band(self):
        self.row("N.2").write({"self_points": 1.0})
        self.assertEqual(self.grade(M_1=1.5, M_3=2.0, N_1=3.0), "Tốt", "M has 75 %, N 100 %")
        self.row("N.2").write({"self_points": 0.0})
        self.row("M.1").write({"self_points": 3.0})
        self.assertEqual(self.grade(N_1=2.7), "Khá", "N has 67,5 %")
        self.assertEqual(self.evaluation.grade_reason, "Not “Tốt”, because group N is below the floor.")

    def test_a_fact_keeps_from_the_band(self):
        self.evaluation._state_facts({"chua_nop": (1, "")})
        self.assertEqual(self.grade(), "Khá")
        self.assertEqual(self.evaluation.grade_reason, "Not “Tốt”, because of “Hồ sơ chưa nộp”.")
        self.evaluation._state_facts({"chua_nop": (0, "")})
        self.assertEqual((self.grade(), self.evaluation.grade_reason), ("Tốt", False))

    def test_there_is_no_grade_until_every_row_is_answered(self):
        self.row("N.1").write({"self_points": False})
        self.assertFalse(self.evaluation.grade_id)

    def test_there_is_no_grade_where_nothing_is_left_to_grade(self):
        self.env["agency.evaluation.relief"].create(
            {
                "criteria_set_id": self.criteria_set.id,
                "department_ids": self.unit.ids,
                "criterion_ids": (self.row("M") + self.row("N.1")).criterion_id.ids,
                "decision_number": "15/QĐ-UBND",
                "decision_date": "2020-01-05",
            }
        )
        self.assertEqual(self.evaluation.answered_count, self.evaluation.leaf_count)
        self.assertFalse(self.evaluation.grade_id, "a bonus alone is measured by nothing")

    def test_the_points_of_the_reviewer_decide(self):
        self.as_user("evaluator").action_submit()
        self.as_user("reviewer", self.row("M.1")).write({"review_points": 2.4, "review_note": "Thiếu hồ sơ"})
        self.assertEqual((self.evaluation.self_points, self.evaluation.final_points), (9.0, 8.4))
        self.assertEqual(self.evaluation.grade_id.name, "Khá", "though no group is below the floor")

    def test_the_share_of_a_group_is_of_what_applies_where_the_rest_is_scaled(self):
        evaluation = self.evaluation
        self.env["agency.evaluation.relief"].create(
            {
                "criteria_set_id": self.criteria_set.id,
                "department_ids": self.unit.ids,
                "criterion_ids": self.row("M.1").criterion_id.ids,
                "decision_number": "15/QĐ-UBND",
                "decision_date": "2020-01-05",
            }
        )
        self.row("M.3").write({"self_points": 1.2})
        self.row("N.2").write({"self_points": 1.0})
        self.assertEqual(evaluation.final_points, 8.8)
        self.assertEqual(evaluation.grade_id.name, "Tốt", "2,2 of 3,0 are 73,33 %, though only 36,67 % of 6,0")

    def test_bands_that_overlap_or_leave_a_gap_are_not_published(self):
        draft = self.make_facts_set("BANDS", publish=False)
        good, fair, poor = draft.grade_ids
        for values, message in (
            ((fair, {"max_points": 8.6}), "8,5 points belong to several: Tốt, Khá"),
            ((fair, {"max_points": 8.4}), "Grades: 8,4 points belong to none"),
            ((fair, {"include_max": True}), "8,5 points belong to several: Tốt, Khá"),
            ((good, {"include_max": False}), "Grades: 10 points belong to none"),
            ((poor, {"include_min": False}), "Grades: 0 points belong to none"),
        ):
            grade, change = values
            with self.subTest(change=change):
                with self.assertRaisesRegex(ValidationError, message), self.cr.savepoint():
                    grade.write(change)
                    draft.action_publish()
                draft.invalidate_recordset()
        fair.unlink()
        with self.assertRaisesRegex(ValidationError, "Grades: 5,0 points belong to none"), self.cr.savepoint():
            draft.action_publish()

    def test_the_bands_of_2020_say_where_they_come_from(self):
        grades = self.env.ref("agency_evaluation.criteria_set_2020").grade_ids
        self.assertEqual(len(grades), 4)
        for grade in grades:
            self.assertIn("Nghị định 90/2020/NĐ-CP", grade.note)
