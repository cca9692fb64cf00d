import base64
from functools import partial

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ...models.workflow.steps import BUTTONS, STEPS
from ..cases.common import PDF, ROLES
from ..cases.facts_case import FactsCase
from . import access_table as table

#: What the table of steps calls a button of an evaluation where it is called otherwise.
STEP_NAMES = {"action_upload_signed_copy": "sign"}
#: What a step says, or what else it is given.
STEP_ARGUMENTS = {
    **dict.fromkeys(
        (
            "action_return",
            "action_cancel",
            "action_question",
            "action_answer",
            "action_reject",
            "action_refuse",
            "action_revise",
            "action_justify",
            "action_withdraw",
            "action_send_back",
        ),
        ("Nêu rõ",),
    ),
    "action_upload_signed_copy": (base64.b64encode(PDF).decode(), "a.pdf", "15/BC-TNMT", "2020-12-15"),
}
#: Steps that change nothing: whoever reads the record takes them.
READING_STEPS = {"action_verify", "action_compare"}
#: Buttons that only open a screen, or only write what "write" may write.
OTHER_BUTTONS = {
    "action_open",
    "action_open_questions",
    "action_view_evidence",
    "action_view_hand_in",
    "action_view_events",
    "action_view_settlements",
    "action_download_dossier",
    "action_export_docx",
    # of whatever the user may read: tests/background/test_tasks.py
    "action_print_in_background",
    "action_export_xlsx",
    "action_import_facts",
    "action_accept_suggestions",
    # waits for a day, not for a state: tests/quarantine/test_retention.py
    "action_destroy_due",
}


def step_name(button):
    return STEP_NAMES.get(button, button.removeprefix("action_"))


