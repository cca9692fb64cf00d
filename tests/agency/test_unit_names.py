from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..cases.common import EvaluationCase


@tagged("post_install", "-at_install")
class TestUnitNames(EvaluationCase):
    """A unit that is renamed leaves its former name to the periods in which it bore it."""

    def of_year(self, year):
        return self.make_evaluation(self.make_criteria_set(f"OF-{year}", [("A", None, "I", 1.0)], year=year))

    def formers(self):
        return self.env["agency.evaluation.unit.name"].search([("department_id", "=", self.unit.id)])

    def test_an_evaluation_calls_the_unit_as_it_was_called_then(self):
        earlier, later = self.of_year(2024), self.of_year(2025)
        with freeze_time("2025-03-01 05:00:00"):
            self.unit.name = "Chi cục Mới"
        self.assertEqual((earlier._unit_name(), later._unit_name()), ("Sở Thử nghiệm", "Chi cục Mới"))
        self.assertIn("Sở Thử nghiệm", earlier.display_name)
        self.assertIn("Chi cục Mới", later.display_name)
        self.assertEqual(earlier._report_names()["unit"], "Sở Thử nghiệm")

    def test_what_is_being_typed_is_called_nothing_yet(self):
        for model in ("agency.evaluation.unit.name", "agency.evaluation.identity"):
            self.assertEqual(self.env[model].new({}).display_name, "", model)
            self.assertEqual(self.env[model].new({"name": "Chi cục Cũ"}).display_name, "Chi cục Cũ", model)

    def test_papers_are_headed_by_that_name(self):
        (before,) = self.collect()
        self.unit.name = "Chi cục Mới"
        (after,) = self.collect()
        self.assertEqual(after.title, before.title)
        self.assertIn("SỞ THỬ NGHIỆM", after.title[1])

    def collect(self):
        evaluation = self.as_user("evaluator")
        return evaluation.env["report.agency_evaluation.report_score_sheet"]._collect(evaluation)

    def test_renamed_twice_on_one_day_it_had_one_former_name(self):
        self.unit.name = "Một"
        self.unit.name = "Hai"
        self.unit.name = "Hai"
        yesterday = self.evaluation._agency_today() - timedelta(days=1)
        self.assertEqual([(former.name, former.date_to) for former in self.formers()], [("Sở Thử nghiệm", yesterday)])

    def test_it_had_its_name_in_each_language(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        self.unit.with_context(lang="vi_VN").name = "Sở Thử"
        self.formers().write({"active": False, "reason": "x"})
        self.unit.with_context(lang="vi_VN").name = "Sở Mới"
        said = {lang: self.evaluation.with_context(lang=lang)._unit_name() for lang in ("en_US", "vi_VN")}
        self.assertEqual(said, {"en_US": "Sở Thử nghiệm", "vi_VN": "Sở Thử"})

    def test_renaming_by_its_translations_is_renaming(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        self.unit.update_field_translations("name", {"vi_VN": "Sở Mới"})
        self.assertEqual(self.evaluation.with_context(lang="vi_VN")._unit_name(), "Sở Thử nghiệm")
        self.assertEqual(self.unit.with_context(lang="vi_VN").name, "Sở Mới")

    def test_the_day_is_the_agency_s(self):
        with freeze_time("2025-02-28 18:00:00"):
            self.unit.with_context(tz="Pacific/Pago_Pago").name = "Mới"
        self.assertEqual(f"{self.formers().date_to}", "2025-02-28")

    def test_a_manager_back_dates_with_a_reason_and_nobody_else_does(self):
        self.unit.name = "Mới"
        former = self.formers()
        for role in ("evaluator", "auditor", "outsider"):
            with self.subTest(role), self.assertRaises(AccessError):
                former.with_user(self.users[role]).write({"date_to": "2019-06-30", "reason": "x"})
        with self.assertRaisesRegex(UserError, "Give a reason"):
            former.with_user(self.users["manager"]).write({"date_to": "2019-06-30", "reason": "  "})
        former.with_user(self.users["manager"]).write({"date_to": "2019-06-30", "reason": "QĐ 1/QĐ-UBND"})
        self.assertEqual(self.evaluation._unit_name(), "Mới")
        with self.assertRaisesRegex(UserError, "whoever bore it"):
            former.write({"department_id": self.other_unit.id, "reason": "x"})

    def test_many_names_cost_no_more_queries_than_one(self):
        evaluations = self.env["agency.evaluation"]
        for year in range(2011, 2017):
            unit = self.unit.create({"name": f"Đơn vị {year}"})
            criteria_set = self.make_criteria_set(f"OF-{year}", [("A", None, "I", 1.0)], year=year)
            evaluations += self.make_evaluation(criteria_set, department_id=unit.id)
            unit.name = f"Đơn vị mới {year}"

        def count(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.mapped("display_name")
            return self.env.cr.sql_log_count - before

        count(evaluations[:1])
        self.assertEqual(count(evaluations), count(evaluations[:1]))
