"""The text of the yearly report: placeholders, the numbers they are filled with, and whether a text still holds them.

A template names what changes from year to year: ``Trong năm {{year}} đã ban hành {{vb_di}} văn bản``. In the report of
an evaluation each name is a mark that keeps its place: the number can be filled in again when its fact has changed, and
a number that someone typed over is known for what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from .numbers import format_number

#: What stands where nothing is known yet, as officials leave it open on paper.
BLANK = "……"
#: Placeholders that may stand in a title: they are known as soon as there is an evaluation.
TITLE_NAMES = frozenset({"year", "next_year", "unit", "agency"})
#: Placeholders that are no facts of the criteria set, and become one text.
TEXT_NAMES = TITLE_NAMES | {"total", "grade", "documents"}
#: Placeholders that become a list; each stands alone in an item of a list.
LIST_NAMES = frozenset({"shortcomings", "directions"})

_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_THOUSANDS = re.compile(r"(?<=\d)(?=(?:\d{3})+(?!\d))")


@dataclass(frozen=True, slots=True)
class Values:
    """What the placeholders of one report stand for now.

    :ivar texts: the text of each name, :data:`BLANK` where there is none
    :ivar lists: the items of each list by what they come from, in order
    """

    texts: Mapping[str, str]
    lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A placeholder that stands for nothing, and the names that are spelled much like it."""

    name: str
    near: tuple[str, ...]


def split(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield the parts of `text`: (text, None) as it stands, ("", name) for a placeholder."""
    place = 0
    for match in _PLACEHOLDER.finditer(text):
        if match.start() > place:
            yield text[place : match.start()], None
        yield "", match[1]
        place = match.end()
    if place < len(text):
        yield text[place:], None


def fill(text: str, texts: Mapping[str, str]) -> str:
    """Return `text` with every placeholder replaced; what is not known is left open."""
    return "".join(part if name is None else texts.get(name, BLANK) for part, name in split(text))


def find_unknown(names: Iterable[str], known: Iterable[str]) -> list[Unknown]:
    """Return the `names` that are not `known`, once each."""
    possible = sorted(set(known))
    return [
        Unknown(name, tuple(get_close_matches(name.lower(), possible, n=3)))
        for name in dict.fromkeys(names)
        if name not in possible
    ]


def format_fact(value: float | None, unit: str = "") -> str:
    """Write a number as officials do: "7.219", "01", "91,2 %"; :data:`BLANK` for None.

    Counts below ten have two digits, a percentage has one decimal at most and its sign behind a no-break space.
    """
    if value is None:
        return BLANK
    if unit.strip() == "%":
        return f"{_group(format_number(round(value, 1)))}\N{NO-BREAK SPACE}%"
    text = format_number(value)
    return f"0{text}" if len(text) == 1 and text != "0" else _group(text)


def _group(text: str) -> str:
    """Put a point between the thousands of a written number."""
    whole, comma, decimals = text.partition(",")
    return _THOUSANDS.sub(".", whole) + comma + decimals
