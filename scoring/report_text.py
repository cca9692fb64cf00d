"""The text of the yearly report: placeholders, what they are filled with, and whether a text still holds it.

A template names what changes from year to year: ``Trong năm {{year}} đã ban hành {{vb_di}} văn bản``. In the report of
an evaluation each name is a mark that keeps its place: the number can be filled in again when its fact has changed, and
a number that someone typed over is known for what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import Enum

from .numbers import MOST_DECIMALS, Number, ends_within, format_deciding, format_result

#: What stands where nothing is known yet, as officials leave it open on paper.
BLANK = "……"
#: Placeholders that never change in an evaluation.
FIXED_NAMES = frozenset({"year", "next_year", "unit", "agency"})
#: Placeholders of the period and of the one after it, with a capital letter at the start of a sentence.
PERIOD_NAMES = frozenset({"period", "Period", "next_period", "Next_period"})
#: The only placeholders in a title.
TITLE_NAMES = FIXED_NAMES | PERIOD_NAMES
#: The placeholder of the grade, which only a set with a scale of grades can fill.
GRADE = "grade"
#: Placeholders of what the rows come to.
SUM_NAMES = frozenset({"total", GRADE})
#: Placeholders that are no facts of the criteria set, and become one text.
TEXT_NAMES = TITLE_NAMES | SUM_NAMES | {"documents"}
#: Placeholders that become the items of a list.
SHORTCOMINGS = "shortcomings"
LIST_NAMES = frozenset({SHORTCOMINGS, "directions"})
#: Placeholders that follow from rows.
ROW_NAMES = SUM_NAMES | LIST_NAMES

#: As many decimals percentages have on paper.
_OF_PERCENT = 1

#: What stands for the year and the next one, inside a sentence and at its start.
_PERIODS = {"year": ("period", "Period"), "next_year": ("next_period", "Next_period")}
_YEAR = re.compile(r"\b(?P<word>[Nn]ăm) \{\{\s*(?P<name>year|next_year)\s*\}\}")
_ANY_YEAR = re.compile(r"\b(?P<word>[Nn]ăm|NĂM)\s+\{\{\s*(?P<name>year|next_year)\s*\}\}")
_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_THOUSANDS = re.compile(r"(?<=\d)(?=(?:\d{3})+(?!\d))")
_POINTS = re.compile(r"(?<=\d)\.(?=\d{3}(?!\d))")
_LEADING_ZEROS = re.compile(r"\b0+(?=\d)")


class State(Enum):
    """How the text of a mark stands to what it would be filled with now."""

    CURRENT = "the same"
    OPEN = "left open"
    STALE = "as it was filled, but that has changed"
    TYPED = "typed over"


@dataclass(frozen=True, slots=True)
class Values:
    """What placeholders stand for.

    :ivar texts: the text of each name
    :ivar lists: the items of each list, by what they come from, in order
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """A mark whose text is not what it would be filled with now."""

    name: str
    state: State
    text: str
    value: str

    @property
    def can_be_filled(self) -> bool:
        return self.state is State.STALE or (self.state is State.OPEN and self.value != BLANK)


@dataclass(frozen=True, slots=True)
class ListPlan:
    """What becomes of a list when it is filled again.

    :ivar items: the place of each item that stays as it is, or the text of another
    :ivar added: the texts of new items
    :ivar changed: the new texts of items whose source says something else now
    :ivar removed: the texts of items whose source is gone
    """

    items: tuple[int | str, ...]
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def changes(self) -> dict[str, str]:
        """The texts of all items that would be added, changed and removed, by these words."""
        changes = {"added": self.added, "changed": self.changed, "removed": self.removed}
        return {change: " ".join(items) for change, items in changes.items() if items}

    @property
    def is_outdated(self) -> bool:
        return bool(self.changes)


@dataclass(frozen=True, slots=True)
class Outdated:
    """What a section says otherwise than it would be filled now.

    :ivar texts: the marks, once each; those that are left open too
    :ivar lists: the name and the plan of each list that somebody filled or wrote, and that would change
    :ivar open_places: how many marks and lists are left open
    :ivar open_lists: the names of these lists
    :ivar can_be_filled: whether filling it would change it
    """

    texts: tuple[Difference, ...] = ()
    lists: tuple[tuple[str, ListPlan], ...] = ()
    open_places: int = 0
    can_be_filled: bool = False
    open_lists: tuple[str, ...] = ()

    @property
    def differing(self) -> list[Difference]:
        """The marks that say something else than they would be filled with."""
        return [text for text in self.texts if text.state is not State.OPEN]

    @property
    def count(self) -> int:
        """How many marks and lists are out of date."""
        return len(self.differing) + len(self.lists)


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


def for_period(template: str, is_yearly: bool) -> str:
    """Return the template of a report so that what it says of the year it says of the period.

    "Năm {{year}}" at the start of a sentence becomes the period with a capital letter; a year without "năm", as in a
    date, stays one.

    :param is_yearly: whether that is a year, of which nothing may read otherwise than it is worded
    """
    found = _YEAR if is_yearly else _ANY_YEAR
    return found.sub(lambda match: f"{{{{{_PERIODS[match['name']][match['word'][0].isupper()]}}}}}", template)


