import io

from openpyxl import load_workbook

from odoo.tests import tagged

from odoo.addons.agency_evaluation.report import score_sheet_xlsx

from ..cases.common import EvaluationCase

ROWS = ("A.1-1", "A.1-2", "A.2", "B.1")


@tagged("post_install", "-at_install")
class TestConfirmationsOnPaper(EvaluationCase):
    """The sheet says which rows nobody settled one by one, and who confirmed them."""

    def collect(self):
        self.env.invalidate_all()
        return self.env["report.agency_evaluation.report_score_sheet"]._prepare_paper(self.evaluation)

    def notes(self):
        return self.collect().confirmations

    def settle(self, *codes):
        for code in codes:
            self.as_user("reviewer", self.row(code)).action_accept()

    def test_in_words_whatever_was_left(self):
        day = f"{self.evaluation._agency_today():%d/%m/%Y}"
        reviewer, approver = (self.users[role].name for role in ("reviewer", "approver"))
        self.submit()
        self.assertEqual(self.notes(), ())
        self.settle("A.1-1", "A.2")
        self.as_user("reviewer").action_review()
        some = f"Các tiêu chí A.1-2, B.1 không được thẩm định riêng từng tiêu chí; người thẩm định {reviewer} xác nhận"
        self.assertEqual(self.notes(), (f"{some} chung ngày {day}.",))
        self.as_user("approver").action_return("Xem lại")
        self.assertEqual(self.notes(), ())
        self.as_user("evaluator").action_submit()
        self.assertEqual(self.notes(), ())
        self.as_user("approver").action_approve()
        by_approver = some.replace(f"người thẩm định {reviewer}", f"người phê duyệt {approver}")
        self.assertEqual(self.notes(), (f"{by_approver} chung ngày {day}.",))

    def test_all_rows_are_not_listed(self):
        self.submit()
        self.as_user("approver").action_approve()
        (note,) = self.notes()
        self.assertTrue(note.startswith("Toàn bộ 4 tiêu chí không được thẩm định riêng từng tiêu chí; người phê duyệt"))

    def test_a_sheet_that_was_settled_says_nothing(self):
        self.submit()
        self.settle(*ROWS)
        self.as_user("reviewer").action_review()
        self.as_user("approver").action_approve()
        self.assertEqual(self.notes(), ())

    def test_excel_has_the_line(self):
        self.submit()
        self.as_user("approver").action_approve()
        (note,) = self.notes()
        worksheet = load_workbook(io.BytesIO(score_sheet_xlsx.write(self.collect()))).active
        texts = {cell.value for row in worksheet.iter_rows() for cell in row}
        self.assertIn(note, texts)
