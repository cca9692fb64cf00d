import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.points import LARGEST, PointsError, Refusal, differ, format_points, parse_points, round_points, sum_points

hundredths = st.integers(0, int(LARGEST * 100)).map(lambda n: n / 100)


@pytest.mark.parametrize(
    ("value", "refusal"),
    [
        (-0.01, Refusal.NEGATIVE),
        (-5, Refusal.NEGATIVE),
        (3.01, Refusal.ABOVE_MAXIMUM),
        (1.005, Refusal.TOO_MANY_DECIMALS),
        (0.001, Refusal.TOO_MANY_DECIMALS),
        (math.nan, Refusal.NOT_A_NUMBER),
        (math.inf, Refusal.ABOVE_MAXIMUM),
        (-math.inf, Refusal.NEGATIVE),
        (True, Refusal.NOT_A_NUMBER),
        ("2,0", Refusal.NOT_A_NUMBER),
        (None, Refusal.NOT_A_NUMBER),
        ([], Refusal.NOT_A_NUMBER),
        pytest.param(10**400, Refusal.ABOVE_MAXIMUM, id="larger than a float"),
    ],
)
def test_refuses_what_is_no_points(value, refusal):
    with pytest.raises(PointsError) as caught:
        parse_points(value, 3.0)
    assert caught.value.refusal is refusal
    assert caught.value.value is value
    assert caught.value.maximum == 3.0


@pytest.mark.parametrize("value", [0, 0.0, 3, 3.0, 2.75, 0.1 + 0.2, 0.29])
def test_takes_points_up_to_the_maximum(value):
    assert parse_points(value, 3.0) == round(value, 2)


def test_the_largest_points_are_those_that_the_column_holds():
    assert parse_points(99_999.99) == LARGEST == 99_999.99
    for value in (100_000, 100_000.0):
        with pytest.raises(PointsError) as caught:
            parse_points(value)
        assert (caught.value.refusal, caught.value.maximum) == (Refusal.ABOVE_MAXIMUM, 99_999.99)


def test_zero_is_never_negative():
    assert math.copysign(1, parse_points(-0.0, 3.0)) == 1
    assert math.copysign(1, round_points(-0.001)) == 1


@given(hundredths, hundredths)
def test_takes_exactly_the_points_within_the_maximum(value, maximum):
    try:
        assert parse_points(value, maximum) == value
    except PointsError as error:
        assert error.refusal is Refusal.ABOVE_MAXIMUM
        assert value > maximum
    else:
        assert value <= maximum


@given(st.lists(hundredths), st.randoms(use_true_random=False))
def test_a_sum_does_not_depend_on_the_order(values, random):
    shuffled = list(values)
    random.shuffle(shuffled)
    assert sum_points(shuffled) == sum_points(values)
    assert round(sum_points(values) * 100) == sum(round(value * 100) for value in values)


def test_points_differ_only_in_their_two_decimals():
    assert not differ(0.1 + 0.2, 0.3)
    assert differ(7.5, 10)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (7, "7,0"), (0.5, "0,5"), (0.25, "0,25"), (2.75, "2,75"), (44, "44"), (40.5, "40,5"), (10, "10")],
)
def test_writes_points_as_the_sheet_prints_them(value, text):
    assert format_points(value) == text


@given(hundredths)
def test_written_points_read_back_to_the_number(value):
    assert float(format_points(value).replace(",", ".")) == value
