import io
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import timezone
from pathlib import Path
from unittest.mock import patch

import docx
from docx.oxml.ns import qn
from docx.styles.styles import Styles
from docx.table import Table
from docx.text.paragraph import Paragraph

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.agency_evaluation.report import rich_text
from odoo.addons.agency_evaluation.report.paper import FONTS
from odoo.addons.agency_evaluation.report.wkhtmltopdf_engine import FONTS_CONFIGURATION

from ..cases.annual_report_case import REPORT, SECTIONS, AnnualReportCase
from .test_annual_report import FORMS

#: The order of what may stand in these elements (ECMA-376 part 1); a program may refuse another one.
ORDERS = {
    "pPr": "pStyle keepNext keepLines widowControl numPr pBdr shd tabs spacing ind jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs color spacing kern sz szCs u bdr lang",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg docGrid",
    "tblPr": "tblStyle tblStyleRowBandSize tblStyleColBandSize tblW jc tblInd tblBorders tblLayout tblCellMar tblLook",
    "style": "name basedOn next link uiPriority semiHidden unhideWhenUsed qFormat rsid pPr rPr tblPr tblStylePr",
}


class DocxCase(AnnualReportCase):
    def make_docx(self, report=None):
        """Return the description of the report and the Word file that is made of it."""
        evaluation = self.as_user("evaluator")
        reports = evaluation.env[f"report.{REPORT}"]
        if report is None:
            return self.collect_report(), reports._write_docx(evaluation)
        page = self.env.ref("agency_evaluation.action_report_annual_report")._paper_page()
        return report, reports._docx_writer().write(report, page)

    def open(self, content):
        return docx.Document(io.BytesIO(content))

    def print_docx(self, content):
        """Return the PDF that LibreOffice makes of a Word file."""
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "report.docx").write_bytes(content)
            # Not every machine has a font of the metrics of Times New Roman with all letters of Vietnamese.
            Path(folder, "fonts.conf").write_text(FONTS_CONFIGURATION.format(fonts=FONTS))
            profile = f"-env:UserInstallation=file://{folder}/profile"
            subprocess.run(
                ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, f"{folder}/report.docx"],
                env={**os.environ, "FONTCONFIG_FILE": f"{folder}/fonts.conf"},
                capture_output=True,
                check=True,
            )
            return Path(folder, "report.pdf").read_bytes()

    def paragraphs(self, document):
        """Yield every paragraph of the body, those in tables too, in order."""
        for item in document.iter_inner_content():
            if isinstance(item, Paragraph):
                yield item
            else:
                yield from (Paragraph(p, item) for p in item._tbl.iter(qn("w:p")))

    def tables(self, document):
        return [item for item in document.iter_inner_content() if isinstance(item, Table)]


