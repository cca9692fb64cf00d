import json
import random
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.numbers import (
    MOST_DECIMALS,
    Bounds,
    NumberError,
    Trouble,
    ends_within,
    exact,
    format_apart,
    format_deciding,
    format_number,
    parse_number,
    round_half_up,
    stored,
    typed_readings,
)

VECTORS = json.loads((Path(__file__).parents[2] / "static/tests/sheet/numbers.json").read_text(encoding="utf-8"))


def written_as(text):
    """Return the number that a written text shows, read apart from the code under test."""
    return Fraction(text.replace(",", "."))


@st.composite
def typed_numbers(draw):
    """Numbers that may be typed: fifteen digits at most, six of them decimals."""
    digits, decimals = draw(st.integers(0, 10**15 - 1)), draw(st.integers(0, MOST_DECIMALS))
    return draw(st.sampled_from((1, -1))) * Fraction(digits, 10**decimals)


@pytest.mark.parametrize(
    ("text", "number"),
    [("", None), ("  ", None), ("12", "12"), ("91,2", "91.2"), ("91.25", "91.25"), ("−3", "-3"), (" 0 ", "0")],
)
def test_reads_what_is_typed(text, number):
    assert parse_number(text) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        *((text, Trouble.NO_NUMBER) for text in ("x", "1,2,3", "1e9", "nan", "--1", "-", "91,2%", "²")),
        *((text, Trouble.AMBIGUOUS) for text in ("7.219", "-117.219")),
        *((text, Trouble.TOO_LONG) for text in ("1" * 16, "1234567890,123456", "1" * 40)),
        *((text, Trouble.TOO_FINE) for text in ("1,1234567", "1," + "0" * 40 + "1", "-1," + "0" * 40 + "1")),
    ],
)
def test_refuses_what_is_no_number_or_means_two(text, trouble):
    with pytest.raises(NumberError) as caught:
        parse_number(text)
    assert caught.value.trouble is trouble
    assert caught.value.value == text


def test_an_ambiguous_number_is_refused_with_both_readings():
    with pytest.raises(NumberError) as caught:
        parse_number("−7.219")
    assert caught.value.readings == ("-7,219", "-7219")
    for reading in caught.value.readings:
        assert len(typed_readings(reading)) == 1


@pytest.mark.parametrize(
    "text", ["0,000001", "123456789,123456", "123456789012345", "000000000000000001", "1,50000000"]
)
def test_as_many_digits_are_kept_as_are_typed(text):
    assert stored(float(parse_number(text))) == written_as(text)


@pytest.mark.parametrize(("text", "numbers"), VECTORS["readings"])
def test_a_text_means_what_it_means_in_the_browser(text, numbers):
    assert typed_readings(text) == tuple(map(Decimal, numbers))


@pytest.mark.parametrize(("texts", "total"), VECTORS["sums"])
def test_sums_are_those_of_the_browser(texts, total):
    typed = [typed_readings(text) for text in texts if text]
    is_sum = typed and all(len(found) == 1 for found in typed)
    assert (format_number(sum(Fraction(found[0]) for found in typed)) if is_sum else "") == total


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (None, ""),
        (0, "0"),
        (-0.0, "0"),
        (7219, "7219"),
        (1000, "1000"),
        (Fraction(52 * 100, 57), "91,2281"),
        (52 / 57 * 100, "91,2281"),
        (-1.5, "-1,5"),
        (0.1 + 0.2, "0,3"),
        (0.000001, "0,000001"),
        (Decimal("123456789,123456".replace(",", ".")), "123456789,123456"),
        (123456789012, "123456789012"),
        (Fraction(1, 16), "0,0625"),
        (Fraction(-1, 3), "-0,3333"),
        (Fraction(2, 3), "0,6667"),
        (Fraction(1, 10**9), "0"),
    ],
)
def test_writes_numbers(number, text):
    assert format_number(number) == text


@given(typed_numbers())
def test_written_numbers_read_back(number):
    assert Fraction(parse_number(format_number(number))) == number
    assert stored(float(number)) == number, "and the database keeps them"


@pytest.mark.parametrize(
    ("kept", "number"),
    [
        (123456789012.0002, 123456789012),
        (999999999999.9999, 10**12),
        (0.30000000000000004, Fraction(3, 10)),
        (7219.0, 7219),
        (91.2281, Fraction(912281, 10000)),
        (-0.1, Fraction(-1, 10)),
        (1e-06, Fraction(1, 10**6)),
    ],
)
def test_the_noise_of_what_was_stored_is_taken_away(kept, number):
    assert stored(kept) == number


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0.1, Fraction(1, 10)),
        (1e22, Fraction(10**22)),
        (-91.2281, Fraction(-912281, 10000)),
        (7, Fraction(7)),
        (Decimal("123456789012345.678901"), Fraction(123456789012345678901, 10**6)),
        (Fraction(1, 3), Fraction(1, 3)),
    ],
)
def test_a_number_is_the_decimal_that_it_is_meant_as(number, expected):
    assert exact(number) == expected


