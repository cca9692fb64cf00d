from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.report_text import (
    BLANK,
    Difference,
    ListPlan,
    Outdated,
    State,
    Unknown,
    Values,
    fill,
    find_outdated,
    find_unknown,
    for_period,
    format_fact,
    plan_items,
    split,
    split_typed,
    state_of,
)

NBSP = "\N{NO-BREAK SPACE}"


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
        (5200 / 57, "%", "91,2%"),
        (100.0, " % ", "100%"),
        (5, "%", "5%"),
        (0.25, "%", "0,3%"),
        (None, "%", BLANK),
        (123456789012, "đồng", "123.456.789.012"),
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


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "borders", "expected"),
    [
        (Fraction(8995, 100), "%", 2, [90, 100], "89,95%"),
        (Fraction(9995, 100), "%", 2, [100], "99,95%"),
        (Fraction(5200, 57), "%", 2, [90, 100], "91,2%"),
        (Fraction(89_96, 100), "%", 0, [90], "89,96%"),
        (Fraction(9_999_996, 10), "đồng", 0, [10**6], "999.999,6"),
        (Fraction(1234567, 1000), "", 2, [], "1.234,57"),
        (Fraction(1, 3), "", 6, [], "0,3333"),
        (Fraction("0.123456"), "", 6, [], "0,123456"),
    ],
)
def test_as_many_decimals_are_printed_as_decide(value, unit, decimals, borders, expected):
    assert format_fact(value, unit, decimals, borders) == expected


@pytest.mark.parametrize(
    ("text", "filled", "value", "expected"),
    [
        ("118", "118", "118", State.CURRENT),
        ("7219", "7.000", "7.219", State.CURRENT),
        ("1", "02", "01", State.CURRENT),
        ("91,2 %", None, "91,2%", State.CURRENT),
        (f"91,2{NBSP}%", f"91,2{NBSP}%", "91,2%", State.CURRENT),
        ("118", "118", "405", State.STALE),
        ("118", None, "405", State.STALE),
        ("120", "118", "405", State.TYPED),
        ("120", "118", "118", State.TYPED),
        (BLANK, BLANK, "405", State.OPEN),
        (f" {BLANK}", "118", BLANK, State.OPEN),
        ("118", "118", BLANK, State.STALE),
        ("1,5", "15", "15", State.TYPED),
    ],
)
def test_how_a_text_stands_to_its_fact(text, filled, value, expected):
    assert state_of(text, filled, value) is expected


@pytest.mark.parametrize(
    ("text", "filled", "expected"),
    [
        ("118", "118", None),
        ("118 báo cáo", "118", ("", " báo cáo")),
        ("gần 118,", "118", ("gần ", ",")),
        ("1180", "118", None),
        ("5118", "118", None),
        ("số 5118", "118", None),
        ("(118", "118", ("(", "")),
        ("x (118)", "118", ("x (", ")")),
        ("118.", "118", ("", ".")),
        ("(118.000", "118", None),
        ("118,5", "118", None),
        ("118.000", "118", None),
        ("120", "118", None),
        ("118bis", "118", None),
        ("(120)", "118", None),
    ],
)
def test_what_is_typed_beside_a_number_is_no_part_of_it(text, filled, expected):
    assert split_typed(text, filled) == expected


FILLED = {"a": "Một.", "b": "Hai.", "c": "Ba."}


@pytest.mark.parametrize(
    ("items", "now", "expected"),
    [
        ([BLANK], {}, ListPlan((BLANK,))),
        (["Một.", "Hai.", "Ba."], FILLED, ListPlan((0, 1, 2))),
        (["Một.", "Hai.", "Ba."], {**FILLED, "d": "Bốn."}, ListPlan((0, 1, 2, "Bốn."), added=("Bốn.",))),
        (["Một.", "Hai.", "Ba."], {**FILLED, "a": "Mới."}, ListPlan(("Mới.", 1, 2), changed=("Mới.",))),
        (["Một.", "Hai.", "Ba."], {"a": "Một.", "c": "Ba."}, ListPlan((0, 2), removed=("Hai.",))),
        (["Ba.", "Của tôi.", "Một."], {**FILLED, "b": "Mới."}, ListPlan((0, 1, 2))),
        (["Một, sửa.", "Hai.", "Ba."], {**FILLED, "a": "Mới."}, ListPlan((0, 1, 2))),
        (["Một.", "Hai.", "Ba."], {}, ListPlan((BLANK,), removed=("Một.", "Hai.", "Ba."))),
    ],
)
def test_a_list_that_is_filled_again_keeps_what_was_edited(items, now, expected):
    plan = plan_items(items, FILLED, now)
    assert plan == expected
    assert plan.is_outdated is bool(expected.added or expected.changed or expected.removed)


