from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..cases.round_case import UNIT, RoundCase

DIALOG = "agency.evaluation.round.units"


@tagged("post_install", "-at_install")
class TestRoundUnits(RoundCase):
    """Which units take part, how they are chosen, and how one comes to an end without an evaluation."""

    def choose(self, campaign, way, **values):
        dialog = self.as_user("manager", self.env[DIALOG]).create({"campaign_id": campaign.id, "way": way, **values})
        count = dialog.new_count
        before = campaign.unit_ids
        dialog.action_confirm()
        added = campaign.unit_ids - before
        self.assertEqual(len(added), count)
        return added.department_id

    def test_units_are_chosen_by_hand_by_tag_by_cluster_below_one_or_all(self):
        top = self.env["hr.department"].create({"name": "Sở"})
        below = self.env["hr.department"].create([{"name": f"P{n}", "parent_id": top.id} for n in range(2)])
        below[0].child_ids = self.env["hr.department"].create({"name": "Tổ", "parent_id": below[0].id})
        tag = self.env["agency.evaluation.unit.tag"].create(
            {"name": "Đơn vị sự nghiệp", "department_ids": self.departments[:2].ids}
        )
        cluster = self.env["agency.evaluation.cluster"].create({"name": "Khối", "department_ids": self.unit.ids})
        campaign = self.make_campaign(self.departments.browse())
        self.assertEqual(self.choose(campaign, "hand", department_ids=self.departments[2].ids), self.departments[2])
        self.assertEqual(self.choose(campaign, "tag", tag_ids=tag.ids), self.departments[:2])
        self.assertEqual(self.choose(campaign, "cluster", cluster_ids=cluster.ids), self.unit)
        self.assertEqual(self.choose(campaign, "subtree", department_ids=top.ids), top | below | below.child_ids)
        everybody = self.env["hr.department"].search([("company_id", "in", (False, self.env.company.id))])
        self.choose(campaign, "all")
        self.assertEqual(campaign.unit_ids.department_id, everybody)
        with self.assertRaisesRegex(UserError, "take part already"):
            self.choose(campaign, "all")

    def test_units_are_added_until_it_is_closed_and_taken_away_as_long_as_nothing_was_made(self):
        campaign = self.as_user("manager", self.campaign)
        unit = campaign.unit_ids[2]
        unit.unlink()
        campaign.unit_ids = [Command.create({"department_id": self.departments[2].id})]
        self.bring_to("open")
        with self.assertRaisesRegex(UserError, "excuse it instead"):
            campaign.unit_ids[0].unlink()
        added = self.as_user("manager", self.env[UNIT]).create(
            {"campaign_id": self.campaign.id, "department_id": self.unit.id}
        )
        self.assertEqual((self.campaign.decision_ids[0].step, self.campaign.decision_ids[0].unit_id), ("add", added))
        with self.assertRaises(UserError):
            added.unlink()
        self.as_user("manager", self.campaign.unit_ids).action_excuse("Hết đợt")
        self.as_user("manager", self.campaign).action_close()
        with self.assertRaisesRegex(UserError, "no unit"):
            added.create({"campaign_id": self.campaign.id, "department_id": self.other_unit.id})

    def test_an_excused_unit_leaves_and_comes_back_with_its_evaluation(self):
        self.bring_to("open")
        unit = self.campaign.unit_ids[0]
        evaluation = unit.evaluation_id
        self.as_user("manager", unit).action_excuse("Mới thành lập")
        self.env.invalidate_all()
        self.assertEqual((unit.progress, evaluation.state, unit.excuse), ("excused", "cancelled", "Mới thành lập"))
        self.assertEqual(evaluation.decision_ids[0].reason, "Mới thành lập")
        with self.assertRaisesRegex(UserError, "excused already"):
            self.as_user("manager", unit).action_excuse("x")
        self.as_user("manager", unit).action_rejoin("Nhầm")
        self.env.invalidate_all()
        self.assertEqual((unit.progress, evaluation.state, unit.excuse), ("draft", "draft", False))
        evaluation.sudo()._write_through({"state": "approved"})
        with self.assertRaisesRegex(UserError, "come to its end"):
            self.as_user("manager", unit).action_excuse("x")

    def test_a_unit_that_was_merged_is_settled_by_its_succession(self):
        self.bring_to("open")
        unit = self.campaign.unit_ids[0]
        with self.assertRaisesRegex(UserError, "No succession"):
            self.as_user("manager", unit).action_settle()
        succession = self.as_user("manager", self.env["agency.evaluation.succession"]).create(
            {
                "predecessor_ids": unit.department_id.ids,
                "successor_id": self.unit.id,
                "date_from": "2020-06-01",
                "decision_number": "15/QĐ-UBND",
                "decision_date": "2020-05-01",
            }
        )
        self.env.invalidate_all()
        self.assertEqual(self.env[UNIT].search([("ending_id", "!=", False)]), unit)
        self.assertEqual(self.campaign.ended_count, 1)
        self.as_user("manager", unit).action_settle()
        self.env.invalidate_all()
        self.assertEqual((unit.ending_id, unit.progress), (succession, "excused"))
        self.assertIn("15/QĐ-UBND ngày 01/05/2020", unit.excuse)
        self.assertIn(self.unit, self.campaign.unit_ids.department_id)
        self.assertEqual({"settle", "add", "open"}, set(self.campaign.decision_ids.mapped("step")))
        self.assertEqual(self.campaign.ended_count, 0)

    def test_a_unit_takes_part_once(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation) as caught, self.cr.savepoint():
            self.as_user("manager", self.env[UNIT]).create(
                {"campaign_id": self.campaign.id, "department_id": self.departments[0].id}
            )
            self.env.flush_all()
        self.assertIn("unit_unique", str(caught.exception))

    def test_their_sheets_are_printed_in_the_background(self):
        self.bring_to("open")
        action = self.as_user("reviewer", self.campaign.unit_ids).action_print()
        task = self.env["agency.evaluation.task"].browse(action["res_id"])
        self.assertEqual(set(task.keys), set(self.campaign.evaluation_ids.ids))

    def test_a_round_is_planned_from_its_set(self):
        action = self.as_user("manager", self.criteria_set).action_plan_round()
        self.assertEqual(action["res_model"], self.campaign._name)
        draft = self.make_facts_set("UNPUBLISHED", publish=False)
        with self.assertRaisesRegex(UserError, "not published"):
            self.as_user("manager", draft).action_plan_round()
        for role in set(self.users) - {"manager"}:
            with self.assertRaises(UserError):
                self.as_user(role, self.criteria_set).action_plan_round()