@pytest.mark.parametrize(
    ("bounds", "number", "stated", "computed"),
    [
        (Bounds(0, Decimal(0)), -3, Trouble.BELOW, Trouble.BELOW),
        (Bounds(0, Decimal(0)), Fraction(1, 2), Trouble.TOO_FINE, Trouble.TOO_FINE),
        (Bounds(2, Decimal(0), Decimal(100)), 105, Trouble.ABOVE, Trouble.ABOVE),
        (Bounds(2, Decimal(0), Decimal(100)), Fraction(100_000_001, 10**6), Trouble.TOO_FINE, Trouble.ABOVE),
        (Bounds(1, Decimal(0), Decimal(100)), Fraction(5200, 57), Trouble.TOO_FINE, None),
        (Bounds(2, Decimal("0.5"), Decimal("1.5")), 0.5, None, None),
        (Bounds(2, Decimal("0.5"), Decimal("1.5")), 1.5, None, None),
        (Bounds(), -3.25, None, None),
    ],
)
def test_numbers_within_their_bounds(bounds, number, stated, computed):
    assert bounds.refuse(number) is stated
    assert bounds.refuse_result(number) is computed


@pytest.mark.parametrize(
    ("number", "decimals", "rounded"),
    [("0.125", 2, "0.13"), ("0.5", 0, "1"), ("2.5", 0, "3"), ("-0.5", 0, "-1"), ("0.4999", 0, "0"), ("89.95", 1, "90")],
)
def test_half_is_rounded_up(number, decimals, rounded):
    assert round_half_up(Decimal(number), decimals) == Fraction(rounded)


@pytest.mark.parametrize("decimals", [-2, -1, 0, 1, 2, 6])
@pytest.mark.parametrize("number", [0, 7, -30, 1200, 0.5, 2.25, Fraction(1, 3), Fraction(-1, 8), Decimal("0.000001")])
def test_a_number_ends_within_the_decimals_that_rounding_leaves_as_it_is(number, decimals):
    assert ends_within(number, decimals) == (round_half_up(number, decimals) == exact(number))


@pytest.mark.parametrize(
    ("number", "decimals", "borders", "text"),
    [
        (Decimal("89.95"), 1, [90], "89,95"),
        (Decimal("99.95"), 1, [100], "99,95"),
        (Decimal("99.95"), 1, [], "100"),
        (Decimal("89.949"), 1, [90], "89,9"),
        (Decimal("89.99999996"), 1, [90], "89,99999996"),
        (Decimal("90.04"), 1, [90], "90,04"),
        (90, 1, [90], "90"),
        (Decimal("89.96"), 1, [Decimal("89.96")], "89,96"),
        (Fraction(5200, 57), 1, [90, 100], "91,2"),
        (Fraction(5200, 57), 1, [Fraction(5200, 57)], "91,2"),
        (Fraction(5200, 57), 4, [Decimal("91.2281")], "91,22807"),
        (Decimal("0.25"), 1, [], "0,3"),
        (Decimal("0.35"), 1, [], "0,4"),
        (Decimal("-0.04"), 1, [0], "-0,04"),
        (Decimal("-0.04"), 1, [], "0"),
        (7219, 0, [], "7219"),
    ],
)
def test_as_many_decimals_are_written_as_decide(number, decimals, borders, text):
    assert format_deciding(number, decimals, borders) == text


def sides(number, borders):
    return [(number > border, number == border) for border in borders]


@given(
    st.fractions(-200, 200, max_denominator=2000),
    st.integers(0, MOST_DECIMALS),
    st.lists(st.decimals(-200, 200, places=2).map(Fraction), max_size=4),
    st.fractions(Fraction(-1, 10), Fraction(1, 10)),
)
def test_what_is_written_is_on_the_same_side_of_every_border(number, decimals, borders, distance):
    # Numbers that lie close to a border are those that rounding takes across it.
    for value in (number, *borders, *(border + distance**3 for border in borders)):
        shown = written_as(format_deciding(value, decimals, borders))
        assert sides(shown, borders) == sides(value, borders)
        assert abs(shown - value) <= Fraction(1, 2 * 10**decimals), "and as near as was asked"
        bare = written_as(format_deciding(value, decimals))
        if sides(bare, borders) == sides(value, borders):
            assert shown == bare, "with no more decimals than are needed"


@given(st.fractions(-5, 5), st.fractions(Fraction(-1, 10), Fraction(1, 10)), st.integers(1, 4))
def test_two_numbers_are_written_so_that_they_compare_as_they_do(one, distance, power):
    for other in (one, one + distance**power):
        first, second = map(written_as, format_apart(one, other))
        assert (first < second, first > second) == (one < other, one > other)


def test_numbers_with_half_a_unit_between_them_are_told_apart():
    assert format_apart(Fraction("0.4999999"), Fraction("0.5000001")) == ("0,4999999", "0,5000001")
    assert format_apart(Fraction("0.499999"), Fraction("0.5")) == ("0,499999", "0,5")


@pytest.mark.parametrize("seed", range(20))
def test_twelve_amounts_add_up_to_their_whole(seed):
    """Amounts in đồng of nine to fourteen digits with decimals, as the database hands them back."""
    chance = random.Random(seed)
    for _time in range(20):
        decimals = chance.randint(0, MOST_DECIMALS)
        units = [chance.randrange(10 ** chance.randint(9, 13)) for _part in range(12)]
        texts = [format_number(Fraction(unit, 10**decimals)) for unit in units]
        whole = format_number(Fraction(sum(units), 10**decimals))
        kept = [stored(float(parse_number(text))) for text in (whole, *texts)]
        assert kept[0] == sum(kept[1:]) == Fraction(sum(units), 10**decimals)
