import logging
from dataclasses import replace
from unittest import SkipTest

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.misc import find_in_path

from odoo.addons.agency_evaluation.report.annual_report import REFERENCE, addressee_lines, heading, recipient_lines
from odoo.addons.agency_evaluation.report.rich_text import plain

from ..cases.annual_report_case import REPORT, SECTIONS, AnnualReportCase
from ..cases.print_case import BOTTOM, LEFT, MILLIMETRE, RIGHT, TOLERANCE, TOP, joined

_logger = logging.getLogger(__name__)

MIDDLE = (LEFT + RIGHT) / 2
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
#: Nghị định 30/2020/NĐ-CP, Phụ lục I: of each element its sizes in points, and whether it is bold and italic.
FORMS = {
    "UBND TỈNH THỬ NGHIỆM": ({12, 13}, False, False),
    "SỞ THỬ NGHIỆM VÀ ĐO LƯỜNG": ({12, 13}, True, False),
    NATION: ({12, 13}, True, False),
    "Độc lập - Tự do - Hạnh phúc": ({13, 14}, True, False),
    "Số: ……/BC-STN": ({13}, False, False),
    "Thử Nghiệm, ngày …… tháng …… năm ……": ({13, 14}, False, True),
    "BÁO CÁO": ({13, 14}, True, False),
    "Kết quả thực hiện công tác văn phòng năm 2020": ({13, 14}, True, False),
    "Kính gửi: Văn phòng UBND tỉnh Thử Nghiệm": ({13, 14}, False, False),
    "I. ĐẶC ĐIỂM, TÌNH HÌNH": ({13, 14}, True, False),
    "1.1. Chương trình công tác": ({13, 14}, True, False),
    "Trong đó có 03 nữ.": ({13, 14}, False, False),
    "Nơi nhận:": ({12}, True, True),
    "- Như trên;": ({11}, False, False),
    "- Lãnh đạo Sở;": ({11}, False, False),
    "- Lưu: VT, VP.": ({11}, False, False),
    "KT. GIÁM ĐỐC": ({13, 14}, True, False),
    "PHÓ GIÁM ĐỐC": ({13, 14}, True, False),
    "Họ và Tên": ({13, 14}, True, False),
    "Phụ lục": ({14}, True, False),
    "BẢNG CHẤM ĐIỂM, ĐÁNH GIÁ XẾP LOẠI THI ĐUA": ({13, 14}, True, False),
    "(Kèm theo Báo cáo số ……/BC-STN ngày …… tháng …… năm …… của Sở TN&ĐL)": ({13, 14}, False, True),
}


