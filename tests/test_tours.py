from odoo.tests import HttpCase, tagged

from .cases.common import SHEET, EvaluationCase


@tagged("post_install", "-at_install")
class TestTours(EvaluationCase, HttpCase):
    """The main job in the browser, each role in its turn."""

    def tour(self, role, name, evaluation=None):
        """Play the tour on the form of `evaluation`, or on the list if none is given, as the user of `role`."""
        url = f"/odoo/agency-evaluations/{evaluation.id}" if evaluation else "/odoo/agency-evaluations"
        self.start_tour(url, f"agency_evaluation.{name}", login=self.users[role].login)
        self.env.invalidate_all()

    def test_whole_job(self):
        criteria_set = self.make_criteria_set("TOUR", SHEET)
        self.tour("evaluator", "evaluate")
        evaluation = self.env["agency.evaluation"].search([("criteria_set_id", "=", criteria_set.id)])
        self.assertRecordValues(
            evaluation,
            [{"state": "submitted", "department_id": self.unit.id, "self_points": 6.5, "answered_count": 4}],
        )
        lines = evaluation.line_ids.filtered(lambda line: not line.is_heading)
        self.assertEqual(
            [(line.code, line.status, line.self_points) for line in lines],
            [
                ("A.1-1", "scored", 2.5),
                ("A.1-2", "scored", 0.0),
                ("A.2", "not_applicable", 0.0),
                ("B.1", "scored", 4.0),
            ],
        )
        document = evaluation.evidence_ids
        self.assertRecordValues(document, [{"name": "Quyet dinh 617", "line_ids": self.row("A.1-1", evaluation).ids}])
        self.assertEqual(len(document.attachment_ids.evidence_sha256), 64)

        self.tour("reviewer", "return", evaluation)
        self.assertRecordValues(
            self.row("A.1-1", evaluation), [{"review_points": 2.0, "review_note": "No proof", "final_points": 2.0}]
        )
        self.tour("evaluator", "submit_again", evaluation)
        self.tour("reviewer", "review", evaluation)
        self.assertEqual(evaluation.reviewed_by_id, self.users["reviewer"])
        self.tour("approver", "approve", evaluation)
        self.assertRecordValues(evaluation, [{"state": "approved", "final_points": 6.0}])
        self.assertEqual(
            evaluation.decision_ids.sorted("number").mapped("step"), ["submit", "return", "submit", "review", "approve"]
        )
        self.tour("auditor", "audit", evaluation)
        self.check_papers(evaluation, document)

    def test_review(self):
        evaluation = self.evaluation
        self.make_evidence(codes=["A.1-1"])
        self.submit()
        self.tour("reviewer", "question", evaluation)
        self.assertEqual(self.row("A.1-1").review_state, "questioned")
        self.assertEqual(evaluation.evidence_ids.review_state, "rejected")
        self.tour("evaluator", "answer", evaluation)
        self.assertRecordValues(
            self.row("A.1-1").question_ids,
            [{"state": "answered", "text": "Which register?", "answer": "The one of 2020", "answered_points": "2,5"}],
        )
        self.assertEqual(self.row("A.1-1").evidence_count, 2)
        self.tour("reviewer", "accept", evaluation)
        leaves = evaluation.line_ids.filtered(lambda line: not line.is_heading)
        self.assertEqual(set(leaves.mapped("review_state")), {"accepted"})
        self.tour("approver", "approve", evaluation)
        self.assertRecordValues(evaluation, [{"state": "approved", "final_points": 5.5}])

    def test_facts(self):
        evaluation = self.make_evaluation(self.make_set_with_facts())
        self.tour("evaluator", "facts", evaluation)
        self.assertRecordValues(evaluation, [{"state": "submitted", "self_points": 8.0}])
        self.assertEqual(
            [(fact.code, fact.total) for fact in evaluation.fact_ids],
            [("issued", "3"), ("late", "1"), ("registered", "4"), ("share", "75")],
        )
        document = evaluation.evidence_ids
        self.assertRecordValues(document, [{"name": "So theo doi", "line_ids": []}])
        self.assertEqual(document.fact_ids.mapped("code"), ["late"])
        self.assertEqual(evaluation.finding_ids.mapped("justification"), ["As the register says"])

    def test_report(self):
        criteria_set = self.make_set_with_facts(
            {"number": "I", "title": "Results", "body": "<p>{{late}} of {{registered}} in {{year}}</p>"},
            {"number": "II", "title": "Shortcomings", "body": "<ol><li>{{shortcomings}}</li></ol>"},
        )
        evaluation = self.make_evaluation(criteria_set)
        evaluation._state_facts({"late": (2, "")})
        self.row("B.1", evaluation).write({"self_points": 3.0, "explanation": "sent late"})
        self.tour("evaluator", "report", evaluation)
        results, shortcomings = evaluation.section_ids
        self.assertEqual(results._printed_body(), "<p>05 of 06 in 2020</p>")
        self.assertIn("Sent two days late", shortcomings._printed_body())
        self.assertEqual(results.outdated_text, "“Late tasks”: 05 was typed over, the fact says 03.")

    def make_set_with_facts(self, *sections):
        """Make a set of which two rows follow from facts, and of which two facts have to agree.

        :param sections: the values of the sections of its report
        """
        criteria_set = self.make_criteria_set("FACTS", SHEET, publish=False)
        facts = {
            values["code"]: self.env["agency.evaluation.indicator"].create({"set_id": criteria_set.id, **values})
            for values in (
                {"code": "issued", "name": "Programmes issued", "frequency": "month", "months": "1-3"},
                {"code": "late", "name": "Late tasks"},
                {"code": "registered", "name": "Programmes in the register"},
                {"code": "share", "name": "Share of them", "formula": "percent(issued, registered)"},
            )
        }
        self.env["agency.evaluation.relation"].create(
            {
                "set_id": criteria_set.id,
                "name": "Programmes as in the register",
                "whole_id": facts["registered"].id,
                "part_ids": facts["issued"].ids,
            }
        )
        rows = {row.code: row for row in criteria_set.criterion_ids}
        rows["A.2"].base_points = 2.0
        for row, effect, fact in (("A.1-1", "award", "issued"), ("A.2", "deduct", "late")):
            self.env["agency.evaluation.rule"].create(
                {
                    "criterion_id": rows[row].id,
                    "name": f"{effect} for each",
                    "effect": effect,
                    "points": 0.5,
                    "basis": "each",
                    "indicator_id": facts[fact].id,
                }
            )
        self.env["agency.evaluation.section.template"].create(
            [{"set_id": criteria_set.id, "sequence": place, **values} for place, values in enumerate(sections)]
        )
        criteria_set.action_publish()
        return criteria_set

    def check_papers(self, evaluation, document):
        """The links on the form respond to an auditor."""
        self.authenticate(self.users["auditor"].login, self.users["auditor"].login)
        paper = self.url_open(f"/report/html/agency_evaluation.report_score_sheet/{evaluation.id}")
        self.assertEqual(paper.status_code, 200)
        self.assertIn("Row A.1-1", paper.text)
        excel = self.url_open(f"/agency_evaluation/{evaluation.id}/score_sheet.xlsx")
        self.assertEqual((excel.status_code, excel.content[:2]), (200, b"PK"))
        file = self.url_open(f"/web/content/{document.attachment_ids.id}?download=true")
        self.assertEqual((file.status_code, file.content[:5]), (200, b"%PDF-"))

    def test_draft_of_others(self):
        for role in ("reviewer", "auditor"):
            with self.subTest(role=role):
                self.tour(role, "read_draft", self.evaluation)

    def test_the_sums_of_the_demo(self):
        self.assertTrue(self.env.ref("base.module_agency_evaluation").demo, "Run this on a database with demo data.")
        self.tour("auditor", "read_sums", self.env.ref("agency_evaluation.evaluation_2020"))

    def test_sums_where_a_row_does_not_apply(self):
        for policy, final in (("zero", 3.5), ("full", 4.5), ("scale", 3.89)):
            with self.subTest(policy=policy):
                evaluation = self.make_evaluation(self.make_criteria_set(policy.upper(), SHEET, na_policy=policy))
                evaluation._state_paper_points({"A": 1.0}, total=2.0)
                self.score_all(evaluation)
                (self.row("A.1-2", evaluation) + self.row("A.2", evaluation)).write({"status": "not_applicable"})
                self.as_user("evaluator", evaluation).action_submit()
                self.as_user("reviewer", self.row("A.1-2", evaluation)).action_accept()
                self.tour("reviewer", "type_sums", evaluation)
                self.assertRecordValues(evaluation, [{"self_points": 2.0, "final_points": final}])

    def test_published_sheet(self):
        evaluation = self.make_evaluation(self.env.ref("agency_evaluation.criteria_set_2020"))
        self.tour("evaluator", "sheet_2020", evaluation)
        self.assertEqual(evaluation.self_points, 1.5)
