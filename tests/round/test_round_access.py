from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..cases.round_case import CAMPAIGN, DECISION, UNIT, RoundCase

READERS = ("reviewer", "approver", "manager", "auditor")


@tagged("post_install", "-at_install")
class TestRoundAccess(RoundCase):
    """Managers make rounds, reviewers, approvers and auditors read them, evaluators read what is said of their unit."""

    def seen(self, user, model):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env[model].with_user(user).search([])

    def test_evaluators_see_what_an_open_round_says_of_their_unit(self):
        head = self.heads[0]
        self.assertFalse(self.seen(head, UNIT))
        self.assertFalse(self.seen(head, CAMPAIGN))
        self.bring_to("open")
        self.assertEqual(self.seen(head, UNIT), self.unit_of(self.departments[0]))
        self.assertEqual(self.seen(head, CAMPAIGN), self.campaign)
        campaign = self.campaign.with_user(head)
        self.assertEqual((campaign.unit_count, campaign.draft_count, len(campaign.unit_ids)), (1, 1, 1))
        with self.assertRaises(AccessError):
            self.env[DECISION].with_user(head).search([])
        with self.assertRaises(AccessError):
            self.unit_of(self.departments[1]).with_user(head).read(["progress"])
        # Of whom no unit takes part sees nothing.
        self.assertFalse(self.seen(self.users["evaluator"], CAMPAIGN))
        self.assertFalse(self.seen(self.users["evaluator"], UNIT))

    def test_others_see_all_of_their_companies(self):
        abroad = self.env["res.company"].create({"name": "Tỉnh khác"})
        department = self.env["hr.department"].create({"name": "Sở tỉnh khác", "company_id": abroad.id})
        foreign = self.env[CAMPAIGN].create(
            {
                "name": "Đợt tỉnh khác",
                "company_id": abroad.id,
                "criteria_set_id": self.criteria_set.id,
                "unit_ids": [(0, 0, {"department_id": department.id})],
            }
        )
        for role in READERS:
            with self.subTest(role):
                self.assertEqual(self.seen(self.users[role], CAMPAIGN) & (self.campaign + foreign), self.campaign)
                units = self.campaign.unit_ids + foreign.unit_ids
                self.assertEqual(self.seen(self.users[role], UNIT) & units, self.campaign.unit_ids)
                with self.assertRaises(AccessError):
                    foreign.with_user(self.users[role]).read(["name"])

    def test_managers_alone_change_anything(self):
        cluster = self.env["agency.evaluation.cluster"].create({"name": "Khối"})
        tag = self.env["agency.evaluation.unit.tag"].create({"name": "Nhãn"})
        self.bring_to("open")
        unit = self.campaign.unit_ids[0]
        for record, vals in (
            (self.campaign, {"name": "x"}),
            (unit, {"sequence": 3}),
            (cluster, {"name": "x"}),
            (tag, {"name": "x"}),
        ):
            for role in self.users:
                with self.subTest(model=record._name, role=role):
                    self.assertEqual(self.as_user(role, record).has_access("write"), role == "manager")
                    if role != "manager":
                        with self.assertRaises(AccessError):
                            self.as_user(role, record).write(vals)
