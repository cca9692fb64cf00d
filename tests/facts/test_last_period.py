from datetime import date

from odoo.tests import tagged

from ..cases.facts_case import FACTS_SHEET, FactsCase


@tagged("post_install", "-at_install")
class TestLastPeriod(FactsCase):
    """Formulas that ask for the number of the last period: whose it is, and what is said where there is none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.later = cls.make_evaluation(cls.make_growth_set("2021", 2021))
        cls.later._state_facts({"hop": (9, "")})

    @classmethod
    def make_growth_set(cls, code, year):
        """Make a set that asks how many meetings there are more than in the last period."""
        criteria_set = cls.make_facts_set(code, year=year, publish=False)
        for place, (fact, name, formula) in enumerate(
            (
                ("tang", "Tăng so với kỳ trước", "percent(hop - prev(hop); prev(hop))"),
                ("ty_le_truoc", "Tỷ lệ kỳ trước", "prev(ty_le)"),
            )
        ):
            cls.env["agency.evaluation.indicator"].create(
                {"set_id": criteria_set.id, "code": fact, "name": name, "formula": formula, "sequence": 20 + place}
            )
        criteria_set.action_publish()
        return criteria_set

    def growth(self, evaluation=None):
        """Return the number and the trouble of the fact, read anew."""
        self.env.invalidate_all()
        fact = self.fact("tang", evaluation or self.later)
        return fact.total, fact.trouble

    def approve(self, evaluation=None):
        evaluation = evaluation or self.evaluation
        self.as_user("evaluator", evaluation).action_submit()
        self.as_user("approver", evaluation).action_approve()

    def test_it_is_that_of_the_approved_evaluation_of_the_year_before(self):
        not_stated = (
            "The formula of “Tăng so với kỳ trước” needs the number of “Cuộc họp” in the last period, which is not "
            "stated, at position 15: “prev(hop)”."
        )
        self.assertEqual(self.growth(), ("", not_stated), "a draft settles nothing")
        self.approve()
        self.assertEqual(self.growth(), ("50", False))
        self.assertEqual(self.fact("ty_le_truoc", self.later).total, "100", "a computed number, too")
        self.later._state_facts({"hop": (None, "")})
        self.assertEqual(self.growth(), ("", "Missing: Cuộc họp"), "it is not stated yet")

    def test_that_it_is_not_stated_is_a_finding(self):
        findings = self.check(self.later).filtered(lambda finding: finding.code == "formula_without_value")
        self.assertEqual(
            findings.mapped("display_name"),
            [
                "The formula of “Tăng so với kỳ trước” needs the number of “Cuộc họp” in the last period, which is not "
                "stated, at position 15: “prev(hop)”.",
                "The formula of “Tỷ lệ kỳ trước” needs the number of “Tỷ lệ nộp” in the last period, which is not "
                "stated, at position 1: “prev(ty_le)”.",
            ],
        )

    def test_evaluations_of_other_units_and_periods_do_not_count(self):
        self.approve()
        of_other_unit = self.make_evaluation(self.later.criteria_set_id, department_id=self.other_unit.id)
        of_quarter = self.make_growth_set("QUARTER", 2021)
        quarter = self.make_evaluation(of_quarter, date_from=date(2021, 1, 1), date_to=date(2021, 3, 31))
        after_a_gap = self.make_evaluation(self.make_growth_set("GAP", 2023))
        for evaluation in (of_other_unit, quarter, after_a_gap):
            evaluation._state_facts({"hop": (9, "")})
            self.assertEqual(self.growth(evaluation)[0], "")

    def test_a_year_may_be_closed_on_another_day(self):
        self.evaluation.write({"date_from": date(2020, 1, 1), "date_to": date(2020, 12, 10)})
        self.later.write({"date_from": date(2020, 12, 1), "date_to": date(2021, 11, 30)})
        self.approve()
        self.assertEqual(self.growth(), ("50", False))

    def test_a_quarter_goes_back_to_the_quarter_before(self):
        self.evaluation._state_facts({"bao_cao": (dict.fromkeys((1, 2, 3)), "")})
        self.evaluation.write({"date_from": date(2020, 10, 1), "date_to": date(2020, 12, 31)})
        self.later.write({"date_from": date(2021, 1, 1), "date_to": date(2021, 3, 31)})
        self.approve()
        self.assertEqual(self.growth(), ("50", False))
        for end in (date(2021, 6, 30), date(2021, 12, 31)):
            self.later.write({"date_to": end})
            self.assertEqual(self.growth()[0], "", "neither a half-year nor a year goes back to a quarter")

    def test_what_ends_later_does_not_come_before(self):
        self.evaluation.write({"date_from": date(2020, 1, 10), "date_to": date(2021, 1, 9)})
        self.approve()
        self.later.write({"date_from": date(2020, 1, 9), "date_to": date(2021, 1, 8)})
        self.assertEqual(self.growth()[0], "")

    def test_an_evaluation_without_such_a_fact_does_not_stand_in_the_way(self):
        self.approve()
        other = self.make_evaluation(self.make_criteria_set("OTHER", FACTS_SHEET))
        self.score_all(other)
        self.approve(other)
        self.assertEqual(self.growth(), ("50", False))

    def test_a_fact_that_was_not_asked_for_has_no_number(self):
        criteria_set = self.make_facts_set("NEW", year=2021, publish=False)
        self.env["agency.evaluation.indicator"].create(
            [
                {"set_id": criteria_set.id, "code": "moi", "name": "Số mới"},
                {"set_id": criteria_set.id, "code": "truoc", "name": "Số trước", "formula": "prev(moi)"},
            ]
        )
        criteria_set.action_publish()
        self.approve()
        evaluation = self.make_evaluation(criteria_set)
        self.assertIn("needs the number of “Số mới” in the last period", self.fact("truoc", evaluation).trouble)

    def test_a_revision_counts_once_it_is_approved(self):
        self.approve()
        revision = self.evaluation.browse(self.as_user("manager").action_revise("Sửa số cuộc họp")["res_id"])
        revision._state_facts({"hop": (3, ""), "so_hop": (3, "")})
        self.row("M.1", revision).write({"self_points": 1.5})
        self.assertEqual(self.growth(), ("50", False))
        self.approve(revision)
        self.assertEqual(self.growth(), ("200", False))

    def test_what_is_approved_does_not_follow_a_later_revision(self):
        self.approve()
        self.assertEqual(self.growth(), ("50", False))
        self.later.sudo()._write_through({"state": "approved", "approved_on": self.evaluation.approved_on})
        revision = self.evaluation.browse(self.as_user("manager").action_revise("Sửa số cuộc họp")["res_id"])
        revision._state_facts({"hop": (3, ""), "so_hop": (3, "")})
        self.row("M.1", revision).write({"self_points": 1.5})
        self.approve(revision)
        revision._write_through({"approved_on": self.later.approved_on.replace(year=2100)})
        self.assertEqual(self.growth(), ("50", False))

    def test_without_such_a_formula_nothing_is_looked_up(self):
        self.later.fact_ids.mapped("formula")
        plain = self.make_evaluation(self.make_facts_set("PLAIN", year=2021), department_id=self.other_unit.id)
        plain.fact_ids.mapped("total")
        self.env.flush_all()
        with self.assertQueryCount(0):
            plain._resolve_facts()
