from odoo.tests import tagged

from ..cases.facts_case import FactsCase
from ..cases.workbook_case import WorkbookCase


@tagged("post_install", "-at_install")
class TestNotApplicablePaper(FactsCase, WorkbookCase):
    """Totals and headings on paper are those of Odoo, whatever a row that does not apply is worth."""

    allow_inherited_tests_method = True

    def make(self, policy):
        evaluation = self.make_consistent(self.make_facts_set(policy.upper(), na_policy=policy))
        self.row("M.3", evaluation).write({"status": "not_applicable"})
        self.row("N.1", evaluation).write({"self_points": 2.5, "explanation": "Thiếu một buổi"})
        return evaluation

    def test_each_policy(self):
        cases = (
            ("zero", "6,5", "4,0", "KAD", "Ghi chú: KAD - không áp dụng."),
            ("full", "8,5", "6,0", "2,0 (KAD)", "Ghi chú: KAD - không áp dụng, được tính bằng điểm chuẩn."),
            (
                "scale",
                "8,13",
                "4,0",
                "KAD",
                "Ghi chú: KAD - không áp dụng, không tính; tổng điểm được quy đổi: điểm tự chấm 6,5 × 10 ÷ 8,0 = 8,13.",
            ),
        )
        evaluations = [self.make(policy) for policy, *_expected in cases]
        sheets, contents = zip(*map(self.make_workbook, evaluations), strict=True)
        worksheets = self.recalculate_all(*contents)
        for case, evaluation, sheet, worksheet in zip(cases, evaluations, sheets, worksheets, strict=True):
            policy, total, group, row, legend = case
            with self.subTest(policy=policy):
                codes = evaluation.line_ids.mapped("code")
                texts = {code: row.cells[1].text for code, row in zip(codes, sheet.rows, strict=True)}
                self.assertEqual((texts["M"], texts["M.3"], sheet.total[1].text), (group, row, total))
                self.assertEqual(sheet.total[1].points, evaluation.self_points)
                for line, printed in zip(evaluation.line_ids, sheet.rows, strict=True):
                    if line.is_heading:
                        self.assertEqual(printed.cells[1].points, line.self_points)
                self.assertEqual(sheet.legend, legend)
                _heading, lines, last = self.lines(worksheet, sheet)
                self.assertEqual(worksheet.cell(last, 4).value, evaluation.self_points)
                for line, place in zip(evaluation.line_ids, lines, strict=True):
                    if line.is_heading:
                        self.assertEqual(worksheet.cell(place, 4).value, line.self_points)

    def test_a_scaled_total_stays_alive(self):
        sheet, content = self.make_workbook(self.make("scale"))
        _heading, lines, last = self.lines(self.open(content), sheet)
        self.assertEqual(self.recalculate(content, [(lines[1], 4, 2.0)]).cell(last, 4).value, 6.88)

    def test_points_of_the_reviewer(self):
        cases = (("zero", 8.0, 1.5, "+1,5"), ("full", 8.0, -0.5, "−0,5"), ("scale", 8.0, 1.5, "+1,5"))
        evaluations = [self.make(policy) for policy, *_expected in cases]
        for evaluation in evaluations:
            self.as_user("evaluator", evaluation).action_submit()
            self.as_user("reviewer", self.row("M.3", evaluation)).write(
                {"review_points": 1.5, "review_note": "Có phát sinh"}
            )
        sheets, contents = zip(*map(self.make_workbook, evaluations), strict=True)
        worksheets = self.recalculate_all(*contents)
        for case, evaluation, sheet, worksheet in zip(cases, evaluations, sheets, worksheets, strict=True):
            policy, total, changed, said = case
            with self.subTest(policy=policy):
                self.assertEqual((sheet.total[3].points, evaluation.final_points), (total, total))
                row, printed = self.row("M.3", evaluation), sheet.rows[3]
                difference = printed.cells[3].points - (printed.cells[1].points or 0.0)
                self.assertEqual((row.points_difference, difference), (changed, changed))
                self.assertEqual(printed.remark, f"Thẩm định: {said} điểm. Có phát sinh")
                _heading, _lines, last = self.lines(worksheet, sheet)
                self.assertEqual(worksheet.cell(last, 6).value, total)
