"""What the parts of a period come to, against numbers worked out by hand."""

from datetime import date
from fractions import Fraction

import pytest

from scoring.aggregates import Aggregate
from scoring.part_periods import choose, combine_parts, divide_months, write_number

YEAR = (date(2021, 1, 1), date(2021, 12, 31))
QUARTERS = {
    "I": (date(2021, 1, 1), date(2021, 3, 31)),
    "II": (date(2021, 4, 1), date(2021, 6, 30)),
    "III": (date(2021, 7, 1), date(2021, 9, 30)),
    "IV": (date(2021, 10, 1), date(2021, 12, 31)),
}
HALF = (date(2021, 1, 1), date(2021, 6, 30))


def test_the_parts_are_the_longest_that_do_not_overlap():
    assert choose(YEAR, QUARTERS) == ["I", "II", "III", "IV"]
    assert choose(YEAR, {**QUARTERS, "half": HALF}) == ["half", "III", "IV"]
    months = {f"month {month}": (date(2021, month, 1), date(2021, month, 28)) for month in (2, 11)}
    assert choose(YEAR, {"III": QUARTERS["III"], **months}) == ["month 2", "III", "month 11"]


def test_what_is_as_long_as_the_whole_or_reaches_out_of_it_is_no_part():
    candidates = {
        "itself": YEAR,
        "closed early": (date(2021, 1, 1), date(2021, 12, 10)),
        "reaching out": (date(2020, 12, 1), date(2021, 2, 28)),
        "nine months": (date(2021, 1, 1), date(2021, 9, 30)),
        "IV": QUARTERS["IV"],
    }
    assert choose(YEAR, candidates) == ["IV"]
    assert choose((date(2021, 1, 1), date(2021, 12, 10)), QUARTERS) == ["I", "II", "III"]


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        (Aggregate.SUM, 41),
        (Aggregate.MEAN, Fraction(41, 4)),
        (Aggregate.LAST, 9),
        (Aggregate.MOST, 12),
        (Aggregate.LEAST, 9),
    ],
)
def test_what_four_quarters_come_to(how, expected):
    values = list(zip(QUARTERS.values(), [12, 10, 10, 9], strict=True))
    assert combine_parts(values, how) == expected


def test_a_half_year_counts_as_two_quarters_in_a_mean():
    values = [(HALF, 90), (QUARTERS["III"], 80), (QUARTERS["IV"], 60)]
    assert combine_parts(values, Aggregate.MEAN) == 80
    assert combine_parts(values, Aggregate.SUM) == 230
    days = [((date(2021, 1, 1), date(2021, 1, 10)), 4), ((date(2021, 1, 11), date(2021, 1, 15)), 1)]
    assert combine_parts(days, Aggregate.MEAN) == 3


def test_nothing_comes_of_nothing():
    assert combine_parts([], Aggregate.MEAN) is None
    assert combine_parts([], Aggregate.SUM) is None


def test_each_month_is_stated_by_the_part_that_has_it():
    owners = divide_months(YEAR, QUARTERS)
    assert [owners[month] for month in range(1, 13)] == ["I"] * 3 + ["II"] * 3 + ["III"] * 3 + ["IV"] * 3
    assert divide_months(YEAR, {"II": QUARTERS["II"]}) == dict.fromkeys((4, 5, 6), "II")


def test_a_month_of_two_parts_is_that_of_the_one_with_more_days_of_it():
    parts = {"a": (date(2021, 1, 1), date(2021, 2, 10)), "b": (date(2021, 2, 11), date(2021, 3, 31))}
    assert divide_months(YEAR, parts) == {1: "a", 2: "b", 3: "b"}
    parts = {"a": (date(2021, 2, 1), date(2021, 2, 14)), "b": (date(2021, 2, 15), date(2021, 2, 28))}
    assert divide_months(YEAR, parts) == {2: "b"}


def test_a_month_that_a_period_has_at_both_ends_is_the_one_that_counts():
    whole = (date(2019, 12, 11), date(2020, 12, 10))
    parts = {"first": (date(2019, 12, 11), date(2020, 2, 29)), "last": (date(2020, 9, 1), date(2020, 12, 10))}
    owners = divide_months(whole, parts)
    assert owners[12] == "first"
    assert owners[11] == "last"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (100, "100"),
        (0, "0"),
        (0.1, "0,1"),
        (Fraction(365, 4), "91,25"),
        (Fraction(10, 3), "3,333333"),
        (Fraction(-20, 3), "-6,666667"),
        (Fraction(1, 2_000_000), "0,000001"),
        (123456789012, "123456789012"),
        (0.123456, "0,123456"),
    ],
)
def test_numbers_are_written_as_they_would_be_typed(number, text):
    assert write_number(number) == text
