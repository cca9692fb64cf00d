from collections import defaultdict
from datetime import timedelta

from odoo.fields import Command
from odoo.tests import new_test_user

from ...models.workflow.steps import DESKS
from .common import SHEET, EvaluationCase

_MORE_USERS = {
    "colleague": "evaluator",
    "specialist": "evaluator",
    "second_reviewer": "reviewer",
    "second_approver": "approver",
    "deputy": "approver",
}


class DeskCase(EvaluationCase):
    """An agency of its own, so that exactly those sit at desks who are named here.

    Of the unit are "evaluator" and "colleague"; "specialist" is an evaluator of no unit.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Tỉnh của bài kiểm thử"})
        for name, role in _MORE_USERS.items():
            cls.users[name] = new_test_user(
                cls.env, f"test_{name}", groups=f"agency_evaluation.group_{role}", lang="en_US"
            )
        here = {"company_id": cls.company.id, "company_ids": [Command.set(cls.company.ids)]}
        for user in cls.users.values():
            user.write(here)
        cls.unit = cls.env["hr.department"].create({"name": "Sở của tỉnh", "company_id": cls.company.id})
        cls.employees = {
            name: cls.env["hr.employee"].create(
                {
                    "name": name,
                    "user_id": cls.users[name].id,
                    "department_id": cls.unit.id,
                    "company_id": cls.company.id,
                }
            )
            for name in ("evaluator", "colleague")
        }
        cls.criteria_set = cls.make_criteria_set("DESKS", SHEET, company_id=cls.company.id)
        cls.evaluation = cls.make_evaluation()

    def names(self, users):
        return {name for name, user in self.users.items() if user in users}

    def desks(self, evaluation=None):
        """Return who sits at which desk, by what shows it: what is computed, what is stored, and activities."""
        evaluation = evaluation or self.evaluation
        self.env.flush_all()
        self.env.invalidate_all()
        computed = {
            desk: self.names(self.env["res.users"].browse(ids))
            for desk, ids in evaluation._desks()[evaluation.id].items()
        }
        activities = self.env["mail.activity"].search(
            [("res_model", "=", evaluation._name), ("res_id", "=", evaluation.id)]
        )
        kinds = {self.env.ref(desk.activity): name for name, desk in DESKS.items()}
        shown = defaultdict(list)
        for activity in activities:
            shown[kinds[activity.activity_type_id]] += self.names(activity.user_id) or [activity.user_id.login]
        return computed, self.names(evaluation.desk_user_ids), {desk: sorted(people) for desk, people in shown.items()}

    def assert_desks(self, evaluation=None, **expected):
        """Check that exactly these people sit at exactly these desks, whatever shows it."""
        evaluation = evaluation or self.evaluation
        computed, stored, shown = self.desks(evaluation)
        expected = {desk: set(people.split()) for desk, people in expected.items()}
        self.assertEqual(computed, expected)
        self.assertEqual(stored, set().union(*expected.values()))
        self.assertEqual(shown, {desk: sorted(people) for desk, people in expected.items()}, "one activity for each")
        for name, user in self.users.items():
            waiting = self.env["agency.evaluation"].search([("desk_user_ids", "in", user.ids)])
            self.assertEqual(evaluation in waiting, name in stored)

    def archive(self, name):
        self.users[name].action_archive()

    def demote(self, name):
        self.users[name].group_ids = self.env.ref("base.group_user")

    def send_away(self, name):
        other = self.env["res.company"].create({"name": "Tỉnh khác"})
        self.users[name].write({"company_id": other.id, "company_ids": [Command.set(other.ids)]})

    def stand_in(self, first, last, substitute="deputy", approver="approver"):
        """Let a substitute stand in from `first` to `last` days after today."""
        return self.env["agency.evaluation.substitution"].create(
            {
                "approver_id": self.users[approver].id,
                "substitute_id": self.users[substitute].id,
                "company_id": self.company.id,
                "date_from": self.day(first),
                "date_to": self.day(last),
            }
        )

    def day(self, days):
        return self.evaluation._agency_today() + timedelta(days=days)
