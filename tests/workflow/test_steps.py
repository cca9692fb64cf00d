import ast
import inspect
import json
from pathlib import Path

from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from ...models.workflow.steps import BUTTONS, DESKS, ROLES, STEPS
from ..cases.common import ROLES as EVERY_ROLE
from ..cases.common import EvaluationCase
from ..cases.review_case import ReviewCase

ADDON = Path(__file__).parents[2]
#: What stands in sealed manifests: a step is never called otherwise.
RECORDED = [
    "submit",
    "review",
    "return",
    "first_approve",
    "approve",
    "cancel",
    "draft",
    "register",
    "withdraw",
    "revise",
]
#: The beginnings of the methods that the table names.
NAMED = {"_obstacle_": "unless", "_wait_for_": "waits_for", "_then_": "then"}


@tagged("post_install", "-at_install")
class TestTableOfSteps(EvaluationCase):
    """The table and the code name the same."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.model = type(cls.evaluation)

    def definitions(self, name):
        return [definition for definition in self.model.__mro__ if name in vars(definition)]

    def called_with(self, method):
        """Return the names that the addon's code calls `method` with; rounds have a table of their own."""
        return {
            call.args[0].value
            for room in ("models", "wizard")
            for path in (ADDON / room).rglob("*.py")
            if path.parent.name != "round"
            for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == method
        }

    def test_each_named_method_is_there_and_no_other(self):
        for prefix, column in NAMED.items():
            with self.subTest(column=column):
                named = {prefix + name for step in STEPS.values() for name in getattr(step, column)}
                self.assertEqual(named, {name for name in dir(self.model) if name.startswith(prefix)})

    def test_nothing_depends_on_the_order_of_the_rooms(self):
        """What a step asks and does stands in the table; no room wraps it in what another one does."""
        named = {name for name in dir(self.model) if name.startswith(tuple(NAMED))}
        for name in named | {"_start", "_first_obstacle", "_further_obstacle", "_take_step", "_compute_can_steps"}:
            with self.subTest(method=name):
                self.assertEqual(len(self.definitions(name)), 1)

    def test_each_obstacle_says_what_it_depends_on(self):
        depends = self.registry.field_depends[self.evaluation._fields["can_approve"]]
        for name in {name for step in STEPS.values() for name in step.unless}:
            with self.subTest(obstacle=name):
                own = getattr(self.model, f"_obstacle_{name}")._depends
                self.assertTrue(own)
                self.assertLessEqual(set(own), set(depends))

    def test_what_the_table_names_exists(self):
        self.assertEqual(ROLES, set(EVERY_ROLE) - {"auditor"})
        states = dict(self.evaluation._fields["state"].selection).keys()
        for step in STEPS.values():
            with self.subTest(step=step.name):
                self.assertLessEqual({*step.states, *filter(None, [step.leads_to])}, states)
                self.assertIn(step.tells, {"", "unit"})
                self.assertTrue(step.roles and step.states)
        for desk in DESKS.values():
            with self.subTest(desk=desk.name):
                self.assertEqual(self.env.ref(desk.activity)._name, "mail.activity.type")
                self.assertTrue(not desk.due or self.evaluation._fields[desk.due].type == "date")

    def test_each_button_has_its_field(self):
        computed = {name for name, field in self.evaluation._fields.items() if field.compute == "_compute_can_steps"}
        self.assertEqual(computed - {"can_edit"}, {f"can_{step.name}" for step in BUTTONS})

    def test_the_code_starts_and_takes_what_stands_in_the_table(self):
        self.assertEqual(self.called_with("_start"), {step.name for step in BUTTONS})
        self.assertEqual(self.called_with("_take_step"), {step.name for step in STEPS.values() if step.leads_to})

    def test_the_half_of_a_step_is_asked_the_same(self):
        for step in STEPS.values():
            if step.within:
                whole = STEPS[step.within]
                for column in ("roles", "states", "unless", "waits_for", "needs_reason"):
                    with self.subTest(step=step.name, column=column):
                        self.assertEqual(getattr(step, column), getattr(whole, column))

    def test_whatever_becomes_approved_is_sealed(self):
        approving = [step for step in STEPS.values() if step.leads_to == "approved"]
        self.assertEqual([step for step in STEPS.values() if "seal" in step.then], approving)

    def test_every_change_of_the_state_is_recorded(self):
        self.assertEqual([step.name for step in STEPS.values() if step.record], RECORDED)
        self.assertLessEqual({step.name for step in STEPS.values() if step.leads_to}, set(RECORDED))
        field = self.env["agency.evaluation.decision"]._fields["step"]
        self.assertEqual(dict(field.selection), {name: STEPS[name].record for name in RECORDED})

    def test_the_dialog_confirms_each_step_in_its_own_words(self):
        confirmed = {step.name: step.confirm for step in BUTTONS if step.confirm}
        self.assertEqual(dict(self.env["agency.evaluation.reason"]._fields["step"].selection), confirmed)
        arch = etree.fromstring(self.env.ref("agency_evaluation.agency_evaluation_reason_view_form").arch)
        buttons = {button.get("invisible"): button.get("string") for button in arch.iter("button")}
        buttons.pop(None)
        self.assertEqual(buttons, {f"step != '{name}'": label for name, label in confirmed.items()})
        for name in confirmed:
            with self.subTest(step=name):
                method = getattr(self.model, f"action_{name}")
                asks = "reason" in inspect.signature(method).parameters
                self.assertEqual(asks, STEPS[name].needs_reason)
                if asks:
                    (field,) = arch.xpath(f"//field[@name='reason'][@invisible=\"step != '{name}'\"]")
                    self.assertEqual(field.get("required"), "needs_reason")

    def test_the_form_shows_each_button_to_whom_it_works_for(self):
        arch = etree.fromstring(self.env.ref("agency_evaluation.agency_evaluation_view_form").arch)
        shown = {}
        for button in arch.find(".//header").iter("button"):
            context = button.get("context") or ""
            if "default_step" in context:
                shown[context.split("'")[3]] = button.get("invisible")
        self.assertEqual(shown.keys(), {step.name for step in BUTTONS if step.confirm})
        for name, invisible in shown.items():
            with self.subTest(step=name):
                self.assertIn(f"not can_{name}", invisible)


