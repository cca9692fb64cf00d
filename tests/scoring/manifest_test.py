import hashlib
import math
from copy import deepcopy
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.manifest import (
    SCHEMA,
    Change,
    Difference,
    Person,
    UnknownForm,
    canonical,
    commit,
    differences,
    digest,
    holds_papers,
    load,
    no_longer_kept,
    read,
    without,
    write_decimal,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9)
    | TEXTS
    | st.dates()
    | st.datetimes()
)
DATA = st.recursive(VALUES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4))
MANIFESTS = st.dictionaries(TEXTS, st.dictionaries(TEXTS, DATA, max_size=4), max_size=4).map(canonical).map(load)


def settled(data):
    """Return a manifest without what is empty: such a value and none are the same."""
    if isinstance(data, dict):
        return {key: kept for key, value in data.items() if (kept := settled(value)) is not None} or None
    return None if data in ("", []) else data


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0.00"),
        (-0.0, "0.00"),
        (7.5, "7.50"),
        (90.5, "90.50"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1e22, "10000000000000000000000.00"),
        (1e-7, "0.0000001"),
        (-1.25, "-1.25"),
        (Decimal("7.500"), "7.50"),
        (Decimal("1E+2"), "100.00"),
        (Decimal("-0.00"), "0.00"),
        (Decimal("91.228070"), "91.22807"),
    ],
)
def test_decimals_are_written_in_one_way(number, text):
    assert write_decimal(number) == text


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, Decimal("NaN"), Decimal("Infinity")])
def test_no_number_is_refused(number):
    with pytest.raises(ValueError):
        canonical({"points": number})


@pytest.mark.parametrize("data", [{1: "x"}, {"x": b"x"}, {"x": {1, 2}}, {"x": object()}])
def test_what_a_manifest_does_not_hold_is_refused(data):
    with pytest.raises(TypeError):
        canonical(data)


def test_no_unicode_is_refused():
    with pytest.raises(ValueError):
        canonical({"x": "\ud800"})
    with pytest.raises(ValueError):
        load(b"{")
    with pytest.raises(ValueError):
        load(b"\xff")


def test_the_bytes_are_these_for_ever():
    """Seals are compared with manifests written years ago: these bytes may never change."""
    data = {"b": [1, None, True], "a": "Điểm “7”\n", "c": {"on": date(2020, 12, 1), "at": datetime(2020, 12, 1, 8, 5)}}
    written = '{"a":"Điểm “7”\\n","b":[1,null,true],"c":{"at":"2020-12-01T08:05:00","on":"2020-12-01"}}'.encode()
    assert canonical(data) == written
    assert digest(written) == hashlib.sha256(written).hexdigest()
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_reads_back_as_itself(number):
    text = write_decimal(number)
    assert float(text) == number
    assert "e" not in text.lower() and len(text.partition(".")[2]) >= 2


@given(DATA)
def test_what_was_written_is_written_the_same_again(data):
    assert canonical(load(canonical(data))) == canonical(data)


@given(st.dictionaries(TEXTS, DATA), st.randoms())
def test_the_order_of_keys_does_not_matter(data, random):
    keys = list(data)
    random.shuffle(keys)
    assert canonical({key: data[key] for key in keys}) == canonical(data)


@given(MANIFESTS)
def test_equal_manifests_do_not_differ(manifest):
    assert differences(manifest, deepcopy(manifest)) == []


@given(MANIFESTS, MANIFESTS)
def test_manifests_differ_if_the_bytes_of_what_they_hold_do(one, other):
    assert bool(differences(one, other)) == (canonical(settled(one)) != canonical(settled(other)))


@given(MANIFESTS, MANIFESTS)
def test_the_differences_lead_from_one_manifest_to_the_other(sealed, live):
    rebuilt = deepcopy(sealed)
    for difference in differences(sealed, live):
        *way, last = difference.path
        place = rebuilt
        for key in way:
            place = place[key]
        if difference.change is Change.REMOVED:
            assert place.pop(last) == difference.sealed
        else:
            assert (last in place) == (difference.change is Change.CHANGED)
            place[last] = difference.live
    assert canonical(settled(rebuilt)) == canonical(settled(live))


@given(MANIFESTS, MANIFESTS)
def test_the_other_way_round_the_opposite_differs(sealed, live):
    opposite = {Change.ADDED: Change.REMOVED, Change.REMOVED: Change.ADDED, Change.CHANGED: Change.CHANGED}
    assert differences(live, sealed) == [
        Difference(found.path, opposite[found.change], sealed=found.live, live=found.sealed)
        for found in differences(sealed, live)
    ]


