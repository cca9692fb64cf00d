"""Who may do what with a round and its units, when: one table each, as plain values without Odoo.

Buttons, `can_…` fields, the dialog, the register of decisions and the guards read them. What stands in quotes under
`unless`, `waits_for` and `then` is the end of the name of a method of the round or of its unit, as the table of an
evaluation's steps has it (`models/workflow/steps.py`).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RoundStep:
    """A step of a round or of one of its units, taken by `action_<name>`.

    :ivar roles: the groups of whom one is needed, without their prefix
    :ivar states: those of the round that it starts from
    :ivar leads_to: the state of the round that it ends in; empty where that stays
    :ivar unless: what stands in the way of a user of the role, `_obstacle_<name>`; the button is hidden then
    :ivar waits_for: what has to be done first, `_wait_for_<name>`; the button is shown, and says what is missing
    :ivar needs_reason: nobody takes it without one
    :ivar confirm: what the dialog that confirms it calls it; empty where it asks for nothing
    :ivar record: what the register of decisions calls it
    :ivar then: what follows from it at once, `_then_<name>`
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


# fmt: off
_STEPS = (
    # Once it is open, it makes what is missing.
    RoundStep("open", ("manager",), ("draft", "open"), "open", waits_for=("published_set", "round_units"),
              record="Opened", then=("make_missing",)),
    RoundStep("plan", ("manager",), ("open",), "draft", unless=("made_evaluations",), waits_for=("end_of_opening",),
              record="Taken Back to Draft"),
    RoundStep("move", ("manager",), ("open",), needs_reason=True, confirm="Move the Deadlines",
              record="Deadlines Moved"),
    RoundStep("close", ("manager",), ("open",), "closed", waits_for=("end_of_opening", "settled_units"),
              record="Closed"),
    RoundStep("reopen", ("manager",), ("closed",), "open", needs_reason=True, confirm="Reopen", record="Reopened"),
    # More units may be in the top class than the quota has, as far as it lets the authority decide so.
    RoundStep("exceed", ("manager",), ("closed",), unless=("quota_without_exception",), needs_reason=True,
              confirm="Decide a Higher Share", record="Higher Share Decided"),
    RoundStep("publish", ("manager",), ("closed",), "published", waits_for=("settled_units", "settled_quota"),
              record="Published", then=("freeze_results",)),
    RoundStep("unpublish", ("manager",), ("published",), "closed", needs_reason=True,
              confirm="Withdraw the Publication", record="Publication Withdrawn", then=("withdraw_publication",)),
)
_UNIT_STEPS = (
    # An evaluation that it has is cancelled with it.
    RoundStep("excuse", ("manager",), ("open",), unless=("excused_unit", "decided_unit"), needs_reason=True,
              confirm="Excuse", record="Excused", then=("cancel_evaluation",)),
    RoundStep("rejoin", ("manager",), ("open",), unless=("unit_taking_part",), needs_reason=True,
              confirm="Take In Again", record="Taken In Again", then=("reopen_evaluation",)),
    # A unit that has ended since: what succeeded it takes part in its place.
    RoundStep("settle", ("manager",), ("open",), unless=("excused_unit", "decided_unit", "going_on_unit"),
              record="Settled by Its Succession", then=("cancel_evaluation", "take_in_successor")),
    RoundStep("extend", ("manager",), ("open",), unless=("excused_unit", "decided_unit"), needs_reason=True,
              confirm="Extend the Deadlines", record="Deadlines Extended"),
    # Its evaluation stands, but it has no place.
    RoundStep("bar", ("manager",), ("open", "closed"), unless=("barred_unit",), needs_reason=True,
              confirm="Leave Out of the Ranking", record="Left Out of the Ranking"),
    RoundStep("admit", ("manager",), ("open", "closed"), unless=("ranked_unit",), needs_reason=True,
              confirm="Rank Again", record="Ranked Again"),
    # Of those who share the limit of the quota, whom the authority chose.
    RoundStep("choose", ("manager",), ("closed",), needs_reason=True,
              confirm="Choose Those Who Stay in the Top Class", record="Chosen at the Limit of the Quota"),
    # Those who have something to do for it; units that nobody has to do anything for are passed over.
    RoundStep("remind", ("manager",), ("open",), record="Reminded"),
)
# fmt: on
#: The steps of a round by their names, in the order in which it comes to them.
STEPS = {step.name: step for step in _STEPS}
#: The steps of one unit of a round.
UNIT_STEPS = {step.name: step for step in _UNIT_STEPS}
#: What is on record besides steps: what is written in an open round or its list.
RECORDS = {"add": "Unit Added", "name": "People Named", "rules": "Rules of the Ranking Changed"}
