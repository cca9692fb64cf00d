from odoo.fields import Command

from .round_case import RoundCase

WORK = "agency.evaluation.my.work"
#: The rows of the set, and which division or position answers them: one of the division, one of a position in the unit.
SHEET = [("A", None, "I", 3.0), ("A.1", "A", "1", 1.0), ("A.2", "A", "2", 1.0), ("A.3", "A", "3", 1.0)]


class AssignmentCase(RoundCase):
    """A set of which a division answers a row and a fact, and a position another one; and a round by it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        people = cls.make_users(dict.fromkeys(("chief", "clerk", "deputy"), "agency_evaluation.group_evaluator"))
        cls.chief, cls.clerk, cls.deputy = people.values()
        cls.division = cls.env["hr.department"].create({"name": "Văn phòng"})
        cls.job = cls.env["hr.job"].create({"name": "Văn thư"})
        chief, *_others = cls.env["hr.employee"].create(
            [
                {"name": "Chánh Văn phòng", "user_id": cls.chief.id, "department_id": cls.division.id},
                {"name": "Phó Chánh Văn phòng", "user_id": cls.deputy.id, "department_id": cls.division.id},
                {
                    "name": "Văn thư",
                    "user_id": cls.clerk.id,
                    "department_id": cls.departments[0].id,
                    "job_id": cls.job.id,
                },
            ]
        )
        cls.division.manager_id = chief
        cls.assigned_set = cls.make_assigned_set()

    @classmethod
    def make_assigned_set(cls, code="ASSIGNED", frequency="month"):
        criteria_set = cls.make_criteria_set(code, SHEET, publish=False)
        rows = {row.code: row for row in criteria_set.criterion_ids}
        rows["A.1"].department_id = cls.division
        rows["A.2"].job_id = cls.job
        rows["A.3"].evidence_required = True
        cls.env["agency.evaluation.indicator"].create(
            [
                {
                    "set_id": criteria_set.id,
                    "code": "vb_den",
                    "name": "Văn bản đến",
                    "frequency": frequency,
                    "department_id": cls.division.id,
                },
                {"set_id": criteria_set.id, "code": "vb_di", "name": "Văn bản đi"},
            ]
        )
        criteria_set.action_publish()
        return criteria_set

    def open_round(self, count=1, **values):
        """Open a round of the first units; return the evaluations in their order."""
        campaign = self.make_campaign(
            self.departments[:count], name="Đợt có phân công", criteria_set_id=self.assigned_set.id, **values
        )
        self.open_and_make(campaign)
        return campaign.evaluation_ids.sorted("id").with_env(self.env)

    def fact(self, evaluation, code="vb_den"):
        return evaluation.fact_ids.filtered(lambda fact: fact.code == code)

    def as_(self, user, records):
        self.env.flush_all()
        self.env.invalidate_all()
        return records.with_user(user)

    def work_of(self, user, *domain):
        """Return what is still to be done by a user, as that user sees it."""
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env[WORK].with_user(user).search([("user_id", "=", user.id), ("is_done", "=", False), *domain])

    def state_months(self, fact, months):
        fact.write({f"month_{month:02d}": "1" for month in months})

    def link(self, *groups):
        return [Command.link(self.env.ref(f"agency_evaluation.group_{group}").id) for group in groups]
