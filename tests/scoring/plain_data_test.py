import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.manifest import canonical
from scoring.plain_data import PASSING, Unreadable, dump, load


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class Square:
    side: float
    colour: Colour = Colour.RED


@dataclass(frozen=True, slots=True)
class Circle:
    radius: Decimal
    name: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    title: tuple[str, ...]
    shapes: tuple[Square | Circle, ...] = ()
    named: dict[str, tuple[int, ...]] = field(default_factory=dict)
    frame: Square | None = None
    day: date | None = None
    moment: datetime | None = None
    is_draft: bool = False
    label: str = "Hình"
    cells: tuple[tuple[str, ...], ...] = ()
    made: object = field(default=None, metadata=PASSING)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
SQUARES = st.builds(Square, NUMBERS, st.sampled_from(Colour))
CIRCLES = st.builds(Circle, st.decimals(allow_nan=False, allow_infinity=False, places=3), TEXTS)
ZONES = st.sampled_from([None, timezone.utc, timezone(timedelta(hours=7))])
DRAWINGS = st.builds(
    Drawing,
    title=st.lists(TEXTS).map(tuple),
    shapes=st.lists(SQUARES | CIRCLES).map(tuple),
    named=st.dictionaries(TEXTS, st.lists(st.integers()).map(tuple)),
    frame=st.none() | SQUARES,
    day=st.none() | st.dates(),
    moment=st.none() | st.datetimes(timezones=ZONES),
    is_draft=st.booleans(),
    label=TEXTS,
    cells=st.lists(st.lists(TEXTS).map(tuple)).map(tuple),
)


def through_json(described):
    return json.loads(canonical(dump(described)))


@given(DRAWINGS)
def test_what_is_written_reads_as_it_was(drawing):
    assert load(Drawing, through_json(drawing)) == drawing


@given(DRAWINGS)
def test_the_order_of_a_dict_is_kept(drawing):
    assert list(load(Drawing, through_json(drawing)).named) == list(drawing.named)


def test_what_is_empty_by_default_is_left_out_and_wording_is_written():
    assert dump(Drawing(("a",))) == {"title": ["a"], "label": "Hình"}
    assert dump(Drawing((), label=""))["label"] == "", "empty, where the default says something"
    assert load(Drawing, {"title": []}) == Drawing(()), "a field that came later has its default"


def test_what_is_known_only_while_writing_is_no_part_of_it():
    assert "made" not in dump(Drawing((), made=print))
    with pytest.raises(Unreadable, match="made, which is not known"):
        load(Drawing, {"title": [], "made": None})


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "Drawing is no Drawing"),
        ({"title": [], "colour": "red", "age": 3}, "Drawing has age, colour, which is not known"),
        ({}, "Drawing lacks title"),
        ({"title": "a"}, "Drawing.title is no list"),
        ({"title": [1]}, r"Drawing.title\[0\] cannot be 1"),
        ({"title": [], "shapes": [{"is": "Star"}]}, r"Drawing.shapes\[0\] is a Star, which is not known"),
        ({"title": [], "shapes": [[]]}, r"Drawing.shapes\[0\] is a None"),
        ({"title": [], "shapes": [None]}, r"Drawing.shapes\[0\] is missing"),
        ({"title": [], "frame": {"side": "x"}}, "Drawing.frame.side cannot be 'x'"),
        ({"title": [], "frame": {"side": 1, "colour": "green"}}, "Drawing.frame.colour cannot be 'green'"),
        ({"title": [], "shapes": [{"is": "Circle", "radius": "one"}]}, "radius cannot be 'one'"),
        ({"title": [], "named": [1]}, "Drawing.named is no list of pairs"),
        ({"title": [], "named": [["a", ["x"]]]}, r"Drawing.named\[a\]\[0\] cannot be 'x'"),
        ({"title": [], "day": "yesterday"}, "Drawing.day cannot be 'yesterday'"),
        ({"title": [], "is_draft": 1}, "Drawing.is_draft cannot be 1"),
    ],
)
def test_what_is_no_description_is_told(data, message):
    with pytest.raises(Unreadable, match=message):
        load(Drawing, data)


def test_what_cannot_be_written_is_refused():
    with pytest.raises(TypeError, match="a description holds no bytes"):
        dump(Circle(b"x"))
