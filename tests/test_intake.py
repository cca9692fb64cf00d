from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .intake_case import IntakeCase
from .scoring import papers


@tagged("post_install", "-at_install")
class TestIntake(IntakeCase):
    """The import of a sheet that nobody prepared, from its source to the criteria set and the evaluation."""

    def test_the_2020_sheet_pasted(self):
        intake = self.read(papers.paper_text())
        self.assertRecordValues(
            intake,
            [{"state": "preview", "name": papers.TITLE, "year": 2020, "criterion_count": 93, "total_points": 100.0}],
        )
        marked = {
            (line.code or line.criterion_code or line.kind, line.doubts) for line in intake.line_ids if line.doubts
        }
        self.assertEqual(
            marked,
            {
                ("I.1.2-1", "The words say 0,5 points each, the product counts 0,25."),
                ("I.1.2-1", "The rule may mean something else: see how it was understood."),
                ("I.4", "Self-scored: states 0, the rows below are blank."),
                ("IV.4", "The rule may mean something else: see how it was understood."),
                ("VI", "Self-scored: states 10, the rows below give 7,5."),
                ("total", "The self-scored total states 93, the rows give 90,5."),
            },
        )
        self.assertEqual((intake.doubt_count, intake.blocking_count), (6, 0))
        action = intake.action_make_criteria_set()
        criteria_set = intake.criteria_set_id
        self.assertEqual((action["res_model"], action["res_id"]), (criteria_set._name, criteria_set.id))
        self.assertRecordValues(
            criteria_set, [{"state": "draft", "declared_points": 100.0, "total_points": 100.0, "year": 2020}]
        )
        self.assertEqual(self.made_criteria(criteria_set), self.expected_criteria())
        self.assertEqual(self.made_rules(criteria_set), papers.RULES)
        self.assertEqual(
            {row.code: row.base_points for row in criteria_set.criterion_ids if row.base_points},
            {
                "I.1.3-1": 2.0,
                "I.5-1": 2.0,
                "I.5-2": 2.0,
                "IV.1": 1.0,
                "IV.2": 1.0,
                "IV.3": 0.5,
                "IV.4": 1.5,
                "IV.5": 1.0,
            },
        )

    def test_the_evaluation_that_the_paper_states(self):
        intake = self.read(papers.paper_text())
        intake.action_make_criteria_set()
        with self.assertRaisesRegex(UserError, "Choose the unit"):
            intake.action_make_evaluation()
        intake.write({"department_id": self.unit.id, "user_id": self.users["evaluator"].id})
        intake.action_make_evaluation()
        evaluation = intake.evaluation_id
        self.assertEqual(intake.criteria_set_id.state, "published")
        self.assertRecordValues(
            evaluation, [{"state": "draft", "department_id": self.unit.id, "stated_points": 93.0, "answered_count": 0}]
        )
        stated = {line.code: line.stated_points if line.is_stated else None for line in evaluation.line_ids}
        self.assertEqual(stated, {row["code"]: row["self"] for row in papers.nodes()})
        with self.assertRaises(AccessError):
            self.as_user("manager", evaluation).action_take_stated()
        self.assertFalse(self.as_user("manager", evaluation).can_take_stated)
        as_evaluator = self.as_user("evaluator", evaluation)
        self.assertTrue(as_evaluator.can_take_stated)
        as_evaluator.action_take_stated()
        self.assertEqual(evaluation.self_points, 90.5)
        self.assertEqual(evaluation.line_ids.answered_by_id, self.users["evaluator"])
        with self.assertRaisesRegex(UserError, "made already"):
            intake.action_make_evaluation()

    def test_what_was_scored_is_not_taken_over(self):
        self.evaluation._state_paper_points({"A": 6.0, "A.1-1": 3.0, "A.2": 2.0, "B.1": None})
        self.row("A.1-1").self_points = 1.0
        self.as_user("evaluator").action_take_stated()
        answers = {line.code: (line.status, line.self_points) for line in self.evaluation.line_ids}
        self.assertEqual(answers["A.1-1"], ("scored", 1.0))
        self.assertEqual(answers["A.2"], ("scored", 2.0))
        self.assertEqual(answers["B.1"], ("todo", 0.0))
