from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.desks import ANSWER, APPROVE, EVALUATE, FILL, MANAGE, REVIEW, Situation, Staff, desks, unit_people

EVALUATOR, COLLEAGUE, ASSIGNEE, STRANGER = 1, 2, 3, 4
REVIEWER, SECOND_REVIEWER = 11, 12
APPROVER, SECOND_APPROVER, SUBSTITUTE = 21, 22, 23
MANAGER = 31
STAFF = Staff(
    evaluators=frozenset({EVALUATOR, COLLEAGUE, ASSIGNEE, STRANGER}),
    reviewers=frozenset({REVIEWER, SECOND_REVIEWER}),
    approvers=frozenset({APPROVER, SECOND_APPROVER, SUBSTITUTE}),
    managers=frozenset({MANAGER}),
)
DRAFT = Situation(state="draft", staff=STAFF, unit=frozenset({EVALUATOR, COLLEAGUE}), evaluator=EVALUATOR)
SUBMITTED = replace(DRAFT, state="submitted", submitter=EVALUATOR, barred=frozenset({EVALUATOR}))
REVIEWED = replace(SUBMITTED, is_reviewed=True, is_settled=True)
NOBODY_THERE = Staff(managers=frozenset({MANAGER}))
GONE = 99


def without(*people, of=STAFF):
    return Staff(*(getattr(of, role) - set(people) for role in Staff.__slots__))


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        # a draft
        (DRAFT, {EVALUATE: {EVALUATOR}}),
        (replace(DRAFT, evaluator=None), {EVALUATE: {EVALUATOR, COLLEAGUE}}),
        (replace(DRAFT, evaluator=STRANGER), {EVALUATE: {EVALUATOR, COLLEAGUE}}),
        (replace(DRAFT, evaluator=STRANGER, submitter=COLLEAGUE), {EVALUATE: {COLLEAGUE}}),
        (replace(DRAFT, staff=without(EVALUATOR)), {EVALUATE: {COLLEAGUE}}),
        (replace(DRAFT, unit=frozenset({COLLEAGUE})), {EVALUATE: {COLLEAGUE}}),
        (replace(DRAFT, unit=frozenset()), {MANAGE: {MANAGER}}),
        (replace(DRAFT, staff=NOBODY_THERE), {MANAGE: {MANAGER}}),
        (
            replace(DRAFT, evaluator=MANAGER, staff=replace(STAFF, evaluators=STAFF.evaluators | {MANAGER})),
            {EVALUATE: {MANAGER}},
        ),
        (replace(DRAFT, evaluator=MANAGER), {EVALUATE: {EVALUATOR, COLLEAGUE}}),
        (replace(DRAFT, unanswered=frozenset({ASSIGNEE, EVALUATOR})), {EVALUATE: {EVALUATOR}, FILL: {ASSIGNEE}}),
        (replace(DRAFT, unanswered=frozenset({GONE})), {EVALUATE: {EVALUATOR}}),
        (replace(DRAFT, unanswered=frozenset({ASSIGNEE}), left=frozenset({ASSIGNEE})), {EVALUATE: {EVALUATOR}}),
        (
            replace(DRAFT, unit=frozenset(), unanswered=frozenset({ASSIGNEE})),
            {FILL: {ASSIGNEE}, MANAGE: {MANAGER}},
        ),
        # the review
        (SUBMITTED, {REVIEW: {REVIEWER, SECOND_REVIEWER}}),
        (replace(SUBMITTED, reviewer=REVIEWER), {REVIEW: {REVIEWER}}),
        (replace(SUBMITTED, reviewer=GONE), {REVIEW: {REVIEWER, SECOND_REVIEWER}}),
        (replace(SUBMITTED, reviewer=REVIEWER, barred=frozenset({REVIEWER})), {REVIEW: {SECOND_REVIEWER}}),
        (replace(SUBMITTED, groups=(SECOND_REVIEWER, None)), {REVIEW: {REVIEWER, SECOND_REVIEWER}}),
        (replace(SUBMITTED, groups=(SECOND_REVIEWER, SECOND_REVIEWER)), {REVIEW: {SECOND_REVIEWER}}),
        (replace(SUBMITTED, groups=(SECOND_REVIEWER, GONE)), {REVIEW: {REVIEWER, SECOND_REVIEWER}}),
        (
            replace(SUBMITTED, groups=(SECOND_REVIEWER, SECOND_REVIEWER), reviewer=REVIEWER),
            {REVIEW: {REVIEWER, SECOND_REVIEWER}},
        ),
        (
            replace(SUBMITTED, staff=without(REVIEWER, SECOND_REVIEWER)),
            {APPROVE: {APPROVER, SECOND_APPROVER, SUBSTITUTE}},
        ),
        # questions
        (
            replace(SUBMITTED, questioned=(None,)),
            {ANSWER: {EVALUATOR}, REVIEW: {REVIEWER, SECOND_REVIEWER}},
        ),
        (replace(SUBMITTED, questioned=(None,), is_settled=True), {ANSWER: {EVALUATOR}}),
        (replace(SUBMITTED, questioned=(ASSIGNEE,), is_settled=True), {ANSWER: {ASSIGNEE}}),
        (replace(SUBMITTED, questioned=(ASSIGNEE, None), is_settled=True), {ANSWER: {ASSIGNEE, EVALUATOR}}),
        (replace(SUBMITTED, questioned=(ASSIGNEE, GONE), is_settled=True), {ANSWER: {ASSIGNEE, EVALUATOR}}),
        (
            replace(SUBMITTED, questioned=(ASSIGNEE,), left=frozenset({ASSIGNEE}), is_settled=True),
            {ANSWER: {EVALUATOR}},
        ),
        (
            replace(SUBMITTED, questioned=(ASSIGNEE, None), unit=frozenset(), is_settled=True),
            {ANSWER: {ASSIGNEE}, MANAGE: {MANAGER}},
        ),
        (replace(SUBMITTED, questioned=(None,), unit=frozenset(), is_settled=True), {MANAGE: {MANAGER}}),
        (replace(REVIEWED, questioned=(None,)), {ANSWER: {EVALUATOR}}),
        # the approval
        (REVIEWED, {APPROVE: {APPROVER, SECOND_APPROVER, SUBSTITUTE}}),
        (replace(REVIEWED, approver=APPROVER), {APPROVE: {APPROVER}}),
        (replace(REVIEWED, approver=APPROVER, substitutes=frozenset({SUBSTITUTE})), {APPROVE: {APPROVER, SUBSTITUTE}}),
        (replace(REVIEWED, approver=APPROVER, substitutes=frozenset({GONE})), {APPROVE: {APPROVER}}),
        (replace(REVIEWED, approver=GONE), {APPROVE: {APPROVER, SECOND_APPROVER, SUBSTITUTE}}),
        (
            replace(REVIEWED, approver=APPROVER, barred=frozenset({APPROVER})),
            {APPROVE: {SECOND_APPROVER, SUBSTITUTE}},
        ),
        (replace(REVIEWED, barred=STAFF.approvers), {MANAGE: {MANAGER}}),
        (replace(REVIEWED, staff=NOBODY_THERE), {MANAGE: {MANAGER}}),
        # the second of two
        (replace(REVIEWED, first_approver=APPROVER), {APPROVE: {SECOND_APPROVER, SUBSTITUTE}}),
        (replace(REVIEWED, first_approver=SECOND_APPROVER, approver=APPROVER), {APPROVE: {APPROVER}}),
        (replace(SUBMITTED, first_approver=SECOND_APPROVER, approver=APPROVER), {APPROVE: {APPROVER}}),
        (
            replace(REVIEWED, first_approver=APPROVER, approver=APPROVER, substitutes=frozenset({SUBSTITUTE})),
            {APPROVE: {SECOND_APPROVER, SUBSTITUTE}},
        ),
        (
            replace(REVIEWED, first_approver=APPROVER, staff=without(SECOND_APPROVER, SUBSTITUTE)),
            {MANAGE: {MANAGER}},
        ),
        # afterwards
        (replace(REVIEWED, state="approved"), {}),
        (replace(DRAFT, state="cancelled"), {}),
    ],
)
def test_exactly_the_right_desks(situation, expected):
    assert desks(situation) == expected


