import logging
import tempfile
from dataclasses import replace
from unittest import SkipTest
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools.misc import find_in_path

from odoo.addons.agency_evaluation.report.paper import Page
from odoo.addons.agency_evaluation.report.score_sheet import Note
from odoo.addons.base.models.ir_actions_report import IrActionsReport as BaseReport

from ..cases.print_case import BOTTOM, LEFT, RIGHT, TOLERANCE, TOP, PrintCase, joined
from ..cases.score_sheet_case import REPORT

_logger = logging.getLogger(__name__)

NUMBER_WIDTH, POINTS_WIDTH, CROWDED_POINTS_WIDTH = 34, 64, 59


class PaperChecks:
    """What holds of a printed sheet, whichever engine printed it."""

    producer = None

    def check_paper(self, pdf, sheet):
        """Check that a PDF holds `sheet` whole, in order and in form; return the page of each of its rows."""
        words = self.read_words(pdf)
        self.check_margins(words)
        table, closing = self.split(words, sheet)
        points_width = CROWDED_POINTS_WIDTH if len(sheet.points_columns) > 3 else POINTS_WIDTH
        points_left = RIGHT - points_width * len(sheet.points_columns)
        numbers, texts, *points = ([] for _column in sheet.columns)
        for word in table:
            if word.right <= LEFT + NUMBER_WIDTH:
                numbers.append(word)
            elif word.right <= points_left + TOLERANCE:
                texts.append(word)
            else:
                points[int(((word.left + word.right) / 2 - points_left) // points_width)].append(word)
        self.assertEqual([word.text for word in numbers], [row.number for row in sheet.rows if row.number])
        for index, column in enumerate(points):
            expected = [row.cells[index].text for row in sheet.rows if row.cells[index].text]
            expected += [sheet.total[index].text, "điểm"] if sheet.total[index].text else []
            self.assertEqual([word.text for word in column], expected)
        notes = [text for note in sheet.notes for text in (note.title, *note.lines)]
        self.assertEqual(
            joined(word.text for word in closing),
            joined([*notes, sheet.legend, *sheet.signature.title, sheet.signature.name]),
        )
        pages = self.find_pages(texts, sheet)
        self.assertEqual({word.page for word in closing}, {pages[-1]}, "the signature stands with the total")
        self.assertEqual(pages[-1], words[-1].page)
        for row, page, next_page in zip(sheet.rows, pages, pages[1:], strict=False):
            if row.is_heading:
                self.assertEqual(page, next_page, f"{row.text} stands alone at the end of its page")
        return pages

    def check_margins(self, words):
        for word in words:
            if word.bottom > TOP:
                self.assertGreaterEqual(word.left, LEFT - TOLERANCE, word)
                self.assertLessEqual(word.right, RIGHT + TOLERANCE, word)
                self.assertLessEqual(word.bottom, BOTTOM + TOLERANCE, word)
        heads = self.heads(words)
        pages = range(2, words[-1].page + 1)
        self.assertEqual([(word.page, word.text) for word in heads], [(page, str(page)) for page in pages])
        for word in heads:
            self.assertAlmostEqual((word.left + word.right) / 2, (LEFT + RIGHT) / 2, delta=TOLERANCE)
            self.assertAlmostEqual((word.top + word.bottom) / 2, TOP / 2, delta=4 * TOLERANCE)
            self.assertAlmostEqual(word.bottom - word.top, 14.4, delta=1)

    def heads(self, words):
        """Check that each page of the draft says that it is one, left of the number; return what else heads pages."""
        heads = [word for word in words if word.bottom <= TOP]
        signs = [word for word in heads if word.text in ("DỰ", "THẢO")]
        pages = range(1, words[-1].page + 1)
        self.assertEqual([word.page for word in signs], [page for page in pages for _word in ("DỰ", "THẢO")])
        for word in signs:
            self.assertLess(LEFT - TOLERANCE, word.left)
            self.assertLess(word.right, LEFT + 80)
        return [word for word in heads if word not in signs]

    def split(self, words, sheet):
        """Check the top of each page; return the words of the table and those that follow it."""
        titles = sorted(" ".join(sheet.columns).split())
        top = joined([sheet.letterhead.parent_agency, sheet.letterhead.agency, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"])
        top += joined(["Độc lập - Tự do - Hạnh phúc", *sheet.title, sheet.attachment])
        table, closing = [], []
        for page in range(1, words[-1].page + 1):
            body = [word for word in words if word.page == page and word.bottom > TOP]
            start = 0
            if page == 1:
                while sum(len(word.text) for word in body[:start]) < len(top):
                    start += 1
                self.assertEqual(sorted(joined(word.text for word in body[:start])), sorted(top))
            self.assertEqual(sorted(word.text for word in body[start : start + len(titles)]), titles)
            table += body[start + len(titles) :]
        (total,) = (word for word in table if word.text == "CỘNG")
        closing = [word for word in table if (word.page, word.top) > (total.page, total.bottom)]
        return table[: len(table) - len(closing)], closing

    def find_pages(self, words, sheet):
        """Check that every text stands once, in order and whole; return the page of each row and of the total."""
        expected = [[row.text, *row.rules, *filter(None, [row.remark])] for row in sheet.rows] + [["TỔNG CỘNG"]]
        self.assertEqual(joined(word.text for word in words), joined(text for texts in expected for text in texts))
        pages, rest = [], iter(words)
        for texts in expected:
            pages_of_row = []
            for text in texts:
                length, pages_of_text = len(joined(text)), set()
                while length:
                    word = next(rest)
                    length -= len(word.text)
                    pages_of_text.add(word.page)
                self.assertEqual(len(pages_of_text), 1, f"{text} is split over pages")
                pages_of_row += pages_of_text
            self.assertEqual(pages_of_row[:2], pages_of_row[:1] * len(pages_of_row[:2]), f"{texts[0]} left its rules")
            pages.append(pages_of_row[0])
        return pages

    def test_the_whole_sheet_is_printed(self):
        (sheet,) = self.collect()
        pdf = self.once(self.print_pdf)
        pages = self.check_paper(pdf, sheet)
        self.assertEqual(len(pages), 94)
        self.assertGreater(pages[-1], 3)
        self.assertEqual(sheet.total[1].text, "90,5")
        information = "\n".join(self.ask("pdfinfo", pdf))
        self.assertRegex(information, rf"Producer: +{self.producer}")
        self.assertRegex(information, r"Page size: +59[45](\.\d+)? x 84[12](\.\d+)? pts")

    def test_a_reviewed_sheet_has_two_more_columns_and_a_legend(self):
        self.review({"I.1.2-1": 2.75, "I.1.2-2": 2.75})
        self.as_user("manager").write({"report_number": "15/BC-STN", "report_date": "2021-01-05"})
        (sheet,) = self.collect()
        self.assertEqual(len(sheet.columns), 6)
        self.assertTrue(sheet.legend)
        self.check_paper(self.print_pdf(), sheet)

    def test_long_names_stay_on_the_page(self):
        name = "Trung tâm Công nghệ thông tin Tài nguyên và Môi trường trực thuộc Sở Tài nguyên và Môi trường"
        self.unit.name = name
        self.name_agency(agency_parent_name=name, agency_name=name, agency_short_name=name)
        (sheet,) = self.collect()
        sheet = replace(sheet, rows=(replace(sheet.rows[0], text=f"{name}; " * 8 + "A" * 120), *sheet.rows[1:]))
        self.check_paper(self.print_sheet(sheet), sheet)

    def test_the_end_of_the_sheet_stays_together_wherever_the_page_ends(self):
        (sheet,) = self.collect()
        ends = set()
        for count in range(6, 44, 2):
            part = replace(sheet, rows=sheet.rows[:count])
            while part.rows[-1].is_heading:
                part = replace(part, rows=part.rows[:-1])
            pages = self.check_paper(self.print_sheet(part), part)
            ends.add((pages[-1], pages[-2] == pages[-1]))
        self.assertEqual(ends & {(1, True), (2, True)}, {(1, True), (2, True)})

    def test_a_page_without_rows_is_not_headed_by_columns(self):
        (sheet,) = self.collect()
        lines = tuple(f"{index}. " + "Đơn vị thuyết minh lý do. " * 12 for index in range(24))
        words = self.read_words(self.print_sheet(replace(sheet, rows=sheet.rows[:6], notes=(Note("Lý do", lines),))))
        last = joined(word.text for word in words if word.page == words[-1].page)
        self.assertGreater(words[-1].page, 1)
        self.assertIn("Đơnvịthuyếtminh", last)
        self.assertNotIn("TIÊUCHÍ", last)

    def test_hundreds_of_rows(self):
        evaluation = self.make_evaluation(self.make_large_set(325))
        self.score_all(evaluation)
        (sheet,) = self.collect(evaluation)
        self.check_paper(self.print_pdf(evaluation), sheet)

    def test_several_sheets_have_page_numbers_of_their_own(self):
        other = self.make_evaluation(
            self.env.ref("agency_evaluation.criteria_set_2020"), department_id=self.other_unit.id
        )
        words = self.read_words(self.print_pdf(self.evaluation + other, role="reviewer"))
        numbers = {word.page: word.text for word in words if word.bottom <= TOP and word.left > LEFT + 80}
        heads = [numbers.get(page, "") for page in range(1, words[-1].page + 1)]
        second = heads.index("", 1)
        self.assertEqual(heads[:second], ["", *map(str, range(2, second + 1))])
        self.assertEqual(heads[second:], ["", *map(str, range(2, len(heads) - second + 1))])
        titles = [
            joined(word.text for word in words if word.page == page and word.bottom > TOP) for page in (1, second + 1)
        ]
        self.assertIn("SỞTHỬNGHIỆMNĂM2020", titles[0])
        self.assertIn("SỞKHÁCNĂM2020", titles[1])

    def test_text_can_be_searched_and_every_letter_is_of_the_fonts_of_the_addon(self):
        _titles, _rule, *fonts = self.ask("pdffonts", self.once(self.print_pdf))
        self.assertGreaterEqual(len(fonts), 3)
        for font in fonts:
            name, *_type, embedded, _subset, unicode, _object, _number = font.split()
            self.assertRegex(name, "Liberation-?Serif")
            self.assertEqual((embedded, unicode), ("yes", "yes"), font)


@tagged("post_install", "-at_install")
class TestWeasyprint(PaperChecks, PrintCase):
    allow_inherited_tests_method = True
    producer = "WeasyPrint"

    def test_the_file_says_what_it_is(self):
        information = "\n".join(self.ask("pdfinfo", self.once(self.print_pdf)))
        self.assertRegex(information, "Title: +BẢNG CHẤM ĐIỂM, ĐÁNH GIÁ XẾP LOẠI THI ĐUA SỞ THỬ NGHIỆM NĂM 2020\n")
        self.assertRegex(information, "Author: +SỞ THỬ NGHIỆM VÀ ĐO LƯỜNG\n")

    def test_only_data_and_static_files_of_the_addon_are_served(self):
        from odoo.addons.agency_evaluation.report.weasyprint_engine import PaperFetcher

        fetcher = PaperFetcher()
        static = "http://addon.invalid/agency_evaluation/static/"
        self.assertEqual(fetcher.fetch("data:text/plain,abc").read(), b"abc")
        self.assertIn(b"Liberation Serif", fetcher.fetch(f"{static}fonts/fonts.css").read())
        for url in (
            "http://127.0.0.1/agency_evaluation/static/fonts/fonts.css",
            "https://addon.invalid/agency_evaluation/static/fonts/fonts.css",
            "http://addon.invalid.example.com/agency_evaluation/static/fonts/fonts.css",
            "http://addon.invalid/web/static/img/logo.png",
            "file:///etc/passwd",
            "FILE:///etc/passwd",
            "ftp://127.0.0.1/x",
            f"{static}../__manifest__.py",
            f"{static}%2e%2e/__manifest__.py",
            f"{static}..%2f__manifest__.py",
            f"{static}/etc/passwd",
            f"{static}%2fetc/passwd",
            f"{static}fonts/../../__manifest__.py",
            "../__manifest__.py",
        ):
            with self.subTest(url=url), self.assertRaises(ValueError):
                fetcher.fetch(url)

    def test_a_paper_that_names_other_files_is_printed_without_them(self):
        from odoo.addons.agency_evaluation.report.weasyprint_engine import render

        page = Page(width=210, height=297, top=20, right=15, bottom=20, left=30)
        with tempfile.NamedTemporaryFile(suffix=".svg") as secret:
            secret.write(b'<svg xmlns="http://www.w3.org/2000/svg"><text y="20">SECRET</text></svg>')
            secret.flush()
            images = "".join(
                f'<img src="{url}"/><object data="{url}"></object>'
                for url in (f"file://{secret.name}", secret.name, "../../../../../.." + secret.name)
            )
            links = f'<link rel="attachment" href="file://{secret.name}"/>'
            with self.assertLogs("weasyprint", "ERROR"):
                pdf = render(f"<html><head>{links}</head><body>OPEN {images}</body></html>", page)
        self.assertEqual([word.text for word in self.read_words(pdf)], ["OPEN"])
        self.assertNotIn(b"EmbeddedFile", pdf)


@tagged("post_install", "-at_install")
class TestWkhtmltopdf(PaperChecks, PrintCase):
    allow_inherited_tests_method = True
    producer = "Qt"

    @classmethod
    def setUpClass(cls):
        try:
            find_in_path("wkhtmltopdf")
        except OSError as error:
            # Debian has it no more from 13 on.
            _logger.warning("wkhtmltopdf is not installed: that it prints the papers whole is NOT tested.")
            raise SkipTest("wkhtmltopdf is not installed") from error
        super().setUpClass()

    def setUp(self):
        super().setUp()
        self.enterContext(self.without_weasyprint())

    def test_a_failure_is_told(self):
        (sheet,) = self.collect()
        page = Page(width=float("nan"), height=297, top=20, right=15, bottom=20, left=30)
        with (
            patch.object(type(self.env["ir.actions.report"]), "_paper_page", lambda report: page),
            self.assertRaisesRegex(UserError, "The paper could not be printed"),
        ):
            self.print_sheet(sheet)


@tagged("post_install", "-at_install")
class TestScoreSheetPrint(PrintCase, HttpCase):
    """Who prints what with which engine."""

    def url(self, evaluation, kind="pdf"):
        return f"/report/{kind}/{REPORT}/{evaluation.id}?context=%7B%22force_report_rendering%22%3Atrue%7D"

    def test_without_any_engine_the_message_says_what_to_install(self):
        with (
            self.without_weasyprint(),
            patch.object(BaseReport, "get_wkhtmltopdf_state", lambda self: "install"),
            self.assertRaisesRegex(UserError, "weasyprint"),
        ):
            self.print_pdf()

    def test_nothing_chosen_is_nothing_to_print(self):
        with self.assertRaisesRegex(UserError, "Choose what to print"):
            self.print_pdf(self.evaluation.browse())

    def test_a_saved_print_is_printed_again_as_it_was(self):
        report = self.env.ref("agency_evaluation.action_report_score_sheet")
        report.write({"attachment": "'sheet.pdf'", "attachment_use": True})
        first = self.print_pdf(role="manager")
        self.company.agency_name = "Sở Đổi tên"
        self.assertEqual(self.print_pdf(role="manager"), first)
        attachments = self.env["ir.attachment"].search(
            [("name", "=", "sheet.pdf"), ("res_id", "=", self.evaluation.id)]
        )
        self.assertEqual(len(attachments), 1)

    def test_other_reports_keep_the_engine_of_odoo(self):
        view = self.env["ir.ui.view"].create(
            {"type": "qweb", "key": "agency_evaluation.other", "arch": "<main><div class='article'>x</div></main>"}
        )
        report = self.env["ir.actions.report"].create(
            {"name": "Other", "model": "res.partner", "report_name": view.key, "report_type": "qweb-pdf"}
        )
        calls = []

        def record(report, bodies, **options):
            calls.append(len(bodies))
            return b"%PDF-other"

        with (
            patch.object(BaseReport, "_run_wkhtmltopdf", record),
            patch.object(BaseReport, "get_wkhtmltopdf_state", lambda self: "ok"),
        ):
            content, _kind = report.with_context(force_report_rendering=True)._render_qweb_pdf(
                report, self.env.user.partner_id.ids
            )
            self.assertEqual((content, calls), (b"%PDF-other", [1]))
            self.print_pdf()
        self.assertEqual(calls, [1])

    def test_over_http_readers_get_the_paper_and_others_do_not(self):
        self.env.flush_all()
        for role in ("evaluator", "auditor"):
            self.authenticate(self.users[role].login, self.users[role].login)
            response = self.url_open(self.url(self.evaluation))
            self.assertEqual((response.status_code, response.content[:5]), (200, b"%PDF-"))
        page = self.url_open(self.url(self.evaluation, kind="html"))
        self.assertIn("TRIỂN KHAI MỘT CỬA".lower(), page.text.lower())
        self.authenticate(self.users["outsider"].login, self.users["outsider"].login)
        response = self.url_open(self.url(self.evaluation))
        self.assertEqual(response.status_code, 403)
        self.assertNotIn(b"%PDF", response.content)
        with self.assertRaises(AccessError):
            self.print_pdf(role="outsider")

    def test_the_browser_prints_without_wkhtmltopdf(self):
        printed = []
        render = BaseReport._render_qweb_pdf

        def record(report, *args, **options):
            result = render(report, *args, **options)
            printed.append(result[0][:5])
            return result

        code = f"""
            const {{ action }} = odoo.__WOWL_DEBUG__.root.env.services;
            action.doAction("agency_evaluation.action_report_score_sheet", {{
                additionalContext: {{ active_ids: [{self.evaluation.id}], force_report_rendering: true }},
                onClose: () => console.log("test successful"),
            }});
        """
        with (
            patch.object(BaseReport, "get_wkhtmltopdf_state", lambda self: "install"),
            patch.object(BaseReport, "_render_qweb_pdf", record),
        ):
            self.browser_js("/odoo", code, ready="odoo.isReady", login=self.users["evaluator"].login)
        self.assertEqual(printed, [b"%PDF-"])
