import runpy
from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import file_path

from ..cases.copy_case import CopyCase
from ..cases.facts_case import FactsCase

FROM_APRIL = {"date_from": date(2020, 4, 1), "date_to": date(2020, 12, 31)}
SHEET = [("T", None, "I", 10.0), ("T.1", "T", "1", 3.0), ("T.2", "T", "2", 3.0), ("T.3", "T", "3", 4.0)]
FACTS = {
    "dung_han": {"name": "Tháng đúng hạn", "frequency": "month"},
    "hai_long": {"name": "Mức hài lòng", "frequency": "month", "unit": "%", "aggregate": "mean"},
    "xong": {"name": "Việc xong", "frequency": "quarter"},
    "giao": {"name": "Việc được giao", "frequency": "quarter"},
    "so_ket": {"name": "Sơ kết", "frequency": "half"},
    "ton": {"name": "Việc tồn", "frequency": "quarter", "aggregate": "last"},
}
RULES = {
    "T.1": {"effect": "award", "points": 0.25, "basis": "period", "code": "dung_han"},
    "T.2": {"effect": "award", "points": 3.0, "basis": "when", "code": "ty_le", "operator": ">=", "threshold": 90},
    "T.3": {"effect": "award", "points": 1.0, "basis": "period", "code": "ty_le", "operator": ">=", "threshold": 50},
}


