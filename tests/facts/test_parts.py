from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..cases.facts_case import FactsCase

QUARTERS = [
    {"date_from": date(2020, month, 1), "date_to": date(2020, month + 2, day)}
    for month, day in ((1, 31), (4, 30), (7, 30), (10, 31))
]
#: The facts of the set, how their parts come to the year, and what the four quarters state.
FACTS = {
    "tong": ("Văn bản", "sum", (12, 10, 10, 9)),
    "binh_quan": ("Tỷ lệ đúng hạn", "mean", (80, 90, 95, 100)),
    "cuoi_ky": ("Biên chế", "last", (30, 31, 31, 29)),
    "cao_nhat": ("Cao nhất", "most", (3, 7, 5, 1)),
    "thap_nhat": ("Thấp nhất", "least", (3, 7, 5, 1)),
}
YEAR = {"tong": "41", "binh_quan": "91,25", "cuoi_ky": "29", "cao_nhat": "7", "thap_nhat": "1"}


@tagged("post_install", "-at_install")
class TestFactsOfParts(FactsCase):
    """A year takes the facts of its quarters on the same set."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.criteria_set = cls.make_criteria_set("QUARTERS", [("I", None, "I", 10.0)], publish=False)
        definitions = [
            {"code": code, "name": name, "aggregate": aggregate} for code, (name, aggregate, _numbers) in FACTS.items()
        ]
        definitions += [
            {"code": "thang", "name": "Báo cáo tháng", "frequency": "month"},
            {"code": "gap_doi", "name": "Gấp đôi", "formula": "tong * 2"},
        ]
        cls.env["agency.evaluation.indicator"].create(
            [{"set_id": cls.criteria_set.id, "sequence": place, **values} for place, values in enumerate(definitions)]
        )
        cls.criteria_set.action_publish()
        cls.evaluation = cls.make_evaluation(cls.criteria_set)

    @classmethod
    def make_quarter(cls, place, approve=True, **changed):
        quarter = cls.make_evaluation(cls.criteria_set, **QUARTERS[place])
        numbers = {code: numbers[place] for code, (_name, _how, numbers) in FACTS.items()} | changed
        entries = {code: (number, "") for code, number in numbers.items()}
        months = {month: month * 10 for month in range(3 * place + 1, 3 * place + 4)}
        quarter._state_facts({**entries, "thang": (months, "")})
        if approve:
            cls.approve(quarter)
        return quarter

    @classmethod
    def approve(cls, evaluation):
        evaluation.line_ids.write({"self_points": 10.0, "explanation": "Đã giải trình"})
        evaluation._refresh_findings()
        evaluation.finding_ids.filtered(lambda finding: finding.severity == "warning").write(
            {"justification": "Đã kiểm tra"}
        )
        evaluation.with_user(cls.users["evaluator"]).action_submit()
        evaluation.with_user(cls.users["approver"]).action_approve()

    def take_over(self, evaluation=None):
        """Press the button as the evaluator; return what is said."""
        action = self.as_user("evaluator", evaluation).action_take_over_facts()
        self.env.invalidate_all()
        return action["params"]["message"]

    def entries(self, evaluation=None):
        return {code: self.fact(code, evaluation).entry for code in FACTS}

    def months(self, evaluation=None):
        fact = self.fact("thang", evaluation)
        return [fact[f"month_{month:02d}"] for month in range(1, 13)]

    def test_four_quarters_come_to_the_year_as_each_fact_means_it(self):
        quarters = [self.make_quarter(place) for place in range(4)]
        message = self.take_over()
        self.assertEqual(self.entries(), YEAR)
        self.assertEqual(self.months(), [str(month * 10) for month in range(1, 13)])
        self.assertEqual(self.fact("gap_doi").total, "82")
        self.assertEqual(
            message,
            "Taken over from quarter I of 2020, quarter II of 2020, quarter III of 2020, quarter IV of 2020: 6 facts.",
        )
        fact = self.fact("tong")
        self.assertEqual(fact.origin_text, "Quarter I: 12; Quarter II: 10; Quarter III: 10; Quarter IV: 9")
        self.assertEqual(fact.with_context(lang="vi_VN").origin_text, "Quý I: 12; Quý II: 10; Quý III: 10; Quý IV: 9")
        for quarter, entry in zip(quarters, fact.origin, strict=True):
            self.assertEqual((entry["evaluation"], entry["name"]), (quarter.id, quarter.name))
            self.assertIn(f'href="/odoo/agency-evaluations/{quarter.id}"', fact.origin_links)
        self.assertIn("Quarter I: months 1, 2, 3; ", self.fact("thang").origin_text)

    def test_what_a_quarter_lacks_stays_open_and_is_said(self):
        self.make_quarter(0)
        self.make_quarter(1, tong=None)
        self.make_quarter(3)
        message = self.take_over()
        self.assertEqual(set(self.entries().values()), {""})
        self.assertEqual(self.months(), ["10", "20", "30", "40", "50", "60", "", "", "", "100", "110", "120"])
        self.assertIn("for quarter II of 2020, quarter III of 2020: Văn bản.", message)
        self.assertIn("for quarter III of 2020: Tỷ lệ đúng hạn, Biên chế, Cao nhất, Thấp nhất.", message)
        self.assertFalse(self.fact("tong").origin)
        self.make_quarter(2)
        message = self.take_over()
        self.assertIn("for quarter II of 2020: Văn bản.", message)
        self.assertEqual(self.entries(), YEAR | {"tong": ""})

    def test_what_was_typed_by_hand_stays_and_is_said(self):
        for place in range(4):
            self.make_quarter(place)
        self.as_user("evaluator", self.fact("tong")).entry = "40"
        self.as_user("evaluator", self.fact("cuoi_ky")).entry = "29"
        self.as_user("evaluator", self.fact("thang")).month_05 = "7"
        message = self.take_over()
        self.assertEqual(self.entries(), YEAR | {"tong": "40"})
        self.assertEqual(self.months()[3:6], ["40", "7", "60"])
        self.assertIn("Kept as they were typed: Văn bản, Báo cáo tháng.", message)
        self.assertFalse(self.fact("tong").origin)
        self.assertFalse(self.fact("cuoi_ky").origin)
        self.assertIn("Quarter II: months 4, 6", self.fact("thang").origin_text)

    def test_typing_over_a_number_takes_its_origin_away(self):
        for place in range(4):
            self.make_quarter(place)
        self.take_over()
        fact = self.as_user("evaluator", self.fact("tong"))
        fact.entry = "41"
        self.assertTrue(fact.origin, "the same number is not typed over")
        fact.entry = "42"
        self.assertFalse(fact.origin)
        months = self.as_user("evaluator", self.fact("thang"))
        months.write({"month_04": "1", "month_05": "", "month_06": "60"})
        self.assertIn("Quarter I: months 1, 2, 3; Quarter II: 60; ", months.origin_text)
        self.fact("cuoi_ky").measure_ids.write({"value": 5})
        self.assertFalse(self.fact("cuoi_ky").origin)
        with self.assertRaises(UserError):
            fact.write({"origin": [{"evaluation": 1}]})

    def test_what_was_taken_over_before_follows_the_quarter_that_was_revised(self):
        quarters = [self.make_quarter(place) for place in range(4)]
        self.take_over()
        action = quarters[1].with_user(self.users["manager"]).action_revise("Sửa")
        revision = quarters[1].browse(action["res_id"])
        self.take_over()
        self.assertEqual(self.entries(), YEAR, "a draft is not taken over")
        revision._state_facts({"tong": (20, ""), "thang": ({4: None}, "")})
        self.approve(revision)
        self.assertEqual(self.take_over(), self.take_over())
        self.assertEqual(self.entries(), YEAR | {"tong": "51"})
        self.assertEqual(self.months()[3:5], ["", "50"])
        self.assertEqual(self.fact("tong").origin[1]["evaluation"], revision.id)
        again = revision.browse(revision.with_user(self.users["manager"]).action_revise("Sửa")["res_id"])
        again._state_facts({"tong": (None, "")})
        self.approve(again)
        message = self.take_over()
        self.assertEqual((self.entries()["tong"], self.fact("tong").origin), ("", False))
        self.assertIn("for quarter II of 2020: Văn bản.", message)

    def test_a_half_year_counts_as_two_quarters_and_takes_from_its_own(self):
        half = self.make_evaluation(self.criteria_set, date_from=date(2020, 1, 1), date_to=date(2020, 6, 30))
        for place in range(4):
            self.make_quarter(place)
        self.take_over(half)
        self.assertEqual(self.entries(half)["binh_quan"], "85")
        self.approve(half)
        self.take_over()
        self.assertEqual(self.entries(), YEAR)
        self.assertEqual(self.fact("binh_quan").origin_text, "First half: 85; Quarter III: 95; Quarter IV: 100")

    def test_it_is_not_offered_where_there_is_nothing_to_take_over(self):
        self.assertFalse(self.as_user("evaluator").can_take_over_facts)
        self.assertIn("no approved evaluation of a part of the year 2020", self.take_over())
        quarter = self.make_quarter(0, approve=False)
        self.assertFalse(self.as_user("evaluator").can_take_over_facts)
        self.approve(quarter)
        self.assertTrue(self.as_user("evaluator").can_take_over_facts)
        self.assertFalse(self.as_user("auditor").can_take_over_facts)
        for role in ("auditor", "reviewer", "approver", "manager"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_user(role).action_take_over_facts()
        other = self.make_evaluation(self.criteria_set, department_id=self.other_unit.id)
        self.assertFalse(other.with_user(self.users["evaluator"]).sudo().search_count(other._parts_domain()))

    def test_the_origin_is_sealed_carried_over_and_printed_in_the_dossier(self):
        for place in range(4):
            self.make_quarter(place)
        self.take_over()
        self.approve(self.evaluation)
        sealed = self.evaluation._manifest()[0]["records"]["agency.evaluation.fact"]
        self.assertEqual(
            [entry["numbers"] for entry in sealed["tong"]["origin"]], [{"": str(n)} for n in (12, 10, 10, 9)]
        )
        self.assertEqual(self.evaluation._seal_differences(), [])
        evaluation = self.as_user("auditor")
        (dossier,) = evaluation.env["agency.evaluation.dossier.report"]._collect(evaluation)
        texts = {subject.code: subject.text for subject in dossier.facts}
        self.assertEqual(texts["tong"], "Văn bản\nQuý I: 12; Quý II: 10; Quý III: 10; Quý IV: 9")
        action = self.as_user("manager").action_revise("Sửa")
        revision = self.evaluation.browse(action["res_id"])
        self.assertEqual(self.fact("tong", revision).origin, self.fact("tong").origin)
        self.take_over(revision)
        self.assertEqual(self.entries(revision), YEAR)

    def test_formulas_ask_for_the_quarter_before(self):
        growing = self.make_criteria_set("GROWING", [("I", None, "I", 10.0)], publish=False)
        self.env["agency.evaluation.indicator"].create(
            [
                {"set_id": growing.id, "code": "vb", "name": "Văn bản"},
                {"set_id": growing.id, "code": "tang", "name": "Tăng", "formula": "vb - prev(vb)"},
            ]
        )
        growing.action_publish()
        year = self.make_evaluation(growing)
        first, second = (self.make_evaluation(growing, **quarter) for quarter in QUARTERS[:2])
        for evaluation, number in ((year, 100), (first, 10), (second, 14)):
            evaluation._state_facts({"vb": (number, "")})
        self.approve(year)
        self.approve(first)
        self.env.invalidate_all()
        self.assertEqual(self.fact("tang", second).total, "4")