@given(
    st.lists(st.sampled_from(["Một.", "Hai.", "Ba.", "Của tôi.", "Khác.", BLANK])),
    st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["Một.", "Hai.", "Ba.", "Mới."])),
)
def test_what_was_written_by_hand_is_never_lost(items, now):
    plan = plan_items(items, FILLED, now)
    kept = [items[part] for part in plan.items if isinstance(part, int)]
    by_hand = [item for item in items if item in ("Của tôi.", "Khác.")]
    assert [item for item in kept if item in ("Của tôi.", "Khác.")] == by_hand
    written = [items[part] if isinstance(part, int) else part for part in plan.items]
    assert not plan_items(written, now, now).is_outdated


def test_what_a_section_says_otherwise():
    texts = [("bc", "118"), ("bc", "118"), ("ct", BLANK), ("nv", BLANK), ("vb", "5"), ("x", "1"), ("ok", "7")]
    filled = Values({"bc": "118", "vb": "4"}, {"list": {"a": "Một."}})
    now = Values({"bc": "405", "ct": "11", "nv": BLANK, "vb": "4", "ok": "07"}, {"list": {"a": "Hai."}, "other": {}})
    found = find_outdated(texts, [("list", ["Một."]), ("other", [BLANK]), ("gone", ["x"])], filled, now)
    assert found.texts == (
        Difference("bc", State.STALE, "118", "405"),
        Difference("ct", State.OPEN, BLANK, "11"),
        Difference("nv", State.OPEN, BLANK, BLANK),
        Difference("vb", State.TYPED, "5", "4"),
    )
    assert found.lists == (("list", ListPlan(("Hai.",), changed=("Hai.",))),)
    assert (found.open_places, found.can_be_filled) == (3, True)


@pytest.mark.parametrize(
    ("state", "value", "expected"),
    [
        (State.STALE, "405", True),
        (State.STALE, BLANK, True),
        (State.OPEN, "405", True),
        (State.OPEN, BLANK, False),
        (State.TYPED, "405", False),
        (State.CURRENT, "405", False),
    ],
)
def test_which_marks_can_be_filled(state, value, expected):
    assert Difference("bc", state, "118", value).can_be_filled is expected


def test_a_section_without_marks_says_nothing_otherwise():
    nothing = Outdated((), (), open_places=0, can_be_filled=False)
    assert find_outdated([], [], Values(), Values()) == Outdated() == nothing


def test_a_mark_or_a_list_is_enough_to_fill_a_section():
    filled, now = Values({"bc": "118"}, {"list": {"a": "Một."}}), Values({"bc": "405"}, {"list": {"a": "Hai."}})
    for texts, lists, expected in (
        ([("bc", "118")], [], True),
        ([("bc", "120"), ("bc", "118")], [], True),
        ([("bc", "120")], [], False),
        ([], [("list", ["Một."])], True),
        ([], [("list", ["Một."]), ("list", ["Hai."])], True),
        ([], [("list", ["Của tôi."])], False),
        ([], [], False),
    ):
        assert find_outdated(texts, lists, filled, now).can_be_filled is expected


def test_what_was_typed_or_is_not_known_cannot_be_filled():
    now = Values({"nv": BLANK, "vb": "4"}, {"list": {}})
    found = find_outdated([("nv", BLANK), ("vb", "5")], [("list", [BLANK])], Values({"vb": "4"}), now)
    assert (found.open_places, found.can_be_filled) == (2, False)
    open_list = find_outdated([], [("list", [BLANK])], Values({}, {"list": {}}), Values({}, {"list": {"a": "Một."}}))
    assert (open_list.lists, open_list.open_places, open_list.can_be_filled) == ((), 1, True)
    assert open_list.open_lists == ("list",)


def test_what_a_template_says_of_the_year_it_says_of_the_period():
    text = "Năm {{year}}: trong năm {{ next_year }}, NĂM {{year}}, ngày 31/12/{{year}}; nămm {{year}}, năm  {{year}}"
    assert for_period(text, is_yearly=True) == (
        "{{Period}}: trong {{next_period}}, NĂM {{year}}, ngày 31/12/{{year}}; nămm {{year}}, năm  {{year}}"
    )
    assert for_period(text, is_yearly=False) == (
        "{{Period}}: trong {{next_period}}, {{Period}}, ngày 31/12/{{year}}; nămm {{year}}, {{period}}"
    )
    assert for_period("Năm {{next_year}}, năm\N{NO-BREAK SPACE}{{year}}", is_yearly=False) == (
        "{{Next_period}}, {{period}}"
    )