def test_each_difference_is_named():
    sealed = {"rows": {"A.1": {"points": "7.50", "answered": True}, "A.2": {"points": "1.00"}}, "files": {"1": {}}}
    live = {"rows": {"A.1": {"points": "8.00", "answered": 1}, "A.3": {"points": "1.00"}}, "files": {"1": {}}}
    assert differences(sealed, live) == [
        Difference(("rows", "A.1", "answered"), Change.CHANGED, True, 1),
        Difference(("rows", "A.1", "points"), Change.CHANGED, "7.50", "8.00"),
        Difference(("rows", "A.2"), Change.REMOVED, sealed={"points": "1.00"}),
        Difference(("rows", "A.3"), Change.ADDED, live={"points": "1.00"}),
    ]


@pytest.mark.parametrize("empty", [None, "", [], {}, {"x": None, "y": {"z": []}}])
def test_what_is_empty_is_as_what_is_absent(empty):
    for one in ({"row": {"x": empty, "y": "1"}}, {"row": {"y": "1"}}, {"row": {"x": None, "y": "1"}}):
        for other in ({"row": {"x": empty, "y": "1"}}, {"row": {"y": "1"}}, {"row": {"x": "", "y": "1"}}):
            assert differences(one, other) == []


@pytest.mark.parametrize("value", [False, 0, "0.00", " ", [None], {"x": False}])
def test_zero_and_false_are_values(value):
    removed = Difference(("row", "x"), Change.REMOVED, sealed=value)
    assert differences({"row": {"x": value, "y": "1"}}, {"row": {"y": "1"}}) == [removed]


def test_what_is_no_longer_kept_is_told_by_model():
    fields = {"line": ["name", "x_note"], "addon.part": ["x", "y"], "fact": ["code"], "addon.empty": []}
    kept = {"line": {"name", "new"}, "fact": {"code"}}
    gone = no_longer_kept(fields, kept)
    assert gone == {"line": ["x_note"], "addon.part": ["x", "y"], "addon.empty": []}
    records = {"line": {"A.1": {"name": "a", "x_note": "b"}}, "addon.part": {"1": {"x": "1"}}, "fact": {}}
    assert without(records, gone, kept) == {"line": {"A.1": {"name": "a"}}, "fact": {}}
    assert no_longer_kept({"line": ["name"]}, kept) == {}


FIRST_FORM = (
    '{"criteria_digest":"0","fields":{"line":["points"]},"grade":"Tốt","names":{"res.users,7":"lan – Lan"},'
    '"records":{"line":{"A.1":{"points":"7.50"}}},"schema":1,"unit":"Sở"}'
).encode()
SECOND_FORM = (
    '{"criteria_digest":"0","fields":{"line":["points"]},"grade":null,"names":{"hr.department,1":"Sở"},'
    '"people":{"res.users,7":{"commitment":"1f","function":"Giám đốc"}},"records":{"line":{}},"schema":2,"unit":"Sở"}'
).encode()
THIRD_FORM = SECOND_FORM.replace(b'"records"', b'"papers":"2e","records"').replace(b'"schema":2', b'"schema":3')


def test_each_form_is_read_as_it_was_written():
    """Manifests of years ago are written out here: what a reader makes of them may never change."""
    first, second, third = read(FIRST_FORM), read(SECOND_FORM), read(THIRD_FORM)
    assert (first.unit, first.grade, first.fields) == ("Sở", "Tốt", {"line": ["points"]})
    assert first.records == {"line": {"A.1": {"points": "7.50"}}}
    assert (first.names, first.people) == ({"res.users,7": "lan – Lan"}, {})
    assert (second.names, second.grade) == ({"hr.department,1": "Sở"}, None)
    assert second.people == {"res.users,7": Person(function="Giám đốc", commitment="1f")}
    assert (first.papers, second.papers) == ("", "")
    assert [holds_papers(form) for form in (FIRST_FORM, SECOND_FORM, THIRD_FORM, b"x")] == [False, False, True, False]
    assert (third.people, third.papers) == (second.people, "2e")


def test_a_form_that_nobody_knows_yet_is_no_change():
    with pytest.raises(UnknownForm, match="^4$"):
        read(SECOND_FORM.replace(b'"schema":2', b'"schema":4'))
    for nothing in (b"x", b"[]", b"{}", b"\xff"):
        with pytest.raises(ValueError) as refusal:
            read(nothing)
        assert not isinstance(refusal.value, UnknownForm)


def test_a_name_is_held_to_without_being_told():
    held = commit(salt="5f", name="lan – Lan")
    assert held == hashlib.sha256("5f lan – Lan".encode()).hexdigest()
    assert held not in (commit(salt="60", name="lan – Lan"), commit(salt="5f", name="lan – Làn"))


def test_the_form_of_manifests_is_the_one_that_seals_are_made_of():
    """Another number says that the bytes of a seal mean something else: give the form of before its reader first."""
    assert SCHEMA == 3
