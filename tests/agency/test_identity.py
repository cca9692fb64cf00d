import io
from datetime import timedelta

import docx
from freezegun import freeze_time
from openpyxl import load_workbook
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ...report import score_sheet_xlsx
from ...scoring.identity import Identity
from ..cases.common import EvaluationCase

OLD = {
    "agency_parent_name": "UBND TỈNH BẮC GIANG",
    "agency_name": "SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG",
    "agency_short_name": "Sở TN&MT",
    "agency_place": "Bắc Giang",
    "agency_document_symbol": "BC-TNMT",
    "agency_addressees": "Văn phòng UBND tỉnh Bắc Giang",
    "agency_recipients": "Lãnh đạo Sở",
    "agency_filing": "VT, TTr",
    "agency_signer_title": "GIÁM ĐỐC",
    "agency_signer_name": "Họ Tên Cũ",
    "agency_head_title": "GIÁM ĐỐC SỞ",
}
NEW = {
    "agency_parent_name": "UBND TỈNH BẮC NINH",
    "agency_name": "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
    "agency_short_name": "Sở NN&MT",
    "agency_place": "Bắc Ninh",
    "agency_document_symbol": "BC-SNNMT",
    "agency_addressees": "Văn phòng UBND tỉnh Bắc Ninh",
    "agency_recipients": "Cục Môi trường",
    "agency_filing": "VT, VP",
    "agency_signer_title": "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC",
    "agency_signer_name": "Họ Tên Mới",
    "agency_head_title": "GIÁM ĐỐC",
}