@tagged("post_install", "-at_install")
class TestAccessMatrix(FactsCase):
    """Role × model × operation × state, through the ORM as that user: allowed where the table says so, else refused."""

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

    def test_no_step_is_without_cells(self):
        for model in table.EVALUATION:
            methods = {name for name in dir(self.registry[model]) if name.startswith("action_")}
            own = {
                name
                for name in methods
                if getattr(self.registry[model], name).__module__.startswith("odoo.addons.agency_evaluation.")
            }
            with self.subTest(model=model):
                self.assertEqual(own - OTHER_BUTTONS, set(table.steps_of(model)))

    def test_the_steps(self):
        for model in table.EVALUATION:
            for step in table.steps_of(model):
                for state in table.EVALUATION_STATES:
                    record = self.part(model, state)[0]
                    allowed = table.allowed(model, step, state)
                    for role in (*ROLES, "outsider"):
                        for sudo in (False, True):
                            with self.subTest(model=model, step=step, state=state, role=role, sudo=sudo):
                                attempt = partial(self.take, step, self.as_user(role, record).sudo(sudo), state)
                                # Whoever reads nothing takes no step; in sudo, whatever can be read can be verified.
                                reads = sudo and step in READING_STEPS and bool(allowed)
                                self.assertEqual(self.is_allowed(attempt), role in allowed or reads)

    def test_no_step_of_the_table_is_without_cells(self):
        buttons = map(step_name, table.steps_of("agency.evaluation"))
        self.assertEqual(STEPS.keys() - set(buttons) - table.RECORDS, table.STEPS_WITHOUT_BUTTON.keys())

    def test_the_steps_that_are_no_buttons(self):
        reviewer = self.users["reviewer"]
        for place, state in enumerate(table.EVALUATION_STATES):
            evaluation = self.evaluations[state]
            if table.STEPS_WITHOUT_BUTTON["assign"][place]:
                evaluation.reviewer_id = reviewer
            evaluation.company_id.agency_second_approval = True
            attempts = {
                "assign": (evaluation.line_ids[:1], lambda group: group.write({"reviewer_id": reviewer.id})),
                "first_approve": (evaluation, self.approve_first),
            }
            for step, (record, attempt) in attempts.items():
                for role in (*ROLES, "outsider"):
                    for sudo in (False, True):
                        with self.subTest(step=step, state=state, role=role, sudo=sudo):
                            as_user = self.as_user(role, record).sudo(sudo)
                            expected = role in table.STEPS_WITHOUT_BUTTON[step][place].split()
                            self.assertEqual(self.is_allowed(partial(attempt, as_user)), expected)

    def approve_first(self, evaluation):
        evaluation.action_approve()
        self.assertEqual((evaluation.state, evaluation.decision_ids[0].step), ("submitted", "first_approve"))

    def test_a_button_is_shown_where_it_works(self):
        buttons = {step_name(button): button for button in table.steps_of("agency.evaluation")}
        for step in BUTTONS:
            for state in table.EVALUATION_STATES:
                if step.name == "assign":  # as no reviewer is named
                    expected = {"manager"} if state in step.states else set()
                else:
                    expected = set(table.allowed("agency.evaluation", buttons[step.name], state))
                shown = {role for role in ROLES if self.as_user(role, self.evaluations[state])[f"can_{step.name}"]}
                with self.subTest(step=step.name, state=state):
                    self.assertEqual(shown, expected)

    def take(self, step, record, state):
        """Take a step; where it is refused, the evaluation is in its state still."""
        if step == "action_refuse":
            record.sudo()._write_through({"settlement": "deviation", "rule_points": 1.0})
        if step in ("action_hand_in", "action_send_back"):
            handed_in_on = step == "action_send_back" and fields.Datetime.now()
            record.sudo()._write_through({"user_id": self.users["evaluator"].id, "handed_in_on": handed_in_on})
        if step in ("action_withdraw_question", "action_answer") and state == "submitted":
            record.with_user(self.users["reviewer"]).action_question("Vì sao?")
        try:
            getattr(record, step)(*STEP_ARGUMENTS.get(step, ()))
        except UserError:
            evaluation = record.sudo() if record._name == "agency.evaluation" else record.sudo().evaluation_id
            self.assertEqual(evaluation.state, state)
            raise

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

    def part(self, model, state):
        """Return a record of `model` in an evaluation in `state`, with what to write, make and review."""
        evaluation = self.evaluations[state]
        row, fact = self.row("N.1", evaluation), self.fact("hop", evaluation)
        tie = {"evaluation_id": evaluation.id}
        return {
            "agency.evaluation": (
                evaluation if state != "draft" else self.untouched_draft,
                {"is_stated": True, "stated_points": 1.0},
                {"criteria_set_id": self.criteria_set.id, "department_id": self.unit.id, "year": 2030},
            ),
            "agency.evaluation.line": (
                row,
                {"explanation": "Theo sổ"},
                {**tie, "criterion_id": row.criterion_id.id},
                {"review_points": 1.0, "review_note": "Thiếu"},
            ),
            "agency.evaluation.evidence": (
                evaluation.evidence_ids[:1],
                {"location": "trang 2"},
                {
                    **tie,
                    "name": "Sổ",
                    "held_elsewhere": True,
                    "register_reference": "Sổ 1",
                    "line_ids": [Command.set(row.ids)],
                },
            ),
            "agency.evaluation.fact": (fact, {"note": "Sổ họp"}, {**tie, "indicator_id": fact.indicator_id.id}),
            "agency.evaluation.measure": (fact.measure_ids, {"value": 5.0}, {"fact_id": fact.id, "value": 5.0}),
            "agency.evaluation.section": (
                evaluation.section_ids,
                {"body": "<p>Đạt</p>"},
                {**tie, "template_id": self.criteria_set.section_ids.id},
            ),
            "agency.evaluation.finding": (
                evaluation.finding_ids[:1],
                {"justification": "Đã rõ"},
                {**tie, "code": "unanswered", "severity": "info"},
            ),
            "agency.evaluation.consent": (
                evaluation.consent_ids,
                {"given_on": "2020-01-01"},
                {**tie, "user_id": self.users["manager"].id, "given_on": "2020-01-01"},
            ),
            "agency.evaluation.decision": (
                evaluation.decision_ids[:1],
                {"reason": "x"},
                {**tie, "number": 99, "step": "approve", "user_id": self.env.uid, "decided_on": "2020-01-01"},
            ),
            "agency.evaluation.question": (
                evaluation.question_ids,
                {"answer": "x"},
                {**tie, "line_id": row.id, "number": 99, "state": "open", "text": "x", "asked_by_id": self.env.uid},
            ),
        }[model]

    def test_the_seal(self):
        evaluation = self.evaluations["approved"]
        seal = self.env["agency.evaluation.seal"].search([("evaluation_id", "=", evaluation.id)])
        new = {"evaluation_id": self.evaluations["submitted"].id, "manifest": "{}", "digest": "0" * 64}
        self.assert_cells("agency.evaluation.seal", lambda _state: (seal, {"digest": "x"}, new))

    def test_the_signed_copy(self):
        """It is read by all and made, changed or deleted by nobody; who uploads it is a table of its own."""
        evaluation = self.evaluations["approved"]
        self.take("action_upload_signed_copy", self.as_user("manager", evaluation), "approved")
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

    def set_part(self, model, state):
        criteria_set = self.sets[state]
        tie = {"set_id": criteria_set.id}
        hop, so_hop = criteria_set.indicator_ids.filtered(lambda fact: fact.code in ("hop", "so_hop"))
        row = criteria_set.criterion_ids.filtered(lambda row: row.code == "N.2")
        read_by_no_rule = criteria_set.indicator_ids.filtered(lambda fact: fact.code == "chua_nop")
        grades = criteria_set.grade_ids
        return {
            "agency.evaluation.criteria.set": (
                criteria_set,
                {"note": "x"},
                {"name": "Mới", "code": "MOI", "year": 2022},
            ),
            "agency.evaluation.criterion": (row, {"guidance": "x"}, {**tie, "code": "Z", "name": "Mới"}),
            "agency.evaluation.rule": (
                criteria_set.criterion_ids.rule_ids[:1],
                {"note": "x"},
                {"criterion_id": row.id, "name": "Mới"},
            ),
            "agency.evaluation.indicator": (read_by_no_rule, {"note": "x"}, {**tie, "code": "moi", "name": "Mới"}),
            "agency.evaluation.relation": (
                criteria_set.relation_ids[:1],
                {"name": "x"},
                {**tie, "name": "Mới", "whole_id": hop.id, "part_ids": [Command.set(so_hop.ids)]},
            ),
            "agency.evaluation.grade": (grades[:1], {"note": "x"}, {**tie, "name": "Mới"}),
            "agency.evaluation.check.setting": (
                criteria_set.check_setting_ids,
                {"severity": "info"},
                {**tie, "code": "fact_missing", "severity": "off"},
            ),
            "agency.evaluation.section.template": (criteria_set.section_ids, {"number": "I"}, {**tie, "title": "Mới"}),
            "agency.evaluation.set.finding": (
                criteria_set.finding_ids[:1],
                {"justification": "Đã rõ"},
                {**tie, "code": "no_scale", "severity": "info"},
            ),
        }[model]

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

    def make_registers(self):
        """Return an entry of each register, what to change of it, and the values of another one, by model."""
        evaluation, now = self.evaluations["approved"], "2020-01-01 00:00:00"
        asked = {
            "company_id": evaluation.company_id.id,
            "state": "asked",
            "purpose": "secret",
            "decision_number": "1/QĐ",
            "decision_date": "2020-01-01",
            "reason": "x",
            "asked_by_id": self.env.uid,
            "asked_on": now,
        }
        quarantine = self.env["agency.evaluation.quarantine"]._create_through([asked])
        others = {
            "agency.evaluation.identity.change": {
                "company_id": evaluation.company_id.id,
                "subject": "x",
                "user_id": self.env.uid,
                "changed_on": now,
                "after": "x",
            },
            "agency.evaluation.quarantined.file": {
                "quarantine_id": quarantine.id,
                "evaluation_id": evaluation.id,
                "file_key": 1,
                "name": "x.pdf",
                "sha256": "0" * 64,
            },
            "agency.evaluation.file.trouble": {
                "company_id": evaluation.company_id.id,
                "file_name": "x.pdf",
                "file_key": 1,
                "found_on": now,
                "outcome": "lost",
            },
            "agency.evaluation.change": {
                "evaluation_id": evaluation.id,
                "line_id": evaluation.line_ids[:1].id,
                "field_name": "explanation",
                "user_id": self.env.uid,
                "user_name": "x",
                "changed_on": now,
            },
            "agency.evaluation.access.log": {
                "company_id": evaluation.company_id.id,
                "read_on": fields.Datetime.now(),
                "user_id": self.env.uid,
                "target": "x.pdf",
            },
            "agency.evaluation.campaign.decision": {
                "campaign_id": self.env["agency.evaluation.campaign"]
                .create({"name": "x", "criteria_set_id": evaluation.criteria_set_id.id})
                .id,
                "step": "open",
                "user_id": self.env.uid,
                "decided_on": now,
            },
            "agency.evaluation.my.work": {"title": "x"},
            "agency.evaluation.task": {
                "company_id": evaluation.company_id.id,
                "user_id": self.env.uid,
                "kind": "print",
                "name": "x",
                "state": "waiting",
                "asked_on": now,
            },
            **self.make_event_values(evaluation, now),
        }
        changes = {
            "agency.evaluation.event": {"content": "{}"},
            "agency.evaluation.event.chain": {"count": 7},
            "agency.evaluation.time.stamp": {"authority": "y"},
            "agency.evaluation.verification.run": {"state": "done"},
            "agency.evaluation.verification.result": {"state": "wrong"},
            "agency.evaluation.file.trouble": {"file_name": "y"},
            "agency.evaluation.access.log": {"target": "y"},
            "agency.evaluation.change": {"new_value": "y"},
            "agency.evaluation.task": {"state": "done"},
            "agency.evaluation.my.work": {"title": "y"},
            "agency.evaluation.campaign.decision": {"reason": "y"},
        }
        chains = self.env["agency.evaluation.event.chain"]
        # What was approved above has begun the chain of the company, of which there is one.
        there = {chains._name: chains.search([("company_id", "=", evaluation.company_id.id)])}
        works = self.env["agency.evaluation.my.work"]
        there[works._name] = works.search([("evaluation_id", "=", self.evaluations["draft"].id)], limit=1)
        made = {
            model: (there.get(model) or self.env[model]._create_through([values]), values)
            for model, values in others.items()
        }
        return {
            quarantine._name: (quarantine, {"state": "done"}, asked),
            **{model: (record, changes.get(model, {"name": "y"}), values) for model, (record, values) in made.items()},
        }

    def make_event_values(self, evaluation, now):
        company = {"company_id": evaluation.company_id.id}
        run = {**company, "state": "running", "started_by_id": self.env.uid, "started_on": now}
        run_id = self.env["agency.evaluation.verification.run"]._create_through([run]).id
        result = {**company, "run_id": run_id, "evaluation_id": evaluation.id, "state": "right"}
        return {
            "agency.evaluation.event": {
                **company,
                "number": 0,
                "happened_on": now,
                "kind": "export",
                "content": "{}",
            },
            "agency.evaluation.event.chain": {**company, "key": "x", "count": 0, "head": "0" * 64},
            "agency.evaluation.time.stamp": {
                **company,
                "digest": "0" * 64,
                "token": "eA==",
                "stamped_on": now,
            },
            "agency.evaluation.verification.run": run,
            "agency.evaluation.verification.result": result,
        }

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
