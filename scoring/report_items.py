"""The items of the lists in the yearly report: what a unit fell short in, and what it will do about it.

Their wording is that of an official Vietnamese document, whatever the language of its reader.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from .points import format_points

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class RowTexts:
    """A leaf as the lists of the report name it.

    :ivar criterion: the text of the row
    :ivar heading: the text of the row above it, empty where the row speaks for itself
    """

    code: str
    criterion: str
    heading: str
    maximum: float

    def shortcoming(self, points: float, explanation: str) -> str:
        """Return the item that tells why the row lost points."""
        return shortcoming(self.criterion, self.heading, points, self.maximum, explanation)


def shortcoming(criterion: str, heading: str, points: float, maximum: float, explanation: str = "") -> str:
    """Return the item for a row that lost points: its explanation, else which criterion and how many points.

    :param criterion: the text of the row
    :param heading: the text of the row above it, empty where the row speaks for itself
    """
    if said := sentence(explanation):
        return said
    name = f"{_name(heading)}: {_name(criterion)}" if heading else _name(criterion)
    return sentence(f"{name} (đạt {format_points(points)}/{format_points(maximum)} điểm)")


def sentence(text: str) -> str:
    """Return `text` in one line, with a capital at its start and a full stop at its end; empty for nothing."""
    line = " ".join(text.split()).rstrip(" .;,-")
    if not line:
        return ""
    end = "" if line[-1] in "?!…" else "."
    return f"{line[0].upper()}{line[1:]}{end}"


def once(items: Mapping[K, str]) -> dict[K, str]:
    """Return the items, in order, without those that an earlier row says in the same words."""
    rows: dict[str, K] = {}
    for row, text in items.items():
        rows.setdefault(text, row)
    return {row: text for text, row in rows.items()}


def _name(criterion: str) -> str:
    """Return the text of a criterion without the rule that it states in brackets."""
    text = " ".join(criterion.split())
    return (text.partition(" (")[0] or text).rstrip(" .;:")
