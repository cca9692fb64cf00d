"""Doubts: what a person should look at before an imported sheet is used, each with its row and value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from ..points import LARGEST, PointsError, differ, parse_points, round_points, sum_points
from ..wording import Contradiction, find_contradictions
from .entries import Entry, Kind
from .numbering import read_number
from .outline import Node, Outline, make_outline
from .rule_texts import sounds_like_rule


class Trouble(Enum):
    """What is in doubt. The first group has to be settled before a criteria set is made of the sheet."""

    NO_CRITERION = "the sheet has no criterion"
    NO_TEXT = "a criterion without a text"
    BAD_POINTS = "points that no sheet can hold"
    LEVEL_SKIPPED = "a level below one that is missing"

    MAXIMUM_UNREAD = "standard points that are no number"
    OWN_UNREAD = "self points that are no number"
    NUMBER_UNREAD = "a number that is none"
    NUMBER_REPEATED = "a number that a row beside it has too"
    LEVEL_GUESSED = "a level that nothing confirms"
    NO_MAXIMUM = "a criterion without standard points"
    SUM = "standard points that are not the sum of the rows below"
    OWN_SUM = "self points that are not the sum of the rows below"
    OWN_BLANK = "self points over rows that are blank"
    OWN_ABOVE = "self points above the standard points"
    TOTAL = "a total that is not the sum of the rows"
    OWN_TOTAL = "a total of self points that is not the sum of the rows"
    WORDS = "words that give other points than the product beside them"
    PRODUCT = "a product that does not come to what it says"
    NOT_THE_MAXIMUM = "a product that does not come to the standard points"
    RULE_NOT_UNDERSTOOD = "the text of a rule that was not understood"
    RULE_UNSURE = "the text of a rule that may mean something else"
    ASTRAY = "a line that no criterion stands above"


_BLOCKING = frozenset({Trouble.NO_CRITERION, Trouble.NO_TEXT, Trouble.BAD_POINTS, Trouble.LEVEL_SKIPPED})
_CONTRADICTIONS = {
    Contradiction.WORDS: Trouble.WORDS,
    Contradiction.PRODUCT: Trouble.PRODUCT,
    Contradiction.MAXIMUM: Trouble.NOT_THE_MAXIMUM,
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """One doubt.

    :ivar index: the place among the entries, None for the whole sheet
    :ivar stated: what the sheet says, as text or as points
    :ivar expected: the points that it should be, None where there is no other number
    """

    kind: Trouble
    index: int | None
    stated: str | float | None = None
    expected: float | None = None

    @property
    def blocks(self) -> bool:
        return self.kind in _BLOCKING


def find_doubts(entries: Sequence[Entry], outline: Outline | None = None) -> list[Doubt]:
    """Return every doubt about a sheet, in the order of its rows.

    :param outline: that of the entries, None to make it
    """
    outline = outline or make_outline(entries)
    doubts = [] if outline.nodes else [Doubt(Trouble.NO_CRITERION, None)]
    before = -1
    numbers: set[tuple[int | None, str]] = set()
    for node in outline.nodes:
        doubts += _doubts_of_row(node, before)
        doubts += _doubts_of_points(node)
        doubts += _doubts_of_own(node)
        before = node.entry.level
        key = (node.parent.index if node.parent else None, node.entry.number)
        if key in numbers:
            doubts.append(Doubt(Trouble.NUMBER_REPEATED, node.index, node.entry.number))
        if node.entry.number and not _is_bullet(node.entry.number):
            numbers.add(key)
    doubts += [doubt for index, entry in enumerate(entries) for doubt in _doubts_of_rule(index, entry)]
    doubts += [Doubt(Trouble.ASTRAY, index, entries[index].text) for index in outline.astray]
    doubts += _doubts_of_total(outline, entries)
    return sorted(doubts, key=lambda doubt: len(entries) if doubt.index is None else doubt.index)


def own_points(node: Node) -> float | None:
    """Return the sum of the unit's own points of the leaves, None where all are blank."""
    if not node.children:
        return node.entry.own
    points = [own for child in node.children if (own := own_points(child)) is not None]
    return sum_points(points) if points else None


