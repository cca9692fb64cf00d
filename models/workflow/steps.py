"""Who may do what, when: the steps of an evaluation and the desks that it lies on, as plain values without Odoo.

Buttons, `can_…` fields, the dialog, the register of decisions and the guards read these tables. What stands in quotes
under `unless`, `waits_for` and `then` is the end of the name of a method of the evaluation, in whichever room it has
its subject; they are asked in the order in which they stand here.

Rows and documents have buttons of their own. Those of the reviewer start `review` as far as it is about the
evaluation, without taking it; an answer to a question is between its row and the unit, so no step is started by it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an evaluation, taken by `action_<name>` where nothing else is said.

    :ivar roles: the groups of whom one is needed, without their prefix
    :ivar states: those that it starts from
    :ivar leads_to: the state that it ends in; empty where the state stays
    :ivar unless: what stands in the way of a user of the role, `_obstacle_<name>`; the button is hidden then
    :ivar waits_for: what has to be done first, `_wait_for_<name>`; the button is shown, and says what is missing
    :ivar needs_reason: nobody takes it without one
    :ivar confirm: what the dialog that confirms it calls it; empty where it asks for nothing
    :ivar record: what the register of decisions calls it; empty where it is not kept there
    :ivar then: what follows from it at once, `_then_<name>`
    :ivar tells: "unit" where the unit hears of it, whatever it has to do then
    :ivar within: the step whose button takes this one, so that it has none of its own
    :ivar is_late: it is recorded of an evaluation that is sealed already, and so is no part of the seal
    """

    name: str
    roles: tuple[str, ...]
    states: tuple[str, ...]
    leads_to: str = ""
    unless: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()
    needs_reason: bool = False
    confirm: str = ""
    record: str = ""
    then: tuple[str, ...] = ()
    tells: str = ""
    within: str = ""
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """A place where an evaluation waits for somebody; `scoring/desks.py` says for whom.

    :ivar activity: the type of the activity that says so
    :ivar due: the field of the evaluation with the day by which it is done; empty where there is none
    """

    name: str
    activity: str
    due: str = ""


# fmt: off
_STEPS = (
    # Looking for contradictions, filling the report, taking points over from a paper.
    Step("check", ("evaluator",), ("draft",), unless=("other_unit",)),
    Step("submit", ("evaluator",), ("draft",), "submitted", unless=("other_unit",),
         waits_for=("deadline", "rows", "documents", "kept_files", "stored_files", "findings", "hand_in"),
         confirm="Submit", record="Submitted", then=("contribution", "mark_settlements", "tell_hand_in")),
    # Assigning groups of rows to reviewers.
    Step("assign", ("manager", "reviewer"), ("draft", "submitted"), unless=("other_reviewer_unless_manager",)),
    Step("review", ("reviewer",), ("submitted",), "submitted", unless=("own_content",),
         waits_for=("answers", "settlements"), confirm="Review Done", record="Reviewed", then=("confirm_rows",)),
    Step("return", ("reviewer", "approver"), ("submitted",), "draft", needs_reason=True,
         confirm="Return", record="Returned", then=("close_questions", "void_confirmations", "apply_reliefs"),
         tells="unit"),
    # Where an agency wants two approvals, the first one.
    Step("first_approve", ("approver",), ("submitted",), "submitted", within="approve",
         unless=("own_content", "own_first_approval", "other_approver"),
         waits_for=("answers", "settlements", "files"), record="Approved, First of Two", then=("confirm_rows",)),
    Step("approve", ("approver",), ("submitted",), "approved",
         unless=("own_content", "own_first_approval", "other_approver"),
         waits_for=("answers", "settlements", "files"), confirm="Approve", record="Approved",
         then=("confirm_rows", "replaced_report", "seal", "keep_papers"), tells="unit"),
    Step("cancel", ("manager",), ("draft", "submitted"), "cancelled", needs_reason=True,
         confirm="Cancel the Evaluation", record="Cancelled", then=("close_questions",), tells="unit"),
    Step("draft", ("manager",), ("cancelled",), "draft", unless=("other_revision",), waits_for=("period", "open_round"),
         confirm="Reopen", record="Reopened", then=("void_confirmations", "apply_reliefs"), tells="unit"),
    # Uploading the signed paper.
    Step("sign", ("evaluator", "manager"), ("approved",), unless=("other_unit_unless_manager",)),
    # Giving the paper its number and date, in the form of the evaluation or with the signed paper.
    Step("register", ("evaluator", "manager"), ("approved",), within="sign",
         unless=("other_unit_unless_manager",), record="Number and Date Given", is_late=True),
    # What is approved stays sealed, but no longer counts.
    Step("withdraw", ("approver",), ("approved",), unless=("other_approver", "withdrawn"), needs_reason=True,
         confirm="Withdraw", record="Withdrawn", is_late=True),
    # What is approved stays so: the decision is kept with the new draft beside it.
    Step("revise", ("manager",), ("approved",), unless=("later_revision",), needs_reason=True,
         confirm="Revise", record="Opened as a Revision"),
)
# fmt: on
#: The steps by their names, in the order in which an evaluation comes to them.
STEPS = {step.name: step for step in _STEPS}
#: Those that are recorded after the seal, and so are no part of it.
LATE = tuple(step.name for step in _STEPS if step.is_late)
#: Those that have a button, and so a field `can_<name>`.
BUTTONS = tuple(step for step in _STEPS if not step.within)
#: The roles that take part in the work on an evaluation.
ROLES = frozenset(role for step in _STEPS for role in step.roles)

_DESKS = (
    Desk("evaluate", "agency_evaluation.mail_activity_type_evaluate", "submit_by"),
    Desk("fill", "agency_evaluation.mail_activity_type_fill", "submit_by"),
    Desk("review", "agency_evaluation.mail_activity_type_review", "review_by"),
    Desk("answer", "agency_evaluation.mail_activity_type_answer", "review_by"),
    Desk("approve", "agency_evaluation.mail_activity_type_approve", "approve_by"),
    Desk("manage", "agency_evaluation.mail_activity_type_manage"),
)
#: The desks by their names.
DESKS = {desk.name: desk for desk in _DESKS}
