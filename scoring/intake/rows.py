"""Rows: what each row below the header is, with its number, text and points told apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .columns import Header, Role
from .entries import Entry, Kind
from .numbering import read_number, split_number
from .printed_points import are_points, read_points
from .rule_texts import is_rule_text
from .source import Table
from .texts import fold

_TOTAL = re.compile(
    r"(?!.*\bthuong\b)(?:tong|cong|sum|(?:tong (?:so )?(?:cong|diem)|cong (?:muc|phan|nhom)|tong (?:muc|phan|nhom)"
    r"|(?:grand |sub ?)?total)(?: .{0,40})?)"
)
_PAGE_NUMBER = re.compile(r"(trang|page)?\s*[-–]?\s*\d{1,4}\s*[-–]?(\s*[/|]\s*\d{1,4})?", re.IGNORECASE)
_BONUS = re.compile(r"\b(diem thuong|thuong diem|diem cong( them)?|bonus|extra points?)\b")
#: Points that a heading states in its own text: "A. NHIỆM VỤ CHUNG (40 điểm)".
_IN_TEXT = re.compile(
    r"\(\s*(?:(?:tối đa|max(?:imum)?)\s*:?\s*)?(?P<points>\d[\d.,]{0,7})\s*(?:điểm|points?)\s*\)\s*$", re.IGNORECASE
)
_SHORTEST_TEXT = 8


@dataclass(frozen=True, slots=True)
class Look:
    """How the text of a row looks, for sheets without numbers."""

    indent: int
    bold: bool
    capitals: bool


@dataclass(frozen=True, slots=True)
class _Parts:
    number: str
    text: str
    maximum: str
    own: str


def read_rows(table: Table, header: Header) -> tuple[list[Entry], list[Look]]:
    """Return the rows of the content and how each looks, without blank rows, repeated headers and the foot."""
    titles = [_signature(table, row) for row in range(header.first, header.first + header.height)]
    entries: list[Entry] = []
    looks: list[Look] = []
    end = 0
    for row in range(header.first + header.height, len(table.rows)):
        parts = _parts_of(table, row, header)
        if not any((parts.number, parts.text, parts.maximum, parts.own)):
            continue
        if any(_repeats(table, row, title) for title in titles) or _numbers_columns(table, row):
            continue
        entry = _classify(row + 1, parts, entries)
        entries.append(entry)
        looks.append(_look_of(table, row, header.columns.text))
        if entry.kind is Kind.TOTAL or entry.maximum is not None or entry.own is not None:
            end = len(entries)
    if any(entry.kind is Kind.TOTAL for entry in entries):
        # What follows the last points once a total was printed is the foot of the paper.
        entries, looks = entries[:end], looks[:end]
    return _one_total(entries), looks


def _parts_of(table: Table, row: int, header: Header) -> _Parts:
    number, text, maximum, own = (table.text(row, header.columns.of(role)) for role in Role)
    if not text:
        # A title that runs over all columns stands in the first of them.
        if number and not read_number(number):
            number, text = "", number
        elif not number and not maximum and not own:
            text = table.text(row, 0)
    if not number:
        number, text = _split(text, maximum or own)
    if not maximum and (match := _IN_TEXT.search(text)) and are_points(match["points"]) and not is_rule_text(text):
        maximum = match["points"]
    return _Parts(number, text, maximum, own)


def _split(text: str, points: str) -> tuple[str, str]:
    """Take the number off a text; a dash that starts a line without points belongs to the text of a rule."""
    number, rest = split_number(text)
    if not points and number and read_number(number)[0].is_bullet:
        return "", text
    return number, rest


def _classify(place: int, parts: _Parts, before: list[Entry]) -> Entry:
    maximum, unread_maximum = _read(parts.maximum)
    own, unread_own = _read(parts.own)
    entry = Entry(
        place,
        Kind.CRITERION,
        parts.text,
        parts.number,
        maximum=maximum,
        own=own,
        bonus=bool(_BONUS.search(words := fold(parts.text))),
        unread_maximum=unread_maximum,
        unread_own=unread_own,
    )
    has_points = bool(parts.maximum or parts.own)
    if has_points and not parts.number and _TOTAL.fullmatch(words):
        return replace(entry, kind=Kind.TOTAL)
    if maximum is not None and maximum < 0:
        return _rule(entry, f"{parts.text}: trừ {parts.maximum.lstrip('-–− ')} điểm")
    if has_points:
        return entry
    if _is_page_number(parts):
        return replace(entry, kind=Kind.IGNORED)
    readings = read_number(parts.number)
    if parts.number and not (readings and readings[0].is_bullet):
        return entry
    if not parts.number and _continues(parts.text, before):
        return replace(entry, kind=Kind.CONTINUED)
    if not parts.number and not before:
        return entry
    if not parts.number and parts.text.isupper() and len(parts.text) >= _SHORTEST_TEXT:
        return entry
    return _rule(entry, f"{parts.number} {parts.text}".strip())


def _rule(entry: Entry, text: str) -> Entry:
    return Entry(entry.place, Kind.RULE, text)


def _is_page_number(parts: _Parts) -> bool:
    return not (parts.number and parts.text) and bool(_PAGE_NUMBER.fullmatch(parts.number or parts.text))


def _continues(text: str, before: list[Entry]) -> bool:
    """Tell whether a text goes on with the one before: it starts small, and that one did not end."""
    return bool(before) and text[:1].islower() and not before[-1].text.endswith((".", ";", ":"))


def _read(text: str) -> tuple[float | None, str]:
    try:
        return read_points(text), ""
    except ValueError:
        return None, text


def _signature(table: Table, row: int) -> tuple[str, ...]:
    return tuple(table.words(table.text(row, column)) for column in range(table.width))


def _repeats(table: Table, row: int, title: tuple[str, ...]) -> bool:
    """Tell whether a row is a title again; most differ in their first cell, which is looked at first."""
    return all(table.words(table.text(row, column)) == words for column, words in enumerate(title))


def _numbers_columns(table: Table, row: int) -> bool:
    """Tell whether the row numbers the columns, as in (1) (2) (3) or A B 1 2."""
    texts = [table.text(row, column).strip("()[] ") for column in range(table.width)]
    filled = [text for text in texts if text]
    if len(filled) < 3:
        return False
    digits = [text for text in filled if text.isdigit()]
    letters = filled[: len(filled) - len(digits)]
    counts = [str(number) for number in range(1, len(digits) + 1)]
    return bool(digits) and digits == counts and filled == letters + digits and letters == list("ABC")[: len(letters)]


def _look_of(table: Table, row: int, column: int) -> Look:
    cells = table.rows[row]
    cell = cells[column] if column < len(cells) else cells[0]
    text = cell.text.strip()
    return Look(cell.indent, cell.bold, text.isupper())


def _one_total(entries: list[Entry]) -> list[Entry]:
    """Keep the last total; earlier ones are sums of groups, which are made anew."""
    last = max((place for place, entry in enumerate(entries) if entry.kind is Kind.TOTAL), default=None)
    return [
        replace(entry, kind=Kind.IGNORED) if entry.kind is Kind.TOTAL and place != last else entry
        for place, entry in enumerate(entries)
    ]
