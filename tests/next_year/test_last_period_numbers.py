from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..cases.facts_case import FactsCase


@tagged("post_install", "-at_install")
class TestLastPeriodNumbers(FactsCase):
    """Facts are offered the numbers of the last period, the unit's own or those of the units that it came from."""

    def make_later(self, evaluation=None, change=None, **values):
        (evaluation or self.evaluation)._write_through({"state": "approved"})
        following = self.criteria_set._next_year()
        if change:
            change(following)
        following.action_publish()
        return self.make_evaluation(following, **values)

    def test_all_that_have_no_number(self):
        later = self.make_later()
        later._state_facts({"hop": (9, "")})
        action = self.as_user("evaluator", later).action_take_over_numbers()
        self.env.invalidate_all()
        self.assertIn("5 facts have the numbers of", action["params"]["message"])
        self.assertEqual(self.fact("hop", later).total, "9", "what was stated stays")
        self.assertEqual(self.fact("nop", later).total, "10")
        months = self.fact("bao_cao", later).measure_ids.mapped("period")
        self.assertEqual(sorted(months), [date(2021, month, 1) for month in (1, 2, 3)], "the same months of this year")

    def test_one_by_one(self):
        later = self.make_later()
        fact = self.as_user("evaluator", self.fact("nop", later))
        self.assertEqual(fact.last_period, "10")
        self.assertTrue(fact.action_take_over())
        self.env.invalidate_all()
        self.assertEqual(self.fact("nop", later).total, "10")
        self.assertEqual(self.fact("hop", later).total, "")
        self.assertEqual(self.as_user("evaluator", self.fact("ty_le", later)).last_period, "100", "shown, and computed")
        for role in ("reviewer", "approver", "manager", "auditor"):
            with self.assertRaises(AccessError):
                self.as_user(role, self.fact("hop", later)).action_take_over()
        later._write_through({"state": "submitted"})
        with self.assertRaises(UserError):
            self.as_user("evaluator", self.fact("hop", later)).action_take_over()

    def test_a_fact_that_is_another_one_is_not_offered(self):
        def change(following):
            following.indicator_ids.filtered(lambda fact: fact.code == "nop").unit = "bộ"

        later = self.make_later(change=change)
        self.assertFalse(self.as_user("evaluator", self.fact("nop", later)).last_period)
        self.as_user("evaluator", later).action_take_over_numbers()
        self.env.invalidate_all()
        self.assertEqual(self.fact("nop", later).total, "")
        self.assertEqual(self.fact("da_nop", later).total, "10")

    def test_a_unit_has_those_of_the_one_that_it_came_from(self):
        former = self.make_consistent(self.criteria_set, department_id=self.other_unit.id)
        self.env["agency.evaluation.succession"].create(
            {
                "predecessor_ids": [self.other_unit.id],
                "successor_id": self.unit.id,
                "date_from": "2021-03-01",
                "decision_number": "12/QĐ-UBND",
                "decision_date": "2021-02-20",
            }
        )
        self.evaluation.unlink()
        later = self.make_later(former)
        self.as_user("evaluator", later).action_take_over_answers()
        self.env.invalidate_all()
        self.assertEqual(self.row("M.1", later).self_points, 3.0)
        self.as_user("evaluator", self.fact("nop", later)).action_take_over()
        self.env.invalidate_all()
        self.assertEqual(self.fact("nop", later).total, "10")
