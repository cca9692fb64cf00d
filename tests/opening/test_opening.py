import json

from odoo.tests import tagged

from ..cases.full_sheet_case import DOCUMENTS, FACTS, SECTIONS, FullSheetCase
from ..sheet.test_queries import what_a_form_asks_for, what_opening_asks_for

FORM = "agency_evaluation.agency_evaluation_view_form"
SIZES = (93, 325, 930)
#: The statements of an opening: the evaluation, all that is shown and follows from it, which units are the user's,
#: which units came from which, and whether there are evaluations of parts of the period.
QUERIES = 7
#: Those of a tab: the evaluation, all that is shown, whose unit it is, and what of others belongs to it.
TAB_QUERIES = 9
#: As much is sent for each row, and for all else that is shown at once.
BYTES_OF_ROW, BYTES_OF_REST = 900, 6000


@tagged("post_install", "-at_install")
class TestOpening(FullSheetCase):
    """Opening the form takes as few queries for 930 rows as for 93, whoever opens it and in whatever state."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sheets = {rows: cls.make_full_sheet(cls.make_full_set(rows)) for rows in SIZES}
        cls.first = cls.make_full_sheet(cls.make_full_set(30))

    def open(self, evaluation, role="evaluator"):
        """Return the number of queries and the reply of opening the form, where somebody of the role did so before."""
        specification = what_opening_asks_for(self.env(user=self.users[role]))
        self.count(lambda: self.first.with_user(self.users[role]).web_read(specification))
        return self.count(lambda: evaluation.with_user(self.users[role]).web_read(specification))

    def assert_flat(self, role, most=QUERIES):
        counts = [self.open(evaluation, role)[0] for evaluation in self.sheets.values()]
        self.assertEqual(len(set(counts)), 1, f"{role}: {counts}")
        self.assertLessEqual(counts[0], most, role)

    def test_the_sheets_are_full(self):
        for rows, evaluation in self.sheets.items():
            self.assertEqual(len(evaluation.line_ids), rows)
            self.assertEqual(len(evaluation.fact_ids), FACTS)
            self.assertEqual(len(evaluation.section_ids), SECTIONS)
            self.assertEqual(len(evaluation.evidence_ids), DOCUMENTS)
            self.assertGreater(len(evaluation.finding_ids.line_id), rows / 2)
            self.assertTrue(evaluation.outdated_count)

    def test_a_draft(self):
        for role in ("evaluator", "manager", "auditor"):
            self.assert_flat(role)

    def test_under_review(self):
        for evaluation in (self.first, *self.sheets.values()):
            evaluation.finding_ids.filtered(lambda finding: finding.severity == "warning").justification = "Có lý do"
            evaluation.criteria_set_id.check_setting_ids.unlink()
            evaluation._write_through({"state": "submitted", "submitted_by_id": self.users["evaluator"].id})
            evaluation._then_mark_settlements(None)
            leaves = evaluation.line_ids._leaves()
            leaves[::3].with_user(self.users["reviewer"]).action_question("Minh chứng?")
        for role in ("evaluator", "reviewer", "approver"):
            self.assert_flat(role, most=10)

    def test_what_is_sent_grows_with_the_rows_alone(self):
        sent = {}
        for rows, evaluation in self.sheets.items():
            _count, reply = self.open(evaluation)
            sent[rows] = len(json.dumps(reply, ensure_ascii=False, default=str).encode())
            self.assertLess(sent[rows], BYTES_OF_REST + rows * BYTES_OF_ROW)
        few, _some, many = SIZES
        self.assertLess(sent[many] - sent[few], (many - few) * BYTES_OF_ROW)

    def test_tabs(self):
        """A tab that is opened takes as many queries for many rows as for few, and sends no rows of the sheet."""
        whole = what_a_form_asks_for(self.env(user=self.users["evaluator"]), FORM, "agency.evaluation")
        for name in ("evidence_ids", "monthly_fact_ids", "yearly_fact_ids", "finding_ids", "section_ids"):
            with self.subTest(tab=name):
                counts = []
                for evaluation in (self.first, *self.sheets.values()):
                    mine = evaluation.with_user(self.users["evaluator"])
                    count, [reply] = self.count(lambda: mine.web_read({name: whole[name]}))  # noqa: B023
                    self.assertEqual(set(reply), {"id", name})
                    counts.append(count)
                self.assertEqual(len(set(counts[1:])), 1, counts)
                self.assertLessEqual(counts[1], TAB_QUERIES)

    def test_the_sheet_of_the_demo(self):
        self.assertTrue(self.env.ref("base.module_agency_evaluation").demo, "Run this on a database with demo data.")
        evaluation = self.env.ref("agency_evaluation.evaluation_2020")
        evaluator = self.env.ref("agency_evaluation.user_evaluator")
        specification = what_opening_asks_for(self.env(user=evaluator))
        self.count(lambda: evaluation.with_user(evaluator).web_read(specification))
        count, reply = self.count(lambda: evaluation.with_user(evaluator).web_read(specification))
        self.assertLessEqual(count, QUERIES)
        self.assertLess(len(json.dumps(reply, ensure_ascii=False, default=str).encode()), 80_000)
