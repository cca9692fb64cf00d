from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..cases.facts_case import FactsCase


@tagged("post_install", "-at_install")
class TestPrevious(FactsCase):
    """The last period of a unit that came from others is that of those; where there are several, somebody chooses."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.growth_set = cls.make_facts_set("2021", year=2021, publish=False)
        cls.env["agency.evaluation.indicator"].create(
            {
                "set_id": cls.growth_set.id,
                "code": "tang",
                "name": "Tăng",
                "formula": "hop - prev(hop)",
                "sequence": 20,
            }
        )
        cls.growth_set.action_publish()
        cls.later_unit = cls.env["hr.department"].create({"name": "Sở Mới"})
        cls.later = cls.make_evaluation(cls.growth_set, department_id=cls.later_unit.id)
        cls.later._state_facts({"hop": (9, "")})

    def record(self, *formers, **values):
        return self.env["agency.evaluation.succession"].create(
            {
                "predecessor_ids": [unit.id for unit in formers],
                "successor_id": self.later_unit.id,
                "date_from": "2021-03-01",
                "decision_number": "12/QĐ-UBND",
                "decision_date": "2021-02-20",
                **values,
            }
        )

    def approve(self, evaluation):
        evaluation.sudo()._write_through({"state": "approved"})

    def make_earlier(self, unit, meetings):
        evaluation = self.make_evaluation(self.criteria_set, department_id=unit.id)
        evaluation._state_facts({"hop": (meetings, "")})
        self.approve(evaluation)
        return evaluation

    def growth(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.fact("tang", self.later).total

    def test_of_one_unit_its_evaluation_is_the_last_period(self):
        self.evaluation._state_facts({"hop": (6, "")})
        self.approve(self.evaluation)
        self.assertEqual(self.growth(), "")
        self.record(self.unit)
        self.assertEqual(self.growth(), "3")
        self.assertEqual(self.later._previous_period(), self.evaluation)
        self.assertFalse(self.later.has_previous_choice)
        self.assertIn("Succeeds Sở Thử nghiệm from 01/03/2021 on", self.later.beginning_note)

    def test_of_several_one_is_chosen(self):
        self.evaluation._state_facts({"hop": (6, "")})
        self.approve(self.evaluation)
        other = self.make_earlier(self.other_unit, 4)
        self.record(self.unit, self.other_unit)
        self.assertEqual(self.growth(), "", "nobody has chosen")
        self.assertFalse(self.later._previous_period())
        self.assertEqual(self.later.previous_candidate_ids, self.evaluation + other)
        self.assertTrue(self.later.has_previous_choice)
        self.later.previous_id = other
        self.assertEqual(self.growth(), "5")
        self.assertEqual(self.later._previous_period(), other)
        self.later.previous_id = self.evaluation
        self.assertEqual(self.growth(), "3")
        self.later.previous_id = False
        self.assertEqual(self.growth(), "")

    def test_what_follows_from_the_choice_is_stored_at_once(self):
        self.evaluation._state_facts({"hop": (6, "")})
        self.approve(self.evaluation)
        other = self.make_earlier(self.other_unit, 4)
        self.record(self.unit, self.other_unit)
        fact = self.fact("tang", self.later)
        self.assertEqual(fact.total, "")
        self.later.previous_id = other
        self.assertEqual(fact.total, "5", "without reading it anew")

    def test_nothing_else_can_be_chosen(self):
        other = self.make_earlier(self.other_unit, 4)
        self.approve(self.evaluation)
        self.record(self.unit, self.make_third())
        for chosen in (other, self.later):
            with self.assertRaisesRegex(ValidationError, "last period"):
                self.later.previous_id = chosen
        self.approve(self.later)
        with self.assertRaises(UserError):
            self.later.previous_id = self.evaluation

    def test_nothing_else_can_be_chosen_for_a_new_one(self):
        stranger = self.make_earlier(self.make_third_unit("Sở Lạ"), 4)
        with self.assertRaisesRegex(ValidationError, "last period"):
            self.make_evaluation(
                self.growth_set, department_id=self.make_third_unit("Sở Sau").id, previous_id=stranger.id
            )

    def test_a_revision_keeps_what_was_chosen_and_a_copy_does_not(self):
        self.evaluation._state_facts({"hop": (6, "")})
        self.approve(self.evaluation)
        self.make_earlier(self.other_unit, 4)
        self.record(self.unit, self.other_unit)
        self.later.previous_id = self.evaluation
        copy = self.later.copy({"year": 2022, "date_from": "2022-01-01", "date_to": "2022-12-31"})
        self.assertFalse(copy.previous_id)
        self.approve(self.later)
        action = self.as_user("manager", self.later).action_revise("Sửa số liệu")
        self.later = self.later.browse(action["res_id"])
        self.assertEqual((self.later.previous_id, self.growth()), (self.evaluation, "3"))

    def make_third_unit(self, name):
        return self.env["hr.department"].create({"name": name})

    def make_third(self):
        third = self.env["hr.department"].create({"name": "Sở Ba"})
        self.make_earlier(third, 1)
        return third

    def test_a_unit_that_was_there_before_goes_on_from_itself_unless_another_is_chosen(self):
        own = self.make_earlier(self.later_unit, 8)
        self.evaluation._state_facts({"hop": (6, "")})
        self.approve(self.evaluation)
        self.record(self.unit)
        self.assertEqual((self.growth(), self.later._previous_period()), ("1", own))
        self.later.previous_id = self.evaluation
        self.assertEqual(self.growth(), "3")

    def test_a_succession_after_the_period_changes_nothing(self):
        self.approve(self.evaluation)
        self.record(self.unit, date_from="2022-01-01")
        self.assertFalse(self.later._previous_period())

    def test_the_comparison_proposes_it_and_says_why(self):
        self.approve(self.evaluation)
        self.record(self.unit)
        action = self.as_user("auditor", self.later).action_compare()
        self.assertEqual(action["context"]["default_old_id"], self.evaluation.id)
        dialog = self.env["agency.evaluation.comparison"].with_user(self.users["auditor"])
        dialog = dialog.with_context(**action["context"]).create({})
        self.assertIn("Succeeds Sở Thử nghiệm", dialog.beginning_note)
        self.assertTrue(dialog.action_show())

    def test_facts_are_taken_over_from_the_quarters_of_the_former_unit(self):
        quarters = [("2021-01-01", "2021-03-31"), ("2021-04-01", "2021-06-30")]
        for unit, (first, last) in zip((self.unit, self.later_unit), quarters, strict=True):
            part = self.make_evaluation(self.growth_set, department_id=unit.id, date_from=first, date_to=last)
            part._state_facts({"hop": (2, "")})
            self.approve(part)
        self.assertEqual(self.later._parts().department_id, self.later_unit)
        self.record(self.unit, date_from="2021-04-01")
        self.assertEqual(self.later._parts().department_id, self.unit + self.later_unit)

    def test_what_two_units_did_in_one_quarter_is_taken_over_from_neither(self):
        for unit in (self.unit, self.other_unit):
            part = self.make_evaluation(
                self.growth_set, department_id=unit.id, date_from="2021-01-01", date_to="2021-03-31"
            )
            self.approve(part)
        self.record(self.unit, self.other_unit, date_from="2021-04-01")
        self.assertFalse(self.later._parts())

    def test_a_former_unit_s_name_is_told_as_it_was_then(self):
        self.record(self.unit)
        self.unit.name = "Tên sau này"
        self.env.invalidate_all()
        self.assertIn("Succeeds Sở Thử nghiệm", self.later.beginning_note)
