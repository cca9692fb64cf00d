import io

import docx
from openpyxl import load_workbook

from odoo.tests import tagged

from odoo.addons.agency_evaluation.report import score_sheet_xlsx

from ..cases.seal_case import SealCase

SHEET = "report.agency_evaluation.report_score_sheet"
REPORT = "report.agency_evaluation.report_annual_report"
NAMED = "(Thay thế Báo cáo số 15/BC-TNMT ngày 15 tháng 12 năm 2020)"


@tagged("post_install", "-at_install")
class TestReplaced(SealCase):
    """The paper of a revision names the one that it takes the place of, as it was when the revision was approved."""

    def setUp(self):
        super().setUp()
        self.name_agency(agency_document_symbol="BC-TNMT")
        self.submit()
        self.as_user("approver").action_approve()
        self.as_user("manager").action_revise("Nhầm số liệu")
        self.revision = self.evaluation.revision_ids

    def lines(self, evaluation):
        """Return the line as each paper of an evaluation has it."""
        return [self.env[report]._collect(evaluation)[0].replaces for report in (SHEET, REPORT)]

    def approve_revision(self):
        self.as_user("evaluator", self.revision).action_submit()
        self.as_user("approver", self.revision).action_approve()
        self.revision.invalidate_recordset()

    def number(self, number, day):
        self.as_user("manager").write({"report_number": number, "report_date": day})
        self.evaluation.invalidate_recordset()

    def test_a_draft_names_what_it_will_replace(self):
        self.assertEqual(self.lines(self.evaluation), ["", ""])
        self.assertEqual(self.lines(self.revision), ["(Thay thế Báo cáo số ……/BC-TNMT ngày …… tháng …… năm ……)"] * 2)
        self.number("15", "2020-12-15")
        self.assertEqual(self.lines(self.revision), [NAMED, NAMED])

    def test_what_is_approved_names_what_it_replaced_then(self):
        self.number("15/BC-TNMT", "2020-12-15")
        self.approve_revision()
        self.number("99/BC-TNMT", "2020-12-31")
        self.assertEqual(self.lines(self.revision), [NAMED, NAMED])
        self.assertEqual(self.revision._seal_differences(), [])
        self.sql("UPDATE agency_evaluation SET replaced_number = '1' WHERE id = %(id)s", id=self.revision.id)
        self.assertEqual(len(self.revision._seal_differences()), 1, "it is sealed")

    def test_a_paper_that_had_no_number_is_not_named(self):
        self.approve_revision()
        self.assertEqual(self.lines(self.revision), ["", ""])

    def test_every_form_of_the_paper_has_the_line(self):
        self.number("15", "2020-12-15")
        report = self.env[REPORT]._write_docx(self.revision)
        self.assertEqual([each.text for each in docx.Document(io.BytesIO(report)).paragraphs].count(NAMED), 1)
        (sheet,) = self.env[SHEET]._collect(self.revision)
        workbook = load_workbook(io.BytesIO(score_sheet_xlsx.write(sheet))).active
        self.assertEqual([cell.value for row in workbook.iter_rows() for cell in row].count(NAMED), 1)
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("agency_evaluation.report_annual_report", self.revision.ids)[0]
            .decode()
        )
        self.assertEqual(html.count(NAMED), 1)