@tagged("post_install", "-at_install")
class TestAnnualReportDocx(DocxCase):
    def test_the_file_holds_the_whole_report_in_order(self):
        report, content = self.once(self.make_docx)
        texts = [paragraph.text for paragraph in self.paragraphs(self.open(content)) if paragraph.text]
        letterhead, sheet = report.letterhead, report.appendix
        expected = [letterhead.parent_agency, letterhead.agency, letterhead.nation, letterhead.motto]
        expected += [letterhead.number, letterhead.place_and_date, report.label, *report.title]
        expected.append(f"{report.addressees_label} {report.addressees[0]}")
        for block in report.blocks:
            if isinstance(block, rich_text.Table):
                expected += [paragraph.text for row in block.rows for cell in row for paragraph in cell]
            else:
                marker = getattr(block, "marker", "")
                expected.append(f"{marker} {block.text}" if marker else block.text)
        expected += [report.recipients_label, *report.recipients, *report.signature.title, report.signature.name]
        expected += [sheet.label, *sheet.title, sheet.attachment, *sheet.columns]
        for row in sheet.rows:
            expected += [row.number, row.text, *(cell.text for cell in row.cells), *row.rules]
        expected += [sheet.total_label, *(f"{cell.text} điểm" for cell in sheet.total)]
        self.assertEqual(texts, [text for text in expected if text])

    def test_each_element_has_the_form_of_the_decree(self):
        _report, content = self.once(self.make_docx)
        document = self.open(content)
        by_text = {paragraph.text: paragraph for paragraph in self.paragraphs(document)}
        for text, (sizes, bold, italic) in FORMS.items():
            with self.subTest(text=text):
                if text not in by_text:  # it stands behind a line feed
                    (text,) = (whole for whole in by_text if text in whole.split("\n"))
                paragraph = by_text[text]
                font = paragraph.style.font
                self.assertIn(font.size.pt, sizes)
                self.assertEqual((bool(font.bold), bool(font.italic)), (bold, italic))
                self.assertEqual(font.color.rgb, docx.shared.RGBColor(0, 0, 0))
        for name in {paragraph.style.name for paragraph in by_text.values()}:
            fonts = document.styles[name].element.rPr.find(qn("w:rFonts"))
            self.assertEqual(set(fonts.attrib.values()), {"Times New Roman"})
            self.assertEqual(len(fonts.attrib), 4, "for every script, and of no theme")
        body = document.styles["Body Text"].paragraph_format
        self.assertEqual(body.alignment, docx.enum.text.WD_ALIGN_PARAGRAPH.JUSTIFY)
        self.assertEqual((round(body.first_line_indent.cm, 2), body.space_after.pt), (1.27, 6))
        self.assertTrue(1 <= body.line_spacing <= 1.5)

    def test_pages(self):
        _report, content = self.once(self.make_docx)
        document = self.open(content)
        self.assertEqual(len(document.sections), 2)
        for section in document.sections:
            lengths = (section.page_width, section.page_height, section.top_margin, section.right_margin)
            lengths += (section.bottom_margin, section.left_margin)
            self.assertEqual([round(length.mm) for length in lengths], [210, 297, 20, 15, 20, 30])
            self.assertTrue(section.different_first_page_header_footer)
            first, other = section.first_page_header, section.header
            self.assertNotIn("PAGE", first._element.xml)
            self.assertEqual(other._element.xml.count('w:instr="PAGE"'), 1)
            self.assertEqual(other.paragraphs[0].style.font.size.pt, 13)
            self.assertEqual([header.paragraphs[0].text.split("\t")[0] for header in (first, other)], [" DỰ THẢO "] * 2)
        report, appendix = (section._sectPr.find(qn("w:pgNumType")) for section in document.sections)
        self.assertIsNone(report)
        self.assertEqual(appendix.get(qn("w:start")), "1")

    def test_headings_are_headings_and_tables_are_tables(self):
        report, content = self.once(self.make_docx)
        document = self.open(content)
        headings = [
            (paragraph.text, int(paragraph.style.name.removeprefix("Heading ")) - 1)
            for paragraph in document.paragraphs
            if paragraph.style.name.startswith("Heading")
        ]
        self.assertEqual(headings, [(f"{number}. {title}", level) for number, title, level, _text in SECTIONS])
        *_frames, sheet = self.tables(document)
        (grid,) = (table for table in self.tables(document) if table.cell(0, 0).text == "Loại")
        for table in (grid, sheet):
            rows = table._tbl.tr_lst
            self.assertEqual(table.style.name, "Table Grid")
            repeated = [tr.trPr.find(qn("w:tblHeader")) is not None for tr in rows]
            self.assertEqual(repeated, [True] + [False] * (len(rows) - 1))
            self.assertTrue(all(tr.trPr.find(qn("w:cantSplit")) is not None for tr in rows))
            self.assertEqual(round(sum(column.width.mm for column in table.columns)), 165)
        rules = sum(len(row.rules) for row in report.appendix.rows)
        self.assertEqual(len(sheet._tbl.tr_lst), 1 + 93 + rules + 1)
        runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
        forms = {
            run.text: (run.bold, run.italic, run.underline) for run in runs if run.bold or run.italic or run.underline
        }
        self.assertEqual(forms, {"14": (True, None, None), "tháng": (None, True, None), "Đúng hạn": (None, None, True)})

    def test_the_parts_of_each_element_are_in_order(self):
        _report, content = self.once(self.make_docx)
        document = self.open(content)
        section = document.sections[0]
        roots = [document.element, document.styles.element, section.header._element, section.first_page_header._element]
        for root in roots:
            for name, order in ORDERS.items():
                for element in root.iter(qn(f"w:{name}")):
                    parts = [part.tag.partition("}")[2] for part in element]
                    places = [order.split().index(part) for part in parts if part in order.split()]
                    self.assertEqual(places, sorted(places), f"{name}: {parts}")

    def test_the_file_says_what_it_is(self):
        report, content = self.make_docx()
        properties = self.open(content).core_properties
        self.assertEqual((properties.title, properties.author), (report.name, report.author))
        self.assertEqual((properties.comments, properties.language), ("", "vi-VN"))
        self.approve_report()
        properties = self.open(self.make_docx()[1]).core_properties
        created = properties.created.replace(tzinfo=timezone.utc)
        self.assertEqual(created.replace(tzinfo=None), self.evaluation.approved_on)

    def test_only_a_draft_says_that_it_is_one(self):
        self.assertIn("DỰ THẢO", self.open(self.make_docx()[1]).sections[0].header._element.xml)
        self.approve_report()
        for header in ("header", "first_page_header"):
            self.assertNotIn("DỰ THẢO", getattr(self.open(self.make_docx()[1]).sections[0], header)._element.xml)

    def test_what_users_type_is_text(self):
        self.unit.name = "Sở <w:p> & \x07 \x1f \u200b"
        self.name_agency(agency_addressees="UBND <tỉnh>\nSở \x02 Nội vụ")
        self.evaluation.section_ids[0].body = "<p>&lt;w:br/&gt; \u0008 {{ cuối</p>"
        report, content = self.make_docx()
        texts = [paragraph.text for paragraph in self.paragraphs(self.open(content))]
        self.assertIn("Kính gửi:\t- UBND <tỉnh>;", texts)
        self.assertTrue(any("<w:br/>" in text for text in texts))
        self.assertEqual(len(report.addressees), 2)

    def test_no_style_is_looked_up_for_each_cell(self):
        report, _content = self.make_docx()
        longer = replace(
            report, blocks=report.blocks * 3, appendix=replace(report.appendix, rows=report.appendix.rows * 3)
        )
        counts = []
        for each in (report, longer):
            with patch.object(Styles, "default", autospec=True, side_effect=Styles.default) as found:
                self.make_docx(each)
            counts.append(found.call_count)
        self.assertEqual(counts[0], counts[1])

    def test_libreoffice_prints_it_like_the_report(self):
        report, content = self.once(self.make_docx)
        pdf = self.print_docx(content)
        self.check_text(pdf, report)
        lines = self.read_lines(pdf)
        (appendix,) = (line.page for line in lines if line.text == "Phụ lục")
        numbers = [line and line.text for line in self.page_numbers(lines)]
        expected = [None, *map(str, range(2, appendix)), None, *map(str, range(2, len(numbers) - appendix + 2))]
        self.assertEqual(numbers, expected)
        printed = self.read_lines(self.print_report())
        self.assertAlmostEqual(lines[-1].page, printed[-1].page, delta=2)