def find_unknown(names: Iterable[str], known: Iterable[str]) -> list[Unknown]:
    """Return the `names` that are not `known`, once each."""
    possible = sorted(set(known))
    return [
        Unknown(name, tuple(get_close_matches(name.lower(), possible, n=3)))
        for name in dict.fromkeys(names)
        if name not in possible
    ]


def format_fact(
    value: Number | None, unit: str = "", decimals: int = MOST_DECIMALS, borders: Iterable[Number] = ()
) -> str:
    """Write a number as officials do: "7.219", "01", "91,2%"; :data:`BLANK` for None.

    Counts below ten have two digits, a percentage has one decimal, or as many more as decide.

    :param decimals: how many the fact may have
    :param borders: what the number is compared with, see :mod:`scoring.borders`
    """
    if value is None:
        return BLANK
    if unit.strip() == "%":
        return f"{_group(format_deciding(value, _places(unit, decimals), borders))}%"
    text = format_result(value, decimals, borders)
    return f"0{text}" if len(text) == 1 and text != "0" else _group(text)


def is_rounded(value: Number | None, unit: str, decimals: int) -> bool:
    """Tell whether :func:`format_fact` writes less of a number than it has, so that it depends on the borders."""
    return value is not None and not ends_within(value, _places(unit, decimals))


def _places(unit: str, decimals: int) -> int:
    return min(decimals, _OF_PERCENT) if unit.strip() == "%" else decimals


def _group(text: str) -> str:
    """Put a point between the thousands of a written number."""
    whole, comma, decimals = text.partition(",")
    return _THOUSANDS.sub(".", whole) + comma + decimals


def same(one: str, other: str) -> bool:
    """Tell whether two texts say the same, however their numbers and spaces are written: "7219" is "7.219"."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return _LEADING_ZEROS.sub("", _POINTS.sub("", "".join(text.split())))


def state_of(text: str, filled: str | None, value: str) -> State:
    """Return the state of a mark.

    :param text: what it says
    :param filled: what it was filled with last; None where that is not known, then it counts as filled
    :param value: what it would be filled with now
    """
    if same(text, BLANK):
        return State.OPEN
    if same(text, value):
        return State.CURRENT
    return State.STALE if filled is None or same(text, filled) else State.TYPED


def find_outdated(
    texts: Iterable[tuple[str, str]], lists: Iterable[tuple[str, Sequence[str]]], filled: Values, now: Values
) -> Outdated:
    """Return what in a section is not as it would be filled `now`.

    :param texts: its marks as they read: name and text; names that stand for nothing are left alone
    :param lists: its lists as they read: name and items
    :param filled: what it was filled with last
    """
    found = [
        Difference(name, state_of(text, filled.texts.get(name), now.texts[name]), text, now.texts[name])
        for name, text in texts
        if name in now.texts
    ]
    differences = [difference for difference in found if difference.state is not State.CURRENT]
    plans = [
        (name, items, plan_items(items, filled.lists.get(name, now.lists[name]), now.lists[name]))
        for name, items in lists
        if name in now.lists
    ]
    open_lists = [name for name, items, _plan in plans if all(same(item, BLANK) for item in items)]
    changing = [(name, plan) for name, _items, plan in plans if plan.is_outdated]
    return Outdated(
        texts=tuple(dict.fromkeys(differences)),
        lists=tuple((name, plan) for name, plan in changing if name not in open_lists),
        open_places=sum(difference.state is State.OPEN for difference in differences) + len(open_lists),
        can_be_filled=bool(changing) or any(difference.can_be_filled for difference in differences),
        open_lists=tuple(open_lists),
    )


def split_typed(text: str, filled: str) -> tuple[str, str] | None:
    """Return what was typed before and after a filled text, for a caret at the edge of a mark stands inside it.

    None where nothing was, or where it went into the number itself.
    """
    before, found, after = text.partition(filled)
    if not found or not (before or after) or before[-1:].isalnum() or re.match(r"\w|[.,]\d", after):
        return None
    return before, after


def plan_items(items: Sequence[str], filled: Mapping[str, str], now: Mapping[str, str]) -> ListPlan:
    """Return what becomes of a list when it is filled again.

    Items that nobody touched follow their source. Items that were written or altered by hand stay, and what was taken
    out by hand stays out.

    :param items: what the list says
    :param filled: the items that it was filled with last, by what they come from
    :param now: the items that it would have now
    """
    source_of = {_plain(text): source for source, text in filled.items()}
    kept: list[int | str] = []
    changed, removed = [], []
    for place, item in enumerate(items):
        source = source_of.get(_plain(item))
        if same(item, BLANK):
            continue
        if source is None or same(item, now.get(source, "")):
            kept.append(place)
        elif source in now:
            kept.append(now[source])
            changed.append(now[source])
        else:
            removed.append(item)
    added = [text for source, text in now.items() if source not in filled]
    return ListPlan(tuple([*kept, *added] or [BLANK]), tuple(added), tuple(changed), tuple(removed))
