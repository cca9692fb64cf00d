from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..cases.round_case import DEADLINES, LATER, UNIT, RoundCase


@tagged("post_install", "-at_install")
class TestRoundDeadlines(RoundCase):
    """Deadlines stand on the evaluations, move with the round, and are extended for a unit by a recorded step."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.campaign._write_through(DEADLINES)

    def days(self, evaluation):
        return {name: str(evaluation[name]) for name in DEADLINES}

    def test_they_move_with_the_round_but_for_units_with_longer_ones(self):
        self.bring_to("open")
        first, second, third = self.campaign.unit_ids
        longer = {"submit_by": "2021-03-01", "review_by": "2021-03-02", "approve_by": "2021-03-03"}
        self.as_user("manager", first).action_extend(longer, "Nhân sự ốm")
        self.assertEqual(self.days(first.evaluation_id), longer)
        third.evaluation_id.sudo()._write_through({"state": "approved"})
        self.as_user("manager", self.campaign).action_move(LATER, "Lùi theo công văn")
        self.env.invalidate_all()
        self.assertEqual(self.days(self.campaign), LATER)
        self.assertEqual(self.days(first.evaluation_id), longer)
        self.assertEqual(self.days(second.evaluation_id), LATER)
        self.assertEqual(self.days(third.evaluation_id), DEADLINES, "what is approved stays as it is")
        moved, extended = self.campaign.decision_ids[:2]
        self.assertEqual((moved.step, moved.reason), ("move", "Lùi theo công văn"))
        self.assertIn("20/01/2021", moved.before)
        self.assertIn("20/01/2099", moved.after)
        self.assertEqual((extended.step, extended.unit_id), ("extend", first))

    def test_a_unit_that_is_made_later_has_its_longer_ones(self):
        lonely = self.env["hr.department"].create({"name": "Phòng không người"})
        campaign = self.make_campaign(lonely, **DEADLINES)
        self.open_and_make(campaign)
        unit = campaign.unit_ids
        self.as_user("manager", unit).action_extend(LATER, "Mới lập")
        user = self.make_users({"late_head": "agency_evaluation.group_evaluator"})["late_head"]
        self.env["hr.employee"].create({"name": "Muộn", "user_id": user.id, "department_id": lonely.id})
        self.as_user("manager", unit).write({"user_id": user.id})
        self.open_and_make(campaign)
        self.assertEqual(self.days(unit.evaluation_id), LATER)

    def test_nobody_moves_them_on_an_evaluation_of_the_round(self):
        self.bring_to("open")
        evaluation = self.unit_of(self.departments[0]).evaluation_id
        for sudo in (False, True):
            with self.assertRaisesRegex(UserError, "moved there"):
                self.as_user("manager", evaluation).sudo(sudo).write({"submit_by": "2099-01-01"})
            with self.assertRaises(AccessError):
                evaluation.with_user(self.heads[0]).sudo(sudo).write({"submit_by": "2099-01-01"})
        self.as_user("manager", evaluation).write({"submit_by": "2021-01-20"})  # as a form sends it

    def test_they_follow_each_other(self):
        self.bring_to("open")
        wrong = {**LATER, "review_by": "2000-01-01"}
        with self.assertRaises(UserError):
            self.as_user("manager", self.campaign.unit_ids[0]).action_extend(wrong, "x")
        for junk in ({}, {"submit_by": "31/02/2020"}, {"state": "draft"}, {"name": "x"}, "x", 5, ["submit_by"]):
            with self.subTest(junk=junk), self.assertRaises(UserError):
                self.as_user("manager", self.campaign).action_move(junk, "x")

    def test_late_is_who_has_not_done_what_was_due_by_the_day_of_the_agency(self):
        self.bring_to("open")
        first, second, third = self.campaign.unit_ids
        second.evaluation_id.sudo()._write_through({"state": "submitted"})
        third.evaluation_id.sudo()._write_through({"state": "submitted", "reviewed_on": "2021-01-21 00:00:00"})
        # In Viet Nam the day begins at 17:00 UTC.
        for moment, late in (
            ("2021-01-20 16:59:00", first.browse()),
            ("2021-01-20 17:01:00", first),
            ("2021-01-25 16:59:00", first),
            ("2021-01-25 17:01:00", first + second),
            ("2021-01-30 17:01:00", first + second + third),
        ):
            for tz in (False, "Pacific/Kiritimati", "America/Los_Angeles"):
                with self.subTest(moment=moment, tz=tz), freeze_time(moment):
                    self.env.invalidate_all()
                    units = self.env[UNIT].with_context(tz=tz)
                    domain = [("campaign_id", "=", self.campaign.id)]
                    self.assertEqual(units.search([*domain, ("is_late", "=", True)]), late)
                    self.assertEqual(units.search([*domain, ("is_late", "=", False)]), self.campaign.unit_ids - late)
                    self.assertEqual(units.search(domain).filtered("is_late"), late)
                    self.assertEqual(self.campaign.late_count, len(late))
        self.assertEqual([str(unit.due) for unit in self.campaign.unit_ids], list(DEADLINES.values()))
