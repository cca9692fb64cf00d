import hashlib
import re
import subprocess
import tempfile

from odoo.tests import TransactionCase, tagged

from .cases.common import ROLES

MODULE = "agency_evaluation"
#: What the 2020 sheet of the department comes to, and what its paper states.
GROUPS = {"I": (40.5, 40.5), "II": (22, 22), "III": (8, 8), "IV": (5.5, 5.5), "V": (7, 7), "VI": (7.5, 10)}
COMPUTED_TOTAL, STATED_TOTAL = 90.5, 93
MARK = "Tài liệu minh họa"


@tagged("post_install", "-at_install")
class TestDemo(TransactionCase):
    """The demo shows the real sheet, proved by real files, to one user of each role."""

    def setUp(self):
        super().setUp()
        self.assertTrue(self.env.ref("base.module_agency_evaluation").demo, "Run this on a database with demo data.")
        self.evaluation = self.env.ref(f"{MODULE}.evaluation_2020")
        self.evidence = self.evaluation.evidence_ids

    def test_the_groups_and_the_total_come_to_what_their_rows_give(self):
        groups = self.evaluation.line_ids.filtered(lambda line: not line.parent_id)
        self.assertEqual({line.code: (line.self_points, line.stated_points) for line in groups}, GROUPS)
        self.assertEqual(groups.filtered("stated_differs").mapped("code"), ["VI"])
        self.assertEqual(self.evaluation.self_points, COMPUTED_TOTAL)
        self.assertEqual(self.evaluation.stated_points, STATED_TOTAL)
        self.assertTrue(self.evaluation.stated_differs)

    def test_it_is_a_draft_of_which_only_the_rows_that_the_paper_leaves_blank_are_open(self):
        self.assertEqual(self.evaluation.state, "draft")
        blank = self.evaluation.line_ids.filtered(lambda line: not line.is_heading and line.status == "todo")
        self.assertEqual(blank.mapped("code"), ["I.4-1", "I.4-2"])

    def test_its_findings_are_those_of_its_facts_and_documents(self):
        found = self.evaluation.finding_ids
        self.assertEqual(set(found.mapped("severity")), {"error", "warning", "info"})
        self.evaluation._refresh_findings()
        self.assertEqual(self.evaluation.finding_ids, found)

    def test_every_document_proves_rows_and_one_proves_many(self):
        self.assertEqual(len(self.evidence), 10)
        for evidence in self.evidence:
            self.assertTrue(evidence.line_ids, evidence.display_name)
            self.assertFalse(evidence.line_ids.filtered("is_heading"), evidence.display_name)
        regulation = self.env.ref(f"{MODULE}.evidence_records_regulation")
        self.assertEqual(len(regulation.line_ids), 10)

    def test_every_file_is_a_pdf_with_its_sha_256_that_says_what_its_record_says(self):
        documents = self.evidence.filtered(lambda evidence: not evidence.held_elsewhere)
        self.assertEqual(len(documents), 8)
        for evidence in documents:
            with self.subTest(number=evidence.number):
                file = evidence.attachment_ids.ensure_one()
                self.assertEqual(file.mimetype, "application/pdf")
                self.assertEqual(file.evidence_sha256, hashlib.sha256(file.raw).hexdigest())
                pages = self.pages_of(file.raw)
                for page in pages:
                    self.assertIn(MARK, page)
                day, month, year = evidence.issue_date.strftime("%d %m %Y").split()
                month = month if int(month) < 3 else month.lstrip("0")
                self.assertIn(f"Số: {evidence.number}", pages[0])
                self.assertIn(f"ngày {day} tháng {month} năm {year}", pages[0])
                self.assertLessEqual(int(re.search(r"trang (\d+)$", evidence.location)[1]), len(pages))

    def test_its_report_is_filled_in_and_one_number_fell_behind_its_fact(self):
        sections = self.evaluation.section_ids
        self.assertEqual([sections.mapped("level").count(level) for level in range(3)], [5, 5, 7])
        self.assertFalse(any(sections.mapped("open_count")))
        outdated = sections.filtered("outdated_count").ensure_one()
        self.assertEqual(outdated.outdated, {"ct_thang": {"state": "STALE", "value": "11"}})
        self.assertIn("12 chương trình công tác tháng", re.sub("<[^>]*>", "", outdated.body))
        found = self.evaluation.finding_ids.filtered(lambda finding: finding.code == "text_differs_from_fact")
        self.assertEqual(found.subject, outdated.display_name)

    def test_what_is_held_elsewhere_names_its_register_and_a_secret_nothing_else(self):
        register = self.env.ref(f"{MODULE}.evidence_correspondence_register")
        secret = self.env.ref(f"{MODULE}.evidence_secret_register")
        self.assertEqual(register | secret, self.evidence.filtered("held_elsewhere"))
        self.assertTrue(register.name and register.register_reference)
        self.assertTrue(secret.is_secret and secret.register_reference)
        self.assertFalse(secret.name or secret.number or secret.attachment_ids)

    def test_each_role_has_one_user_who_speaks_vietnamese(self):
        groups = {role: self.env.ref(f"{MODULE}.group_{role}") for role in ROLES}
        for role in ROLES:
            with self.subTest(role=role):
                user = self.env.ref(f"{MODULE}.user_{role}")
                self.assertEqual((user.login, user.lang, user.active), (role, "vi_VN", True))
                self.assertEqual(user.group_ids & self.env["res.groups"].union(*groups.values()), groups[role])

    def pages_of(self, pdf):
        """Return the text of each page of a PDF, read by poppler."""
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(pdf)
            file.flush()
            text = subprocess.run(["pdftotext", "-layout", file.name, "-"], capture_output=True, check=True).stdout
        pages = [re.sub(r"\s+", " ", page) for page in text.decode().split("\f")]
        return pages[:-1]
