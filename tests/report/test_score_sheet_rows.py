from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.agency_evaluation.report.document import attachment_line, date_line

from ..cases.score_sheet_case import REPORT, ScoreSheetCase


@tagged("post_install", "-at_install")
class TestScoreSheetRows(ScoreSheetCase):
    def texts(self, sheet, column):
        return {
            line.code: row.cells[column].text for line, row in zip(self.evaluation.line_ids, sheet.rows, strict=True)
        }

    def test_the_rows_are_those_of_the_official_sheet(self):
        (sheet,) = self.collect()
        self.assertEqual(sheet.columns, ("SỐ TT", "TIÊU CHÍ", "ĐIỂM CHUẨN", "ĐIỂM TỰ CHẤM"))
        self.assertEqual(len(sheet.rows), 93)
        for row, printed in zip(sheet.rows, self.paper_rows, strict=True):
            with self.subTest(row=printed["code"]):
                self.assertEqual((row.number, row.text), (printed["number"], printed["name"]))
                self.assertEqual(row.cells[0].points, printed["max"])
                self.assertEqual(list(row.rules), [rule["text"] for rule in printed.get("rule_rows", [])])
                self.assertEqual(row.level, printed["depth"] - 1)
                self.assertEqual(row.is_heading, bool(printed.get("children")))
                below = [sheet.rows[child].text for child in row.children]
                self.assertEqual(below, [child["name"] for child in printed.get("children", [])])
                if not row.is_heading:
                    self.assertEqual(row.cells[1].points, printed["self"])
        self.assertEqual([sheet.rows[group].number for group in sheet.groups], ["I", "II", "III", "IV", "V", "VI"])

    def test_points_are_sums_whatever_the_paper_states(self):
        (sheet,) = self.collect()
        texts = self.texts(sheet, 1)
        groups = {"I": "40,5", "II": "22", "III": "8,0", "IV": "5,5", "V": "7,0", "VI": "7,5"}
        self.assertEqual({code: texts[code] for code in groups}, groups)
        self.assertEqual([cell.text for cell in sheet.total], ["100", "90,5"])

    def test_blank_is_not_zero_and_not_applicable_is_said_so(self):
        self.row("VI-5", self.evaluation).write({"status": "not_applicable"})
        (sheet,) = self.collect()
        texts = self.texts(sheet, 1)
        self.assertEqual([texts[code] for code in ("I.4", "I.4-1", "III.6", "VI-5")], ["", "", "0", "KAD"])
        self.assertEqual(sheet.legend, "Ghi chú: KAD - không áp dụng, tính 0 điểm.")
        self.row("VI-5", self.evaluation).write({"self_points": 0.0})
        self.assertEqual(self.collect()[0].legend, "")

    def test_a_sheet_without_points_has_no_total(self):
        blank = self.make_evaluation(
            self.env.ref("agency_evaluation.criteria_set_2020"), department_id=self.other_unit.id
        )
        (sheet,) = self.collect(blank, role="reviewer")
        self.assertEqual([cell.text for cell in sheet.total], ["100", ""])
        self.assertEqual({row.cells[1].text for row in sheet.rows}, {""})

    def test_the_points_of_the_reviewer_have_a_column_once_there_are_some(self):
        self.review({"I.1.2-1": 2.75, "VI-5": 0.5})
        (sheet,) = self.collect()
        self.assertEqual(sheet.points_columns[2:], ("ĐIỂM THẨM ĐỊNH", "ĐIỂM KẾT LUẬN"))
        given = self.texts(sheet, 2)
        self.assertEqual({code: points for code, points in given.items() if points}, {"I.1.2-1": "2,75", "VI-5": "0,5"})
        texts = self.texts(sheet, 3)
        self.assertEqual(
            {code: texts[code] for code in ("I", "I.1.2-1", "I.1.2-2", "I.4", "VI-5")},
            {"I": "40,25", "I.1.2-1": "2,75", "I.1.2-2": "3,0", "I.4": "0", "VI-5": "0,5"},
        )
        self.assertEqual([cell.text for cell in sheet.total], ["100", "90,5", "", "90,75"])
        self.assertEqual(sheet.total[3].points, self.evaluation.final_points)
        remarks = {line.code: row.remark for line, row in zip(self.evaluation.line_ids, sheet.rows, strict=True)}
        self.assertEqual(
            {code: remark for code, remark in remarks.items() if remark},
            {"I.1.2-1": "Thẩm định: −0,25 điểm. Theo báo cáo", "VI-5": "Thẩm định: +0,5 điểm. Theo báo cáo"},
        )

    def test_the_paper_is_vietnamese_whatever_the_language_of_the_user(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        self.unit.with_context(lang="vi_VN").name = "Văn phòng Thử nghiệm"
        self.unit.with_context(lang="en_US").name = "Test Office"
        self.name_agency()
        for lang in ("en_US", "vi_VN"):
            self.users["evaluator"].lang = lang
            (sheet,) = self.collect()
            self.assertEqual(
                sheet.title, ("BẢNG CHẤM ĐIỂM, ĐÁNH GIÁ XẾP LOẠI THI ĐUA", "VĂN PHÒNG THỬ NGHIỆM NĂM 2020")
            )
        letterhead = sheet.letterhead
        self.assertEqual(
            (letterhead.parent_agency, letterhead.agency), ("UBND TỈNH THỬ NGHIỆM", "SỞ THỬ NGHIỆM VÀ ĐO LƯỜNG")
        )
        self.assertEqual(sheet.signature.title, ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"))

    def test_number_and_date_of_the_report_stay_open_until_they_are_given(self):
        (sheet,) = self.collect()
        self.assertEqual(sheet.attachment, "(Kèm theo Báo cáo số ……/BC-STN ngày …… tháng …… năm …… của Sở TN&ĐL)")
        self.as_user("manager").write({"report_number": "15/BC-STN", "report_date": "2021-01-05"})
        (sheet,) = self.collect()
        self.assertEqual(sheet.attachment, "(Kèm theo Báo cáo số 15/BC-STN ngày 05 tháng 01 năm 2021 của Sở TN&ĐL)")
        self.assertIn("số 15/BC-STN ngày", attachment_line("15", "BC-STN", None, "Sở"))
        self.assertIn("số …… ngày", attachment_line("", "", None, "Sở"))
        self.assertEqual(date_line(date(2020, 12, 31)), "ngày 31 tháng 12 năm 2020")
        self.assertEqual(date_line(date(2021, 3, 9)), "ngày 09 tháng 3 năm 2021")

    def test_who_may_not_read_every_row_gets_no_sheet(self):
        for role in ("evaluator", "reviewer", "approver", "manager", "auditor"):
            self.assertEqual(len(self.collect(role=role)[0].rows), 93)
        with self.assertRaises(AccessError):
            self.collect(role="outsider")
        helper = self.users["outsider"]
        helper.group_ids += self.env.ref("agency_evaluation.group_evaluator")
        self.row("I.6", self.evaluation).user_id = helper
        self.as_user("outsider").check_access("read")
        with self.assertRaises(AccessError):
            self.collect(role="outsider")

    def test_many_rows_take_no_more_queries_than_few(self):
        small = self.evaluation
        larger = []
        for rows in (325, 930):
            large_set = self.make_large_set(rows)
            large_set.action_draft()
            criterion = large_set.criterion_ids[1]
            self.env["agency.evaluation.rule"].create({"criterion_id": criterion.id, "name": "- Trừ điểm"})
            large_set.action_publish()
            larger.append(self.make_evaluation(large_set))
            self.score_all(larger[-1])
        self.assertEqual([len(each.line_ids) for each in (small, *larger)], [93, 325, 930])

        def count(task, evaluation):
            user_evaluation = self.as_user("evaluator", evaluation)
            task(user_evaluation)
            self.as_user("evaluator", evaluation)
            # Whether the company of the user is asked for depends on the environments that Python has kept.
            self.assertTrue(user_evaluation.env.user.company_id)
            before = self.cr.sql_log_count
            task(user_evaluation)
            return self.cr.sql_log_count - before

        def collect(evaluation):
            evaluation.env[f"report.{REPORT}"]._collect(evaluation)

        def render(evaluation):
            evaluation.env["ir.actions.report"]._render_qweb_html(REPORT, evaluation.ids)

        def write_word(evaluation):
            evaluation.env["report.agency_evaluation.report_annual_report"]._write_docx(evaluation)

        for task, limit in ((collect, 25), (render, 40)):
            queries = count(task, small)
            self.assertEqual([count(task, large) for large in larger], [queries, queries], task.__name__)
            self.assertLessEqual(queries, limit)
        # The report of the first one has sections besides.
        most, *others = (count(write_word, each) for each in (small, *larger))
        self.assertEqual(others[0], others[1])
        self.assertLessEqual(max(most, *others), 45)
