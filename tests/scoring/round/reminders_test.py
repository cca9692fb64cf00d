"""Who is told what on which day: days off, restarts, what is done, what is moved, and escalation."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.round.reminders import Digest, Kind, Line, Open, Settings, Told, remind
from scoring.round.working_days import WorkingCalendar

WEEK = WorkingCalendar()
ANN, BOB, HEAD, MANAGER, SECOND = 1, 2, 11, 21, 22
SETTINGS = Settings(before=(7, 3, 0), after=(1, 5), head_after=3, managers_after=8)
#: A Tuesday.
DUE = date(2026, 10, 20)
ITEM = Open(person=ANN, item="submit 1", due=DUE, head=HEAD, managers=(MANAGER, SECOND))


def day(number, month=10):
    return date(2026, month, number)


def told_over(days, items=(ITEM,), settings=SETTINGS, calendar=WEEK, told=()):
    """Return what is told on some days in turn: (day of the month, person, kind, step)."""
    told = list(told)
    found = []
    for today in days:
        for digest in remind(today, items, settings, calendar, told):
            told += digest.told
            found += [(today.day, digest.person, line.kind, line.step) for line in digest.lines]
    return found


def every_day(first, last):
    return [day(number) for number in range(first, last + 1)]


def own(steps):
    return [(number, person, step) for number, person, kind, step in steps if kind is Kind.OWN]


def escalated(steps):
    return [(number, person) for number, person, kind, _step in steps if kind is Kind.ESCALATION]


def test_a_person_is_told_at_the_days_that_the_settings_name():
    found = own(told_over(every_day(1, 31)))
    # 3 days before is Saturday 17, told on Friday 16; 5 days after is Sunday 25, told on Monday 26.
    assert found == [(13, ANN, -7), (16, ANN, -3), (20, ANN, 0), (21, ANN, 1), (26, ANN, 5)]


def test_a_digest_says_what_it_is_about():
    (digest,) = remind(day(13), [ITEM], SETTINGS, WEEK)
    assert digest == Digest(ANN, day(13), (Line("submit 1", ANN, DUE, Kind.OWN, -7, 7),))
    assert digest.told == (Told(ANN, "submit 1", ANN, DUE, Kind.OWN, -7, day(13)),)


def test_the_head_is_told_then_the_managers_each_once():
    # 3 days after is Friday 23; 8 days after Wednesday 28
    assert escalated(told_over(every_day(1, 31))) == [(23, HEAD), (28, MANAGER), (28, SECOND)]
    assert escalated(told_over(every_day(1, 31), settings=replace(SETTINGS, head_after=None))) == [
        (28, MANAGER),
        (28, SECOND),
    ]
    assert escalated(told_over(every_day(1, 31), settings=replace(SETTINGS, managers_after=None))) == [(23, HEAD)]


@pytest.mark.parametrize("head", [None, ANN])
def test_where_no_head_can_be_told_the_managers_are_in_their_place_and_once(head):
    found = escalated(told_over(every_day(1, 31), [replace(ITEM, head=head)]))
    assert found == [(23, MANAGER), (23, SECOND)]


def test_nobody_is_told_of_oneself_as_of_another():
    assert escalated(told_over(every_day(1, 31), [replace(ITEM, managers=(ANN, SECOND))])) == [(23, HEAD), (28, SECOND)]
    both = replace(ITEM, head=MANAGER)
    assert escalated(told_over(every_day(1, 31), [both])) == [(23, MANAGER), (28, SECOND)]


def test_nothing_on_days_off():
    holiday = WorkingCalendar(holidays=frozenset({DUE, day(21)}))
    for number in (17, 18):
        assert remind(day(number), [replace(ITEM, due=day(17))], SETTINGS, WEEK) == ()
    found = own(told_over(every_day(1, 31), calendar=holiday))
    assert found == [(13, ANN, -7), (16, ANN, -3), (19, ANN, 0), (22, ANN, 1), (26, ANN, 5)]


def test_what_is_due_after_days_off_is_told_before_them():
    monday = Open(person=ANN, item="x", due=day(19))
    found = own(told_over(every_day(1, 20), [monday], Settings(before=(3, 1), after=(1,))))
    assert found == [(16, ANN, -1), (20, ANN, 1)], "1 day before is a Sunday; Friday says it once"


def test_nothing_twice_after_a_restart():
    days = [each for each in every_day(1, 31) for _ in range(3)]
    assert told_over(days) == told_over(every_day(1, 31))


def test_what_a_day_missed_is_told_on_the_next_but_only_the_latest():
    # the server stood still from 10 to 18
    found = own(told_over([day(9), *every_day(19, 31)]))
    assert found == [(19, ANN, -3), (20, ANN, 0), (21, ANN, 1), (26, ANN, 5)]
    assert own(told_over([day(30)])) == [(30, ANN, 5)]
    assert remind(day(30), [ITEM], SETTINGS, WEEK)[0].lines[0].days_left == -10


def test_one_digest_a_person_and_day_and_what_came_later_waits_for_the_next():
    other = Open(person=ANN, item="answer 7", due=day(16))
    (digest,) = remind(day(13), [ITEM, other, replace(other, item="answer 3")], SETTINGS, WEEK)
    assert [line.item for line in digest.lines] == ["answer 3", "answer 7", "submit 1"], "by the day that they are due"
    morning = remind(day(13), [ITEM], SETTINGS, WEEK)[0].told
    assert remind(day(13), [ITEM, other], SETTINGS, WEEK, morning) == ()
    (digest,) = remind(day(14), [ITEM, other], SETTINGS, WEEK, morning)
    assert [line.item for line in digest.lines] == ["answer 7"]
    assert [each.person for each in remind(day(13), [ITEM, replace(other, person=BOB)], SETTINGS, WEEK, morning)] == [
        BOB
    ]


def test_ones_own_things_stand_before_those_of_others():
    late = replace(ITEM, due=day(6))
    heads = Open(person=HEAD, item="review 1", due=day(13))
    (_ann, digest, *_managers) = remind(day(13), [late, heads], SETTINGS, WEEK)
    assert [(line.item, line.about, line.kind) for line in digest.lines] == [
        ("review 1", HEAD, Kind.OWN),
        ("submit 1", ANN, Kind.ESCALATION),
    ]


def test_nothing_once_it_is_done():
    assert remind(day(20), [], SETTINGS, WEEK) == ()


def test_what_is_moved_to_another_day_is_told_anew():
    told = [told for number in (13, 16) for told in remind(day(number), [ITEM], SETTINGS, WEEK)[0].told]
    assert own(told_over(every_day(17, 31), [replace(ITEM, due=day(30))], told=told)) == [
        (23, ANN, -7),
        (27, ANN, -3),
        (30, ANN, 0),
    ]


def test_two_who_share_an_item_are_told_each_and_the_head_of_both():
    found = told_over(every_day(20, 23), [ITEM, replace(ITEM, person=BOB)])
    assert own(found) == [(20, ANN, 0), (20, BOB, 0), (21, ANN, 1), (21, BOB, 1)]
    assert escalated(found) == [(23, HEAD), (23, HEAD)]


def test_that_it_is_late_is_no_news_where_somebody_else_has_it_later():
    told = [
        told for number in range(20, 30) for one in remind(day(number), [ITEM], SETTINGS, WEEK) for told in one.told
    ]
    stand_in = replace(ITEM, person=BOB)
    found = told_over([day(30)], [ITEM, stand_in], told=told)
    assert own(found) == [(30, BOB, 5)]
    assert escalated(found) == []


def test_what_was_before_it_was_theirs_is_not_told_and_escalation_counts_from_then():
    given_late = replace(ITEM, since=day(22))
    found = told_over(every_day(20, 31), [given_late])
    assert own(found) == [(26, ANN, 5)]
    assert escalated(found) == [(26, HEAD), (30, MANAGER), (30, SECOND)], "Sunday 25 is told on Monday 26"
    assert own(told_over(every_day(1, 16), [replace(ITEM, since=day(14))])) == [(16, ANN, -3)]
    assert own(told_over(every_day(1, 16), [replace(ITEM, since=day(16))])) == [(16, ANN, -3)]
    assert escalated(told_over(every_day(1, 23), [replace(ITEM, since=day(1))])) == [(23, HEAD)]


def test_changed_settings_tell_nothing_that_was_said_later_already():
    told = remind(day(20), [ITEM], SETTINGS, WEEK)[0].told
    assert own(told_over([day(20), day(21)], settings=Settings(before=(2,)), told=told)) == []


def test_the_end_of_a_month_and_a_leap_day():
    leap = Open(person=ANN, item="x", due=date(2028, 3, 1))
    assert remind(date(2028, 2, 29), [leap], Settings(before=(1,)), WEEK)[0].lines[0].days_left == 1
    assert remind(date(2028, 2, 28), [leap], Settings(before=(1,)), WEEK) == ()


def test_settings_that_cannot_be():
    for values in ({"before": (-1,)}, {"after": (0,)}, {"head_after": 0}, {"managers_after": 0}):
        with pytest.raises(ValueError, match="days before are 0 or more"):
            Settings(**values)
    with pytest.raises(ValueError, match="after the head"):
        Settings(head_after=5, managers_after=4)
    assert Settings(head_after=5, managers_after=5).steps == ()
    assert SETTINGS.steps == (-7, -3, 0, 1, 5)


@given(
    st.sets(st.integers(0, 45)),
    st.lists(st.tuples(st.sampled_from([ANN, BOB]), st.integers(5, 35)), max_size=4, unique=True),
    st.integers(0, 45),
)
def test_nothing_is_told_twice_on_days_off_after_it_is_done_or_lost(standing_still, things, done_on):
    items = [
        Open(person=person, item=f"{due}", due=day(1) + timedelta(days=due), head=HEAD, managers=(MANAGER,))
        for person, due in things
    ]
    told = []
    for number in range(46):
        today = day(1) + timedelta(days=number)
        if number in standing_still:
            continue
        digests = remind(today, [] if number >= done_on else items, SETTINGS, WEEK, told)
        assert len({digest.person for digest in digests}) == len(digests)
        assert not digests or (WEEK.is_working(today) and number < done_on)
        told += [each for digest in digests for each in digest.told]
        assert not remind(today, items, SETTINGS, WEEK, told) or not WEEK.is_working(today) or number >= done_on
        if WEEK.is_working(today) and number < done_on:
            for item in items:
                passed = [step for step in SETTINGS.steps if item.due + timedelta(days=step + 2) < today and step > 0]
                mine = [each.step for each in told if each.kind is Kind.OWN and each.item == item.item]
                assert not passed or max(mine) >= passed[-1]
                if item.due + timedelta(days=SETTINGS.head_after + 2) < today:
                    assert (HEAD, item.item) in {(each.person, each.item) for each in told}
    unique = {(each.person, each.item, each.about, each.due, each.kind, each.step) for each in told}
    assert len(unique) == len(told)
    heads = [(each.person, each.item, each.about) for each in told if each.kind is Kind.ESCALATION]
    assert len(heads) == len(set(heads))
