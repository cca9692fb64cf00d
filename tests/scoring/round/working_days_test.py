"""Days of law.md 1d and the borders of days: midnight, the end of a month, a leap day, other time zones."""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.round.working_days import NoWorkingDay, WorkingCalendar, local_day, standing

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
WEEK = WorkingCalendar()
#: Tết 2026 as a calendar has it, and a Saturday that is worked in exchange.
TET = WorkingCalendar(
    holidays=frozenset(date(2026, 2, day) for day in range(16, 21)), worked=frozenset({date(2026, 2, 28)})
)
SATURDAY, SUNDAY, MONDAY = date(2026, 10, 3), date(2026, 10, 4), date(2026, 10, 5)


def test_which_days_are_worked():
    assert not WEEK.is_working(SATURDAY) and not WEEK.is_working(SUNDAY) and WEEK.is_working(MONDAY)
    assert not TET.is_working(date(2026, 2, 16)), "a Monday, but a holiday"
    assert TET.is_working(date(2026, 2, 28)), "a Saturday that is worked in exchange"
    six_days = WorkingCalendar(weekdays=frozenset(range(6)))
    assert six_days.is_working(SATURDAY) and not six_days.is_working(SUNDAY)


def test_the_neighbours_of_a_day():
    assert WEEK.on_or_after(SATURDAY) == MONDAY == WEEK.on_or_after(MONDAY) == WEEK.next(SUNDAY)
    assert WEEK.next(MONDAY) == date(2026, 10, 6)
    assert WEEK.on_or_before(SUNDAY) == date(2026, 10, 2) == WEEK.on_or_before(date(2026, 10, 2))
    assert WEEK.previous(MONDAY) == date(2026, 10, 2)
    assert TET.next(date(2026, 2, 13)) == date(2026, 2, 23)
    assert TET.previous(date(2026, 2, 23)) == date(2026, 2, 13)


def test_objections_within_five_working_days_of_the_notice_and_answers_within_ten_of_the_objection():
    notice = date(2026, 10, 2)  # a Friday
    assert WEEK.add(notice, 5) == date(2026, 10, 9)
    assert WEEK.add(date(2026, 10, 9), 10) == date(2026, 10, 23)
    assert WEEK.add(SATURDAY, 5) == date(2026, 10, 9), "told on a day off: the term begins on the first working day"
    assert TET.add(date(2026, 2, 12), 5) == date(2026, 2, 26), "Tết is not counted"
    assert TET.add(date(2026, 2, 25), 3) == date(2026, 2, 28), "the Saturday is"


def test_a_term_of_no_days_ends_on_the_day_itself_or_the_next_that_is_worked():
    assert WEEK.add(MONDAY, 0) == MONDAY
    assert WEEK.add(SATURDAY, 0) == MONDAY
    with pytest.raises(ValueError, match="no -1 days"):
        WEEK.add(MONDAY, -1)


def test_terms_across_the_end_of_a_month_a_year_and_a_leap_day():
    assert WEEK.add(date(2026, 1, 30), 1) == date(2026, 2, 2)
    assert WEEK.add(date(2028, 2, 28), 1) == date(2028, 2, 29)
    assert WEEK.add(date(2028, 2, 29), 1) == date(2028, 3, 1)
    new_year = WorkingCalendar(holidays=frozenset({date(2027, 1, 1)}))
    assert new_year.add(date(2026, 12, 31), 1) == date(2027, 1, 4)


def test_working_days_between_two_days():
    assert WEEK.count(date(2026, 10, 2), date(2026, 10, 9)) == 5
    assert WEEK.count(date(2026, 10, 2), SUNDAY) == 0
    assert WEEK.count(MONDAY, MONDAY) == 0 == WEEK.count(MONDAY, SATURDAY)


def test_a_calendar_by_which_nobody_works_is_refused():
    nobody = WorkingCalendar(weekdays=frozenset())
    for ask in (nobody.next, nobody.previous, nobody.on_or_after, nobody.on_or_before):
        with pytest.raises(NoWorkingDay):
            ask(MONDAY)
    once = WorkingCalendar(weekdays=frozenset(), worked=frozenset({MONDAY + timedelta(days=366)}))
    assert once.on_or_after(MONDAY) == MONDAY + timedelta(days=366)
    with pytest.raises(NoWorkingDay):
        once.on_or_after(MONDAY - timedelta(days=1))


@given(st.dates(date(2020, 1, 1), date(2032, 12, 31)), st.integers(1, 40), st.sets(st.integers(0, 6), min_size=1))
def test_a_term_has_as_many_working_days_as_it_says(day, count, weekdays):
    calendar = WorkingCalendar(frozenset(weekdays))
    last = calendar.add(day, count)
    assert calendar.count(day, last) == count
    assert calendar.is_working(last)


@pytest.mark.parametrize(
    ("instant", "days_left"),
    [
        ("2026-10-20T23:59:59+07:00", 0),
        ("2026-10-21T00:00:00+07:00", -1),
        ("2026-10-20T16:59:59+00:00", 0),
        ("2026-10-20T17:00:00+00:00", -1),  # midnight in Hà Nội
        ("2026-10-19T17:00:00+00:00", 0),
        ("2026-10-20T13:00:00-04:00", -1),  # still the 20th where the user sits
        ("2026-10-21T01:00:00+09:00", 0),  # no longer the 20th where the user sits
        ("2026-10-13T08:00:00+07:00", 7),
    ],
)
def test_midnight_is_that_of_the_agency(instant, days_left):
    found = standing(date(2026, 10, 20), datetime.fromisoformat(instant), HANOI)
    assert found.days_left == days_left
    assert found.is_late == (days_left < 0)
    assert found.is_due_today == (days_left == 0)


def test_the_end_of_a_month_and_a_leap_day_are_days_as_others():
    assert standing(date(2027, 2, 28), datetime.fromisoformat("2027-02-28T17:00:00+00:00"), HANOI).is_late
    assert standing(date(2028, 2, 28), datetime.fromisoformat("2028-02-28T17:00:00+00:00"), HANOI).days_left == -1
    assert standing(date(2028, 2, 29), datetime.fromisoformat("2028-02-28T17:00:00+00:00"), HANOI).is_due_today
    assert standing(date(2028, 3, 1), datetime.fromisoformat("2028-02-28T17:00:00+00:00"), HANOI).days_left == 1


def test_an_instant_says_its_time_zone():
    assert local_day(datetime(2026, 10, 20, 18, tzinfo=timezone.utc), HANOI) == date(2026, 10, 21)
    with pytest.raises(ValueError, match="time zone"):
        local_day(datetime(2026, 10, 20, 18), HANOI)
