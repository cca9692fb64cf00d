from functools import partial

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ...models.workflow.steps import BUTTONS, STEPS
from ..cases.common import ROLES
from . import access_table as table
from .access_records import SIGNED_COPY, AccessRecords

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
    "action_upload_signed_copy": SIGNED_COPY,
}
#: Steps that change nothing: whoever reads the record takes them.
READING_STEPS = {"action_verify", "action_compare"}
#: Buttons that only open a screen, or only write what "write" may write.
OTHER_BUTTONS = {
    "action_open",
    "action_open_questions",
    "action_view_evidence",
    "action_view_improvements",
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
class TestAccessSteps(AccessRecords):
    """Role × step × state: taken where the table says so, else refused, in sudo as well."""

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

    def test_what_is_done_about_rows(self):
        model = "agency.evaluation.improvement"
        for state in table.IMPROVEMENT_STATES:
            action = self.env[model].create(self.improvement_values())
            action._write_through({"state": state})
            for step in table.steps_of(model):
                for role in (*ROLES, "outsider"):
                    for sudo in (False, True):
                        with self.subTest(step=step, state=state, role=role, sudo=sudo):
                            attempt = getattr(self.as_user(role, action).sudo(sudo), step)
                            self.assertEqual(self.is_allowed(attempt), role in table.allowed(model, step, state))

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
