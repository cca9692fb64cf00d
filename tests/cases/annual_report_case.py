import html
import re
from typing import NamedTuple

from .print_case import LEFT, RIGHT, TOLERANCE, TOP, PrintCase, joined

REPORT = "agency_evaluation.report_annual_report"
#: Sections as they lie in a report: number, title, level, text.
SECTIONS = [
    ("I", "ĐẶC ĐIỂM, TÌNH HÌNH", 0, "<p>Đơn vị có <strong>14</strong> công chức.<br>Trong đó có 03 nữ.</p>"),
    ("II", "KẾT QUẢ THỰC HIỆN", 0, ""),
    ("1", "Công tác thông tin tổng hợp", 1, ""),
    ("1.1", "Chương trình công tác", 2, f"<p>{'Chương trình tháng được ban hành đúng hạn; ' * 60}hết.</p>" * 4),
    ("1.2", "Chế độ báo cáo", 2, "<ul><li>Báo cáo <em>tháng</em></li><li>Báo cáo quý<ul><li>Quý I</li></ul></li></ul>"),
    (
        "2",
        "Số liệu",
        1,
        "<table><thead><tr><th>Loại</th><th>Số lượng</th></tr></thead>"
        "<tbody><tr><td><p>Báo cáo</p></td><td><p>118</p></td></tr></tbody></table>",
    ),
    ("III", "PHƯƠNG HƯỚNG", 0, "<ol><li>Nâng cao chất lượng</li><li><u>Đúng hạn</u></li></ol>"),
]


class Line(NamedTuple):
    """A line of a PDF, in points from the upper left corner of its page (from 1)."""

    page: int
    left: int
    top: int
    right: int
    size: int
    bold: bool
    italic: bool
    text: str


class AnnualReportCase(PrintCase):
    """The 2020 sheet with a report of our own, of which number and date are not given yet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.name_agency(
            agency_place="Thử Nghiệm",
            agency_addressees="Văn phòng UBND tỉnh Thử Nghiệm",
            agency_recipients="- Như trên;\nLãnh đạo Sở",
            agency_filing="VT, VP",
        )
        cls.criteria_set = cls.make_report_set("REPORT", SECTIONS)
        cls.evaluation = cls.make_reported(cls.criteria_set)

    @classmethod
    def make_report_set(cls, code, sections):
        """Make a copy of the 2020 sheet whose report has sections (number, title, level, text)."""
        criteria_set = cls.env.ref("agency_evaluation.criteria_set_2020").copy({"code": code, "year": 2020})
        criteria_set.section_ids.unlink()
        cls.env["agency.evaluation.section.template"].create(
            [
                {"set_id": criteria_set.id, "sequence": place, "number": number, "title": title, "level": level}
                for place, (number, title, level, _text) in enumerate(sections)
            ]
        )
        criteria_set.action_publish()
        return criteria_set

    @classmethod
    def make_reported(cls, criteria_set, sections=SECTIONS, **values):
        evaluation = cls.make_evaluation(criteria_set, **values)
        evaluation._enter_paper_points({row["code"]: row["self"] for row in cls.paper_rows}, total=93.0)
        for section, (_number, _title, _level, text) in zip(evaluation.section_ids, sections, strict=True):
            section.body = text
        return evaluation

    def collect_report(self, evaluation=None, role="evaluator"):
        evaluation = self.as_user(role, evaluation)
        (paper,) = evaluation.env[f"report.{REPORT}"]._collect(evaluation)
        return paper

    def print_report(self, evaluation=None, role="evaluator", report=REPORT):
        evaluation = self.as_user(role, evaluation)
        reports = evaluation.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, kind = reports._render_qweb_pdf(report, evaluation.ids)
        self.assertEqual((kind, content[:5]), ("pdf", b"%PDF-"))
        return content

    def fill_sections(self):
        self.evaluation.section_ids.filtered(lambda section: section._is_empty()).body = "<p>Như trên.</p>"

    def approve_report(self):
        self.fill_sections()
        self.review({"I.1.2-1": 2.75})
        self.settle()
        self.as_user("approver").action_approve()

    def read_lines(self, pdf):
        """Return the lines of a PDF with their size and form, in reading order."""
        lines, sizes, page = [], {}, 0
        for line in self.ask("pdftohtml", pdf, "-xml", "-i", "-stdout", "-zoom", "1"):
            page += "<page " in line
            if match := re.search(r'<fontspec id="(\d+)" size="(\d+)"', line):
                sizes[match[1]] = int(match[2])
            if match := re.search(r'<text top="(\d+)" left="(\d+)" width="(\d+)" .*font="(\d+)">(.*)</text>', line):
                top, left, width = map(int, match.groups()[:3])
                text = " ".join(html.unescape(re.sub("<[^>]*>", "", match[5])).split())
                bold, italic = "<b>" in match[5], "<i>" in match[5]
                lines.append(Line(page, left, top, left + width, sizes[match[4]], bold, italic, text))
        return sorted(lines, key=lambda line: (line.page, line.top, line.left))

    def check_text(self, pdf, paper):
        """Check that every block of a report, and every row of its appendix, stands once and in order in a PDF."""
        text = joined(line.text for line in self.body(self.read_lines(pdf)))
        parts = [paper.label, *paper.title]
        for block in paper.blocks:
            if block.kind == "table":
                parts += [paragraph.text for row in block.rows for cell in row for paragraph in cell]
            else:
                parts.append(getattr(block, "marker", "") + block.text)
        parts += [paper.recipients_label, *paper.recipients, paper.appendix.label, *paper.appendix.title]
        place = 0
        for part in map(joined, parts):
            # The signature stands beside the recipients, and may come between them.
            found = text.find(part, place)
            self.assertGreaterEqual(found, 0, f"{part} is not there or not in order")
            place = found + len(part)
        self.check_rows(pdf, paper.appendix)

    def check_rows(self, pdf, sheet):
        """Check that each of the rows stands once, in order."""
        words = self.read_words(pdf)
        start = next(place for place, word in enumerate(words) if word.text == "Phụ" and word.top < TOP + 25)
        table = [word for word in words[start:] if word.bottom > TOP]
        left, right = LEFT + 34, RIGHT - 2 * 64
        columns = [word for word in table if word.left >= left - TOLERANCE and word.right <= right + TOLERANCE]
        text = joined(word.text for word in columns).replace("TIÊUCHÍ", "")
        rows = joined(text for row in sheet.rows for text in (row.text, *row.rules))
        self.assertEqual(len(sheet.rows), 93)
        self.assertEqual(text[text.index(rows[:30]) :], rows + "TỔNGCỘNG")

    def body(self, lines):
        """Return the lines without what stands in the upper margins."""
        return [line for line in lines if line.top > TOP - 5]

    def page_numbers(self, lines):
        """Return what stands in the upper margin of each page, the sign of drafts left out."""
        heads = {line.page: line for line in lines if line.top < TOP - 5 and line.left > LEFT + 80}
        return [heads.get(page) for page in range(1, lines[-1].page + 1)]
