from odoo.fields import Command

from .background_case import TASK, BackgroundCase

CAMPAIGN = "agency.evaluation.campaign"
UNIT = "agency.evaluation.campaign.unit"
DECISION = "agency.evaluation.campaign.decision"
EVALUATION = "agency.evaluation"
#: Deadlines that are over, whenever a test runs, and some that are not.
DEADLINES = {"submit_by": "2021-01-20", "review_by": "2021-01-25", "approve_by": "2021-01-30"}
LATER = {"submit_by": "2099-01-20", "review_by": "2099-01-25", "approve_by": "2099-01-30"}


class RoundCase(BackgroundCase):
    """A round by the manager, with units of which each has a head who evaluates it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.departments, cls.heads = cls.make_departments(3)
        cls.campaign = cls.make_campaign(cls.departments)

    @classmethod
    def make_departments(cls, count, prefix="Phòng"):
        """Make units with a head each, who evaluates; return both."""
        users = cls.make_users(
            {f"{prefix}_{number}".lower(): "agency_evaluation.group_evaluator" for number in range(count)}
        )
        departments = cls.env["hr.department"].create([{"name": f"{prefix} {number:02}"} for number in range(count)])
        heads = cls.env["hr.employee"].create(
            [
                {"name": user.name, "user_id": user.id, "department_id": department.id}
                for user, department in zip(users.values(), departments, strict=True)
            ]
        )
        for department, head in zip(departments, heads, strict=True):
            department.manager_id = head
        return departments, heads.user_id

    @classmethod
    def make_campaign(cls, departments, **values):
        campaigns = cls.env[CAMPAIGN].with_user(cls.users["manager"])
        return campaigns.create(
            {
                "name": "Đợt đánh giá 2020",
                "criteria_set_id": cls.criteria_set.id,
                "reviewer_id": cls.users["reviewer"].id,
                "approver_id": cls.users["approver"].id,
                "unit_ids": [Command.create({"department_id": one.id}) for one in departments],
                **values,
            }
        ).sudo(False)

    def unit_of(self, department, campaign=None):
        return (campaign or self.campaign).unit_ids.filtered(lambda unit: unit.department_id == department)

    def open_as_manager(self, campaign=None):
        """Open the round, without anything being made yet; return the task."""
        campaign = self.as_user("manager", campaign or self.campaign)
        return self.env[TASK].browse(campaign.action_open()["res_id"])

    def open_and_make(self, campaign=None):
        task = self.open_as_manager(campaign)
        self.work_off()
        return task

    def bring_to(self, state, campaign=None):
        """Bring a round into `state` as the manager does, with every evaluation cancelled where it has to be closed."""
        campaign = self.as_user("manager", campaign or self.campaign)
        if state == "draft":
            return campaign
        self.open_and_make(campaign)
        if state != "open":
            for evaluation in campaign.evaluation_ids:
                evaluation.action_cancel("Hết đợt")
            self.env.invalidate_all()
            campaign.action_close()
        if state == "published":
            campaign.action_publish()
        self.assertEqual(campaign.state, state)
        return campaign
