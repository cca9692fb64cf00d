from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..cases.common import SHEET as SMALL
from ..cases.round_case import CAMPAIGN, EVALUATION, TASK, UNIT, RoundCase


@tagged("post_install", "-at_install")
class TestRoundOpening(RoundCase):
    """Opening makes the evaluation of every unit once, in pieces, however often it is begun or broken off."""

    def test_every_unit_gets_its_evaluation_with_people_and_deadlines(self):
        campaign = self.make_campaign(self.departments, submit_by="2021-01-20", approve_by="2021-02-01", name="Khác")
        task = self.open_and_make(campaign)
        self.assertEqual((task.state, task.done_count, task.left_out), ("done", 3, False))
        evaluations = campaign.evaluation_ids
        self.assertEqual(evaluations.department_id, self.departments)
        self.assertEqual(evaluations.user_id, self.heads)
        self.assertEqual(evaluations.reviewer_id, self.users["reviewer"])
        self.assertEqual(evaluations.approver_id, self.users["approver"])
        self.assertEqual(evaluations.create_uid, self.users["manager"])
        days = {(str(one.submit_by), one.review_by, str(one.approve_by)) for one in evaluations}
        self.assertEqual(days, {("2021-01-20", False, "2021-02-01")})
        self.assertEqual(set(campaign.unit_ids.mapped("progress")), {"draft"})
        self.assertEqual(task.part_ids.evaluation_id, evaluations)

    def test_killed_half_way_it_is_taken_up(self):
        """A piece that was not committed is lost, and made by whoever comes next; what was committed stays."""
        departments, _heads = self.make_departments(5, "Ban")
        campaign = self.make_campaign(departments)
        with patch.dict("odoo.addons.agency_evaluation.models.background.task._PIECES", {"create": 2}):
            task = self.open_as_manager(campaign)
            self.assertFalse(task._do_some())
            first = campaign.evaluation_ids
            self.assertEqual(len(first), 2)
            with self.cr.savepoint() as piece:
                task._do_some()
                self.assertEqual(len(campaign.evaluation_ids), 4)
                piece.rollback()
            self.env.invalidate_all()
            self.assertEqual(campaign.evaluation_ids, first)
            self.work_off()
        self.assertEqual((task.state, task.done_count), ("done", 5))
        self.assertEqual(campaign.evaluation_ids.department_id, departments)
        self.assertEqual(len(campaign.evaluation_ids), 5)
        self.assertLessEqual(first, campaign.evaluation_ids)

    def test_two_who_open_it_begin_one_task(self):
        task = self.open_as_manager()
        again = self.open_as_manager()
        self.assertEqual(again, task)
        self.assertEqual(self.env[TASK].search_count([("name", "=", task.name)]), 1)
        self.work_off()
        self.assertEqual(len(self.campaign.evaluation_ids), 3)

    def test_two_tasks_of_the_same_units_make_nothing_twice(self):
        task = self.open_as_manager()
        other = self.env[TASK].browse(
            self.as_user("manager", self.env[TASK])._ask(
                "x", "create", self.campaign.unit_ids.ids, {"campaign_id": self.campaign.id}
            )["res_id"]
        )
        self.assertTrue(other._do_some())
        self.work_off()
        self.assertEqual({task.state, other.state}, {"done"})
        self.assertEqual(len(self.campaign.evaluation_ids), 3)

    def test_the_database_keeps_a_unit_from_having_two(self):
        self.open_and_make()
        first, second = self.campaign.evaluation_ids[:2]
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation) as caught, self.cr.savepoint():
            # Of another period, so that nothing else keeps it from being there.
            self.env.cr.execute(
                "UPDATE agency_evaluation SET department_id = %s, date_to = '2020-06-30' WHERE id = %s",
                [second.department_id.id, first.id],
            )
        self.assertIn("agency_evaluation_campaign_unique", str(caught.exception))

    def test_units_without_people_are_skipped_with_a_reason_and_made_later(self):
        lonely = self.env["hr.department"].create({"name": "Phòng không người"})
        campaign = self.make_campaign(self.departments + lonely)
        task = self.open_and_make(campaign)
        unit = self.unit_of(lonely, campaign)
        self.assertEqual((task.state, unit.progress), ("done", "waiting"))
        self.assertIn("nobody is named", unit.why_skipped)
        self.assertEqual(task.left_out, f"Phòng không người: {unit.why_skipped}")
        made = campaign.evaluation_ids
        self.assertEqual(made.department_id, self.departments)
        # Opening it again makes the missing one alone.
        user = self.make_users({"late_head": "agency_evaluation.group_evaluator"})["late_head"]
        self.env["hr.employee"].create({"name": "Muộn", "user_id": user.id, "department_id": lonely.id})
        self.as_user("manager", unit).write({"user_id": user.id})
        again = self.open_and_make(campaign)
        self.assertEqual((again.total_count, again.done_count), (1, 1))
        self.assertEqual((unit.progress, unit.why_skipped), ("draft", False))
        self.assertEqual(len(campaign.evaluation_ids - made), 1)
        with self.assertRaisesRegex(UserError, "has its evaluation"):
            self.open_as_manager(campaign)

    def test_evaluations_that_are_there_are_taken_over(self):
        there = self.make_evaluation(self.criteria_set, department_id=self.departments[0].id, user_id=False)
        self.campaign._write_through({"submit_by": "2021-01-20"})
        self.open_and_make()
        self.assertEqual(self.unit_of(self.departments[0]).evaluation_id, there)
        self.assertEqual((there.campaign_id, str(there.submit_by)), (self.campaign, "2021-01-20"))
        self.assertEqual(there.reviewer_id, self.users["reviewer"])
        self.assertEqual(len(self.campaign.evaluation_ids), 3)

    def test_what_was_approved_before_the_round_counts_in_it_and_still_verifies(self):
        self.approve()
        campaign = self.make_campaign(self.unit + self.departments)
        self.unit_of(self.unit, campaign).write({"user_id": self.users["evaluator"].id})
        self.open_and_make(campaign)
        self.assertEqual(self.unit_of(self.unit, campaign).progress, "approved")
        self.assertEqual(self.evaluation.campaign_id, campaign)
        self.assertFalse(self.evaluation._seal_differences())

    @mute_logger("odoo.addons.agency_evaluation.models.round.task")
    def test_a_unit_that_cannot_have_one_stops_no_other(self):
        # It has one of another period, which overlaps.
        self.make_evaluation(
            self.criteria_set,
            department_id=self.departments[1].id,
            date_from="2020-06-01",
            date_to="2021-05-31",
            user_id=False,
        )
        task = self.open_and_make()
        unit = self.unit_of(self.departments[1])
        self.assertEqual((task.state, task.done_count, unit.progress), ("done", 3, "waiting"))
        self.assertTrue(task.left_out.startswith("Phòng 01: "))
        self.assertIn("cannot stand beside it", unit.why_skipped)
        self.assertEqual(self.campaign.evaluation_ids.department_id, self.departments[0] + self.departments[2])

    def test_one_that_is_in_another_round_stays_there(self):
        self.open_and_make()
        other = self.make_campaign(self.departments[:1], name="Đợt khác")
        self.open_and_make(other)
        self.assertIn("Đợt đánh giá 2020", other.unit_ids.why_skipped)
        self.assertFalse(other.evaluation_ids)

    def test_one_that_was_cancelled_before_is_somebodys_decision(self):
        there = self.make_evaluation(self.criteria_set, department_id=self.departments[0].id, user_id=False)
        self.as_user("manager", there).action_cancel("Nhập trùng")
        self.open_and_make()
        unit = self.unit_of(self.departments[0])
        self.assertIn("cancelled before the round", unit.why_skipped)
        self.as_user("manager", there).action_draft()
        self.open_and_make()
        self.assertEqual(unit.evaluation_id, there)

    def test_a_round_that_is_taken_back_stops_being_opened(self):
        task = self.open_as_manager()
        with self.assertRaisesRegex(UserError, "are being made"):
            self.as_user("manager", self.campaign).action_plan()
        self.campaign._write_through({"state": "draft"})
        self.work_off()
        self.assertEqual(task.state, "failed")
        self.assertIn("no longer open", task.error)
        self.assertFalse(self.campaign.evaluation_ids)

    def test_a_manager_who_is_none_any_more_makes_nothing(self):
        task = self.open_as_manager()
        self.users["manager"].group_ids = self.env.ref("agency_evaluation.group_evaluator")
        self.work_off()
        self.assertEqual(task.state, "failed")
        self.assertFalse(self.env[EVALUATION].search([("campaign_id", "=", self.campaign.id)]))

    def test_a_revision_stays_in_the_round(self):
        self.open_and_make()
        evaluation = self.campaign.evaluation_ids[0]
        evaluation.sudo()._write_through({"state": "approved"})
        revision = self.env[EVALUATION].browse(self.as_user("manager", evaluation).action_revise("Sai số")["res_id"])
        self.assertEqual(revision.campaign_id, self.campaign)
        self.assertEqual(self.unit_of(evaluation.department_id).evaluation_id, revision)

    def test_opening_many_costs_what_making_their_evaluations_does(self):
        """Each head is told, which costs the same wherever evaluations are made; the round adds a fixed number."""
        departments, _heads = self.make_departments(24, "Trạm")
        bare = self.make_criteria_set("BARE", SMALL)
        evaluations = self.env[EVALUATION].with_user(self.users["manager"])
        added = []
        # What is asked once for all warms up with the first.
        for number, some in enumerate((departments[:2], departments[2:8], departments[8:])):
            campaign = self.make_campaign(some, name=str(number))
            self.open_as_manager(campaign)
            plan = [{**unit._planned_values(), "criteria_set_id": bare.id} for unit in campaign.unit_ids]
            for vals in plan:
                del vals["campaign_id"]
            alone = self.count(lambda: evaluations.create(plan))  # noqa: B023
            units = self.env[UNIT].with_user(self.users["manager"]).browse(campaign.unit_ids.ids)
            added.append(self.count(lambda: self.assertFalse(units._make_evaluations())) - alone)  # noqa: B023
            self.assertEqual(len(campaign.evaluation_ids), len(some))
        self.assertLessEqual(abs(added[2] - added[1]), 2, added)
        self.assertLess(added[2], 40)

    def count(self, do):
        """Return how many queries it takes."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        do()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_the_list_of_many_units_costs_what_that_of_few_does(self):
        departments, _heads = self.make_departments(24, "Trạm")
        campaigns = self.make_campaign(departments[:5]), self.make_campaign(departments[5:], name="Lớn")
        fields = ["department_id", "progress", "is_late", "due", "people_fault", "evaluation_id", "ending_id"]
        counts = []
        for campaign in campaigns:
            self.open_and_make(campaign)
            unit_ids = campaign.unit_ids.ids
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            rows = self.env[UNIT].with_user(self.users["manager"]).search_read([("id", "in", unit_ids)], fields)
            counts.append(self.cr.sql_log_count - before)
            self.assertEqual({row["progress"] for row in rows}, {"draft"})
            counted = self.env[CAMPAIGN].with_user(self.users["manager"]).browse(campaign.id)
            self.assertEqual((counted.unit_count, counted.draft_count), (len(unit_ids), len(unit_ids)))
        self.assertEqual(counts[0], counts[1])
