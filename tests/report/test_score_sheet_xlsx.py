import io
import zipfile

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from odoo.tests import HttpCase, tagged

from odoo.addons.agency_evaluation.report import score_sheet_xlsx

from ..cases.workbook_case import DANGEROUS, WorkbookCase


@tagged("post_install", "-at_install")
class TestScoreSheetXlsx(WorkbookCase):
    def test_the_workbook_shows_the_sheet(self):
        sheet, content = self.make_workbook()
        worksheet = self.open(content, data_only=True)
        heading, lines, total = self.lines(worksheet, sheet)
        self.assertEqual([cell.value for cell in worksheet[heading]], list(sheet.columns))
        for line, row in zip(lines, sheet.rows, strict=True):
            number, text = worksheet.cell(line, 1), worksheet.cell(line, 2)
            self.assertEqual((number.value or "", text.value), (row.number, row.text))
            self.assertEqual((text.font.bold, text.alignment.indent), (row.is_heading, row.level))
            rules = [worksheet.cell(line + place, 2).value for place in range(1, len(row.rules) + 1)]
            self.assertEqual(rules, list(row.rules))
        self.assertEqual(worksheet.cell(total, 2).value, "TỔNG CỘNG")
        self.assertEqual([worksheet.cell(total, column).value for column in (3, 4)], [100, 90.5])
        self.assertShows(worksheet, sheet)
        texts = {cell.value for row in worksheet.iter_rows() for cell in row}
        self.assertLessEqual({*sheet.title, sheet.attachment, sheet.author, *sheet.signature.title, "Họ và Tên"}, texts)

    def test_headings_and_total_are_formulas_over_the_rows_directly_below(self):
        self.review({"I.1.2-1": 2.75})
        sheet, content = self.make_workbook()
        worksheet = self.open(content)
        _heading, lines, total = self.lines(worksheet, sheet)
        expected = {lines[place]: row.children for place, row in enumerate(sheet.rows) if row.is_heading}
        expected[total] = sheet.groups
        formulas = {
            (cell.row, cell.column): cell.value
            for row in worksheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        }
        self.assertEqual(set(formulas), {(line, column) for line in expected for column in (3, 4, 6)})
        for (line, column), formula in formulas.items():
            summed = formula.rpartition("SUM(")[2].rstrip(")")
            cells = []
            for span in summed.split(","):
                left, top, right, bottom = range_boundaries(span)
                self.assertEqual((left, right), (column, column))
                cells += range(top, bottom + 1)
            self.assertEqual(cells, [lines[child] for child in expected[line]], formula)

    def test_libreoffice_computes_what_odoo_computed(self):
        self.review({"I.1.2-1": 2.75, "VI-5": 0.5})
        sheet, content = self.make_workbook()
        self.assertEqual([cell.text for cell in sheet.total], ["100", "90,5", "", "90,75"])
        self.assertShows(self.recalculate(content), sheet)

    def test_sums_stay_alive(self):
        sheet, content = self.make_workbook()
        _heading, lines, total = self.lines(self.open(content), sheet)
        lines = dict(zip(self.evaluation.line_ids.mapped("code"), lines, strict=True))
        worksheet = self.recalculate(content, [(lines["I.4-1"], 4, 0.25), (lines["VI-1"], 4, None)])
        values = {code: worksheet.cell(lines[code], 4).value for code in ("I.4", "I", "VI")}
        self.assertEqual(values, {"I.4": 0.25, "I": 40.75, "VI": 5.5})
        self.assertEqual(worksheet.cell(total, 4).value, 88.75)

    def test_blank_stays_blank(self):
        blank = self.make_evaluation(
            self.env.ref("agency_evaluation.criteria_set_2020"), department_id=self.other_unit.id
        )
        sheet, content = self.make_workbook(blank, role="reviewer")
        self.assertShows(self.recalculate(content), sheet)
        self.row("VI-1", self.evaluation).status = "not_applicable"
        self.row("VI-2", self.evaluation).self_points = 0.0
        sheet, content = self.make_workbook()
        worksheet = self.open(content)
        _heading, lines, _total = self.lines(worksheet, sheet)
        values = {
            line.code: worksheet.cell(place, 4).value
            for line, place in zip(self.evaluation.line_ids, lines, strict=True)
        }
        self.assertEqual([values[code] for code in ("I.4-1", "VI-1", "VI-2")], [None, "KAD", 0])

    def test_text_of_users_never_becomes_a_formula_or_a_link(self):
        rows = [(f"R{place}", None, text, 1.0) for place, text in enumerate(DANGEROUS)]
        criteria_set = self.make_criteria_set("DANGER", rows, publish=False, paper_title="=2+2")
        for criterion, text in zip(criteria_set.criterion_ids, DANGEROUS, strict=True):
            criterion.name = text
            self.env["agency.evaluation.rule"].create({"criterion_id": criterion.id, "name": text})
        criteria_set.action_publish()
        names = ("agency_parent_name", "agency_name", "agency_short_name", "agency_signer_title", "agency_signer_name")
        self.unit.name = "=3+3"
        self.name_agency(**dict.fromkeys(names, '=HYPERLINK("http://example.com")'))
        evaluation = self.make_evaluation(criteria_set)
        sheet, content = self.make_workbook(evaluation)
        worksheet = self.open(content)
        _heading, lines, total = self.lines(worksheet, sheet)
        for line, text in zip(lines, DANGEROUS, strict=True):
            for cell in (worksheet.cell(line, 1), worksheet.cell(line, 2), worksheet.cell(line + 1, 2)):
                self.assertEqual((cell.value, cell.data_type), (text, "s"))
        formulas = [cell.row for row in worksheet.iter_rows() for cell in row if cell.data_type == "f"]
        self.assertEqual(formulas, [total, total])
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            stored = archive.read("xl/worksheets/sheet1.xml").decode()
        self.assertEqual((stored.count("<f>"), stored.count("<f "), stored.count("hyperlink")), (2, 0, 0))

    def test_the_sheet_is_set_up_for_the_screen_and_for_paper(self):
        sheet, content = self.make_workbook()
        worksheet = self.open(content)
        heading, lines, total = self.lines(worksheet, sheet)
        self.assertEqual(worksheet.freeze_panes, f"A{heading + 1}")
        self.assertEqual(worksheet.print_title_rows.replace("$", ""), f"{heading}:{heading}")
        setup = worksheet.page_setup
        self.assertEqual((int(setup.paperSize), setup.orientation), (9, "portrait"))
        self.assertEqual((int(setup.fitToWidth or 1), int(setup.fitToHeight)), (1, 0))
        margins = worksheet.page_margins
        millimetres = [round(margin * 25.4) for margin in (margins.top, margins.right, margins.bottom, margins.left)]
        self.assertEqual(millimetres, [20, 15, 20, 30])
        self.assertEqual(worksheet.oddHeader.center.text, "&P")
        widths = [worksheet.column_dimensions[letter].width for letter in "ABCD"]
        self.assertTrue(40 < widths[1] and all(5 < width < 15 for width in (widths[0], *widths[2:])), widths)
        self.assertEqual({worksheet.cell(line, 4).number_format for line in [*lines, total]}, {"#,##0.0#"})
        self.assertTrue(all(worksheet.cell(line, 2).alignment.wrap_text for line in lines))
        properties = load_workbook(io.BytesIO(content)).properties
        self.assertEqual((properties.title, properties.creator), (sheet.name, sheet.author))
        high = lines[[row.text.startswith("Mỗi đề án") for row in sheet.rows].index(True)]
        self.assertGreater(worksheet.row_dimensions[high].height, 3 * worksheet.row_dimensions[lines[0]].height)


