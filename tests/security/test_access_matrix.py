from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..cases.common import ROLES
from . import access_table as table
from .access_records import SIGNED_COPY, AccessRecords


@tagged("post_install", "-at_install")
class TestAccessMatrix(AccessRecords):
    """Role × model × operation × state, through the ORM as that user: allowed where the table says so, else refused."""

    def test_no_model_is_without_cells(self):
        told = {model for models in table.TABLE.values() for model in models} | set(table.CLOSED)
        self.assertEqual(self.models(transient=False), told)
        self.assertEqual(self.models(transient=True), table.DIALOGS.keys())

    def test_without_a_role_there_is_nothing_to_find(self):
        for model in self.models(transient=False) | self.models(transient=True):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[model].with_user(self.users["outsider"]).search([])

    def test_the_dialogs(self):
        for model, cells in table.DIALOGS.items():
            for operation, roles in zip(table.DIALOG_OPERATIONS, cells, strict=True):
                for role in (*ROLES, "outsider"):
                    with self.subTest(model=model, role=role, operation=operation):
                        allowed = self.env[model].with_user(self.users[role]).has_access(operation)
                        self.assertEqual(allowed, role in roles.split())

    def test_dialogs_are_their_users_own(self):
        rules = self.env["ir.rule"].sudo().search([("groups", "=", False)])
        own = set(rules.filtered(lambda rule: "create_uid" in (rule.domain_force or "")).model_id.mapped("model"))
        self.assertEqual(self.models(transient=True) - own, set())

    def test_a_filled_copy_is_its_users_own(self):
        wizard = self.env["agency.evaluation.copy.import"].with_user(self.users["evaluator"])
        copy = wizard.create({"evaluation_id": self.evaluations["draft"].id})
        group = "agency_evaluation.group_evaluator"
        colleague = new_test_user(self.env, "test_colleague", groups=group, lang="en_US")
        self.assertEqual(wizard.search([("id", "=", copy.id)]), copy)
        self.assertFalse(copy.with_user(colleague).search([("id", "=", copy.id)]))
        for attempt in (lambda: copy.with_user(colleague).read(["outcome"]), copy.with_user(colleague).action_preview):
            with self.assertRaises(AccessError):
                attempt()

    def test_no_state_or_role_is_without_cells(self):
        for model, states in (
            ("agency.evaluation", table.EVALUATION_STATES),
            ("agency.evaluation.criteria.set", table.SET_STATES),
            ("agency.evaluation.intake", table.INTAKE_STATES),
            ("agency.evaluation.campaign", table.ROUND_STATES),
        ):
            self.assertEqual(set(dict(self.env[model]._fields["state"].selection)), set(states))
        roles = self.env["res.groups"]._agency_evaluation_roles()
        self.assertEqual(set(roles.get_external_id().values()), {f"agency_evaluation.group_{role}" for role in ROLES})

    def test_the_parts_of_an_evaluation(self):
        for model in table.EVALUATION:
            self.assert_cells(model, lambda state, model=model: self.part(model, state))

    def test_the_dialogs_of_a_user_are_of_no_other(self):
        """A dialog holds what its user saw: what a verification found, or what is asked of a row."""
        evaluation = self.evaluations["approved"]
        values = {
            "agency.evaluation.reason": {"step": "cancel", "evaluation_ids": evaluation.ids},
            "agency.evaluation.remark": {"step": "question", "line_ids": evaluation.line_ids[:1].ids, "text": "x"},
            "agency.evaluation.verification": {"evaluation_id": evaluation.id, "differences": "M.1"},
            "agency.evaluation.comparison": {"old_id": evaluation.id, "new_id": self.evaluations["draft"].id},
        }
        self.assertLessEqual(values.keys(), self.models(transient=True))
        for model, vals in values.items():
            dialog = self.env[model].with_user(self.users["reviewer"]).create(vals)
            self.assertTrue(dialog.read(["display_name"]))
            for role in ("evaluator", "approver", "manager", "auditor", "outsider"):
                with self.subTest(model=model, role=role), self.assertRaises(AccessError):
                    self.as_user(role, dialog).read(["display_name"])

    def test_the_seal(self):
        evaluation = self.evaluations["approved"]
        seal = self.env["agency.evaluation.seal"].search([("evaluation_id", "=", evaluation.id)])
        new = {"evaluation_id": self.evaluations["submitted"].id, "manifest": "{}", "digest": "0" * 64}
        self.assert_cells("agency.evaluation.seal", lambda _state: (seal, {"digest": "x"}, new))

    def test_the_signed_copy(self):
        """It is read by all and made, changed or deleted by nobody; who uploads it is a table of its own."""
        evaluation = self.evaluations["approved"]
        self.as_user("manager", evaluation).action_upload_signed_copy(*SIGNED_COPY)
        copy = evaluation.signed_copy_ids
        new = {"evaluation_id": evaluation.id, "number": 9, "report_number": "x", "report_date": "2020-01-01"}
        changes = {"report_number": "x"}
        self.assert_cells("agency.evaluation.signed.copy", lambda _state: (copy, changes, new))

    def test_the_official_paper(self):
        """It is read by all and made, changed or deleted by nobody; printing keeps it."""
        evaluation = self.evaluations["approved"]
        kept = evaluation._official_paper("score_sheet")
        new = {"evaluation_id": evaluation.id, "paper": "score_sheet", "edition": 9, "sha256": "0" * 64}
        self.assert_cells("agency.evaluation.kept.paper", lambda _state: (kept, {"sha256": "0" * 64}, new))

    def test_the_parts_of_a_criteria_set(self):
        for model in table.CRITERIA_SET:
            self.assert_cells(model, lambda state, model=model: self.set_part(model, state))

    def test_the_import_of_a_sheet(self):
        intakes = {
            state: self.env["agency.evaluation.intake"].create({"name": state, "pasted": "Tiêu chí\tĐiểm\nMột\t4"})
            for state in table.INTAKE_STATES
        }
        (intakes["preview"] + intakes["done"]).mapped(lambda intake: intake.action_read())
        intakes["source"].line_ids = [Command.create({"name": "Một"})]
        intakes["done"].action_make_criteria_set()
        for model in table.INTAKE:

            def subject(state, model=model):
                intake = intakes[state]
                if model == "agency.evaluation.intake":
                    return intake, {"name": "x"}, {"name": "Mới"}
                return intake.line_ids, {"name": "x"}, {"intake_id": intake.id, "name": "Mới"}

            self.assert_cells(model, subject)

    def test_the_rounds(self):
        units = self.env["hr.department"].create([{"name": "Sở Một"}, {"name": "Sở Hai"}])
        rounds = {
            state: self.env["agency.evaluation.campaign"].create(
                {
                    "name": state,
                    "criteria_set_id": self.criteria_set.id,
                    "unit_ids": [Command.create({"department_id": id_}) for id_ in (*units.ids, self.unit.id)],
                }
            )
            for state in table.ROUND_STATES
        }
        for state, made in rounds.items():
            made._write_through({"state": state})
        for model in table.ROUND:

            def subject(state, model=model):
                made = rounds[state]
                if model == "agency.evaluation.campaign":
                    return made, {"name": "x"}, {"name": "Mới", "criteria_set_id": self.criteria_set.id}
                own = made.unit_ids.filtered(lambda unit: unit.department_id == self.unit)
                return own, {"sequence": 3}, {"campaign_id": made.id, "department_id": self.other_unit.id}

            self.assert_cells(model, subject)

    def test_what_is_configured(self):
        changes = {
            "agency.evaluation.document.type": ({"name": "Loại khác"}, {"name": "Loại mới"}),
            "agency.evaluation.cluster": ({"name": "Khối khác"}, {"name": "Khối mới"}),
            "agency.evaluation.unit.tag": ({"name": "Nhãn khác"}, {"name": "Nhãn mới"}),
            "agency.evaluation.relief": ({"reason": "x"}, self.relief_values("B")),
            "agency.evaluation.succession": ({"revocation": "x"}, self.succession_values("B")),
            "agency.evaluation.identity": ({"reason": "x"}, self.former_values("2018-12-31")),
            "agency.evaluation.unit.name": (
                {"reason": "x"},
                {"department_id": self.unit.id, "name": "Sở Cũ", "date_to": "2008-12-31", "reason": "x"},
            ),
            "agency.evaluation.substitution": (
                {"reason": "x"},
                {
                    "approver_id": self.users["approver"].id,
                    "substitute_id": self.configuration["agency.evaluation.substitution"].substitute_id.id,
                    "date_from": "2020-02-01",
                    "date_to": "2020-02-02",
                },
            ),
        }
        registers = self.make_registers()
        for model, (_record, *values) in registers.items():
            changes[model] = values
        for model in table.CONFIGURATION:
            record = registers[model][0] if model in registers else self.configuration[model]
            self.assert_cells(model, lambda _state, r=record, m=model: (r, *changes[m]))

    def test_what_is_closed_is_closed_to_every_role(self):
        for model in table.CLOSED:
            for user in self.users.values():
                for operation in table.OPERATIONS:
                    self.assertFalse(self.env[model].with_user(user).has_access(operation), (model, user.login))

    def test_nothing_leaks_between_companies(self):
        company = self.env["res.company"].create({"name": "Sở Xây dựng"})
        unit = self.env["hr.department"].create({"name": "Sở Xây dựng", "company_id": company.id})
        criteria_set = self.make_facts_set(
            "FOREIGN", {"section_empty": "warning"}, sections=["Kết quả"], company_id=company.id
        )
        evaluation = self.make_consistent(criteria_set, department_id=unit.id, user_id=False)
        self.row("N.1", evaluation).write({"self_points": 1.0})
        evaluation._refresh_findings()
        evaluation._record_decision("submit", None)
        row = self.row("N.1", evaluation)
        question = self.env["agency.evaluation.question"]._create_through(
            [
                {
                    "evaluation_id": evaluation.id,
                    "line_id": row.id,
                    "number": 1,
                    "state": "closed",
                    "text": "x",
                    "asked_by_id": self.env.uid,
                    "asked_on": "2020-01-01 00:00:00",
                }
            ]
        )
        evaluation._seal()
        seal = self.env["agency.evaluation.seal"].search([("evaluation_id", "=", evaluation.id)])
        self.env.cr.flush()
        changes = self.env["agency.evaluation.change"].search([("evaluation_id", "=", evaluation.id)])
        foreign = (
            question,
            seal,
            evaluation._official_paper("score_sheet"),
            evaluation,
            evaluation.line_ids,
            evaluation.evidence_ids,
            evaluation.fact_ids,
            evaluation.fact_ids.measure_ids,
            evaluation.section_ids,
            evaluation.finding_ids,
            evaluation.decision_ids,
            changes,
            criteria_set,
            criteria_set.criterion_ids,
            criteria_set.criterion_ids.rule_ids,
            criteria_set.indicator_ids,
            criteria_set.relation_ids,
            criteria_set.grade_ids,
            criteria_set.check_setting_ids,
            criteria_set.section_ids,
        )
        for records in foreign:
            self.assertTrue(records, records._name)
            for role in ROLES:
                with self.subTest(model=records._name, role=role):
                    as_user = self.as_user(role, records)
                    self.assertFalse(as_user.search([("id", "in", records.ids)]))
                    with self.assertRaises(AccessError):
                        as_user.read(["display_name"])
