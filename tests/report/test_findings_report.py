from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..cases.facts_case import FactsCase, Sheet2020Case
from ..cases.print_case import LEFT, RIGHT, TOLERANCE, TOP, PrintCase, joined

REPORT = "agency_evaluation.report_findings"


class FindingsPaperCase(PrintCase):
    def print_findings(self, evaluation=None, role="evaluator"):
        evaluation = self.as_user(role, evaluation)
        report = evaluation.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, kind = report._render_qweb_pdf(REPORT, evaluation.ids)
        self.assertEqual((kind, content[:5]), ("pdf", b"%PDF-"))
        return content

    def collect_findings(self, evaluation=None, role="evaluator"):
        evaluation = self.as_user(role, evaluation)
        (paper,) = evaluation.env[f"report.{REPORT}"]._collect(evaluation)
        return paper


@tagged("post_install", "-at_install")
class TestFindingsReport2020(Sheet2020Case, FindingsPaperCase):
    allow_inherited_tests_method = True

    def check_paper(self):
        findings = self.check()
        warnings = findings.filtered(lambda finding: finding.severity == "warning")
        warnings[0].justification = "Đã đối chiếu với sổ đăng ký văn bản đi"
        paper = self.collect_findings()
        self.assertEqual(list(paper.groups), ["Lỗi phải sửa", "Nội dung phải giải trình", "Nội dung lưu ý"])
        printed = [finding for group in paper.groups.values() for finding in group]
        self.assertEqual(len(printed), len(findings))
        words = self.read_words(self.print_findings())
        text = joined(word.text for word in words)
        for finding in printed:
            self.assertIn(finding.criterion, text)
        self.assertIn("BẢNGKẾTQUẢKIỂMTRATÍNHNHẤTQUÁN", text)
        self.assertIn("KT.GIÁMĐỐC", text)
        for word in words:
            if word.bottom > TOP:
                self.assertGreaterEqual(word.left, LEFT - TOLERANCE, word)
                self.assertLessEqual(word.right, RIGHT + TOLERANCE, word)
        heads = [word.text for word in words if word.bottom <= TOP and word.text not in ("DỰ", "THẢO")]
        self.assertEqual(heads, [str(page) for page in range(2, words[-1].page + 1)])
        numbers = [word.text for word in words if word.right <= LEFT + 34 and word.text.isdigit() and word.top > TOP]
        self.assertEqual(numbers, [str(n) for group in paper.groups.values() for n in range(1, len(group) + 1)])

    def test_all_findings_are_printed_with_their_justification(self):
        self.check_paper()

    def test_with_the_other_engine_too(self):
        with self.without_weasyprint():
            self.check_paper()


@tagged("post_install", "-at_install")
class TestFindingsReport(FactsCase, FindingsPaperCase):
    allow_inherited_tests_method = True

    def test_a_sheet_without_findings_says_so(self):
        self.assertFalse(self.check())
        self.assertEqual(self.collect_findings().groups, {})
        text = joined(word.text for word in self.read_words(self.print_findings()))
        self.assertIn("Khôngpháthiệnnộidungmâuthuẫn.", text)

    def test_the_paper_is_vietnamese_whatever_the_language_of_the_user(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        self.row("N.1").write({"self_points": 2.5})
        (finding,) = self.check()
        for lang in ("en_US", "vi_VN"):
            self.users["evaluator"].lang = lang
            ((printed,),) = self.collect_findings().groups.values()
            self.assertEqual((printed.criterion, printed.message), ("N.1", finding.with_context(lang="vi_VN").message))

    def test_it_is_on_the_print_menu(self):
        report = self.env.ref("agency_evaluation.action_report_findings")
        self.assertEqual((report.binding_model_id.model, report.binding_type), ("agency.evaluation", "report"))

    def test_who_may_not_read_the_evaluation_gets_no_paper(self):
        for role in ("evaluator", "reviewer", "approver", "manager", "auditor"):
            self.collect_findings(role=role)
        with self.assertRaises(AccessError):
            self.collect_findings(role="outsider")

    def test_the_sheet_itself_is_printed_without_findings(self):
        self.row("N.1").write({"self_points": 2.5})
        self.check()
        text = joined(word.text for word in self.read_words(self.print_pdf(self.evaluation)))
        self.assertNotIn("GIẢITRÌNH", text)
