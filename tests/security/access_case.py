"""Evaluations and criteria sets in every state, and what the cells of the table are compared with."""

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from ..cases.common import ROLES
from ..cases.facts_case import FactsCase
from . import access_table as table


class AccessCase(FactsCase):
    """Tries, as a user of each role, what the table says of an operation, and takes it back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.criteria_set = cls.make_facts_set("MATRIX", {"section_empty": "warning"}, sections=["Kết quả"])
        cls.evaluations = {state: cls.make_in_state(state, 2010 + n) for n, state in enumerate(table.EVALUATION_STATES)}
        # Only a draft that was never submitted may be deleted.
        cls.untouched_draft = cls.make_checked(year=2031)
        cls.sets = {
            state: cls.make_facts_set(f"SET-{state}", {"section_empty": "off"}, sections=["Kết quả"], publish=False)
            for state in table.SET_STATES
        }
        cls.sets["draft"].action_check()
        (cls.sets["published"] + cls.sets["archived"]).action_publish()
        cls.sets["archived"].action_archive_set()
        cls.configuration = {
            "agency.evaluation.document.type": cls.env["agency.evaluation.document.type"].create({"name": "Loại thử"}),
            "agency.evaluation.relief": cls.env["agency.evaluation.relief"].create(cls.relief_values("A")),
            "agency.evaluation.cluster": cls.env["agency.evaluation.cluster"].create({"name": "Khối"}),
            "agency.evaluation.unit.tag": cls.env["agency.evaluation.unit.tag"].create({"name": "Nhãn"}),
            "agency.evaluation.succession": cls.env["agency.evaluation.succession"].create(cls.succession_values("A")),
            "agency.evaluation.identity": cls.env["agency.evaluation.identity"].create(cls.former_values("2019-12-31")),
            "agency.evaluation.unit.name": cls.env["agency.evaluation.unit.name"].create(
                {"department_id": cls.unit.id, "name": "Sở Cũ", "date_to": "2009-12-31", "reason": "x"}
            ),
            "agency.evaluation.substitution": cls.env["agency.evaluation.substitution"].create(
                {
                    "approver_id": cls.users["approver"].id,
                    "substitute_id": cls.make_users({"second": "agency_evaluation.group_approver"})["second"].id,
                    "date_from": "2020-01-01",
                    "date_to": "2020-01-31",
                }
            ),
        }

    @classmethod
    def succession_values(cls, number):
        return {
            "predecessor_ids": cls.env["hr.department"].create({"name": f"Phòng {number}"}).ids,
            "successor_id": cls.other_unit.id,
            "date_from": "2020-01-01",
            "decision_number": number,
            "decision_date": "2020-01-01",
        }

    @classmethod
    def former_values(cls, day):
        return {"company_id": cls.env.company.id, "company_name": "Sở Cũ", "date_to": day, "reason": "x"}

    @classmethod
    def relief_values(cls, number):
        return {
            "criteria_set_id": cls.sets["published"].id,
            "department_ids": cls.unit.ids,
            "criterion_ids": cls.sets["published"].criterion_ids[:1].ids,
            "decision_number": number,
            "decision_date": "2020-01-05",
        }

    @classmethod
    def make_checked(cls, year):
        """Make a draft that can be submitted."""
        evaluation = cls.make_consistent(cls.criteria_set, year=year)
        as_evaluator = evaluation.with_user(cls.users["evaluator"])
        as_evaluator.action_confirm_no_secret()
        as_evaluator.action_check()
        as_evaluator.finding_ids.write({"justification": "Báo cáo nộp riêng"})
        return evaluation

    @classmethod
    def make_in_state(cls, state, year):
        """Make an evaluation of the unit that has every kind of part, and bring it into `state` as the users do."""
        evaluation = cls.make_checked(year)
        evaluation.with_user(cls.users["evaluator"]).action_submit()
        row = cls.row("N.1", evaluation)
        row.with_user(cls.users["reviewer"]).action_question("Số liệu lấy ở đâu?")
        row.with_user(cls.users["evaluator"]).action_answer("Theo sổ theo dõi")
        if state == "draft":
            evaluation.with_user(cls.users["reviewer"]).action_return("Thiếu")
        elif state == "approved":
            evaluation.with_user(cls.users["approver"]).action_approve()
        elif state == "cancelled":
            evaluation.with_user(cls.users["manager"]).action_cancel("Lập nhầm")
        assert evaluation.state == state
        return evaluation

    def assert_cells(self, model, subject):
        """Try every operation in every state as every role, and compare with the cells.

        :param subject: (record, values to write, values of a new one, values of a review) by state
        """
        for state in table.states_of(model):
            record, *values = subject(state)
            self.assertTrue(record, f"{model} has no record in state {state}")
            self.assertEqual(record._name, model)
            for operation in table.operations_on(model):
                allowed = table.allowed(model, operation, state)
                for role in (*ROLES, "outsider"):
                    with self.subTest(model=model, state=state, operation=operation, role=role):
                        attempt = self.attempt(operation, self.as_user(role, record), *values)
                        self.assertEqual(self.is_allowed(attempt), role in allowed)

    def attempt(self, operation, record, changes, new, review=None):
        return {
            "read": lambda: record.read(["display_name"]),
            "write": lambda: record.write(changes),
            "create": lambda: record.create(new),
            "unlink": record.unlink,
            "review": lambda: record.write(review),
        }[operation]

    def is_allowed(self, attempt):
        """Tell whether an attempt goes through; whatever it did is taken back."""
        allowed = True
        with mute_logger("odoo.sql_db"), self.cr.savepoint() as savepoint:
            try:
                attempt()
                self.env.flush_all()
            except (AccessError, UserError):
                allowed = False
            savepoint.rollback()
        self.env.invalidate_all()
        return allowed

    def models(self, transient):
        return {
            name
            for name, model in self.env.registry.items()
            if name.startswith("agency.evaluation") and not model._abstract and model._transient == transient
        }
