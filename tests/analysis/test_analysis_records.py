from odoo.tests import tagged

from ..cases.common import EvaluationCase
from ..cases.facts_case import FactsCase

ROW = "agency.evaluation.row.analysis"
GROUP = "agency.evaluation.group.analysis"


@tagged("post_install", "-at_install")
class TestAnalysisRecords(EvaluationCase):
    """What is read of evaluations that count: points lost, documents, reviewers, reasons, times."""

    def analysed(self, code, evaluation=None):
        self.env.flush_all()
        self.env.invalidate_all()
        evaluation = evaluation or self.evaluation
        return self.env[ROW].search([("evaluation_id", "=", evaluation.id), ("code", "=", code)])

    def found(self, model, *domain):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env[model].search([("evaluation_id", "=", self.evaluation.id), *domain])

    def answer(self, code, evaluation=None, **values):
        self.row(code, evaluation).write({"explanation": "Chưa có kinh phí", **values})

    def test_points_are_lost_where_a_row_is_answered(self):
        self.answer("A.1-1", self_points=1.25)
        row = self.analysed("A.1-1")
        self.assertEqual((row.max_points, row.final_points, row.lost_points), (3.0, 1.25, 1.75))
        self.assertAlmostEqual(row.share, 41.7, 1)
        self.assertEqual(row.group_id.code, "A")
        blank = self.analysed("A.1-2")
        self.assertEqual((blank.status, blank.lost_points, blank.share), ("todo", 0.0, 0.0))
        self.assertEqual(self.found(ROW, ("lost_points", ">", 0)).mapped("code"), ["A.1-1"])

    def test_bonus_points_are_not_lost(self):
        self.criteria_set.criterion_ids.filtered(lambda row: row.code == "A.2")._write_through({"is_bonus": True})
        self.answer("A.2", self_points=0.5)
        row = self.analysed("A.2")
        self.assertEqual((row.max_points, row.final_points, row.lost_points), (0.0, 0.5, 0.0))

    def test_what_the_unit_is_relieved_of_is_no_part(self):
        self.answer("A.2", self_points=0.0)
        self.env["agency.evaluation.relief"].create(
            {
                "criteria_set_id": self.criteria_set.id,
                "department_ids": self.unit.ids,
                "criterion_ids": self.row("A.2").criterion_id.ids,
                "decision_number": "1/QĐ",
                "decision_date": "2020-01-05",
            }
        )
        row = self.analysed("A.2")
        self.assertEqual((row.max_points, row.lost_points), (0.0, 0.0))

    def test_rows_that_claim_points_by_no_document(self):
        self.answer("A.1-1", self_points=1.0)
        self.answer("A.1-2", self_points=0.0)
        self.answer("A.2", self_points=1.0)
        self.make_evidence(codes=["A.2"])
        self.assertEqual(self.found(ROW, ("is_unproved", "=", True)).mapped("code"), ["A.1-1"])
        self.assertEqual(self.analysed("A.2").document_count, 1)

    def test_the_reviewer_differs(self):
        self.submit_all()
        self.as_user("reviewer", self.row("B.1")).write({"review_points": 0.5, "review_note": "Thiếu"})
        found = self.found(ROW, ("reviewer_differs", "=", True))
        self.assertEqual((found.code, found.points_difference, found.lost_points), ("B.1", -0.5, 3.5))

    def submit_all(self):
        self.score_all()
        self.as_user("evaluator").action_submit()

    def year_before(self, years, reason="chưa có  KINH PHÍ ", **values):
        """Have an approved evaluation of the unit so many years before, on a set of its own."""
        year = 2020 - years
        criteria_set = self.make_criteria_set(f"BEFORE-{year}", self.sheet(), year=year)
        evaluation = self.make_evaluation(criteria_set)
        self.score_all(evaluation)
        self.answer("B.1", evaluation, explanation=reason, **values)
        evaluation._write_through({"state": "approved"})
        return evaluation

    def sheet(self):
        rows = self.criteria_set.criterion_ids
        return [(row.code, row.parent_id.code, row.number, row.max_points) for row in rows]

    def test_the_same_reason_three_years_running(self):
        self.answer("B.1", self_points=1.0)
        self.assertFalse(self.analysed("B.1").is_lasting)
        self.year_before(1)
        self.assertFalse(self.analysed("B.1").is_lasting)
        first = self.year_before(2)
        self.assertTrue(self.analysed("B.1").is_lasting)
        self.assertEqual(self.found(ROW, ("is_lasting", "=", True)).mapped("code"), ["B.1"])
        first.line_ids.filtered(lambda row: row.code == "B.1")._write_through({"explanation": "Thiếu người"})
        self.assertFalse(self.analysed("B.1").is_lasting)
        first.line_ids.filtered(lambda row: row.code == "B.1")._write_through({"explanation": "Chưa có kinh phí"})
        first._write_through({"withdrawn_on": "2020-12-01 00:00:00"})
        self.assertFalse(self.analysed("B.1").is_lasting)

    def test_a_row_that_lost_nothing_before_is_no_lasting_one(self):
        self.answer("B.1", self_points=1.0)
        self.year_before(1)
        self.year_before(2, self_points=4.0)
        self.assertFalse(self.analysed("B.1").is_lasting)

    def test_groups_are_sums_of_their_rows(self):
        self.answer("A.1-1", self_points=1.5)
        self.answer("A.2", self_points=0.0)
        groups = self.found(GROUP)
        first = groups.filtered(lambda group: group.code == "A")
        self.assertEqual(sorted(groups.mapped("code")), ["A", "B"])
        self.assertEqual(first.line_id, self.row("A"))
        self.assertEqual((first.max_points, first.final_points, first.lost_points, first.share), (6, 1.5, 3.5, 30.0))
        self.assertEqual((first.row_count, first.answered_count, first.unproved_count), (3, 2, 1))

    def test_one_evaluation_of_a_unit_and_period_counts(self):
        counted = self.env[GROUP].search([("department_id", "=", self.unit.id)]).evaluation_id
        self.assertEqual(counted, self.evaluation)
        self.submit_all()
        self.as_user("approver").action_approve()
        revision = self.env["agency.evaluation"].browse(self.as_user("manager").action_revise("Sửa")["res_id"])
        # Until the revision is approved, what it revises counts.
        self.assertTrue(self.found(ROW))
        self.assertFalse(self.analysed("A.2", revision))
        as_evaluator = revision.with_user(self.users["evaluator"])
        as_evaluator.action_submit()
        revision.with_user(self.users["approver"]).action_approve()
        self.assertFalse(self.found(ROW))
        self.assertTrue(self.analysed("A.2", revision))
        revision.with_user(self.users["approver"]).action_withdraw("Sai")
        self.assertTrue(self.found(ROW))

    def test_what_is_cancelled_never_counts(self):
        self.as_user("manager").action_cancel("Lập nhầm")
        self.assertFalse(self.found(ROW))

    def test_documents_are_found_by_what_they_prove(self):
        self.make_evidence(codes=["A.2", "B.1"])
        self.make_evidence(name="Kế hoạch", number="2/KH")
        documents = self.found("agency.evaluation.document.analysis")
        self.assertEqual(sorted((one.row_count, one.file_count) for one in documents), [(0, 1), (2, 1)])
        self.assertEqual(self.found("agency.evaluation.document.analysis", ("row_count", "=", 0)).file_count, 1)

    def test_steps_are_found_by_how_long_they_took(self):
        self.evaluation._write_through({"submit_by": "2020-01-10"})
        self.submit_all()
        self.as_user("reviewer").action_return("Thiếu")
        first, second = self.evaluation.decision_ids.sorted("number")
        first._write_through({"decided_on": "2020-01-10 16:59:59"})
        second._write_through({"decided_on": "2020-01-13 04:59:59"})
        steps = self.found("agency.evaluation.decision.analysis").sorted("decided_on")
        self.assertEqual(steps.mapped("step"), ["submit", "return"])
        self.assertEqual([round(days, 2) for days in steps.mapped("days_taken")], [0.0, 2.5])
        self.assertEqual(steps.mapped("is_late"), [False, False])
        # A second later the day of the agency is over.
        first._write_through({"decided_on": "2020-01-10 17:00:00"})
        steps = self.found("agency.evaluation.decision.analysis").sorted("decided_on")
        self.assertEqual((steps[0].is_late, steps[0].days_late), (True, 1))


@tagged("post_install", "-at_install")
class TestAnalysisFacts(FactsCase):
    def test_facts_are_found_by_their_numbers(self):
        criteria_set = self.make_facts_set("ANALYSED")
        evaluation = self.make_consistent(criteria_set, year=2020, department_id=self.other_unit.id)
        self.env.flush_all()
        facts = self.env["agency.evaluation.fact.analysis"].search([("evaluation_id", "=", evaluation.id)])
        stated = {(one.code, str(one.period or "")): one.value for one in facts}
        self.assertEqual(
            stated,
            {(one.indicator_id.code, str(one.period or "")): one.value for one in evaluation.fact_ids.measure_ids},
        )
        self.assertEqual(set(facts.filtered("is_whole").mapped("period")), {False})
        self.assertTrue(facts.filtered("period"))
