"""Which periods a unit may be evaluated for, and how what is known of one is completed; against oracles by the day."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scoring import periods
from scoring.periods import Fault

DAY = timedelta(days=1)
days = st.dates(date(2018, 1, 1), date(2023, 12, 31))
lengths = st.integers(0, 400)


def period_of(start, length):
    return start, start + length * DAY


some_periods = st.builds(period_of, days, lengths)


def set_of(period):
    """Return every day of a period, which the oracles count instead of comparing ends."""
    return {period[0] + place * DAY for place in range((period[1] - period[0]).days + 1)}


QUARTER, HALF, YEAR = [(date(2021, 1, 1), date(2021, month, day)) for month, day in ((3, 31), (6, 30), (12, 31))]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (YEAR, YEAR, True),
        (QUARTER, YEAR, False),
        (QUARTER, HALF, False),
        (HALF, YEAR, False),
        ((date(2021, 1, 1), date(2021, 12, 30)), YEAR, True),
        ((date(2021, 1, 1), date(2021, 12, 10)), YEAR, True),
        ((date(2021, 1, 1), date(2021, 9, 30)), YEAR, True),  # 273 of 365 days
        ((date(2021, 1, 1), date(2021, 8, 31)), YEAR, False),  # 243 of 365 days: half as long again
        (HALF, (date(2021, 7, 1), date(2021, 12, 31)), False),
        (HALF, (date(2021, 6, 30), date(2021, 7, 31)), True),
        (QUARTER, (date(2021, 2, 1), date(2021, 4, 30)), True),
        ((date(2020, 12, 1), date(2021, 11, 30)), YEAR, True),
        ((date(2020, 12, 1), date(2020, 12, 31)), (date(2020, 12, 1), date(2021, 11, 30)), False),
    ],
)
def test_which_periods_conflict(one, other, expected):
    assert periods.conflict(one, other) is expected
    assert periods.conflict(other, one) is expected


@given(some_periods, some_periods)
@example(QUARTER, (date(2021, 1, 1), date(2021, 5, 15)))
def test_periods_conflict_unless_one_is_a_part_of_the_other(one, other):
    mine, theirs = set_of(one), set_of(other)
    is_part = (mine <= theirs or theirs <= mine) and Fraction(
        max(len(mine), len(theirs)), min(len(mine), len(theirs))
    ) >= Fraction(3, 2)
    assert periods.conflict(one, other) == bool(mine & theirs and not is_part)


@given(days, st.integers(1, 200), st.integers(1, 200))
def test_a_part_at_either_end_of_the_whole_conflicts_only_if_it_is_too_long(start, length, rest):
    whole = period_of(start, length + rest - 1)
    for part in (period_of(start, length - 1), period_of(start + rest * DAY, length - 1)):
        assert periods.conflict(whole, part) == (Fraction(length + rest, length) < Fraction(3, 2))


@pytest.mark.parametrize(
    ("year", "first", "last", "expected"),
    [
        (2020, None, None, (date(2020, 1, 1), date(2020, 12, 31))),
        (2020, date(2020, 4, 1), None, (date(2020, 4, 1), date(2020, 12, 31))),
        (2020, date(2019, 12, 1), None, (date(2019, 12, 1), date(2020, 11, 30))),
        (2021, date(2020, 2, 29), None, (date(2020, 2, 29), date(2021, 2, 28))),
        (2020, date(2019, 3, 1), None, (date(2019, 3, 1), date(2020, 2, 29))),
        (2020, None, date(2020, 11, 30), (date(2020, 1, 1), date(2020, 11, 30))),
        (2020, None, date(2021, 3, 31), (date(2020, 4, 1), date(2021, 3, 31))),
        (2019, None, date(2020, 2, 28), (date(2019, 3, 1), date(2020, 2, 28))),
        (2019, None, date(2020, 2, 29), (date(2019, 3, 1), date(2020, 2, 29))),
        (2020, date(2020, 5, 5), date(2020, 3, 3), (date(2020, 5, 5), date(2020, 3, 3))),
    ],
)
def test_what_is_not_known_of_a_period_is_completed(year, first, last, expected):
    assert periods.complete(year, first, last) == expected


@given(st.integers(2018, 2023), days, st.booleans())
def test_what_is_completed_is_a_period_of_a_year_at_most_that_keeps_what_is_known(year, day, is_first):
    first, last = periods.complete(year, day if is_first else None, None if is_first else day)
    assert day == (first if is_first else last)
    assert 1 <= len(set_of((first, last))) <= 366
    if day.year == year or (day.year == year - 1 if is_first else day.year == year + 1):
        assert any(each.year == year for each in set_of((first, last)))
    assert not is_first or day.year != year or last == date(year, 12, 31)
    if is_first and day.year == year - 1:
        assert (last + DAY).strftime("%m%d") in (day.strftime("%m%d"), "0301")


@given(some_periods, st.integers(2017, 2024))
@example(period_of(date(2020, 1, 1), 365), 2020)
@example(period_of(date(2020, 1, 1), 366), 2020)
def test_what_is_wrong_with_a_period(period, year):
    number = len(set_of(period))
    expected = Fault.TOO_LONG if number > 366 else None
    if not expected and not any(day.year == year for day in set_of(period)):
        expected = Fault.OUT_OF_YEAR
    assert periods.find_fault(period, year) is expected
    if number > 1:
        assert periods.find_fault(period[::-1], year) is Fault.REVERSED


@pytest.mark.parametrize(
    ("period", "year", "expected"),
    [
        ((date(2020, 1, 1), date(2020, 12, 31)), 2021, (date(2021, 1, 1), date(2021, 12, 31))),
        ((date(2020, 1, 1), date(2020, 12, 10)), 2021, (date(2021, 1, 1), date(2021, 12, 10))),
        ((date(2019, 12, 1), date(2020, 11, 30)), 2021, (date(2020, 12, 1), date(2021, 11, 30))),
        ((date(2019, 12, 1), date(2020, 11, 30)), 2019, (date(2019, 12, 1), date(2020, 11, 30))),
        ((date(2020, 2, 1), date(2020, 2, 29)), 2021, (date(2021, 2, 1), date(2021, 2, 28))),
        ((date(2021, 2, 1), date(2021, 2, 28)), 2024, (date(2024, 2, 1), date(2024, 2, 29))),
        ((date(2020, 2, 29), date(2020, 6, 30)), 2021, (date(2021, 3, 1), date(2021, 6, 30))),
        ((date(2021, 1, 1), date(2021, 3, 31)), 2020, (date(2020, 1, 1), date(2020, 3, 31))),
    ],
)
def test_a_period_moves_with_its_year(period, year, expected):
    assert periods.move(period, year) == expected


@given(st.builds(period_of, days, st.integers(0, 365)), st.integers(2017, 2024))
def test_a_period_that_moves_is_of_the_year_and_as_long_but_for_leap_days(period, year):
    moved = periods.move(period, year)
    assert periods.touches(moved, year)
    assert abs(len(set_of(moved)) - len(set_of(period))) <= 1
    if any(day.year == year for day in set_of(period)):
        assert moved == period


@pytest.mark.parametrize(
    ("year", "first", "last", "expected"),
    [
        (2020, None, None, 2020),
        (2020, date(2020, 4, 1), None, 2020),
        (2020, date(2019, 12, 1), None, 2020),
        (2020, date(2021, 4, 1), None, 2021),
        (2020, date(2021, 4, 1), date(2021, 6, 30), 2021),
        (2020, date(2019, 12, 1), date(2020, 11, 30), 2020),
        (2019, date(2020, 12, 1), date(2021, 11, 30), 2021),
        (2020, None, date(2018, 3, 31), 2018),
    ],
)
def test_which_year_a_period_is_one_of(year, first, last, expected):
    assert periods.choose_year(year, first, last) == expected


@given(some_periods, st.lists(st.tuples(st.integers(0, 400), st.integers(0, 60)), max_size=5))
def test_the_gaps_are_the_days_that_no_part_has(whole, drawn):
    parts, taken = [], set()
    for start, length in drawn:
        part = period_of(whole[0] + start * DAY, length)
        if set_of(part) <= set_of(whole) and not set_of(part) & taken:
            parts.append(part)
            taken |= set_of(part)
    gaps = periods.find_gaps(whole, parts)
    assert set().union(*map(set_of, gaps)) == set_of(whole) - taken
    assert all(after[0] - before[1] > DAY for before, after in zip(gaps, gaps[1:], strict=False))


def test_what_comes_before_is_as_long():
    quarter = (date(2021, 4, 1), date(2021, 6, 30))
    assert periods.is_predecessor(QUARTER, quarter)
    assert periods.is_predecessor((date(2020, 4, 1), date(2020, 6, 30)), quarter)
    assert not periods.is_predecessor(quarter, QUARTER)
    assert not periods.is_predecessor(HALF, (date(2021, 7, 1), date(2021, 9, 30)))
    assert not periods.is_predecessor((date(2020, 1, 1), date(2020, 12, 31)), quarter)
    assert periods.is_predecessor((date(2019, 1, 1), date(2019, 12, 31)), (date(2020, 1, 1), date(2020, 12, 10)))
    assert periods.is_predecessor((date(2021, 1, 4), date(2021, 1, 10)), (date(2021, 1, 11), date(2021, 1, 17)))
    assert not periods.is_predecessor((date(2021, 1, 4), date(2021, 1, 10)), (date(2021, 1, 11), date(2021, 1, 18)))
