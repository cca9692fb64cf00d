from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..cases.common import SHEET
from ..cases.print_case import LEFT, RIGHT, TOLERANCE, PrintCase, joined
from ..cases.question_case import QuestionCase

REPORT = "agency_evaluation.report_exchange"


@tagged("post_install", "-at_install")
class TestExchangeReport(QuestionCase, PrintCase):
    allow_inherited_tests_method = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.criteria_set = cls.make_criteria_set("EXCHANGE", SHEET)
        cls.evaluation = cls.make_evaluation()

    def print_exchange(self, role="evaluator"):
        evaluation = self.as_user(role)
        report = evaluation.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, kind = report._render_qweb_pdf(REPORT, evaluation.ids)
        self.assertEqual((kind, content[:5]), ("pdf", b"%PDF-"))
        return self.read_words(content)

    def collect(self, role="evaluator"):
        evaluation = self.as_user(role)
        (paper,) = evaluation.env[f"report.{REPORT}"]._collect(evaluation)
        return paper

    def exchange(self):
        self.ask_about(text="Còn văn bản nào khác?\nNêu rõ số, ngày")
        self.as_role("evaluator", "A.1-1").write({"self_points": 2.5})
        self.answer(text="Có Quyết định 618")
        self.ask_about("B.1", "Vì sao đạt điểm này?")
        self.as_role("reviewer", "B.1").action_withdraw_question("Đã rõ")
        self.ask_about("A.2", "Số liệu tháng 12?")
        question = self.row("A.1-1").question_ids
        self.env.cr.execute(
            "UPDATE agency_evaluation_question SET asked_on = '2020-12-01 17:30:00' WHERE id = %s", question.ids
        )

    def check_paper(self):
        self.exchange()
        words = self.print_exchange()
        text = joined(word.text for word in words)
        for part in (
            "BẢNG TỔNG HỢP TRAO ĐỔI TRONG QUÁ TRÌNH THẨM ĐỊNH",
            "Còn văn bản nào khác?",
            "Nêu rõ số, ngày",
            "Điểm tự chấm: 1,0",
            "Có Quyết định 618",
            "Điểm tự chấm: 2,5",
            "00:30 02/12/2020",
            "Đóng, không giải trình. Đã rõ",
            "Chưa giải trình.",
        ):
            self.assertIn(joined(part.split()), text)
        for word in words:
            self.assertGreaterEqual(word.left, LEFT - TOLERANCE, word)
            self.assertLessEqual(word.right, RIGHT + TOLERANCE, word)

    def test_questions_and_answers_are_printed_in_order(self):
        self.check_paper()
        self.assertEqual([question.criterion for question in self.collect().questions], ["A.1-1", "B.1", "A.2"])

    def test_with_the_other_engine_too(self):
        with self.without_weasyprint():
            self.check_paper()

    def test_without_questions_it_says_so(self):
        self.assertIn("Khôngcónộidungđềnghịlàmrõ.", joined(word.text for word in self.print_exchange()))

    def test_who_may_not_read_the_evaluation_gets_no_paper(self):
        for role in ("evaluator", "reviewer", "approver", "manager", "auditor"):
            self.collect(role)
        with self.assertRaises(AccessError):
            self.collect("outsider")
