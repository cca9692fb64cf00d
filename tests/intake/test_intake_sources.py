import io

import xlsxwriter

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..cases.intake_case import IntakeCase
from ..reading import documents
from ..scoring import papers

#: A small sheet with all that makes trouble in Excel: numbers as numbers, a formula, a merged title, another sheet.
SMALL = [["TT", "Tiêu chí", "Điểm chuẩn"], ["I", "Một", "10"], ["1", "A", "6"], ["2", "B", "4"]]


@tagged("post_install", "-at_install")
class TestIntakeSources(IntakeCase):
    """The same sheet, whatever it comes in, and what is refused."""

    def assert_paper(self, intake):
        lines = intake.line_ids.filtered(lambda line: line.kind == "criterion")
        found = [
            (line.code, line.number, line.name, line.level - 1, line._entry().maximum, line._entry().own, line.is_bonus)
            for line in lines
        ]
        self.assertEqual(found, [expected[:-1] for expected in papers.expected_criteria()])
        printed = intake.line_ids.filtered(lambda line: line.kind == "rule" and line.is_printed)
        expected = [text for row in papers.expected_criteria() for text in row[-1]]
        self.assertEqual(printed.mapped("name"), expected)
        self.assertEqual((intake.doubt_count, intake.blocking_count, intake.total_points), (6, 0, 100.0))

    def make_word(self):
        """Return the 2020 sheet as a Word document: a table that a page break cut in two, below its title."""
        rows = [row or [""] * 4 for row in papers.paper_rows()]
        return documents.document(
            documents.paragraph(papers.TITLE),
            documents.table(*rows[:50]),
            documents.paragraph("2"),
            documents.table(rows[0], *rows[50:]),
            documents.paragraph("GIÁM ĐỐC"),
        )

    def make_excel(self, typed=True):
        """Return the 2020 sheet as a workbook, beside another sheet and below a merged title."""
        content = io.BytesIO()
        with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
            workbook.add_worksheet("Ghi chú").write_string(0, 0, "Không có gì")
            sheet = workbook.add_worksheet("Bảng điểm")
            sheet.merge_range(0, 0, 0, 3, papers.TITLE)
            for row, cells in enumerate(papers.paper_rows(), 2):
                for column, text in enumerate(cells):
                    if typed and column > 1 and text.replace(",", "").isdigit():
                        sheet.write_number(row, column, float(text.replace(",", ".")))
                    else:
                        sheet.write_string(row, column, text)
        return content.getvalue()

    def test_the_2020_sheet_in_word(self):
        self.assert_paper(self.import_sheet(self.make_word(), filename="bang-diem.docx"))

    def test_the_2020_sheet_in_excel(self):
        intake = self.import_sheet(self.make_excel(), filename="bang-diem.xlsx")
        self.assert_paper(intake)
        self.assertEqual((intake.table_index, intake.table_names), (2, "1: Ghi chú · 2: Bảng điểm"))
        self.assert_paper(self.import_sheet(self.make_excel(typed=False), filename="bang-diem.xlsx"))

    def test_the_2020_sheet_in_text_files(self):
        rows = [row or [""] * 4 for row in papers.paper_rows()]
        quoted = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
        for content in (
            papers.paper_text().encode("utf-16"),
            quoted.encode("utf-8-sig"),
            quoted.replace('","', '";"').encode(),
        ):
            self.assert_paper(self.import_sheet(content, filename="bang-diem.csv"))

    def test_the_2020_sheet_pasted_as_a_page_shows_it(self):
        rows = [row or [""] * 4 for row in papers.paper_rows()]
        intake = self.import_sheet("\n".join(f"| {' | '.join(row)} |" for row in rows))
        self.assert_paper(intake)
        self.assertEqual(intake.table_names, "1: parted by bars · 2: parted by commas")

    def test_the_table_and_the_columns_are_corrected(self):
        intake = self.import_sheet("\n".join("\t".join([*row, "x"]) for row in SMALL))
        self.assertEqual((intake.number_column, intake.text_column, intake.maximum_column), ("A", "B", "C"))
        self.assertEqual(intake.column_names, "A: TT · B: Tiêu chí · C: Điểm chuẩn · D: x")
        intake.write({"number_column": False, "text_column": " a "})
        intake.action_read()
        self.assertEqual(intake.line_ids.mapped("name"), ["I", "1", "2"])
        intake.text_column = "C"
        with self.assertRaisesRegex(UserError, "named twice"):
            intake.action_read()
        intake.text_column = "?"
        with self.assertRaisesRegex(UserError, "is no column"):
            intake.action_read()
        intake.write({"table_index": 9})
        self.assertFalse(intake.text_column)
        with self.assertRaisesRegex(UserError, "no such table"):
            intake.action_read()
        intake.pasted = "Tiêu chí\tĐiểm\nMột\t4"
        intake.action_read()
        self.assertEqual((intake.text_column, intake.line_ids.mapped("max_text")), ("A", ["4,0"]))

    def test_a_table_that_looks_like_none_waits_for_its_columns(self):
        intake = self.import_sheet("x\ty\tz\nMột\tnăm\t4\nHai\tmười\t6\n")
        self.assertTrue(intake.line_ids)
        intake = self.import_sheet("x\ty\nMột\tnăm\nHai\tmười\n")
        self.assertFalse(intake.line_ids)
        self.assertIn("Name the columns", intake.reading_doubts)
        self.assertEqual(intake.column_names, "A: x · B: y")
        intake.write({"text_column": "A", "maximum_column": "B"})
        intake.action_read()
        self.assertEqual(intake.line_ids.mapped("name"), ["x", "Một", "Hai"])

    def test_what_is_refused_is_kept_and_says_why(self):
        cases = [
            (None, "Choose a file or paste"),
            (b"%PDF-1.7 \x00", "no file of the kind .docx, .xlsx"),
            (bytes.fromhex("D0CF11E0A1B11AE1") + b"WordDocument", "before 2007"),
            (bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"), "password"),
            (documents.packed({**documents.parts(), "word/vbaProject.bin": "x"}), "macros"),
            (documents.document()[:-30], "damaged"),
            (b"C\xabng t\xb8c v\xa8n th\xad l\xadu tr\xf7 \xae\xb8nh gi\xb8\t4\n" * 3, "Unicode"),
            (b"a\tb\n" * 20_001, "more than 20\N{NO-BREAK SPACE}000 rows"),
        ]
        for content, message in cases:
            intake = self.make_intake(content)
            with self.subTest(message=message), self.assertRaisesRegex(UserError, message):
                intake.action_read()
            self.assertEqual(intake.state, "source")
            self.assertEqual(bool(intake.file), bool(content))

    def test_a_sheet_too_long(self):
        with self.assertRaisesRegex(UserError, "2001 rows, 2000 are allowed"):
            self.import_sheet("TT\tTiêu chí\tĐiểm\n" + "1\tMục\t1\n" * 2001)

    def test_other_companies_do_not_see_an_import(self):
        company = self.env["res.company"].create({"name": "Sở Xây dựng"})
        foreign = self.env["agency.evaluation.intake"].create({"company_id": company.id, "pasted": "x"})
        for role in ("manager", "auditor"):
            self.assertFalse(self.as_user(role, foreign).search([("id", "=", foreign.id)]))
