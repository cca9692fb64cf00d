import math
from datetime import date

import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..cases.common import LEAVES, EvaluationCase


@tagged("post_install", "-at_install")
class TestEvaluation(EvaluationCase):
    def points(self, *codes):
        return [self.row(code).self_points for code in codes]

    def test_a_new_evaluation_has_one_blank_row_for_each_row_of_the_set(self):
        evaluation = self.evaluation
        self.assertEqual(evaluation.state, "draft")
        self.assertEqual(evaluation.line_ids.mapped("code"), ["A", "A.1", "A.1-1", "A.1-2", "A.2", "B", "B.1"])
        self.assertEqual(evaluation.line_ids.mapped("level"), [0, 1, 2, 2, 1, 0, 1])
        self.assertEqual(evaluation.line_ids.mapped("sequence"), list(range(1, 8)))
        self.assertEqual(set(evaluation.line_ids.mapped("status")), {"todo"})
        self.assertEqual(self.row("A.1-1").parent_id, self.row("A.1"))
        self.assertFalse(any(evaluation.line_ids.mapped("has_points")))
        self.assertEqual((evaluation.max_points, evaluation.leaf_count, evaluation.answered_count), (10.0, 4, 0))
        self.assertEqual(evaluation.date_from, date(2020, 1, 1))
        self.assertEqual(evaluation.date_to, date(2020, 12, 31))

    def test_the_form_of_an_evaluator_makes_an_evaluation(self):
        criteria_set = self.env.ref("agency_evaluation.criteria_set_2020")
        form = Form(self.env["agency.evaluation"].with_user(self.users["evaluator"]))
        form.criteria_set_id = criteria_set
        self.assertEqual(form.department_id, self.unit)
        self.assertEqual((form.year, form.date_from, form.date_to), (2020, date(2020, 1, 1), date(2020, 12, 31)))
        form.year = 2021
        self.assertEqual((form.date_from, form.date_to), (date(2021, 1, 1), date(2021, 12, 31)))
        form.criteria_set_id = self.criteria_set
        form.criteria_set_id = criteria_set
        self.assertEqual((form.year, form.date_from), (2020, date(2020, 1, 1)))
        form.date_to = date(2020, 11, 30)
        evaluation = form.save()
        self.assertEqual(evaluation.date_to, date(2020, 11, 30))
        self.assertEqual(len(evaluation.line_ids), 93)
        self.assertEqual(evaluation.user_id, self.users["evaluator"])

    def test_headings_and_totals_are_sums(self):
        evaluation = self.as_user("evaluator")
        self.row("A.1-1", evaluation).self_points = 2.75
        self.row("A.1-2", evaluation).self_points = 0.5
        self.row("B.1", evaluation).write({"self_points": 0.1 + 0.2})
        self.assertEqual(self.points("A", "A.1", "B"), [3.25, 3.25, 0.3])
        self.assertEqual(evaluation.self_points, 3.55)
        self.assertEqual(evaluation.final_points, 3.55)
        self.assertEqual(evaluation.answered_count, 3)

    def test_blank_is_not_zero_and_not_applicable_is_a_third_answer(self):
        row, heading = self.row("B.1"), self.row("B")
        row.self_points = 0.0
        self.assertEqual((row.status, heading.status, heading.has_points), ("scored", "scored", True))
        row.write({"self_points": False})
        self.assertEqual((row.status, heading.status, heading.has_points), ("todo", "todo", False))
        row.write({"self_points": 2.0})
        row.write({"status": "not_applicable"})
        self.assertEqual((row.self_points, heading.status, heading.has_points), (0.0, "scored", True), "a claim is 0")
        self.assertEqual(self.evaluation.answered_count, 1)
        row.write({"status": "scored", "self_points": 1.5})
        self.assertEqual((row.status, row.self_points, heading.self_points), ("scored", 1.5, 1.5))

    @mute_logger("odoo.sql_db")
    def test_points_that_are_none_are_refused_with_code_and_maximum_and_nothing_is_saved(self):
        self.row("A.1-1").self_points = 1.25
        for value, reason in [
            (-1, "below zero"),
            (3.01, "above the maximum"),
            (2.555, "more than two decimals"),
            (math.nan, "not a number"),
            (math.inf, "above the maximum"),
            ("abc", "not a number"),
            ("2", "not a number"),
            (True, "not a number"),
        ]:
            with self.subTest(value=value), self.assertRaises(ValidationError) as caught:
                self.row("A.1-1").write({"self_points": value})
            self.assertIn("A.1-1: ", str(caught.exception))
            self.assertIn(reason, str(caught.exception))
            self.assertIn("3,0", str(caught.exception))
        self.assertEqual(self.points("A.1-1"), [1.25])

    def test_one_wrong_row_of_many_saves_none_and_all_wrong_rows_are_named(self):
        commands = [
            (1, self.row("A.1-1").id, {"self_points": 3.0}),
            (1, self.row("A.1-2").id, {"self_points": 1.5}),
            (1, self.row("B.1").id, {"self_points": -2}),
        ]
        with self.assertRaises(ValidationError) as caught:
            self.as_user("evaluator").write({"line_ids": commands})
        self.assertIn("A.1-2: 1,5 is above the maximum; 0 to 1,0", str(caught.exception))
        self.assertIn("B.1: -2 is below zero; 0 to 4,0", str(caught.exception))
        self.assertEqual(self.points(*LEAVES), [0.0] * 4)

    def test_a_form_saves_many_rows_at_once(self):
        with Form(self.as_user("evaluator")) as form:
            for index in (2, 3, 4, 6):
                with form.line_ids.edit(index) as row:
                    row.self_points = 1.0
        self.assertEqual(self.evaluation.self_points, 4.0)
        self.assertEqual(self.points("A", "B"), [3.0, 1.0])

    def test_a_heading_takes_no_points(self):
        for vals in ({"self_points": 1.0}, {"status": "not_applicable"}):
            with self.assertRaisesRegex(ValidationError, "A.1 is a heading"):
                self.row("A.1").write(vals)

    def test_rows_come_from_the_criteria_set_alone(self):
        line = self.row("A.1-1")
        for attempt in (
            line.unlink,
            lambda: self.evaluation.write({"line_ids": [(2, line.id)]}),
            lambda: self.evaluation.write({"line_ids": [(0, 0, {"criterion_id": line.criterion_id.id})]}),
            lambda: line.create({"evaluation_id": self.evaluation.id, "criterion_id": line.criterion_id.id}),
            lambda: line.write({"criterion_id": self.row("B.1").criterion_id.id}),
            lambda: line.write({"evaluation_id": self.make_evaluation(department_id=self.other_unit.id).id}),
            lambda: self.make_evaluation(department_id=self.other_unit.id).write(
                {"line_ids": [(1, line.id, {"self_points": 1})]}
            ),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                attempt()
        with self.assertRaises(psycopg2.errors.UniqueViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            line._create_through([{"evaluation_id": self.evaluation.id, "criterion_id": line.criterion_id.id}])

    def test_paper_points_stay_beside_the_computed_ones(self):
        points = {"A": 6.0, "A.1": 4.0, "A.1-1": 3.0, "A.1-2": 1.0, "A.2": None, "B": 4.0, "B.1": 3.5}
        self.evaluation._enter_paper_points(points, total=10.0)
        self.assertEqual(self.points("A", "A.1", "B", "B.1"), [4.0, 4.0, 3.5, 3.5])
        differing = self.evaluation.line_ids.filtered("stated_differs")
        self.assertEqual(differing.mapped("code"), ["A", "B"])
        self.assertEqual(self.row("B").stated_difference, "The paper states 4,0, computed 3,5")
        self.assertEqual(self.row("A.2").status, "todo")
        self.assertFalse(self.row("A.2").is_stated)
        self.assertTrue(self.evaluation.stated_differs)
        self.assertEqual(self.evaluation.self_points, 7.5)
        self.row("A.2").self_points = 2.0
        self.assertFalse(self.row("A").stated_differs)

    def test_a_paper_that_states_zero_differs_from_a_blank_row(self):
        self.evaluation._enter_paper_points({"B": 0.0, "B.1": None})
        self.assertEqual(self.row("B").stated_difference, "The paper states 0, nothing is scored")

    def test_paper_points_of_an_unknown_row_are_refused(self):
        with self.assertRaisesRegex(ValidationError, "no row C"):
            self.evaluation._enter_paper_points({"C": 1.0})

    def test_an_evaluation_needs_a_published_set_and_a_unit_of_its_own(self):
        with self.assertRaisesRegex(ValidationError, f"{self.evaluation.name} for year 2020"):
            self.make_evaluation()
        draft = self.make_criteria_set("DRAFT", [("I", None, "I", 1.0)], publish=False)
        with self.assertRaisesRegex(UserError, "not published"):
            self.make_evaluation(draft)

    def test_an_evaluator_makes_evaluations_of_the_own_unit_only(self):
        values = {"criteria_set_id": self.env.ref("agency_evaluation.criteria_set_2020").id}
        Evaluation = self.env["agency.evaluation"].with_user(self.users["evaluator"])
        self.assertEqual(len(Evaluation.create({**values, "department_id": self.unit.id}).line_ids), 93)
        with self.assertRaises(AccessError):
            Evaluation.create({**values, "department_id": self.other_unit.id})

    def test_a_draft_may_be_deleted_with_its_files_until_it_is_submitted(self):
        for role in ("evaluator", "manager"):
            evidence = self.make_evidence(codes=["B.1"])
            attachment, lines = evidence.attachment_ids, self.evaluation.line_ids
            self.as_user(role).unlink()
            for records in (evidence, attachment, lines):
                self.assertFalse(records.sudo().exists())
            self.evaluation = self.make_evaluation()
        evaluation = self.evaluation
        self.score_all(evaluation)
        self.as_user("evaluator", evaluation).action_submit()
        self.as_user("reviewer", evaluation).action_return("Thiếu tài liệu")
        with self.assertRaisesRegex(UserError, "has been submitted before"):
            self.as_user("evaluator", evaluation).unlink()

    def test_the_row_of_another_unit_is_assigned_to_its_head(self):
        self.users["outsider"].group_ids += self.env.ref("agency_evaluation.group_evaluator")
        employee = self.env["hr.employee"].create({"name": "Trưởng phòng", "user_id": self.users["outsider"].id})
        self.other_unit.manager_id = employee
        criteria_set = self.make_criteria_set("ASSIGN", [("I", None, "I", 1.0)], publish=False)
        criteria_set.criterion_ids.department_id = self.other_unit
        criteria_set.action_publish()
        self.assertEqual(self.make_evaluation(criteria_set).line_ids.user_id, self.users["outsider"])