@tagged("post_install", "-at_install")
class TestScoreSheetDownload(WorkbookCase, HttpCase):
    def download(self, role, evaluation_id=None):
        self.env.flush_all()
        self.authenticate(self.users[role].login, self.users[role].login)
        return self.url_open(f"/agency_evaluation/{evaluation_id or self.evaluation.id}/score_sheet.xlsx")

    def test_readers_get_the_file(self):
        self.unit.name = 'Sở "A/B"'
        self.name_agency()
        for role in ("evaluator", "reviewer", "approver", "manager", "auditor"):
            response = self.download(role)
            self.assertEqual(
                (response.status_code, response.headers["Content-Type"]), (200, score_sheet_xlsx.CONTENT_TYPE)
            )
            self.assertEqual(self.open(response.content).title, "Bảng chấm điểm")
        disposition = response.headers["Content-Disposition"]
        self.assertRegex(disposition, r"^attachment; filename\*=UTF-8''[^/]*S%E1%BB%9F%20A%20B%202020\.xlsx$")

    def test_others_do_not(self):
        response = self.download("outsider")
        self.assertEqual(response.status_code, 403)
        self.assertNotIn(b"PK", response.content[:4])
        foreign = self.make_evaluation(department_id=self.other_unit.id)
        self.assertEqual(self.download("evaluator", foreign.id).status_code, 403)
        self.logout()
        response = self.url_open(f"/agency_evaluation/{self.evaluation.id}/score_sheet.xlsx", allow_redirects=False)
        self.assertIn("/web/login", response.headers["Location"])

    def test_what_is_not_there_is_not_found(self):
        missing = self.env["agency.evaluation"].search([], order="id desc", limit=1).id + 1000
        for role in ("evaluator", "manager"):
            self.assertEqual(self.download(role, missing).status_code, 404)

    def test_the_button_leads_to_the_file(self):
        action = self.as_user("evaluator").action_export_xlsx()
        self.authenticate(self.users["evaluator"].login, self.users["evaluator"].login)
        self.assertEqual(self.url_open(action["url"]).content[:2], b"PK")
