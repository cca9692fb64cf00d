from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.succession import Link, cite, followers, follows_itself, predecessors

links = st.lists(st.builds(Link, st.integers(0, 8), st.integers(0, 8)), max_size=12)


def test_what_came_from_a_unit_comes_from_those_before_it_too():
    chain = [Link(1, 3), Link(2, 3), Link(3, 4), Link(9, 8)]
    assert followers(chain) == {1: {3, 4}, 2: {3, 4}, 3: {4}, 9: {8}}
    assert predecessors(chain) == {3: {1, 2}, 4: {1, 2, 3}, 8: {9}}


def test_nothing_comes_from_nothing():
    assert followers([]) == predecessors([]) == {}
    assert not follows_itself([])


def test_a_unit_may_come_from_another_on_two_ways():
    split_and_merged = [Link(1, 2), Link(1, 3), Link(2, 4), Link(3, 4)]
    assert predecessors(split_and_merged)[4] == {1, 2, 3}
    assert not follows_itself(split_and_merged)


def test_a_circle_is_seen_however_long_it_is():
    assert follows_itself([Link(1, 1)])
    assert follows_itself([Link(1, 2), Link(2, 3), Link(3, 1)])
    assert follows_itself([Link(1, 2), Link(2, 3), Link(3, 2)])


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("1658/NQ-UBTVQH15", "Nghị quyết số 1658/NQ-UBTVQH15"),
        (" 12/QĐ-UBND ", "Quyết định số 12/QĐ-UBND"),
        ("45/2025/NĐ-CP", "Nghị định số 45/2025/NĐ-CP"),
        ("12", "Văn bản số 12"),
        ("Công văn 5/CV-SNV", "Công văn 5/CV-SNV"),
        ("", ""),
    ],
)
def test_a_decision_is_named_by_its_kind(number, said):
    assert cite(number, date(2025, 6, 16)) == f"{said} ngày 16/06/2025"


@given(links)
def test_both_ways_tell_the_same(some):
    later = {(unit, follower) for unit, reached in followers(some).items() for follower in reached}
    former = {(unit, follower) for follower, reached in predecessors(some).items() for unit in reached}
    assert later == former


@given(links)
def test_what_only_goes_up_is_no_circle(some):
    assert not follows_itself([link for link in some if link.former < link.later])
