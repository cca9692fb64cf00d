import io
import re
from datetime import date
from urllib.parse import unquote

from openpyxl import load_workbook

from odoo.tests import HttpCase, tagged

from odoo.addons.agency_evaluation.report import working_copy_xlsx

from ..cases.common import SHEET, EvaluationCase

QUARTER = {"date_from": date(2020, 1, 1), "date_to": date(2020, 3, 31)}
OTHER_DAYS = {"date_from": date(2020, 4, 1), "date_to": date(2020, 12, 31)}


@tagged("post_install", "-at_install")
class TestPeriodPapers(EvaluationCase, HttpCase):
    """What papers and files say of the period: of a quarter that it is one, of a year what they always said."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        criteria_set = cls.make_criteria_set("PERIODS", SHEET, publish=False)
        for sequence, (title, body) in enumerate(
            (
                (
                    "Kết quả thực hiện nhiệm vụ năm {{year}}",
                    "<p>Năm {{year}}, {{unit}} đã làm. Trong năm  {{ year }} có việc, trước ngày 31/12/{{year}}.</p>",
                ),
                ("Phương hướng năm {{next_year}}", "<p>Năm {{next_year}} và năm {{next_year}}.</p>"),
                ("Đánh giá {{period}}", "<p>{{Period}}: tốt; {{next_period}}: tốt hơn. {{Next_period}}.</p>"),
            )
        ):
            cls.env["agency.evaluation.section.template"].create(
                {"set_id": criteria_set.id, "sequence": sequence, "number": str(sequence), "title": title, "body": body}
            )
        criteria_set.action_publish()
        cls.criteria_set = criteria_set
        cls.evaluation = cls.make_evaluation(criteria_set)
        cls.quarter = cls.make_evaluation(criteria_set, **QUARTER)
        again = criteria_set.copy({"code": "AGAIN"})
        again.action_publish()
        cls.other = cls.make_evaluation(again, **OTHER_DAYS)

    def paper(self, report, evaluation):
        evaluation = self.as_user("evaluator", evaluation)
        (paper,) = evaluation.env[report]._collect(evaluation)
        return paper

    def test_the_titles_of_all_papers_name_the_period(self):
        for evaluation, name, upper in (
            (self.evaluation, "năm 2020", "SỞ THỬ NGHIỆM NĂM 2020"),
            (self.quarter, "quý I năm 2020", "SỞ THỬ NGHIỆM QUÝ I NĂM 2020"),
            (
                self.other,
                "từ ngày 01/4/2020 đến ngày 31/12/2020",
                "SỞ THỬ NGHIỆM TỪ NGÀY 01/4/2020 ĐẾN NGÀY 31/12/2020",
            ),
        ):
            with self.subTest(name):
                for report in ("report_score_sheet", "report_findings", "report_exchange"):
                    self.assertEqual(self.paper(f"report.agency_evaluation.{report}", evaluation).title[1], upper)
                report = self.paper("report.agency_evaluation.report_annual_report", evaluation)
                self.assertEqual(report.title, (f"Kết quả thực hiện công tác văn phòng {name}",))
                self.assertIn(f"Báo cáo kết quả thực hiện công tác văn phòng {name} của", report.blocks[-1].text)
                copy = self.paper("agency.evaluation.working.copy.report", evaluation)
                book = load_workbook(io.BytesIO(working_copy_xlsx.write(copy)))
                self.assertIn(f"– {upper}", str(book.worksheets[0].cell(2, 3).value))

    def test_what_a_report_says_of_the_year_it_says_of_the_quarter(self):
        def said(evaluation):
            return [
                (section.title, re.sub(r"<[^>]+>", "", section._printed_body())) for section in evaluation.section_ids
            ]

        self.assertEqual(
            said(self.evaluation),
            [
                (
                    "Kết quả thực hiện nhiệm vụ năm 2020",
                    "Năm 2020, Sở Thử nghiệm đã làm. Trong năm  2020 có việc, trước ngày 31/12/2020.",
                ),
                ("Phương hướng năm 2021", "Năm 2021 và năm 2021."),
                ("Đánh giá năm 2020", "Năm 2020: tốt; năm 2021: tốt hơn. Năm 2021."),
            ],
        )
        self.assertEqual(
            said(self.quarter),
            [
                (
                    "Kết quả thực hiện nhiệm vụ quý I năm 2020",
                    "Quý I năm 2020, Sở Thử nghiệm đã làm. Trong quý I năm 2020 có việc, trước ngày 31/12/2020.",
                ),
                ("Phương hướng quý II năm 2020", "Quý II năm 2020 và quý II năm 2020."),
                ("Đánh giá quý I năm 2020", "Quý I năm 2020: tốt; quý II năm 2020: tốt hơn. Quý II năm 2020."),
            ],
        )
        self.assertEqual(said(self.other)[1][0], "Phương hướng năm 2021")

    def test_a_report_whose_period_moves_says_so_and_is_filled_again(self):
        for evaluation in (self.quarter, self.evaluation):
            evaluation.write({"date_from": date(2020, 4, 1), "date_to": date(2020, 6, 30)})
            section = evaluation.section_ids[0]
            self.assertEqual(section.title, "Kết quả thực hiện nhiệm vụ quý II năm 2020")
            self.assertIn("“Period”: the text says", section.outdated_text)
            self.as_user("evaluator", section).action_fill()
            self.assertIn("Quý II năm 2020, ", re.sub(r"<[^>]+>", "", section._printed_body()))
            evaluation.with_user(self.users["manager"]).action_cancel("Nhường kỳ")

    def test_files_are_named_after_the_period(self):
        self.authenticate("test_evaluator", "test_evaluator")
        for evaluation, ending in (
            (self.evaluation, "Sở Thử nghiệm 2020"),
            (self.quarter, "Sở Thử nghiệm quý I năm 2020"),
            (self.other, "Sở Thử nghiệm từ ngày 01-4-2020 đến ngày 31-12-2020"),
        ):
            for path, tail in (
                ("score_sheet.xlsx", ".xlsx"),
                ("working_copy.xlsx", ".xlsx"),
                ("dossier.zip", " hồ sơ.zip"),
            ):
                with self.subTest(path, ending=ending):
                    response = self.url_open(f"/agency_evaluation/{evaluation.id}/{path}")
                    self.assertTrue(unquote(response.headers["Content-Disposition"]).endswith(f"{ending}{tail}"))

    def test_the_dossier_names_the_period_and_its_days(self):
        for evaluation, period in (
            (self.evaluation, "01/01/2020 - 31/12/2020"),
            (self.quarter, "Quý I năm 2020 (01/01/2020 - 31/03/2020)"),
            (self.other, "01/04/2020 - 31/12/2020"),
        ):
            dossier = self.paper("agency.evaluation.dossier.report", evaluation)
            self.assertEqual(dossier.about["Kỳ đánh giá"], period)
        self.assertEqual(
            {name: dossier.identity[name] for name in ("year", "date_from", "date_to")},
            {"year": 2020, "date_from": "2020-04-01", "date_to": "2020-12-31"},
        )