@tagged("post_install", "-at_install")
class TestIdentity(EvaluationCase):
    """How the agency names itself on its papers is dated: so a paper bears the names of its period."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Sở Tài nguyên thử nghiệm"})
        cls.env.user.company_ids += cls.company
        for user in cls.users.values():
            user.write({"company_ids": [Command.link(cls.company.id)], "company_id": cls.company.id})
        cls.unit.company_id = cls.company
        cls.env["hr.employee"].search([("department_id", "=", cls.unit.id)]).company_id = cls.company
        cls.identities = cls.env["agency.evaluation.identity"].with_company(cls.company)

    def evaluate(self, year):
        criteria_set = self.make_criteria_set(f"OF-{year}", [("A", None, "I", 1.0)], year=year)
        return self.make_evaluation(criteria_set)

    def formers(self):
        return self.company.agency_former_identity_ids.sorted("date_to")

    def changes(self):
        return self.env["agency.evaluation.identity.change"].search([("company_id", "=", self.company.id)])

    def plain(self, values, company_name="Sở Tài nguyên thử nghiệm"):
        return Identity(
            company_name=company_name, **{name.removeprefix("agency_"): text for name, text in self.short(values)}
        )

    def short(self, values):
        for name, text in values.items():
            yield ("name" if name == "agency_name" else name), text

    def test_what_is_filled_in_first_is_true_from_the_beginning(self):
        evaluation = self.evaluate(2024)
        for name, text in OLD.items():  # one by one, as the settings write them
            self.company.write({name: text})
        self.assertFalse(self.formers())
        self.assertEqual(evaluation._identity(), self.plain(OLD))

    def test_what_takes_the_place_of_a_name_is_true_from_today_on(self):
        evaluation = self.evaluate(2024)
        self.company.write(OLD)
        for name, text in NEW.items():
            self.company.write({name: text})
        today = evaluation._agency_today()
        self.assertEqual(self.formers().mapped("date_to"), [today - timedelta(days=1)])
        self.assertEqual(evaluation._identity(), self.plain(OLD))
        self.assertEqual(self.company._agency_identity_on(today - timedelta(days=1)), self.plain(OLD))
        self.assertEqual(self.company._agency_identity_on(today), self.plain(NEW))
        self.assertEqual(self.company._agency_identity_on(None), self.plain(NEW))
        self.assertEqual(self.evaluate(today.year)._identity(), self.plain(NEW))
        self.assertEqual(self.company.agency_name, NEW["agency_name"])

    def test_the_same_again_is_no_change(self):
        self.company.write(OLD)
        self.company.write(OLD)
        self.company.write({"name": self.company.name})
        self.assertFalse(self.formers())
        self.assertFalse(self.changes())

    def test_each_of_several_identities_has_its_days(self):
        self.company.write(OLD)
        for year, name in ((2024, "HAI"), (2025, "BA"), (2026, "BỐN")):
            with freeze_time(f"{year}-03-01 05:00:00"):
                self.company.agency_name = name
        names = {year: self.evaluate(year)._identity().name for year in (2022, 2023, 2024, 2025)}
        self.assertEqual(names, {2022: OLD["agency_name"], 2023: OLD["agency_name"], 2024: "HAI", 2025: "BA"})
        days = [(former.date_from, f"{former.date_to}") for former in self.formers()]
        self.assertEqual(
            [(f"{first}" if first else "", last) for first, last in days],
            [("", "2024-02-29"), ("2024-03-01", "2025-02-28"), ("2025-03-01", "2026-02-28")],
        )

    def test_the_day_is_the_agency_s_whatever_a_client_says(self):
        self.company.write(OLD)
        context = {
            "tz": "Pacific/Pago_Pago",
            "active_test": False,
            "default_agency_name": OLD["agency_name"],
            "default_active": False,
        }
        with freeze_time("2025-02-28 18:00:00"):  # the first of March in Vietnam
            self.company.with_context(**context).write({"agency_name": "MỚI"})
        self.assertEqual(f"{self.formers().date_to}", "2025-02-28")

    def test_renaming_the_company_is_dated_too(self):
        evaluation = self.evaluate(2024)
        with freeze_time("2025-03-01 05:00:00"):
            self.company.name = "Sở Nông nghiệp và Môi trường"
        self.assertEqual(evaluation._identity().agency, "Sở Tài nguyên thử nghiệm")
        self.assertEqual(self.evaluate(2025)._identity().agency, "Sở Nông nghiệp và Môi trường")

    def test_renaming_the_contact_of_the_company_renames_the_company(self):
        evaluation = self.evaluate(2024)
        self.company.partner_id.name = "Sở Nông nghiệp và Môi trường"
        self.assertEqual(self.company.name, "Sở Nông nghiệp và Môi trường")
        self.assertEqual(evaluation._identity().agency, "Sở Tài nguyên thử nghiệm")
        self.assertEqual(len(self.formers()), 1)

    def test_another_contact_renames_the_company_too(self):
        evaluation = self.evaluate(2024)
        self.company.partner_id = self.env["res.partner"].create({"name": "Sở Nông nghiệp và Môi trường"})
        self.assertEqual(self.company.name, "Sở Nông nghiệp và Môi trường")
        self.assertEqual(evaluation._identity().agency, "Sở Tài nguyên thử nghiệm")

    def test_name_and_company_renamed_at_once_leave_one_identity_behind(self):
        self.company.write(OLD)
        self.company.write({"name": "Sở Nông nghiệp và Môi trường", **NEW})
        self.assertEqual(self.formers()._as_identity(), self.plain(OLD))

    def test_the_name_that_odoo_gives_a_company_is_nobody_s(self):
        company = self.env["res.company"].create({"name": "YourCompany"})
        company.name = "Sở Y tế"
        self.assertFalse(company.agency_former_identity_ids)

    def test_once_something_was_handed_in_the_name_of_the_company_stood_for_the_agency(self):
        evaluation = self.evaluate(2024)
        self.env.cr.execute("UPDATE agency_evaluation SET state = 'submitted' WHERE id = %s", [evaluation.id])
        evaluation.invalidate_recordset()
        self.company.agency_name = "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG"
        self.assertEqual(evaluation._identity().agency, "Sở Tài nguyên thử nghiệm")

    def test_the_papers_bear_the_names_of_their_period(self):
        self.company.write(OLD)
        evaluation = self.evaluate(2024)
        evaluation.write({"report_number": "15", "report_date": "2025-01-10"})
        before = self.papers(evaluation)
        self.company.write(NEW)
        after = self.papers(evaluation)
        self.assertEqual(after, before)
        self.assertIn("BC-TNMT", str(after))
        self.assertEqual(evaluation._paper_number(), "15/BC-TNMT")
        self.assertEqual(evaluation._report_names()["agency"], "Sở Tài nguyên thử nghiệm")

    def papers(self, evaluation):
        """Return what each paper says of the agency."""
        env = self.as_user("manager", evaluation).env
        found = []
        for name in ("score_sheet", "annual_report", "findings", "exchange"):
            (paper,) = env[f"report.agency_evaluation.report_{name}"]._collect(evaluation.with_env(env))
            found.append((paper.author, paper.letterhead, paper.attachment, paper.signature))
            if name == "annual_report":
                found.append((paper.addressees, paper.recipients))
            if name == "score_sheet":
                book = load_workbook(io.BytesIO(score_sheet_xlsx.write(paper)))
                found.append([cell.value for row in book.active.iter_rows(max_row=4) for cell in row if cell.value])
        content = env["report.agency_evaluation.report_annual_report"]._write_docx(evaluation.with_env(env))
        word = docx.Document(io.BytesIO(content))
        found.append([cell.text for table in word.tables for row in table.rows for cell in row.cells][:4])
        return found

    def test_an_approval_is_signed_as_the_agency_signed_then(self):
        self.company.write(OLD)
        evaluation = self.evaluate(2024)
        self.company.write(NEW)
        line = evaluation.line_ids
        line.write({"self_points": 1.0, "status": "scored", "explanation": "Theo thực tế"})
        self.as_user("evaluator", evaluation).action_submit()
        self.as_user("approver", evaluation).action_approve()
        self.assertEqual((evaluation.signer_title, evaluation.signer_name), ("GIÁM ĐỐC", "Họ Tên Cũ"))

    def test_a_manager_corrects_and_back_dates_with_a_reason(self):
        self.company.write(OLD)
        self.company.write(NEW)
        former = self.formers().with_user(self.users["manager"]).with_company(self.company)
        with self.assertRaisesRegex(UserError, "Give a reason"):
            former.write({"date_to": "2025-02-28"})
        former.write({"date_to": "2025-02-28", "signer_name": "Họ Tên Khác", "reason": "QĐ 12/QĐ-UBND"})
        self.assertEqual(self.company._agency_identity_on(former.date_to).signer_name, "Họ Tên Khác")
        self.assertEqual(self.company._agency_identity_on(former.date_to + timedelta(days=1)), self.plain(NEW))
        change = self.changes()[0]
        self.assertEqual((change.user_id, change.reason), (self.users["manager"], "QĐ 12/QĐ-UBND"))
        yesterday = self.evaluation._agency_today() - timedelta(days=1)
        self.assertEqual(change.before, f"until {yesterday:%d/%m/%Y}\nSigner's Name: Họ Tên Cũ")
        self.assertEqual(change.after, "until 28/02/2025\nSigner's Name: Họ Tên Khác")

    def test_what_does_not_count_names_nothing(self):
        self.company.write(OLD)
        self.company.write(NEW)
        evaluation = self.evaluate(2024)
        former = self.formers().with_user(self.users["manager"]).with_company(self.company)
        with self.assertRaisesRegex(UserError, "Give a reason"):
            former.action_archive()
        former.write({"active": False, "reason": "Gõ nhầm"})
        for context in ({}, {"active_test": False}):
            self.assertEqual(evaluation.with_context(**context)._identity(), self.plain(NEW))
        with self.assertRaisesRegex(UserError, "Former names are kept"):
            former.sudo().unlink()

    def test_a_manager_tells_of_what_was_before_the_system(self):
        self.company.write(NEW)
        manager = self.identities.with_user(self.users["manager"])
        with Form(manager) as form:
            form.company_name, form.name, form.date_to = "Sở TN&MT", "SỞ TN&MT", "2025-02-28"
            form.reason = "Nghị quyết 1658/NQ-UBTVQH15"
        self.assertEqual(self.evaluate(2024)._identity().agency, "SỞ TN&MT")
        self.assertEqual(self.evaluate(2025)._identity().agency, NEW["agency_name"])
        values = {"company_id": self.company.id, "company_name": "X", "date_to": "2024-12-31"}
        with self.assertRaisesRegex(UserError, "Give a reason"):
            manager.create(values)
        with self.assertRaisesRegex(ValidationError, "no former name"):
            manager.create({**values, "date_to": self.evaluation._agency_today(), "reason": "x"})
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            manager.create({**values, "date_to": "2025-02-28", "reason": "x"})

    def test_a_former_identity_stays_with_its_agency(self):
        self.company.write(OLD)
        self.company.write(NEW)
        former = self.formers().with_user(self.users["manager"])
        with self.assertRaisesRegex(UserError, "whoever bore it"):
            former.write({"company_id": self.env.ref("base.main_company").id, "reason": "x"})

    def test_others_change_nothing(self):
        self.company.write(OLD)
        self.company.write(NEW)
        values = {"company_id": self.company.id, "company_name": "X", "date_to": "2020-12-31", "reason": "x"}
        for role in ("evaluator", "reviewer", "approver", "auditor", "outsider"):
            identities = self.identities.with_user(self.users[role])
            with self.subTest(role), self.assertRaises(AccessError):
                identities.create(values)
            with self.subTest(role), self.assertRaises(AccessError):
                identities.browse(self.formers().id).write({"signer_name": "X", "reason": "x"})

    def test_a_manager_of_another_company_sees_none(self):
        self.company.write(OLD)
        self.company.write(NEW)
        manager = self.users["manager"]
        manager.write({"company_id": self.env.ref("base.main_company").id})
        manager.company_ids -= self.company
        identities = self.env["agency.evaluation.identity"].with_user(manager)
        self.assertFalse(identities.search([("company_id", "=", self.company.id)]))
        with self.assertRaises(AccessError):
            identities.browse(self.formers().id).write({"signer_name": "X", "reason": "x"})

    def test_the_register_of_changes_is_kept_by_the_system_alone(self):
        self.company.write(OLD)
        self.company.write(NEW)
        change = self.changes()
        self.assertEqual((len(change), change.user_id, change.reason), (1, self.env.user, False))
        for attempt in (lambda: change.write({"reason": "x"}), change.unlink, lambda: change.copy()):
            with self.assertRaisesRegex(UserError, "kept by the system"):
                attempt()

    def test_whoever_reads_an_evaluation_prints_it_in_its_names(self):
        self.company.write(OLD)
        evaluation = self.evaluate(2024)
        self.company.write(NEW)
        for role in ("evaluator", "auditor"):
            self.assertEqual(self.as_user(role, evaluation)._identity(), self.plain(OLD))