@tagged("post_install", "-at_install")
class TestTakingSteps(ReviewCase):
    """What the table says is what happens."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["second"] = new_test_user(
            cls.env, "test_second", groups="agency_evaluation.group_approver", lang="en_US"
        )
        # Who may review as long as they answer nothing.
        cls.users["colleague"].group_ids += cls.env.ref("agency_evaluation.group_evaluator")
        cls.row("A.2").user_id = cls.users["colleague"]

    def flags(self, evaluation):
        """Return what each user may do as the cache has it, by login."""
        return {
            user.login: {step.name for step in BUTTONS if evaluation.with_user(user)[f"can_{step.name}"]}
            for role, user in self.users.items()
            if role != "outsider"
        }

    def follow(self, step, evaluation=None):
        """Take a step and check that the buttons follow at once, within the same transaction."""
        evaluation = evaluation or self.evaluation
        # Whatever deletes a record empties the cache, which then says nothing about what a field depends on.
        self.env["mail.activity"].search([]).unlink()
        before = self.flags(evaluation)
        step(evaluation)
        cached = self.flags(evaluation)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(cached, self.flags(evaluation))
        return {login for login in cached if cached[login] != before[login]}

    def by(self, role, method, *arguments):
        return lambda evaluation: getattr(evaluation.with_user(self.users[role]), method)(*arguments)

    def test_the_buttons_follow_each_step(self):
        evaluation, row = self.evaluation, self.row("A.2")
        self.score_all()
        cancel, reopen = self.by("manager", "action_cancel", "Lập nhầm"), self.by("manager", "action_draft")
        for step in (cancel, reopen):
            self.assertEqual(self.follow(step), {"test_evaluator", "test_manager"})
        name_reviewer = self.by("manager", "write", {"reviewer_id": self.users["reviewer"].id})
        self.assertEqual(self.follow(name_reviewer), {"test_reviewer"})
        self.assertEqual(self.follow(self.by("evaluator", "action_check")), set())
        judges = {"test_reviewer", "test_colleague", "test_approver", "test_second"}
        self.assertEqual(self.follow(self.by("evaluator", "action_submit")), judges | {"test_evaluator"})
        row.with_user(self.users["reviewer"]).action_question("Số liệu lấy ở đâu?")
        answer = row.with_user(self.users["colleague"])
        self.assertEqual(self.follow(lambda _evaluation: answer.action_answer("Theo sổ")), {"test_colleague"})
        name_approver = self.by("manager", "write", {"approver_id": self.users["approver"].id})
        self.assertEqual(self.follow(name_approver), {"test_second"})
        configure = evaluation.company_id.write
        changed = self.follow(lambda _evaluation: configure({"agency_second_approval": True}))
        self.assertEqual(changed, {"test_second"})
        self.assertEqual(self.follow(self.by("approver", "action_approve")), {"test_approver"})
        everyone = judges | {"test_evaluator", "test_manager"}
        self.assertEqual(self.follow(self.by("second", "action_approve")), everyone)
        self.assertEqual(self.follow(self.by("manager", "action_revise", "Nhầm")), {"test_manager"})
        first = evaluation.revision_ids
        self.assertEqual(self.follow(lambda _evaluation: cancel(first)), {"test_manager"})
        revise = self.by("manager", "action_revise", "Nhầm")
        self.assertEqual(self.follow(lambda _first: revise(evaluation), first), {"test_manager"})
        second = evaluation.revision_ids - first
        self.assertEqual(self.follow(lambda _first: cancel(second), first), {"test_manager"})
        self.assertEqual(self.follow(reopen, first), {"test_evaluator", "test_reviewer", "test_manager"})

    def test_an_answer_bars_from_the_review_at_once(self):
        self.submit()
        row = self.row("A.2")
        row.with_user(self.users["reviewer"]).action_question("Số liệu lấy ở đâu?")
        answer = row.with_user(self.users["colleague"])
        self.assertEqual(self.follow(lambda _evaluation: answer.write({"self_points": 2.0})), {"test_colleague"})

    def test_a_step_that_needs_a_reason_is_not_taken_without(self):
        taken = []
        steps = (("cancel", "draft"), ("return", "submitted"), ("revise", "approved"), ("withdraw", "approved"))
        for name, state in steps:
            if state == "submitted":
                self.submit()
            elif state != self.evaluation.state:
                self.as_user("approver").action_approve()
            role = STEPS[name].roles[-1]
            take = getattr(self.as_user(role), f"action_{name}")
            for reason in ("", "  \n", False):
                with self.subTest(step=name, reason=reason), self.assertRaisesRegex(UserError, "Give a reason"):
                    take(reason)
            dialog = take()
            self.assertEqual(dialog["res_model"], "agency.evaluation.reason")
            self.assertEqual(dialog["context"]["default_step"], name)
            self.assertEqual(self.evaluation.state, state)
            taken.append(name)
        self.assertEqual(set(taken), {step.name for step in STEPS.values() if step.needs_reason})

    def test_the_seal_holds_everything_that_the_approval_wrote(self):
        self.evaluation.company_id.agency_second_approval = True
        self.submit()
        self.as_user("approver").action_approve()
        self.as_user("second").action_approve()
        sealing = self.env["agency.evaluation.seal"].search([("evaluation_id", "=", self.evaluation.id)])
        records = json.loads(sealing.manifest)["records"]
        (header,) = records["agency.evaluation"].values()
        approved_by = f"res.users,{self.users['second'].id}"
        self.assertEqual((header["state"], header["approved_by_id"]), ("approved", approved_by))
        steps = [decision["step"] for decision in records["agency.evaluation.decision"].values()]
        self.assertEqual(steps, ["submit", "first_approve", "approve"])
        self.assertEqual(self.evaluation._seal_differences(), [])
