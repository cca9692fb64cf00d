import io

from openpyxl import load_workbook

from odoo.tests import HttpCase, tagged

from odoo.addons.agency_evaluation.reading import working_copy as layout

from ...report.xlsx_lines import LINE_POINTS
from ..cases.common import SHEET
from ..cases.copy_case import CopyCase
from ..cases.libreoffice import saved_by_libreoffice
from ..cases.workbook_case import DANGEROUS

#: How a row is claimed not to apply in a working copy.
CLAIM = {"points": None, "not_applicable": "KAD", "explanation": "Không có"}


@tagged("post_install", "-at_install")
class TestWorkingCopy(CopyCase):
    """A working copy opens what its reader may fill in, and nothing else."""

    def open_cells(self, worksheet):
        return {cell.coordinate for row in worksheet.iter_rows() for cell in row if not cell.protection.locked}

    def test_only_what_may_be_filled_in_is_open(self):
        _workbook, rows, facts = self.open(self.export())
        for sheet in (rows, facts):
            self.assertTrue(sheet.worksheet.protection.sheet)
            self.assertFalse(sheet.worksheet.protection.password)
            self.assertTrue(sheet.worksheet.row_dimensions[1].hidden)
            self.assertTrue(sheet.worksheet.column_dimensions["A"].hidden)
        leaves = ("M.1", "M.2", "M.3", "N.1", "N.2")
        keys = [layout.POINTS, layout.NOT_APPLICABLE, *layout.TEXTS]
        expected = {rows.cell(code, key).coordinate for code in leaves for key in keys}
        self.assertEqual(self.open_cells(rows.worksheet), expected)
        expected = {facts.cell(code, "note").coordinate for code in facts.lines}
        expected |= {facts.cell(code, "entry").coordinate for code in ("hop", "so_hop", "nop", "da_nop", "chua_nop")}
        expected |= {facts.cell("bao_cao", f"month_0{month}").coordinate for month in (1, 2, 3)}
        self.assertEqual(self.open_cells(facts.worksheet), expected)

    def test_points_are_between_zero_and_the_maximum(self):
        _workbook, rows, facts = self.open(self.export())
        rules = {str(rule.sqref): rule for rule in rows.worksheet.data_validations.dataValidation}
        points = rules[rows.cell("M.1", "points").coordinate]
        self.assertEqual((points.type, points.formula1, points.formula2), ("decimal", "0", "3.0"))
        self.assertIn("từ 0 đến 3,0", points.error)
        self.assertTrue(points.showErrorMessage)
        status = rules[rows.cell("M.1", "not_applicable").coordinate]
        self.assertEqual((status.type, status.formula1), ("list", '"KAD"'))
        self.assertNotIn(rows.cell("M", "points").coordinate, rules)
        rules = {str(rule.sqref): rule for rule in facts.worksheet.data_validations.dataValidation}
        self.assertEqual(rules[facts.cell("hop", "entry").coordinate].type, "decimal")

    def test_numbers_are_those_that_their_facts_may_have(self):
        self.fact("hop").indicator_id.sudo()._write_through({"decimals": 2, "least": "-0,5", "most": "100"})
        _workbook, _rows, facts = self.open(self.export())
        rules = {str(rule.sqref): rule for rule in facts.worksheet.data_validations.dataValidation}
        share = rules[facts.cell("hop", "entry").coordinate]
        self.assertEqual((share.type, float(share.formula1), float(share.formula2)), ("decimal", -0.5, 100))
        self.assertIn("Cuộc họp: ", share.error)
        self.assertIn("-0,5", share.error)
        count = rules[facts.cell("chua_nop", "entry").coordinate]
        self.assertEqual((count.type, float(count.formula1), float(count.formula2)), ("whole", 0, 10**15 - 1))
        self.assertEqual(facts.cell("chua_nop", "entry").number_format, "0")

    def test_amounts_leave_and_come_back_to_the_last_digit(self):
        for number in ("123456789012", "999999999999999", "123456789,123456"):
            self.fact("hop").entry = number
            self.env.flush_all()
            content = self.export()
            _workbook, _rows, facts = self.open(content)
            cell = facts.cell("hop", "entry")
            self.assertEqual(f"{cell.value:.15g}", number.replace(",", "."))
            self.assertEqual(cell.number_format, "General" if "," in number else "0.######")
            width = facts.worksheet.column_dimensions[cell.column_letter].width
            self.assertGreater(width, len(number))
            self.assertFalse(self.preview(content).outcome)
            self.assertFalse(self.preview(*saved_by_libreoffice(content)).outcome)

    def test_what_facts_come_to_may_have_more_digits_than_what_is_typed(self):
        amount = "123456789012345"
        self.as_user("evaluator", self.fact("nop")).entry = amount
        self.as_user("evaluator", self.fact("da_nop")).entry = "123456789012344"
        self.as_user("evaluator", self.fact("bao_cao")).write(
            dict.fromkeys(("month_01", "month_02", "month_03"), "9" * 15)
        )
        self.assertEqual(self.fact("bao_cao").total, "2999999999999997")
        self.assertEqual(self.fact("ty_le").total, "99,999999999999")
        _workbook, _rows, facts = self.open(self.export())
        self.assertEqual(facts.cell("nop", "entry").value, int(amount))
        self.assertAlmostEqual(facts.cell("ty_le", "entry").value, 99.999999999999, places=12)

    def test_the_rule_and_its_working_are_beside_the_points(self):
        _workbook, rows, _facts = self.open(self.export())
        self.assertIn("Quy tắc M.1", rows.cell("M.1", "points").comment.text)
        self.assertIn("• 6 × 0,5 = 3,0\nCộng: Cuộc họp: 6.", rows.cell("M.1", "points").comment.text)
        self.assertEqual(rows.worksheet.cell(rows.lines["M.1"], rows.columns["points"] - 1).value, 3)

    def test_what_the_author_chose_is_beside_the_points(self):
        criteria_set = self.make_facts_set(
            "CHOSEN", texts={"M.1": "Mỗi cuộc 0,25 điểm: 6 x 0,5 = 3,0 điểm"}, publish=False
        )
        criteria_set.criterion_ids.rule_ids.note = "Cuộc họp có biên bản"
        criteria_set.action_check()
        criteria_set.finding_ids._unjustified().action_justify("Theo phép tính")
        criteria_set.action_publish()
        _workbook, rows, _facts = self.open(self.export(evaluation=self.make_consistent(criteria_set)))
        comment = rows.cell("M.1", "points").comment.text
        self.assertIn("“Quy tắc M.1”: Cuộc họp có biên bản", comment)
        self.assertIn("0,5. Theo phép tính", comment)
        self.assertNotIn("Theo phép tính", rows.cell("M.2", "points").comment.text)

    def test_rows_are_as_high_as_their_texts(self):
        self.fact("hop").indicator_id.sudo()._write({"name": "Thông tin cơ cấu tổ chức, lãnh đạo đơn vị cập nhật sai"})
        self.row("M.1").explanation = "iiiii " * 20 + "\n" + "MMMMM " * 20
        self.env.flush_all()
        self.env.invalidate_all()
        _workbook, rows, facts = self.open(self.export())
        height = rows.worksheet.row_dimensions[rows.lines["M.1"]].height
        self.assertEqual(height, (2 + 5) * LINE_POINTS)
        self.assertEqual(facts.worksheet.row_dimensions[facts.lines["hop"]].height, 2 * LINE_POINTS)

    def test_text_stays_text(self):
        for text in DANGEROUS:
            self.row("M.1").explanation = self.fact("hop").note = text
            content = self.export()
            _workbook, rows, facts = self.open(content)
            for cell in (rows.cell("M.1", "explanation"), facts.cell("hop", "note")):
                self.assertEqual((cell.data_type, cell.value, cell.hyperlink), ("s", text, None))
            self.assertFalse(self.preview(content).outcome)

    def test_what_word_leaves_in_texts_does_no_harm(self):
        text = "Dòng một\vdòng hai\x07\ufffe\r\nba\ttab"
        self.row("M.1").explanation = self.fact("hop").note = text
        content = self.export()
        self.assertFalse(self.preview(content).outcome)
        self.assertFalse(self.preview(*saved_by_libreoffice(content)).outcome)

    def test_a_text_longer_than_a_cell_is_handed_out_cut_and_stays_whole(self):
        text = "á" * 40_000
        # From before texts had a length: what is typed now is shorter than a cell.
        self.env.flush_all()
        self.cr.execute("UPDATE agency_evaluation_line SET explanation = %s WHERE id = %s", [text, self.row("M.1").id])
        self.env.invalidate_all()
        content = self.export()
        self.assertFalse(self.preview(content).outcome)
        self.preview(self.fill({("M.2", "points"): 0}, content)).action_apply()
        self.assertEqual(self.row("M.1").explanation, text)

    def test_sums_stay_alive_and_are_those_of_the_system(self):
        changes = {("M.1", "points"): 1.5, ("N.1", "points"): None, ("N.1", "not_applicable"): "KAD"}
        policies = ("zero", "full", "scale", "relieved")
        sets = [
            self.make_facts_set(f"COPY-{policy}", na_policy="scale" if policy == "relieved" else policy)
            for policy in policies
        ]
        evaluations = [self.make_consistent(criteria_set) for criteria_set in sets]
        self.row("N.2", evaluations[-1]).self_points = 0.75  # a bonus
        self.relieve(evaluations[-1], "M.2")
        filled = [self.fill(changes, self.export(evaluation=evaluation)) for evaluation in evaluations]
        for policy, evaluation, content in zip(policies, evaluations, saved_by_libreoffice(*filled), strict=True):
            with self.subTest(policy):
                wizard = self.preview(content, evaluation=evaluation)
                self.assertEqual(
                    self.differences(wizard, "change"),
                    [("M.1", "Self-Scored", "3,0", "1,5"), ("N.1", "Self-Scored", "3,0", "KAD")],
                )
                wizard.action_apply()
                sheet = load_workbook(io.BytesIO(content), data_only=True).worksheets[0]
                shown = {row[0].value: row[6].value for row in sheet.iter_rows(min_row=9)}
                for code in ("M", "N"):
                    self.assertEqual(shown[code], self.row(code, evaluation).self_points, code)
                self.assertAlmostEqual(shown[layout.NO_ROW], evaluation.self_points, 2)
        self.assertEqual([evaluation.self_points for evaluation in evaluations], [4.5, 4.5, 4.5, 4.69])

    def relieve(self, evaluation, *codes):
        self.env["agency.evaluation.relief"].create(
            {
                "criteria_set_id": evaluation.criteria_set_id.id,
                "department_ids": evaluation.department_id.ids,
                "criterion_ids": [self.row(code, evaluation).criterion_id.id for code in codes],
                "decision_number": "15/QĐ-UBND",
                "decision_date": "2020-01-05",
            }
        )

    def test_a_group_of_claims_is_zero_and_a_relieved_one_blank(self):
        self.relieve(self.evaluation, "N")
        claims = {(code, key): value for code in ("M.1", "M.2", "M.3") for key, value in CLAIM.items()}
        (content,) = saved_by_libreoffice(self.fill(claims))
        sheet = load_workbook(io.BytesIO(content), data_only=True).worksheets[0]
        shown = {row[0].value: (row[6].value, row[7].value) for row in sheet.iter_rows(min_row=9)}
        self.assertEqual((shown["M"][0], shown[layout.NO_ROW][0]), (0, 0))
        self.assertIn(shown["N"][0], (None, ""))
        self.assertEqual(shown["N.1"], (None, "Miễn"))
        wizard = self.preview(content)
        self.assertEqual({cell["new"] for cell in wizard.outcome if cell["kind"] == "change"}, {"KAD", "Không có"})
        self.assertFalse([cell for cell in wizard.outcome if cell["kind"] == "refused"])

    def test_what_a_copy_may_not_claim(self):
        self.relieve(self.evaluation, "N.1")
        content = self.export()
        self.row("M.1").criterion_id._write_through({"may_not_apply": False})
        cases = (
            ({("M.1", "points"): None, ("M.1", "not_applicable"): "KAD"}, "M.1 applies to every unit"),
            ({("M.1", "points"): "KAD"}, "M.1 applies to every unit"),
            ({("N.1", "points"): 2.0}, "N.1 is not scored: the unit is relieved of it by Quyết định số 15/QĐ-UBND"),
            ({("N.1", "not_applicable"): None}, "N.1 is not scored"),
        )
        for changes, reason in cases:
            with self.subTest(changes=changes):
                (refused,) = self.preview(self.fill(changes, content)).outcome
                self.assertEqual(refused["kind"], "refused")
                self.assertIn(reason, refused["reason"])
        _workbook, rows, _facts = self.open(self.export())
        rules = {str(rule.sqref): rule for rule in rows.worksheet.data_validations.dataValidation}
        self.assertEqual(rules[rows.cell("M.1", "not_applicable").coordinate].type, "textLength")

    def test_what_libreoffice_saves_is_taken_back(self):
        self.row("M.1").explanation = "Dòng một\nDòng hai – “ngoặc” & <dấu>"
        changes = {("hop", "entry"): 7.25, ("bao_cao", "month_01"): 4, ("N.1", "explanation"): "Đủ"}
        unchanged, filled = saved_by_libreoffice(self.export(), self.fill(changes))
        self.assertFalse(self.preview(unchanged).outcome)
        wizard = self.preview(filled)
        self.assertEqual([cell["new"] for cell in wizard.outcome if cell["kind"] == "change"], ["Đủ", "7,25", "4"])
        self.assertEqual(wizard.change_count, len(wizard.outcome))


