import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.numbers import format_number, parse_number


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
