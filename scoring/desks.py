"""Who has to act on an evaluation, from its state, its roles and the people who are there.

:func:`desks` is the only place that says it. Filters, activities and notices are its shadow.
"""

from __future__ import annotations

from dataclasses import dataclass

People = frozenset[int]
NOBODY: People = frozenset()

#: The unit fills in the evaluation and submits it.
EVALUATE = "evaluate"
#: Whoever rows are assigned to answers those that are blank.
FILL = "fill"
#: The unit answers the questions of the review.
ANSWER = "answer"
REVIEW = "review"
APPROVE = "approve"
#: Nobody can take the next step: a manager names somebody.
MANAGE = "manage"


@dataclass(frozen=True, slots=True)
class Staff:
    """Who can do what in an agency now: people who are there, work in it and have the role; as ids of users."""

    evaluators: People = NOBODY
    reviewers: People = NOBODY
    approvers: People = NOBODY
    managers: People = NOBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What decides whose turn it is. People are ids of users; None and 0 are nobody.

    :ivar state: draft, submitted, approved or cancelled
    :ivar unit: who works in the unit now
    :ivar left: who worked in the agency and does no longer, whatever their user may
    :ivar evaluator: the person named to fill it in
    :ivar submitter: who submitted it last
    :ivar assigned: to whom rows are assigned
    :ivar unanswered: to whom rows are assigned that are blank
    :ivar questioned: of each row with an open question, to whom it is assigned
    :ivar barred: whose own work is judged, so that they do not judge it
    :ivar groups: of each group of rows, who is named to review it
    :ivar is_reviewed: the review is done
    :ivar is_settled: no row is left to review
    :ivar substitutes: who stands in for the named approver today
    :ivar first_approver: who gave the first of two approvals
    """

    state: str
    staff: Staff
    unit: People = NOBODY
    left: People = NOBODY
    evaluator: int | None = None
    submitter: int | None = None
    assigned: People = NOBODY
    unanswered: People = NOBODY
    questioned: tuple[int | None, ...] = ()
    barred: People = NOBODY
    reviewer: int | None = None
    groups: tuple[int | None, ...] = ()
    is_reviewed: bool = False
    is_settled: bool = False
    approver: int | None = None
    substitutes: People = NOBODY
    first_approver: int | None = None


def desks(situation: Situation) -> dict[str, People]:
    """Return who has to act, by the desk; a desk without anybody is left out.

    As long as it is anybody's turn, somebody is named: the managers of the agency where nobody can take the step.
    """
    if situation.state == "draft":
        found = _in_draft(situation)
    elif situation.state == "submitted":
        found = _in_review(situation)
    else:
        return {}
    if not all(found.values()):
        found[MANAGE] = situation.staff.managers
    return {desk: people for desk, people in found.items() if people}


def unit_people(situation: Situation) -> People:
    """Return who answers for the unit: the person named if able to, else who submitted it, else all who are."""
    able = situation.staff.evaluators & situation.unit
    # A manager who is an evaluator, too, may fill in what is of other units, where that person is named.
    nameable = able | (situation.staff.evaluators & situation.staff.managers)
    for person in (situation.evaluator, situation.submitter):
        if person in nameable:
            return frozenset({person})
    return able


def able_assignees(situation: Situation) -> People:
    """Return to whom rows of the evaluation may be assigned."""
    return situation.staff.evaluators - situation.left


def _in_draft(situation: Situation) -> dict[str, People]:
    unit = unit_people(situation)
    found = {EVALUATE: unit}
    # Whoever fills in the whole is not asked for a part of it as well.
    if others := situation.unanswered & able_assignees(situation) - unit:
        found[FILL] = others
    return found


def _in_review(situation: Situation) -> dict[str, People]:
    found = _questioned(situation)
    # What was approved once is reviewed no more.
    is_reviewed = situation.is_reviewed or situation.first_approver
    reviewers = NOBODY if is_reviewed else _reviewers(situation)
    if reviewers:
        # Where nothing but answers is waited for, it is the unit's turn alone.
        if not (situation.questioned and situation.is_settled):
            found[REVIEW] = reviewers
    elif not situation.questioned:
        found[APPROVE] = _approvers(situation)
    return found


def _questioned(situation: Situation) -> dict[str, People]:
    if not situation.questioned:
        return {}
    able = able_assignees(situation)
    assigned = able.intersection(person for person in situation.questioned if person)
    if all(person in able for person in situation.questioned):
        return {ANSWER: assigned}
    unit = unit_people(situation)
    # Where the unit has nobody, its rows wait for a manager, whoever answers the others.
    return {ANSWER: assigned | unit} if unit else {ANSWER: assigned, EVALUATE: NOBODY}


def _reviewers(situation: Situation) -> People:
    able = situation.staff.reviewers - situation.barred
    of_groups = able.intersection(person for person in situation.groups if person)
    if situation.reviewer in able:
        return of_groups | {situation.reviewer}
    is_shared_out = bool(situation.groups) and all(person in able for person in situation.groups)
    return of_groups if is_shared_out else able


def _approvers(situation: Situation) -> People:
    able = situation.staff.approvers - situation.barred
    named = able & {situation.approver}
    if named:
        named |= able & situation.substitutes
    first = situation.first_approver
    if not first:
        return named or able
    # Of two approvals, the named approver gives one and anybody else of the role the other.
    return (named if first not in named else NOBODY) or able - {first}