class PartsCase(FactsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.criteria_set = cls.make_parts_set("PARTS")
        cls.evaluation = cls.make_evaluation(cls.criteria_set)

    @classmethod
    def make_parts_set(cls, code, publish=True, **values):
        criteria_set = cls.make_criteria_set(code, SHEET, publish=False, **values)
        indicators = cls.env["agency.evaluation.indicator"]
        facts = {
            code: indicators.create({"set_id": criteria_set.id, "code": code, "sequence": place, **values})
            for place, (code, values) in enumerate(FACTS.items())
        }
        ratio = {"aggregate": "ratio", "ratio_part_id": facts["xong"].id, "ratio_whole_id": facts["giao"].id}
        facts["ty_le"] = indicators.create(
            {"set_id": criteria_set.id, "code": "ty_le", "name": "Tỷ lệ xong", "frequency": "quarter", **ratio}
        )
        rows = {row.code: row for row in criteria_set.criterion_ids}
        for row, rule in RULES.items():
            rule = {**rule, "indicator_id": facts[rule["code"]].id}
            del rule["code"]
            rows[row].rule_ids = [Command.create({"name": f"Quy tắc {row}", **rule})]
        if publish:
            criteria_set.action_publish()
        return criteria_set

    def state(self, code, evaluation=None, **numbers):
        self.fact(code, evaluation).write(numbers)

    def measures(self, code, evaluation=None):
        return {f"{measure.period:%m/%Y}": measure.value for measure in self.fact(code, evaluation).measure_ids}

    @staticmethod
    def months(months, entry="1"):
        return {f"month_{month:02d}": entry for month in months}


@tagged("post_install", "-at_install")
class TestParts(PartsCase):
    """Facts of months, quarters and half-years."""

    def test_monthly_percentages_come_to_a_percentage(self):
        self.state("hai_long", **self.months(range(1, 13), "50"))
        self.assertEqual(self.fact("hai_long").total, "50")
        self.state("ton", month_01="5", month_04="3", month_07="4", month_10="2")
        self.assertEqual(self.fact("ton").total, "2")

    def test_quarters_are_stated_by_their_first_months(self):
        self.state("giao", month_01="10", month_04="10", month_10="20")
        fact = self.fact("giao")
        self.assertEqual((fact.total, fact.is_missing, fact.trouble), ("40", True, "Missing quarters: 3"))
        self.assertEqual(self.measures("giao"), {"01/2020": 10.0, "04/2020": 10.0, "10/2020": 20.0})
        self.assertEqual((fact.month_marks["month_07"], fact.month_marks["month_02"]), ("missing", "unexpected"))
        with self.assertRaisesRegex(ValidationError, "is not asked for in month 2"):
            self.state("giao", month_02="1")
        with self.assertRaisesRegex(ValidationError, "by the year, or by months"):
            self.state("giao", entry="1")
        self.state("so_ket", month_01="1")
        self.assertEqual(self.fact("so_ket").trouble, "Missing half-years: 2")
        self.state("so_ket", month_07="1")
        self.assertEqual((self.fact("so_ket").total, self.fact("so_ket").is_missing), ("2", False))

    def test_a_ratio_follows_its_two_facts_by_the_quarter_and_for_the_year(self):
        self.state("giao", month_01="10", month_04="10", month_07="10", month_10="70")
        self.state("xong", month_01="4", month_04="9", month_07="10")
        ratio = self.fact("ty_le")
        self.assertEqual((ratio.month_01, ratio.month_04, ratio.month_10, ratio.total), ("40", "90", "", "76,6667"))
        self.assertEqual(ratio.trouble, "Missing: Việc xong: quarters 4")
        self.assertEqual(self.row("T.3").working.partition(" (")[0], "Provisional 2,0")
        self.assertIn("Việc xong: quarters 4", self.row("T.2").working)
        self.state("xong", month_10="70")
        self.assertEqual((ratio.total, ratio.trouble), ("93", False))
        self.assertEqual((self.row("T.2").suggested_points, self.row("T.3").suggested_points), (3.0, 3.0))
        with self.assertRaisesRegex(ValidationError, "“Tỷ lệ xong” is the ratio of two other facts"):
            self.state("ty_le", month_01="50")

    def test_a_ratio_is_made_of_two_stated_facts_of_its_kind(self):
        draft = self.make_parts_set("RATIO", publish=False)
        facts = {fact.code: fact for fact in draft.indicator_ids}
        for values in (
            {"ratio_part_id": False},
            {"ratio_whole_id": facts["dung_han"].id},
            {"ratio_whole_id": self.criteria_set.indicator_ids.filtered(lambda fact: fact.code == "giao").id},
            {"ratio_part_id": facts["ty_le"].id},
            {"frequency": "year"},
        ):
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(ValidationError, "“Tỷ lệ xong” is the ratio"),
                self.cr.savepoint(),
            ):
                facts["ty_le"].write(values)
        with self.assertRaisesRegex(UserError, "A fact of the ratio “Tỷ lệ xong” cannot be deleted"):
            facts["xong"].unlink()
        copy = self.criteria_set.copy({"code": "COPY"})
        ratio = copy.indicator_ids.filtered("is_ratio")
        self.assertEqual(ratio.ratio_part_id, copy.indicator_ids.filtered(lambda fact: fact.code == "xong"))
        draft.unlink()

    def test_percentages_that_are_added_up_are_not_published(self):
        draft = self.make_parts_set("PERCENT", publish=False)
        share = draft.indicator_ids.filtered(lambda fact: fact.code == "hai_long")
        share.aggregate = "sum"
        with self.assertRaisesRegex(ValidationError, "“Mức hài lòng” is a percentage: let its parts come to a mean"):
            draft.action_publish()

    def test_the_report_has_no_number_so_far(self):
        self.state("giao", month_01="10", month_04="10", month_07="10")
        self.assertEqual(self.evaluation._report_texts()["giao"], "……")
        self.state("giao", month_10="10")
        self.assertEqual(self.evaluation._report_texts()["giao"], "40")