@tagged("post_install", "-at_install")
class TestWorkingCopyRoute(CopyCase, HttpCase):
    def test_the_route_hands_out_what_the_user_may_fill_in(self):
        url = f"/agency_evaluation/{self.evaluation.id}/working_copy.xlsx"
        self.authenticate("test_evaluator", "test_evaluator")
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        self.assertIn("spreadsheetml.sheet", response.headers["Content-Type"])
        self.assertFalse(self.preview(response.content).outcome)
        self.assertEqual(self.url_open("/agency_evaluation/999999999/working_copy.xlsx").status_code, 404)
        for role in ("reviewer", "auditor", "outsider"):
            self.authenticate(f"test_{role}", f"test_{role}")
            self.assertNotEqual(self.url_open(url).status_code, 200)
        self.submit()
        self.authenticate("test_evaluator", "test_evaluator")
        self.assertNotEqual(self.url_open(url).status_code, 200)


@tagged("post_install", "-at_install")
class TestWorkingCopyTour(CopyCase, HttpCase):
    def test_import_in_the_browser(self):
        evaluation = self.make_evaluation(self.make_criteria_set("COPY-TOUR", SHEET))
        content = self.export(evaluation=evaluation)
        filled = {("A.1-1", "points"): "2,5", ("A.1-1", "explanation"): "Đã đủ"}
        for name, changes in {"wrong.xlsx": {("A.1-1", "points"): 9}, "filled.xlsx": filled}.items():
            self.env["ir.attachment"].create({"name": name, "raw": self.fill(changes, content), "public": True})
        url = f"/odoo/agency-evaluations/{evaluation.id}"
        self.start_tour(url, "agency_evaluation.import_copy", login="test_evaluator")
        self.env.invalidate_all()
        row = self.row("A.1-1", evaluation)
        self.assertRecordValues(row, [{"self_points": 2.5, "explanation": "Đã đủ"}])