class ReportChecks:
    """What holds of a printed report, whichever engine printed it."""

    def test_each_element_has_the_form_of_the_decree(self):
        lines = self.read_lines(self.once(self.print_report))
        for text, form in FORMS.items():
            with self.subTest(text=text):
                (line,) = (line for line in lines if line.text == text)
                self.assertIn(line.size, form[0])
                self.assertEqual((line.bold, line.italic), form[1:])
        self.assertLessEqual({line.size for line in self.body(lines)}, {11, 12, 13, 14})

    def test_elements_stand_where_the_decree_wants_them(self):
        lines = self.read_lines(self.once(self.print_report))
        at = {line.text: line for line in lines}

        def middle(text):
            return (at[text].left + at[text].right) / 2

        self.assertAlmostEqual(at["UBND TỈNH THỬ NGHIỆM"].top, at[NATION].top, delta=TOLERANCE)
        self.assertLess(at["UBND TỈNH THỬ NGHIỆM"].top, at["SỞ THỬ NGHIỆM VÀ ĐO LƯỜNG"].top)
        for left, right in (
            ("UBND TỈNH THỬ NGHIỆM", NATION),
            ("Số: ……/BC-STN", "Thử Nghiệm, ngày …… tháng …… năm ……"),
        ):
            self.assertLess(at[left].right, at[right].left)
            self.assertAlmostEqual(at[left].top, at[right].top, delta=TOLERANCE)
        self.assertAlmostEqual(middle(NATION), middle("Độc lập - Tự do - Hạnh phúc"), delta=TOLERANCE)
        self.assertAlmostEqual(middle("UBND TỈNH THỬ NGHIỆM"), middle("SỞ THỬ NGHIỆM VÀ ĐO LƯỜNG"), delta=TOLERANCE)
        for text in (
            "BÁO CÁO",
            "Kết quả thực hiện công tác văn phòng năm 2020",
            "Kính gửi: Văn phòng UBND tỉnh Thử Nghiệm",
            "Phụ lục",
            "BẢNG CHẤM ĐIỂM, ĐÁNH GIÁ XẾP LOẠI THI ĐUA",
            "(Kèm theo Báo cáo số ……/BC-STN ngày …… tháng …… năm …… của Sở TN&ĐL)",
        ):
            self.assertAlmostEqual(middle(text), MIDDLE, delta=TOLERANCE, msg=text)
        self.assertAlmostEqual(at["I. ĐẶC ĐIỂM, TÌNH HÌNH"].left, LEFT + 12.7 * MILLIMETRE, delta=TOLERANCE)
        self.assertAlmostEqual(at["Nơi nhận:"].left, LEFT, delta=TOLERANCE)
        self.assertAlmostEqual(at["- Lưu: VT, VP."].left, LEFT, delta=TOLERANCE)
        # Their baselines: the sizes differ by two points.
        self.assertAlmostEqual(at["Nơi nhận:"].top, at["KT. GIÁM ĐỐC"].top, delta=TOLERANCE + 1)
        self.assertGreater(at["KT. GIÁM ĐỐC"].left, MIDDLE)
        room = at["Họ và Tên"].top - at["PHÓ GIÁM ĐỐC"].top
        self.assertGreater(room, 60, "there is room for the signature")

    def test_the_text_is_justified_with_room_between_paragraphs(self):
        lines = self.read_lines(self.once(self.print_report))
        text = [line for line in lines if line.text.count("đúng hạn") or line.text == "hết."]
        full = [line for line, below in zip(text, text[1:], strict=False) if below.left < LEFT + 5]
        self.assertGreater(len(full), 20)
        for line in full:
            self.assertAlmostEqual(line.right, RIGHT, delta=TOLERANCE + 1)
        steps = [
            below.top - line.top
            for line, below in zip(lines, lines[1:], strict=False)
            if line in text and below in text and line.page == below.page
        ]
        within, between = min(steps), max(steps)
        # From single spacing to one and a half, of a font whose lines are 1,15 high.
        self.assertTrue(14 * 1.15 - 1 <= within <= 14 * 1.15 * 1.5, within)
        self.assertGreaterEqual(between - within, 5, "six points, of which rounding may take one")

    def test_the_report_and_its_appendix_are_numbered_by_themselves(self):
        lines = self.read_lines(self.once(self.print_report))
        (appendix,) = (line.page for line in lines if line.text == "Phụ lục")
        numbers = self.page_numbers(lines)
        expected = [None, *map(str, range(2, appendix)), None, *map(str, range(2, len(numbers) - appendix + 2))]
        self.assertEqual([line and line.text for line in numbers], expected)
        for line in filter(None, numbers):
            self.assertAlmostEqual((line.left + line.right) / 2, MIDDLE, delta=TOLERANCE)
            self.assertIn(line.size, (13, 14))
            self.assertEqual((line.bold, line.italic), (False, False))
        self.assertEqual(
            min(line.top for line in self.body(lines) if line.page == appendix),
            next(line.top for line in lines if line.text == "Phụ lục"),
            "an appendix has no letterhead",
        )

    def test_everything_stands_once_in_order_within_the_margins(self):
        paper = self.collect_report()
        pdf = self.once(self.print_report)
        for word in self.read_words(pdf):
            self.assertGreaterEqual(word.left, LEFT - TOLERANCE, word)
            self.assertLessEqual(word.right, RIGHT + TOLERANCE, word)
            self.assertLessEqual(word.bottom, BOTTOM + TOLERANCE, word)
        self.check_text(pdf, paper)
        text = joined(line.text for line in self.body(self.read_lines(pdf)))
        self.assertEqual(text.count("PhụlụckèmtheoBáocáonày"), 1, "the report refers to its appendix")
        self.assertLess(text.index("PhụlụckèmtheoBáocáonày"), text.index("Nơinhận:"))

    def test_number_and_date_are_printed_once_they_are_given(self):
        self.as_user("manager").write({"report_number": "5", "report_date": "2021-01-05"})
        texts = [line.text for line in self.read_lines(self.print_report())]
        self.assertIn("Số: 05/BC-STN", texts)
        self.assertIn("Thử Nghiệm, ngày 05 tháng 01 năm 2021", texts)
        self.assertIn("(Kèm theo Báo cáo số 05/BC-STN ngày 05 tháng 01 năm 2021 của Sở TN&ĐL)", texts)

    def test_only_a_draft_says_that_it_is_one(self):
        self.fill_sections()
        draft = self.read_lines(self.print_report())
        signs = [line for line in draft if line.text == "DỰ THẢO" and line.top < TOP and line.bold]
        self.assertEqual([sign.page for sign in signs], list(range(1, draft[-1].page + 1)))
        self.assertEqual(len({round(sign.top) for sign in signs}), 1, "its box stands whole on every page")
        self.approve_report()
        approved = self.read_lines(self.print_report())
        self.assertNotIn("DỰ THẢO", [line.text for line in approved])
        first, second = (
            [(line.text, line.top) for line in self.body(lines) if line.page == 1] for lines in (draft, approved)
        )
        self.assertEqual(first, second, "the sign does not move what it stands above")

    def test_what_rich_text_names_elsewhere_is_not_printed(self):
        section = self.evaluation.section_ids[0]
        section.body = (
            '<p>Đầu<img src="file:///etc/passwd"/><img src="http://127.0.0.1:1/x.png"/>'
            '<a href="http://example.com/y">liên kết</a>'
            '<span style="background: url(file:///etc/hostname)">nền</span> cuối</p>'
        )
        pdf = self.print_report()
        self.assertIn("Đầuliên kếtnền cuối", [line.text for line in self.read_lines(pdf)])
        self.assertEqual(self.ask("pdfimages", pdf, "-list")[2:], [])
        self.assertNotIn(b"/URI", pdf)

    def test_long_paragraphs_and_many_recipients(self):
        paper = self.collect_report()
        long = plain("Một câu dài hơn một trang. " * 400)
        paper = replace(
            paper,
            blocks=(long, *paper.blocks[:2]),
            recipients=tuple(f"- Đơn vị {n};" for n in range(30)),
            addressees=("- Văn phòng UBND tỉnh Thử Nghiệm;", "- Sở Nội vụ."),
        )
        report = self.env.ref("agency_evaluation.action_report_annual_report")
        values = {**self.env[f"report.{REPORT}"]._get_report_values([]), "papers": [paper]}
        pdf = report._print_paper(report._render_template(REPORT, values).decode(), report._paper_page())
        words = self.read_words(pdf)
        self.assertEqual(sum(word.text == "câu" for word in words), 400)
        self.assertGreater(max(word.page for word in words if word.text == "câu"), 2)
        for word in words:
            self.assertLessEqual(word.bottom, BOTTOM + TOLERANCE, word)
            self.assertLessEqual(word.right, RIGHT + TOLERANCE, word)
        lines = self.read_lines(pdf)
        ending = {line.page for line in lines if line.text.startswith("- Đơn vị") or line.text == "Nơi nhận:"}
        self.assertEqual(len(ending), 1, "recipients and signature stay together")
        (label,) = (word for word in words if word.text == "gửi:")
        first, second, *_others = (
            word for word in words if word.text == "-" and word.bottom > label.bottom - TOLERANCE
        )
        self.assertAlmostEqual(first.bottom, label.bottom, delta=TOLERANCE)
        self.assertAlmostEqual(first.left, second.left, delta=TOLERANCE)


