import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.report_text import BLANK, Unknown, fill, find_unknown, format_fact, split


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (None, "văn bản", BLANK),
        (0, "", "0"),
        (1, "nhiệm vụ", "01"),
        (9, "", "09"),
        (10, "", "10"),
        (405, "báo cáo", "405"),
        (7219, "văn bản", "7.219"),
        (12077, "", "12.077"),
        (1234567.25, "", "1.234.567,25"),
        (2.5, "", "2,5"),
        (-1234, "", "-1.234"),
        (-5, "", "-5"),
        (5200 / 57, "%", "91,2\N{NO-BREAK SPACE}%"),
        (100.0, " % ", "100\N{NO-BREAK SPACE}%"),
        (5, "%", "5\N{NO-BREAK SPACE}%"),
        (None, "%", BLANK),
    ],
)
def test_numbers_are_written_as_officials_write_them(value, unit, expected):
    assert format_fact(value, unit) == expected


def test_a_text_is_split_at_its_placeholders():
    assert list(split("Năm {{year}}: {{ vb_di }}")) == [("Năm ", None), ("", "year"), (": ", None), ("", "vb_di")]
    assert list(split("{{year}}, {year}")) == [("", "year"), (", {year}", None)]
    assert list(split("")) == []


def test_what_is_not_known_is_left_open():
    assert fill("Năm {{year}} có {{x}} nhiệm vụ", {"year": "2020"}) == f"Năm 2020 có {BLANK} nhiệm vụ"


@given(st.text(alphabet="ab{} "))
def test_a_text_without_placeholders_stays_as_it_is(text):
    parts = list(split(text))
    if all(name is None for _part, name in parts):
        assert fill(text, {}) == text
    assert "{{a}}" not in fill(text, {})


def test_unknown_names_come_with_those_that_are_spelled_alike():
    known = ["vb_di", "vb_den", "year"]
    assert find_unknown(["vb_di", "vb_dii", "VB_DEN", "zzz", "vb_dii"], known) == [
        Unknown("vb_dii", ("vb_di", "vb_den")),
        Unknown("VB_DEN", ("vb_den", "vb_di")),
        Unknown("zzz", ()),
    ]