def test_the_unit_is_known_in_every_state():
    assert unit_people(replace(REVIEWED, state="approved")) == {EVALUATOR}


people = st.frozensets(st.integers(1, 4))
person = st.none() | st.integers(1, 4)


@given(
    st.builds(
        Situation,
        state=st.sampled_from(["draft", "submitted"]),
        staff=st.builds(Staff, people, people, people, people.filter(bool)),
        **dict.fromkeys(("unit", "left", "unanswered", "barred", "substitutes"), people),
        **dict.fromkeys(("evaluator", "submitter", "reviewer", "approver", "first_approver"), person),
        questioned=st.lists(person).map(tuple),
        groups=st.lists(person).map(tuple),
        is_reviewed=st.booleans(),
        is_settled=st.booleans(),
    )
)
def test_nothing_lies_on_nobodys_desk_and_nobody_judges_their_own_work(situation):
    found = desks(situation)
    assert found
    assert all(found.values())
    judges = found.get(REVIEW, frozenset()) | found.get(APPROVE, frozenset())
    assert not judges & situation.barred
    assert found.get(REVIEW, frozenset()) <= situation.staff.reviewers
    assert found.get(APPROVE, frozenset()) <= situation.staff.approvers - {situation.first_approver}
    assert found.get(MANAGE, situation.staff.managers) == situation.staff.managers
