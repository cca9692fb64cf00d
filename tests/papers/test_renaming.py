# pylint: disable=translation-required  # what users type in a test is translated by nobody
import io
import zipfile

import docx
from lxml import html
from openpyxl import load_workbook

from odoo.tests import tagged

from ..cases.annual_report_case import REPORT as ANNUAL_REPORT
from ..cases.annual_report_case import AnnualReportCase
from ..cases.common import ROLES
from ..cases.dossier_case import DossierCase
from ..cases.score_sheet_case import REPORT as SCORE_SHEET

OFFICIAL = (SCORE_SHEET, ANNUAL_REPORT)
OTHERS = ("agency_evaluation.report_findings", "agency_evaluation.report_exchange")
#: What is so when the dossier is made: the time, and where papers are verified by then.
MADE = ("Lập hồ sơ", "Trang kiểm tra")


@tagged("post_install", "-at_install")
class TestRenaming(AnnualReportCase, DossierCase):
    """Whatever is called otherwise after the approval, by whatever door: every paper says what was approved."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("vi_VN")
        cls.kind = cls.env["agency.evaluation.document.type"].create({"name": "Kế hoạch thử"})

    def setUp(self):
        super().setUp()
        self.add_document(["I.1.2-1"], document_type_id=self.kind.id, number="15/KH")
        self.add_document(["I.1.2-1", "II.1"], names=(), held_elsewhere=True, register_reference="Sổ số 7")
        self.fill_sections()
        self.review({"I.1.2-1": 2.75})
        self.as_user("reviewer", self.row("II.1")).action_question("Căn cứ nào?")
        self.as_user("evaluator", self.row("II.1")).action_answer("Sổ họp")
        self.settle()
        self.as_user("reviewer").action_review()
        self.as_user("approver").action_approve()
        self.env.invalidate_all()

    # What the papers say

    def printed(self, role):
        """Return each paper as `role` gets it: official PDFs as bytes, others as what they say."""
        papers = {name: self.print_report(role=role, report=name) for name in OFFICIAL}
        for name in OTHERS:
            evaluation = self.as_user(role)
            (papers[name],) = evaluation.env[f"report.{name}"]._collect(evaluation)
        papers["xlsx"] = self.sheet_of(self.get(role, "score_sheet.xlsx"))
        papers["docx"] = self.document_of(self.get(role, "annual_report.docx"))
        return papers

    def get(self, role, name):
        self.env.flush_all()
        self.authenticate(self.users[role].login, self.users[role].login)
        response = self.url_open(f"/agency_evaluation/{self.evaluation.id}/{name}")
        self.assertEqual(response.status_code, 200)
        return response.content

    def sheet_of(self, content):
        workbook = load_workbook(io.BytesIO(content))
        properties = workbook.properties
        cells = [[cell.value for cell in row] for row in workbook.active.iter_rows()]
        return properties.title, properties.creator, cells

    def document_of(self, content):
        document = docx.Document(io.BytesIO(content))
        texts = [element.text for element in document.element.iter() if element.tag.endswith("}t")]
        return document.core_properties.title, document.core_properties.author, texts

    def dossier(self, role):
        archive = zipfile.ZipFile(io.BytesIO(self.request(role).content))
        index = html.document_fromstring(archive.read("Mục lục.html").decode())
        for label in MADE:
            (element,) = index.xpath(f"//dt[starts-with(., '{label}')]/following-sibling::dd[1]")
            element.drop_tree()
        rows = self.workbook(archive).iter_rows(values_only=True)
        manifest = self.manifest(archive)
        del manifest["made_on"], manifest["files"]
        return {
            "names": archive.namelist(),
            "official": [archive.read(f"{name}.pdf") for name in ("Bảng chấm điểm", "Báo cáo")],
            "xlsx": self.sheet_of(archive.read("Bảng chấm điểm.xlsx")),
            "docx": self.document_of(archive.read("Báo cáo.docx")),
            "history": self.sheet_of(archive.read("Lịch sử thay đổi.xlsx")),
            "index": index.text_content(),
            # Without size and SHA-256 of the files that are written anew each time.
            "workbook": [row[:5] for row in rows if not (row[0] or "").startswith(MADE)],
            "manifest": manifest,
        }

    # What is called otherwise

    def rename_everything(self):
        company = self.env.company
        texts = {
            name: f"Khác {name}"
            for name, field in company._fields.items()
            if name.startswith("agency_") and field.type in ("char", "text") and field.store
            if name not in ("agency_public_address", "agency_file_extensions", "agency_stamp_server")
            if not name.endswith("_certificates") and not name.startswith("agency_remind_")
        }
        self.assertGreaterEqual(len(texts), 10, "fields of the agency are renamed by what they are called")
        pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        company.write({"name": "Công ty khác", "logo": pixel, "agency_public_address": "https://khac.gov.vn", **texts})
        self.unit.name = "Sở đã đổi tên"
        self.kind.name = "Loại đã đổi tên"
        for role, user in self.users.items():
            user.write(
                {"name": f"Đã đổi tên {role}", "login": f"renamed_{role}", "tz": "Pacific/Apia", "lang": "vi_VN"}
            )
        self.env["hr.employee"].search([]).job_title = "Chức danh khác"
        self.env["decimal.precision"].search([]).digits = 6
        self.env["ir.config_parameter"].set_param("web.base.url", "https://khac.gov.vn")
        self.env.ref("base.lang_en").write({"decimal_point": "~", "thousands_sep": "!", "date_format": "%Y|%m|%d"})
        self.forge()

    def forge(self):
        """Change, behind the back of the addon, what its lock closes."""
        self.env.flush_all()
        for query in (
            "UPDATE agency_evaluation_line SET self_points = 0.1, final_points = 0.1, review_note = 'x'",
            "UPDATE agency_evaluation SET signer_name = 'x', signer_title = 'x'",
            "UPDATE agency_evaluation_total SET self_points = 1, final_points = 1",
            "UPDATE agency_evaluation_section SET body = '<p>x</p>'",
            "UPDATE agency_evaluation_section_template SET title = 'x'",
            "UPDATE agency_evaluation_criterion SET name = 'x', number = 'x', max_points = 99",
            "UPDATE agency_evaluation_criteria_set SET paper_title = 'x', report_title = 'x'",
            "UPDATE agency_evaluation_evidence SET name = 'x', number = 'x', review_state = 'rejected'",
            "UPDATE agency_evaluation_question SET text = 'x', answer = 'x'",
            "UPDATE agency_evaluation_finding SET justification = 'x'",
            "UPDATE agency_evaluation_decision SET confirmed_rows = 'x', user_id = 1",
            "UPDATE agency_evaluation_grade SET name = 'x'",
        ):
            self.env.cr.execute(query)  # pylint: disable=sql-injection; written out above
        self.env.invalidate_all()

    def check_all(self):
        before = {role: self.printed(role) for role in ROLES}
        dossier = self.dossier("auditor")
        self.assertIn("Kế hoạch thử", dossier["index"])
        self.assertEqual(dossier["official"], [before["auditor"][name] for name in OFFICIAL])
        self.rename_everything()
        for role in ROLES:
            after = self.printed(role)
            for name, said in before[role].items():
                with self.subTest(role=role, paper=name):
                    self.assert_same(after[name], said)
        after = self.dossier("auditor")
        for name, said in dossier.items():
            with self.subTest(dossier=name):
                self.assert_same(after[name], said)
        self.assertTrue(self.evaluation._verify().differences, "what was forged is found all the same")

    def assert_same(self, after, before):
        """Check that what is long is the same, without spelling out every difference, which takes minutes."""
        self.assertTrue(after == before, f"{str(before)[:2000]}\n  became\n{str(after)[:2000]}")

    def test_papers_stay_whatever_is_renamed(self):
        self.check_all()

    def test_papers_stay_where_another_engine_prints(self):
        with self.without_weasyprint():
            self.check_all()

    def test_the_next_edition_is_of_the_seal_as_well(self):
        first = self.print_report(report=SCORE_SHEET)
        self.rename_everything()
        self.as_user("manager").write({"report_number": "15", "report_date": "2020-12-15"})
        second = self.print_report(report=SCORE_SHEET)
        self.assertNotEqual(first, second)
        (paper,) = self.collect(role="auditor")
        self.assertEqual(paper.attachment, "(Kèm theo Báo cáo số 15/BC-STN ngày 15 tháng 12 năm 2020 của Sở TN&ĐL)")
        self.assertEqual(paper.letterhead.agency, "SỞ THỬ NGHIỆM VÀ ĐO LƯỜNG")
        report = self.collect_report(role="auditor")
        self.assertEqual(report.letterhead.number, "Số: 15/BC-STN")
        self.assertEqual(report.letterhead.place_and_date, "Thử Nghiệm, ngày 15 tháng 12 năm 2020")
        self.assertEqual(report.appendix.attachment, paper.attachment)
        self.as_user("manager").write({"report_number": False, "report_date": False})
        self.assertEqual(self.print_report(report=SCORE_SHEET), first, "the same words are the same paper")