@tagged("post_install", "-at_install")
class TestPartsOfPeriods(PartsCase):
    """Periods that are no calendar year."""

    def test_nine_months_of_nine_in_time_are_full_marks(self):
        evaluation = self.make_evaluation(self.criteria_set, department_id=self.other_unit.id, **FROM_APRIL)
        fact, row = self.fact("dung_han", evaluation), self.row("T.1", evaluation)
        self.assertEqual(
            [name for name, mark in fact.month_marks.items() if mark == "missing"], list(self.months(range(4, 13)))
        )
        with self.assertRaisesRegex(ValidationError, "not asked for in month 3, only in months 4–12"):
            self.state("dung_han", evaluation, month_03="1")
        self.state("dung_han", evaluation, **self.months(range(4, 13)))
        self.assertEqual((fact.is_missing, row.has_suggestion, row.suggested_points), (False, True, 3.0))
        self.assertEqual(row.working.splitlines()[0], "(9/9 months × 4/3 → 12 times) × 0,25 = 3,0")
        self.state("dung_han", evaluation, month_04="0")
        self.assertEqual(row.suggested_points, 2.67)
        self.assertEqual(list(self.fact("giao", evaluation)._days_of_parts()), [4, 7, 10])

    def test_where_the_set_says_so_somebody_decides(self):
        asking = self.make_parts_set("ASK", short_period="ask")
        evaluation = self.make_evaluation(asking, **FROM_APRIL)
        self.state("dung_han", evaluation, **self.months(range(4, 13)))
        row = self.row("T.1", evaluation)
        self.assertEqual((row.has_suggestion, row.is_provisional, row.suggested_points), (False, True, 2.25))
        said = "Provisional 2,25 (the period is shorter than a year: from 2,25 to 3,0)."
        self.assertEqual(row.working.splitlines()[:2], [said, "9/9 months × 0,25 = 2,25"])

    def test_december_of_the_year_before_stays_in_its_year(self):
        period = {"date_from": date(2019, 12, 1), "date_to": date(2020, 11, 30)}
        evaluation = self.make_evaluation(self.criteria_set, department_id=self.other_unit.id, **period)
        self.state("dung_han", evaluation, month_12="1", month_01="1")
        self.assertEqual(self.measures("dung_han", evaluation), {"12/2019": 1.0, "01/2020": 1.0})
        self.assertEqual(self.fact("dung_han", evaluation).trouble, "Missing months: 2–11")
        self.state("hai_long", evaluation, **self.months(range(1, 13), "50"))
        self.assertEqual(self.fact("hai_long", evaluation).total, "50")

    def test_numbers_of_months_that_are_left_out_do_not_count_and_can_be_taken_back(self):
        self.state("dung_han", **self.months(range(1, 13)))
        fact = self.fact("dung_han")
        self.evaluation.write({"date_from": "2020-04-01"})
        self.assertEqual((fact.total, fact.month_02, fact.month_marks["month_02"]), ("9", "1", "outside"))
        self.assertEqual(fact.trouble, "Not in the period, so it does not count: 01/2020, 02/2020, 03/2020")
        finding = self.check().filtered(lambda finding: finding.code == "fact_outside_period")
        self.assertEqual(
            finding.message,
            "“Tháng đúng hạn”: the numbers of 01/2020, 02/2020, 03/2020 are not of the period and do not count.",
        )
        self.state("dung_han", month_01="", month_02="", month_03="")
        self.assertEqual((fact.total, fact.trouble), ("9", False))

    def test_a_month_of_another_year_is_shown_and_gives_way(self):
        self.state("dung_han", month_12="5")
        self.evaluation.write({"date_from": "2019-12-01", "date_to": "2020-11-30"})
        fact = self.fact("dung_han")
        self.assertEqual((fact.month_12, fact.month_marks["month_12"], fact.total), ("5", "outside", ""))
        self.state("dung_han", month_12="1")
        self.assertEqual(self.measures("dung_han"), {"12/2019": 1.0})
        self.assertEqual(fact.total, "1")

    def test_an_upgrade_dates_the_months_of_what_is_not_approved(self):
        """Before, December of a period that begins in 2019 stood in 2020, the year of the evaluation."""
        self.evaluation.write({"date_from": "2019-12-01", "date_to": "2020-11-30"})
        approved = self.make_evaluation(self.criteria_set, department_id=self.other_unit.id)
        approved._write_through({"edition": 1, "date_from": "2019-12-01", "date_to": "2020-11-30"})
        for evaluation in (self.evaluation, approved):
            self.env["agency.evaluation.measure"].create(
                [
                    {"fact_id": self.fact("dung_han", evaluation).id, "period": f"2020-{month:02d}-01", "value": 1}
                    for month in (1, 12)
                ]
            )
        self.env.flush_all()
        path = "agency_evaluation/migrations/19.0.1.2.0/post-measures.py"
        runpy.run_path(file_path(path))["migrate"](self.cr, "19.0.1.1.0")
        self.env.invalidate_all()
        self.assertEqual(self.measures("dung_han"), {"12/2019": 1.0, "01/2020": 1.0})
        self.assertEqual(self.fact("dung_han").total, "2")
        self.assertEqual(self.measures("dung_han", approved), {"01/2020": 1.0, "12/2020": 1.0}, "as it was sealed")
        self.assertEqual(self.fact("dung_han", approved).total, "2")