@tagged("post_install", "-at_install")
class TestAnnualReportDownload(DocxCase, HttpCase):
    def download(self, role, evaluation_id=None):
        self.env.flush_all()
        self.authenticate(self.users[role].login, self.users[role].login)
        return self.url_open(f"/agency_evaluation/{evaluation_id or self.evaluation.id}/annual_report.docx")

    def test_readers_get_the_file(self):
        for role in ("evaluator", "reviewer", "approver", "manager", "auditor"):
            response = self.download(role)
            self.assertEqual(response.status_code, 200)
            self.assertIn("wordprocessingml", response.headers["Content-Type"])
            self.assertRegex(response.headers["Content-Disposition"], r"^attachment; filename\*=UTF-8''.*2020\.docx$")
            self.assertEqual(len(self.open(response.content).sections), 2)
        action = self.as_user("evaluator").action_export_docx()
        self.assertEqual(self.url_open(action["url"]).content[:2], b"PK")

    def test_others_do_not(self):
        response = self.download("outsider")
        self.assertEqual((response.status_code, response.content[:2] == b"PK"), (403, False))
        missing = self.env["agency.evaluation"].search([], order="id desc", limit=1).id + 1000
        self.assertEqual(self.download("manager", missing).status_code, 404)
        self.logout()
        url = f"/agency_evaluation/{self.evaluation.id}/annual_report.docx"
        self.assertIn("/web/login", self.url_open(url, allow_redirects=False).headers["Location"])

    def test_without_python_docx_the_message_says_what_to_install(self):
        package = sys.modules["odoo.addons.agency_evaluation.report"]
        for name in ("annual_report_docx", "docx_styles"):
            self.take_away(vars(package), name)
            self.take_away(sys.modules, f"{package.__name__}.{name}")
        self.take_away(sys.modules, "docx")
        sys.modules["docx"] = None
        with self.assertRaisesRegex(UserError, "python-docx"):
            self.as_user("evaluator").action_export_docx()
        response = self.download("evaluator")
        self.assertEqual((response.status_code, response.content[:2] == b"PK"), (422, False))
        self.assertIn("python-docx", response.text)

    def take_away(self, names, name):
        """Take a module away until the end of the test, and leave alone whatever others import meanwhile."""
        if name in names:
            self.addCleanup(names.__setitem__, name, names.pop(name))
