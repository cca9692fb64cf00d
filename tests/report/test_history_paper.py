import io

from openpyxl import load_workbook

from odoo.tests import tagged

from ..cases.dossier_case import DossierCase

NAME = "Lịch sử thay đổi.xlsx"


@tagged("post_install", "-at_install")
class TestHistoryPaper(DossierCase):
    """The dossier holds every change as a sheet, under the names that the agency gives away."""

    def setUp(self):
        super().setUp()
        self.as_user("evaluator", self.row("A.2")).write(
            {"explanation": "=1+1", "self_points": 1.5, "user_id": self.users["evaluator"].id}
        )
        self.env.cr.flush()

    def lines(self):
        sheet = load_workbook(io.BytesIO(self.download().read(NAME))).active
        return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]

    def test_every_change_is_a_line_in_vietnamese_whoever_asks(self):
        self.evaluation.company_id.agency_dossier_people = "names"
        title, heading, *lines = self.lines()
        self.assertIn(self.evaluation.name, title[0])
        self.assertEqual(
            heading,
            (
                "Thời gian",
                "Người thay đổi",
                "Mã",
                "Tiêu chí, số liệu",
                "Nội dung",
                "Giá trị cũ",
                "Giá trị mới",
                "Cách nhập",
            ),
        )
        name = self.users["evaluator"].name
        by_label = {line[4]: line for line in lines}
        self.assertEqual(by_label["Thuyết minh"][1:], (name, "A.2", "Row A.2", "Thuyết minh", "", "=1+1", ""))
        self.assertEqual(by_label["Điểm tự chấm"][6], "1,5")
        self.assertEqual(by_label["Người phụ trách"][6], name)
        self.assertRegex(by_label["Điểm tự chấm"][0], r"^\d\d/\d\d/\d{4} \d\d:\d\d$")

    def test_functions_stand_in_the_place_of_names(self):
        self.evaluation.company_id.agency_dossier_people = "functions"
        self.users["evaluator"].employee_id.job_title = "Chuyên viên chính"
        for line in self.lines()[2:]:
            self.assertEqual(line[1], "Chuyên viên chính")
            self.assertNotIn(self.users["evaluator"].name, line)

    def test_an_older_evaluation_says_since_when(self):
        self.env["ir.config_parameter"].set_param("agency_evaluation.history_since", "2090-03-01 00:00:00")
        texts = {cell for line in self.lines() for cell in line}
        self.assertIn("Thay đổi được ghi nhận từ ngày 01/03/2090; thay đổi trước đó không có trong hệ thống.", texts)

    def test_a_sheet_without_changes_says_so(self):
        self.evaluation = self.make_evaluation(year=2019)
        texts = {cell for line in self.lines() for cell in line}
        self.assertIn("Không có thay đổi nào được ghi nhận.", texts)
