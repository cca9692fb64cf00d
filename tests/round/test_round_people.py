from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..cases.round_case import UNIT, RoundCase


@tagged("post_install", "-at_install")
class TestRoundPeople(RoundCase):
    """Who evaluates, reviews and approves a unit in a round, and who is missing."""

    def test_the_evaluator_is_the_head_or_who_holds_a_position_or_anybody(self):
        job = self.env["hr.job"].create({"name": "Chánh Văn phòng"})
        user = self.make_users({"chief": "agency_evaluation.group_evaluator"})["chief"]
        department = self.departments[0]
        self.env["hr.employee"].create(
            {"name": "Chánh", "user_id": user.id, "department_id": department.id, "job_id": job.id}
        )
        cases = (
            ({}, self.heads[0]),
            ({"evaluator_from": "job", "evaluator_job_id": job.id}, user),
            ({"evaluator_from": "unit"}, user.browse()),
        )
        for values, expected in cases:
            with self.subTest(**values):
                unit = self.make_campaign(department, **values).unit_ids
                self.assertEqual(unit.user_id, expected)
                self.assertFalse(unit.people_fault)
        with self.assertRaises(ValidationError):
            self.make_campaign(department, evaluator_from="job")

    def test_reviewer_and_approver_are_those_of_the_cluster(self):
        second = self.make_users({"second_reviewer": "agency_evaluation.group_reviewer"})["second_reviewer"]
        cluster = self.env["agency.evaluation.cluster"].create(
            {"name": "Khối I", "department_ids": self.departments[:1].ids, "reviewer_id": second.id}
        )
        first, other = self.make_campaign(self.departments[:2]).unit_ids
        self.assertEqual((first.cluster_id, first.reviewer_id), (cluster, second))
        self.assertEqual(first.approver_id, self.users["approver"])
        self.assertEqual((other.cluster_id.ids, other.reviewer_id), ([], self.users["reviewer"]))

    def test_a_unit_is_in_one_cluster_at_a_time(self):
        clusters = self.env["agency.evaluation.cluster"]
        clusters.create({"name": "Khối I", "department_ids": self.departments[:1].ids})
        other = clusters.create({"name": "Khối II"})
        with self.assertRaises(ValidationError):
            other.department_ids = self.departments[:1]

    def test_who_left_or_lost_the_role_is_missed(self):
        unit = self.unit_of(self.departments[0])
        self.assertFalse(unit.is_without_people)
        broken = {
            "archived account": lambda: self.heads[0].write({"active": False}),
            "no role": lambda: self.heads[0].write({"group_ids": [(5,), (4, self.env.ref("base.group_user").id)]}),
            "moved": lambda: self.departments[0].manager_id.write({"department_id": self.other_unit.id}),
            "archived employee": lambda: self.departments[0].manager_id.write({"active": False}),
            "reviewer": lambda: self.users["reviewer"].write({"active": False}),
            "nobody": lambda: unit.write({"user_id": False}),
        }
        for name, break_it in broken.items():
            with self.subTest(name), self.cr.savepoint() as savepoint:
                break_it()
                self.env.flush_all()
                self.env.invalidate_all()
                self.assertTrue(unit.people_fault)
                domain = [("campaign_id", "=", self.campaign.id), ("is_without_people", "=", True)]
                self.assertIn(unit, self.env[UNIT].search(domain))
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertNotIn(unit, self.env[UNIT].search([("is_without_people", "=", True)]))
        self.assertIn(unit, self.env[UNIT].search([("is_without_people", "=", False)]))

    def test_people_named_in_the_list_of_an_open_round_are_those_of_the_evaluation(self):
        self.bring_to("open")
        units = self.campaign.unit_ids
        second = self.make_users({"second_reviewer": "agency_evaluation.group_reviewer"})["second_reviewer"]
        self.as_user("manager", units[:2]).write({"reviewer_id": second.id})
        self.assertEqual(units[:2].evaluation_id.reviewer_id, second)
        self.assertEqual(units[2].evaluation_id.reviewer_id, self.users["reviewer"])
        named = self.campaign.decision_ids.filtered(lambda decision: decision.step == "name")
        self.assertEqual(named.unit_id, units[:2])
        self.assertIn(second.name, named[0].after)
        # And the other way round.
        evaluation = units[0].evaluation_id
        self.as_user("manager", evaluation).write({"reviewer_id": self.users["reviewer"].id})
        self.assertEqual(units[0].reviewer_id, self.users["reviewer"])
        evaluation.sudo()._write_through({"state": "approved"})
        with self.assertRaises(UserError):
            self.as_user("manager", units[0]).write({"reviewer_id": second.id})

    def test_the_unit_does_not_choose_its_own_judges(self):
        self.bring_to("open")
        evaluation = self.unit_of(self.departments[0]).evaluation_id
        second = self.make_users({"second_reviewer": "agency_evaluation.group_reviewer"})["second_reviewer"]
        head = evaluation.with_user(self.heads[0])
        self.assertFalse(head.can_name)
        for sudo in (False, True):
            with self.assertRaisesRegex(AccessError, "belongs to a round"):
                head.sudo(sudo).write({"reviewer_id": second.id})
        head.write({"user_id": self.heads[0].id, "reviewer_id": self.users["reviewer"].id})

    def test_naming_anew_follows_the_rule_where_nothing_is_made(self):
        other = self.make_users({"new_head": "agency_evaluation.group_evaluator"})["new_head"]
        employee = self.env["hr.employee"].create(
            {"name": "Trưởng phòng mới", "user_id": other.id, "department_id": self.departments[0].id}
        )
        self.departments[0].manager_id = employee
        unit = self.unit_of(self.departments[0])
        self.assertEqual(unit.user_id, self.heads[0])
        self.as_user("manager", unit).action_name_people()
        self.assertEqual(unit.user_id, other)
        for role in set(self.users) - {"manager"}:
            with self.assertRaises(AccessError):
                self.as_user(role, unit).action_name_people()