def _doubts_of_row(node: Node, before: int) -> list[Doubt]:
    entry, index = node.entry, node.index
    doubts = []
    if not node.text.strip():
        doubts.append(Doubt(Trouble.NO_TEXT, index))
    if not 0 <= entry.level <= before + 1:
        doubts.append(Doubt(Trouble.LEVEL_SKIPPED, index, str(entry.level + 1)))
    elif entry.guessed:
        doubts.append(Doubt(Trouble.LEVEL_GUESSED, index, str(entry.level + 1)))
    if not read_number(entry.number):
        doubts.append(Doubt(Trouble.NUMBER_UNREAD, index, entry.number))
    return doubts


def _doubts_of_points(node: Node) -> list[Doubt]:
    entry, index = node.entry, node.index
    for points in (entry.maximum, entry.own):
        if points is not None and not _is_valid(points):
            return [Doubt(Trouble.BAD_POINTS, index, points)]
    doubts = []
    if entry.maximum is None:
        if entry.unread_maximum:
            doubts.append(Doubt(Trouble.MAXIMUM_UNREAD, index, entry.unread_maximum))
        elif not node.children:
            doubts.append(Doubt(Trouble.NO_MAXIMUM, index))
    elif node.children and differ(entry.maximum, total := sum_points(child.maximum for child in node.children)):
        doubts.append(Doubt(Trouble.SUM, index, entry.maximum, total))
    doubts += [
        Doubt(_CONTRADICTIONS[found.contradiction], index, found.stated, found.expected)
        for found in find_contradictions(node.text, node.maximum)
    ]
    return doubts


def _doubts_of_own(node: Node) -> list[Doubt]:
    entry, index = node.entry, node.index
    if entry.own is None:
        return [Doubt(Trouble.OWN_UNREAD, index, entry.unread_own)] if entry.unread_own else []
    if not _is_valid(entry.own):
        return []
    doubts = []
    if round_points(entry.own) > node.maximum and entry.maximum is not None:
        doubts.append(Doubt(Trouble.OWN_ABOVE, index, entry.own, node.maximum))
    if node.children:
        total = own_points(node)
        if total is None:
            doubts.append(Doubt(Trouble.OWN_BLANK, index, entry.own))
        elif differ(entry.own, total):
            doubts.append(Doubt(Trouble.OWN_SUM, index, entry.own, total))
    return doubts


def _doubts_of_rule(index: int, entry: Entry) -> list[Doubt]:
    if entry.kind is not Kind.RULE:
        return []
    if entry.rule is None:
        return [Doubt(Trouble.RULE_NOT_UNDERSTOOD, index, entry.text)] if sounds_like_rule(entry.text) else []
    return [] if entry.rule.sure else [Doubt(Trouble.RULE_UNSURE, index, entry.text)]


def _doubts_of_total(outline: Outline, entries: Sequence[Entry]) -> list[Doubt]:
    if outline.total is None:
        return []
    entry, doubts = entries[outline.total], []
    maximum = sum_points(node.maximum for node in outline.groups)
    if entry.maximum is not None and differ(entry.maximum, maximum):
        doubts.append(Doubt(Trouble.TOTAL, outline.total, entry.maximum, maximum))
    own = [points for node in outline.groups if (points := own_points(node)) is not None]
    if entry.own is not None and differ(entry.own, sum_points(own)):
        doubts.append(Doubt(Trouble.OWN_TOTAL, outline.total, entry.own, sum_points(own)))
    unread = ((Trouble.MAXIMUM_UNREAD, entry.unread_maximum), (Trouble.OWN_UNREAD, entry.unread_own))
    return doubts + [Doubt(kind, outline.total, text) for kind, text in unread if text]


def _is_bullet(number: str) -> bool:
    readings = read_number(number)
    return bool(readings) and readings[0].is_bullet


def _is_valid(points: float) -> bool:
    try:
        parse_points(points, LARGEST)
    except PointsError:
        return False
    return True