@tagged("post_install", "-at_install")
class TestAnnualReportWeasyprint(ReportChecks, AnnualReportCase):
    allow_inherited_tests_method = True


@tagged("post_install", "-at_install")
class TestAnnualReportWkhtmltopdf(ReportChecks, AnnualReportCase):
    allow_inherited_tests_method = True

    @classmethod
    def setUpClass(cls):
        try:
            find_in_path("wkhtmltopdf")
        except OSError as error:
            # Debian has it no more from 13 on.
            _logger.warning("wkhtmltopdf is not installed: that it prints the report whole is NOT tested.")
            raise SkipTest("wkhtmltopdf is not installed") from error
        super().setUpClass()

    def setUp(self):
        super().setUp()
        self.enterContext(self.without_weasyprint())


@tagged("post_install", "-at_install")
class TestAnnualReport(AnnualReportCase):
    """What is on the report, and for whom."""

    def test_the_report_is_described_once_for_every_writer(self):
        paper = self.collect_report()
        self.assertEqual(paper.name, "BÁO CÁO Kết quả thực hiện công tác văn phòng năm 2020")
        headings = [(block.text, block.level) for block in paper.blocks if block.kind == "heading"]
        self.assertEqual(
            headings, [(f"{number}. {title}", level) for number, title, level, _text in SECTIONS], "in order"
        )
        self.assertEqual(
            paper.blocks[-1].text,
            "Trên đây là Báo cáo kết quả thực hiện công tác văn phòng năm 2020 của Sở Thử nghiệm, trân trọng báo cáo"
            " Văn phòng UBND tỉnh Thử Nghiệm./.",
        )
        (sheet,) = self.collect()
        self.assertEqual((paper.appendix.rows, paper.appendix.total), (sheet.rows, sheet.total))

    def test_the_appendix_is_referred_to_once(self):
        section = self.evaluation.section_ids[-1]
        for text, references in (("Như trên", 1), ("Điểm số tại Phụ lục kèm theo", 0)):
            section.body = f"<p>{text}</p>"
            texts = [block.text for block in self.collect_report().blocks if block.kind == "paragraph"]
            self.assertEqual(texts.count(REFERENCE), references)

    def test_wording_of_the_lines_around_the_text(self):
        self.assertEqual(addressee_lines(""), ())
        self.assertEqual(addressee_lines("UBND tỉnh;\n\n- Sở Nội vụ"), ("- UBND tỉnh;", "- Sở Nội vụ."))
        self.assertEqual(recipient_lines("", ""), ("- Lưu: VT.",))
        self.assertEqual(
            recipient_lines("- Như trên;\nLưu: VT, TH.\nLãnh đạo Sở", " VT, VP. "),
            ("- Như trên;", "- Lãnh đạo Sở;", "- Lưu: VT, VP."),
        )
        self.assertEqual([heading(number, "Tên", 1).text for number in ("", "1", "a)")], ["Tên", "1. Tên", "a) Tên"])

    def test_who_may_not_read_every_part_gets_no_report(self):
        for role in ("evaluator", "reviewer", "approver", "manager", "auditor"):
            self.assertEqual(len(self.collect_report(role=role).appendix.rows), 93)
        with self.assertRaises(AccessError):
            self.collect_report(role="outsider")

    def test_it_is_on_the_print_menu(self):
        report = self.env.ref("agency_evaluation.action_report_annual_report")
        self.assertEqual((report.binding_model_id.model, report.binding_type), ("agency.evaluation", "report"))

    def test_a_longer_report_takes_no_more_queries(self):
        longer = self.make_reported(
            self.make_report_set("LONGER", SECTIONS * 3), SECTIONS * 3, department_id=self.other_unit.id
        )

        def count(evaluation):
            for _warm in range(2):
                evaluation = self.as_user("manager", evaluation)
                self.assertTrue(evaluation.env.user.company_id)
                before = self.cr.sql_log_count
                evaluation.env["ir.actions.report"]._render_qweb_html(REPORT, evaluation.ids)
            return self.cr.sql_log_count - before

        queries = count(self.evaluation)
        self.assertEqual(queries, count(longer))
        self.assertLessEqual(queries, 45)