@tagged("post_install", "-at_install")
class TestPartsInFiles(CopyCase, PartsCase):
    """Quarters, ratios and provisional points in working copies and imports."""

    def test_a_working_copy_opens_the_months_in_which_parts_begin(self):
        self.evaluation.write({"date_from": "2020-04-01"})
        _workbook, _rows, facts = self.open(self.export())

        def open_months(code):
            months = range(1, 13)
            return [month for month in months if not facts.cell(code, f"month_{month:02d}").protection.locked]

        self.assertEqual(open_months("giao"), [4, 7, 10])
        self.assertEqual(open_months("so_ket"), [1, 7])
        self.assertEqual(open_months("dung_han"), list(range(4, 13)))
        self.assertEqual(open_months("ty_le"), [])

    def test_a_working_copy_comes_back_with_quarters(self):
        self.state("hai_long", **self.months(range(1, 13), "50"))
        content = self.fill({("giao", "month_04"): 8, ("giao", "month_01"): 2})
        _workbook, _rows, facts = self.open(content)
        self.assertIn("AVERAGE(F", facts.cell("hai_long", "entry").value)
        self.assertEqual(facts.cell("ton", "entry").value.count("ISNUMBER"), 4)
        self.assertTrue(facts.cell("ton", "entry").value.startswith("=IF(ISNUMBER(O"), "the last quarter first")
        self.preview(content).action_apply()
        self.assertEqual(self.measures("giao"), {"01/2020": 2.0, "04/2020": 8.0})

    def test_provisional_points_are_told_in_a_working_copy(self):
        self.state("dung_han", **self.months(range(1, 12)))
        _workbook, rows, _facts = self.open(self.export())
        suggested = rows.worksheet.cell(rows.lines["T.1"], rows.columns["points"] - 1)
        self.assertEqual((suggested.value, suggested.font.italic), (2.75, True))
        # A copy is Vietnamese, whoever makes it.
        working = self.row("T.1").with_context(lang="vi_VN").working
        self.assertIn(working, rows.cell("T.1", "points").comment.text)
        self.state("dung_han", month_12="1")
        _workbook, rows, _facts = self.open(self.export())
        suggested = rows.worksheet.cell(rows.lines["T.1"], rows.columns["points"] - 1)
        self.assertEqual((suggested.value, bool(suggested.font.italic)), (3, False))

    def test_quarters_are_imported_by_their_first_months(self):
        facts = self.as_user("evaluator", self.evaluation.fact_ids)
        facts = facts.with_context(default_evaluation_id=self.evaluation.id)
        result = facts.load(["fact_code", "month_01", "month_10"], [["giao", "5", "7,5"]])
        self.assertFalse([message for message in result["messages"] if message["type"] == "error"])
        self.assertEqual(self.measures("giao"), {"01/2020": 5.0, "10/2020": 7.5})
