"""The numbers that a Word document counts by itself, written out as a reader sees them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_MOST_LEVELS = 9


@dataclass(slots=True)
class _Level:
    format: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted.

    :ivar lists: the list (an abstract numbering) of each number id
    :ivar levels: the levels of each list
    """

    lists: dict[str, str] = field(default_factory=dict)
    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def count(self, number_id: str, level: str) -> str:
        """Count one paragraph on, and return its number; empty where the list has none."""
        if number_id not in self.lists or not level.isdigit() or not 0 <= int(level) < _MOST_LEVELS:
            return ""
        name, depth = self.lists[number_id], int(level)
        levels, counts = self.levels.get(name, {}), self._counts.setdefault(name, {})
        here = levels.get(depth, _Level())
        counts[depth] = counts[depth] + 1 if depth in counts else here.start
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        if here.format == "bullet":
            return "-"
        if here.format == "none":
            return ""

        def write(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            found = levels.get(place, _Level())
            return _format(counts.get(place, found.start), found.format)

        return _PLACE.sub(write, here.text)


class NumberingReader:
    """Reads the part of a document that defines its lists.

    :ivar numbering: what was found
    """

    def __init__(self) -> None:
        self.numbering = Numbering()
        self._list = self._number = ""
        self._level = _Level()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        values = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        value = values.get("val", "")
        if tag == "abstractNum":
            self._list = values.get("abstractNumId", "")
            self.numbering.levels[self._list] = {}
        elif tag == "num":
            self._number = values.get("numId", "")
            self._list = ""
        elif tag == "abstractNumId" and self._number:
            self.numbering.lists[self._number] = value
        elif tag == "lvl" and self._list:
            self._level = _Level()
            depth = values.get("ilvl", "")
            if depth.isdigit() and len(depth) == 1:
                self.numbering.levels[self._list][int(depth)] = self._level
        elif tag == "numFmt":
            self._level.format = value
        elif tag == "lvlText":
            self._level.text = value[:60]
        elif tag == "start" and value.isdigit() and len(value) < 5:
            self._level.start = int(value)


def _format(number: int, style: str) -> str:
    if style in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26)
        return letter if style == "lowerLetter" else letter.upper()
    if style in ("lowerRoman", "upperRoman") and 0 < number < 50:
        text = _roman(number)
        return text.lower() if style == "lowerRoman" else text
    return f"{number:02d}" if style == "decimalZero" else str(number)


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text
