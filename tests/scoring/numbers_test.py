from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.numbers import exact, format_number, parse_number, readings


@pytest.mark.parametrize(
    ("text", "number"), [("", None), ("  ", None), ("12", 12), ("91,2", 91.2), ("91.25", 91.25), ("−3", -3), (" 0 ", 0)]
)
def test_reads_what_is_typed(text, number):
    assert parse_number(text) == number


@pytest.mark.parametrize("text", ["x", "1,2,3", "7.219", "1e9", "nan", "--1", "1" * 16, "1,1234567"])
def test_refuses_what_is_no_number_or_means_two(text):
    with pytest.raises(ValueError):
        parse_number(text)


@pytest.mark.parametrize(
    ("number", "text"), [(None, ""), (0, "0"), (-0.0, "0"), (7219, "7219"), (52 / 57 * 100, "91,2281"), (-1.5, "-1,5")]
)
def test_writes_numbers(number, text):
    assert format_number(number) == text


@given(st.integers(-(10**9), 10**9).map(lambda n: n / 10_000))
def test_written_numbers_read_back(number):
    assert parse_number(format_number(number)) == number


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("12", ["12"]),
        ("91,2", ["91.2"]),
        ("91.25", ["91.25"]),
        (".5", ["0.5"]),
        ("2.", ["2"]),
        ("7,219", ["7.219"]),
        ("7.219", ["7.219", "7219"]),
        ("117.219", ["117.219", "117219"]),
        ("0.219", ["0.219"]),
        ("7219.125", ["7219.125"]),
        ("7.2190", ["7.2190"]),
        ("7.219,5", ["7219.5"]),
        ("7.219.000", ["7219000"]),
        ("7 219", ["7219"]),
        ("7 219 000,25", ["7219000.25"]),
        ("12\N{NO-BREAK SPACE}219", ["12219"]),
        *((text, []) for text in ("", "x", ",5", "5,", "1,2,3", "7 219.000", "7.21.900", "7.219.00", "0 219")),
        *((text, []) for text in ("-1", "1e3", "٣")),
    ],
)
def test_reads_a_text_in_every_way_that_makes_sense(text, numbers):
    assert readings(text) == tuple(map(Decimal, numbers))


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
