from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..cases.round_case import CAMPAIGN, LATER, RoundCase


@tagged("post_install", "-at_install")
class TestNextYearRound(RoundCase):
    """The round of the next year is planned in one step, with the units and people who are still there."""

    def next_year(self, campaign=None, role="manager"):
        action = self.as_user(role, campaign or self.campaign).action_next_year()
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env[CAMPAIGN].browse(action["res_id"])

    def test_set_period_and_deadlines(self):
        self.campaign.write({**LATER, "name": "Đánh giá năm 2020"})
        following = self.next_year()
        self.assertEqual((following.name, following.state), ("Đánh giá năm 2021", "draft"))
        self.assertEqual(following.criteria_set_id.previous_set_id, self.criteria_set)
        self.assertEqual((following.date_from, following.date_to), (date(2021, 1, 1), date(2021, 12, 31)))
        self.assertEqual(following.submit_by, date(2100, 1, 20))
        self.assertEqual(following.unit_ids.department_id, self.departments)
        self.assertEqual(self.next_year(), following, "it is planned once")

    def test_people_as_far_as_they_still_can(self):
        colleague = self.make_users({"colleague": "agency_evaluation.group_evaluator"})["colleague"]
        self.env["hr.employee"].create({"name": "x", "user_id": colleague.id, "department_id": self.departments[0].id})
        self.unit_of(self.departments[0]).user_id = colleague
        self.unit_of(self.departments[1]).user_id = self.heads[1]
        self.heads[1].active = False
        following = self.next_year()
        self.assertEqual(self.unit_of(self.departments[0], following).user_id, colleague)
        self.assertEqual(self.unit_of(self.departments[0], following).reviewer_id, self.users["reviewer"])
        self.assertEqual(self.unit_of(self.departments[2], following).user_id, self.heads[2])

    def test_what_succeeded_a_unit_takes_part(self):
        later_unit = self.env["hr.department"].create({"name": "Phòng Mới"})
        self.env["agency.evaluation.succession"].create(
            {
                "predecessor_ids": self.departments[:2].ids,
                "successor_id": later_unit.id,
                "date_from": "2021-03-01",
                "decision_number": "12/QĐ-UBND",
                "decision_date": "2021-02-20",
            }
        )
        following = self.next_year()
        self.assertEqual(following.unit_ids.department_id, later_unit | self.departments[2])

    def test_managers_alone(self):
        for role in ("reviewer", "approver", "auditor"):
            with self.assertRaises(AccessError):
                self.next_year(role=role)

    def test_its_units_are_offered_their_answers(self):
        self.open_and_make()
        earlier = self.unit_of(self.departments[0]).evaluation_id
        earlier.line_ids._leaves().sudo()._write_through({"status": "scored", "self_points": 1.0})
        earlier._write_through({"state": "approved"})
        following = self.next_year()
        following.criteria_set_id.action_publish()
        self.open_and_make(following)
        later = self.unit_of(self.departments[0], following).evaluation_id
        later.with_user(self.heads[0]).action_take_over_answers()
        self.env.invalidate_all()
        self.assertEqual(set(later.line_ids._leaves().mapped("self_points")), {1.0})
