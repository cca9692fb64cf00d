from odoo.tests import tagged

from ..cases.facts_case import FactsCase
from ..cases.workbook_case import WorkbookCase

_CLAIM = "KAD - đề nghị không áp dụng, tính 0 điểm khi chưa được chấp nhận"
LEGENDS = {
    "zero": "Ghi chú: KAD - không áp dụng, tính 0 điểm.",
    "full": f"Ghi chú: {_CLAIM}, được chấp nhận thì tính bằng điểm chuẩn.",
    "scale": f"Ghi chú: {_CLAIM}, được chấp nhận thì không tính vào điểm chuẩn",
}


@tagged("post_install", "-at_install")
class TestNotApplicablePaper(FactsCase, WorkbookCase):
    """Totals and headings on paper are those of Odoo, whatever a row that does not apply is worth."""

    allow_inherited_tests_method = True

    def make(self, policy):
        evaluation = self.make_consistent(self.make_facts_set(policy.upper(), na_policy=policy))
        self.row("M.3", evaluation).write({"status": "not_applicable", "explanation": "Không có bộ phận một cửa."})
        self.row("N.1", evaluation).write({"self_points": 2.5, "explanation": "Thiếu một buổi"})
        return evaluation

    def relieve(self, evaluation, *codes):
        self.env["agency.evaluation.relief"].create(
            {
                "criteria_set_id": evaluation.criteria_set_id.id,
                "department_ids": evaluation.department_id.ids,
                "criterion_ids": [self.row(code, evaluation).criterion_id.id for code in codes],
                "decision_number": "15/QĐ-UBND",
                "decision_date": "2020-01-05",
                "reason": "Không có nhiệm vụ này",
            }
        )

    def assert_adds_up(self, evaluations):
        """Check that the workbooks come to what Odoo does, and return the sheets with the totals."""
        sheets, contents = zip(*map(self.make_workbook, evaluations), strict=True)
        worksheets = self.recalculate_all(*contents)
        for evaluation, sheet, worksheet in zip(evaluations, sheets, worksheets, strict=True):
            with self.subTest(set=evaluation.criteria_set_id.code):
                self.assertShows(worksheet, sheet)
                columns = {"ĐIỂM TỰ CHẤM": "self_points", "ĐIỂM KẾT LUẬN": "final_points"}
                for place, title in enumerate(sheet.points_columns):
                    if not (name := columns.get(title)):
                        continue
                    self.assertEqual(sheet.total[place].points, evaluation[name])
                    for line, printed in zip(evaluation.line_ids, sheet.rows, strict=True):
                        if line.is_heading:
                            self.assertEqual(printed.cells[place].points or 0.0, line[name])
        return sheets

    def texts(self, evaluation, sheet, column):
        codes = evaluation.line_ids.mapped("code")
        return {code: row.cells[column].text for code, row in zip(codes, sheet.rows, strict=True)}

    def test_a_claim_under_each_policy(self):
        evaluations = [self.make(policy) for policy in LEGENDS]
        for evaluation, sheet in zip(evaluations, self.assert_adds_up(evaluations), strict=True):
            policy = evaluation.criteria_set_id.na_policy
            with self.subTest(policy=policy):
                texts = self.texts(evaluation, sheet, 1)
                self.assertEqual((texts["M"], texts["M.3"], sheet.total[1].text), ("4,0", "KAD", "6,5"))
                self.assertEqual(sheet.legend.rstrip("."), LEGENDS[policy].rstrip("."))

    def test_a_granted_claim_under_each_policy(self):
        cases = {"zero": ("6,5", "KAD"), "full": ("8,5", "2,0 (KAD)"), "scale": ("8,36", "KAD")}
        evaluations = [self.make(policy) for policy in cases]
        for evaluation in evaluations:
            self.as_user("evaluator", evaluation).action_submit()
            # Some points of the reviewer, so that there is a column for the final ones.
            self.as_user("reviewer", self.row("N.1", evaluation)).action_accept()
            self.as_user("reviewer", self.row("M.3", evaluation)).action_accept()
        for evaluation, sheet in zip(evaluations, self.assert_adds_up(evaluations), strict=True):
            policy = evaluation.criteria_set_id.na_policy
            with self.subTest(policy=policy):
                self.assertEqual((sheet.total[3].text, self.texts(evaluation, sheet, 3)["M.3"]), cases[policy])
                self.assertEqual(sheet.total[1].text, "6,5")
                working = "; tổng điểm được quy đổi: điểm kết luận 6,5 × 9,0 ÷ 7,0 = 8,36." if policy == "scale" else ""
                self.assertEqual(sheet.legend, LEGENDS[policy] + working)

    def test_what_is_granted_alone_has_a_column_for_the_final_points(self):
        """Nobody gave points, and yet the sheet comes to others than the unit's own."""
        cases = {"zero": None, "full": "8,5", "scale": "8,36"}
        evaluations = [self.make(policy) for policy in cases]
        for evaluation in evaluations:
            self.as_user("evaluator", evaluation).action_submit()
            self.as_user("reviewer", self.row("M.3", evaluation)).action_accept()
        for evaluation, sheet in zip(evaluations, self.assert_adds_up(evaluations), strict=True):
            policy = evaluation.criteria_set_id.na_policy
            with self.subTest(policy=policy):
                totals = dict(zip(sheet.points_columns, (cell.text for cell in sheet.total), strict=True))
                self.assertEqual((totals["ĐIỂM TỰ CHẤM"], totals.get("ĐIỂM KẾT LUẬN")), ("6,5", cases[policy]))
                self.assertNotIn("ĐIỂM THẨM ĐỊNH", totals)

    def test_all_claims_of_a_sheet(self):
        evaluation = self.make("full")
        evaluation.line_ids._leaves().write({"status": "not_applicable", "explanation": "Không có"})
        (sheet,) = self.assert_adds_up([evaluation])
        texts = self.texts(evaluation, sheet, 1)
        self.assertEqual((texts["M"], texts["M.1"], sheet.total[1].text), ("0", "KAD", "0"))

    def test_reliefs_and_a_bonus(self):
        evaluation = self.make("zero")
        self.relieve(evaluation, "N.1", "M.2")
        self.row("N.2", evaluation).write({"self_points": 0.75, "explanation": "Được khen"})
        (sheet,) = self.assert_adds_up([evaluation])
        texts = self.texts(evaluation, sheet, 1)
        self.assertEqual([texts[code] for code in ("M.2", "N", "N.1", "N.2")], ["Miễn", "0,75", "Miễn", "0,75"])
        self.assertEqual(sheet.total[1].working, "3,0 × 9,0 ÷ 5,0 + 0,75 = 6,15")
        self.assertEqual(
            sheet.legend,
            "Ghi chú: KAD - không áp dụng, tính 0 điểm; Miễn - được miễn đánh giá theo quyết định, không tính vào điểm"
            " chuẩn; tổng điểm được quy đổi: điểm tự chấm 3,0 × 9,0 ÷ 5,0 + 0,75 = 6,15.",
        )
        self.relieve(evaluation, "M")
        (sheet,) = self.assert_adds_up([evaluation])
        self.assertEqual(self.texts(evaluation, sheet, 1)["M"], "Miễn")

    def test_a_scaled_total_stays_alive(self):
        evaluation = self.make("zero")
        self.relieve(evaluation, "M.2")
        self.row("N.2", evaluation).write({"self_points": 0.5, "explanation": "Được khen"})
        sheet, content = self.make_workbook(evaluation)
        _heading, lines, last = self.lines(self.open(content), sheet)
        self.assertEqual(evaluation.self_points, 6.69)
        self.assertEqual(self.recalculate(content, [(lines[1], 4, 2.0)]).cell(last, 4).value, 5.56)

    def test_points_of_the_reviewer(self):
        evaluations = [self.make(policy) for policy in LEGENDS]
        for evaluation in evaluations:
            self.as_user("evaluator", evaluation).action_submit()
            self.as_user("reviewer", self.row("M.3", evaluation)).action_refuse("Có phát sinh", 1.5)
        for evaluation, sheet in zip(evaluations, self.assert_adds_up(evaluations), strict=True):
            with self.subTest(policy=evaluation.criteria_set_id.na_policy):
                self.assertEqual((sheet.total[3].points, evaluation.final_points), (8.0, 8.0))
                row, printed = self.row("M.3", evaluation), sheet.rows[3]
                self.assertEqual(row.points_difference, 1.5)
                self.assertEqual(printed.remark, "Thẩm định: +1,5 điểm. Có phát sinh")

    def test_what_stands_below_the_table(self):
        evaluation = self.make("full")
        self.assertEqual(
            [note.lines for note in self.sheet_of(evaluation).notes],
            [("M.3. Row M.3: đề nghị không áp dụng. Lý do: Không có bộ phận một cửa.",)],
        )
        self.relieve(evaluation, "N.1")
        self.row("M.2", evaluation).write({"self_points": 0.5, "explanation": "Nộp chậm\nhai hồ sơ"})
        self.row("M.1", evaluation).write({"self_points": 2.0, "explanation": "Hai cuộc họp trùng"})
        self.as_user("evaluator", evaluation).action_submit()
        relieved = (
            "N.1. Row N.1: được miễn đánh giá theo Quyết định số 15/QĐ-UBND ngày 05/01/2020."
            " Lý do: Không có nhiệm vụ này."
        )
        claim = "M.3. Row M.3: đề nghị không áp dụng. Lý do: Không có bộ phận một cửa. Thẩm định: "
        deviation = "M.2. Row M.2: tự chấm 0,5, theo quy tắc 1,0. Lý do: Nộp chậm hai hồ sơ. Thẩm định: "
        other = "M.1. Row M.1: tự chấm 2,0, theo quy tắc 3,0. Lý do: Hai cuộc họp trùng. Thẩm định: "

        def notes():
            return {note.title: note.lines for note in self.sheet_of(evaluation).notes}

        titles = ("Tiêu chí không áp dụng, được miễn đánh giá", "Điểm tự chấm khác điểm theo quy tắc")
        open_ = "Chưa thẩm định."
        self.assertEqual(
            notes(), dict(zip(titles, ((claim + open_, relieved), (other + open_, deviation + open_)), strict=True))
        )
        self.as_user("reviewer", self.row("M.3", evaluation)).action_accept()
        self.as_user("reviewer", self.row("M.2", evaluation)).action_accept()
        self.as_user("reviewer", self.row("M.1", evaluation)).action_refuse("Không trùng")
        settled = {
            titles[0]: (claim + "Chấp nhận không áp dụng.", relieved),
            titles[1]: (other + "Không chấp nhận, cho 3,0 điểm (Không trùng).", deviation + "Chấp nhận 0,5 điểm."),
        }
        self.assertEqual(notes(), settled)
        self.as_user("reviewer", self.row("M.3", evaluation)).action_refuse("Có phát sinh.")
        self.assertEqual(notes()[titles[0]][0], claim + "Không chấp nhận, cho 0 điểm (Có phát sinh).")
        sheet, content = self.make_workbook(evaluation)
        values = {cell.value for row in self.open(content).iter_rows() for cell in row}
        self.assertLessEqual({*titles, *(line for note in sheet.notes for line in note.lines)}, values)

    def sheet_of(self, evaluation):
        return self.make_workbook(evaluation)[0]

    def test_what_was_approved_before_prints_as_it_did(self):
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
        for evaluation in evaluations:
            evaluation._write_through({"edition": 1})
        for case, evaluation, sheet in zip(cases, evaluations, self.assert_adds_up(evaluations), strict=True):
            policy, total, group, row, legend = case
            with self.subTest(policy=policy):
                texts = self.texts(evaluation, sheet, 1)
                self.assertEqual((texts["M"], texts["M.3"], sheet.total[1].text), (group, row, total))
                self.assertEqual((sheet.legend, sheet.notes), (legend, ()))
