"""How many lines a text takes in a cell of an Excel workbook: not every program finds it when it opens a file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from functools import cache
from itertools import accumulate
from math import ceil

from PIL import ImageFont

from .paper import FONTS

#: The font of the workbooks, and the height of one of its lines in points.
FONT = {"font_name": "Times New Roman", "font_size": 12}
LINE_POINTS = 16
#: What Excel makes of a digit, of a step of indentation and of the edges of a cell, in pixels.
_DIGIT, _INDENT, _EDGES = 8, 13, 18
#: What a letter of text takes with its share of what is left empty at the ends of lines, in pixels; rather too much.
_LETTER = 8


def room_in(width: float, indent: int = 0) -> float:
    """Return how many pixels there are for a line of text in a column of `width` characters."""
    return width * _DIGIT - indent * _INDENT - _EDGES


def count_lines(text: str, room: float, bold: bool) -> int:
    """Return how many lines `text` takes where there is `room` for each; a longer word has a line of its own."""
    if "\n" in text:
        return sum(count_lines(paragraph, room, bold) for paragraph in text.split("\n"))
    widths = _word_widths(bold)
    room += widths[""]  # no space before the first word of a line
    # Where each word ends if all stand on one line.
    ends = list(accumulate(map(widths.__getitem__, text.split())))
    count, first, start = 1, 0, 0.0
    while ends and ends[-1] - start > room:
        first = max(bisect_right(ends, start + room, first), first + 1)
        if first == len(ends):
            break
        start = ends[first - 1]
        count += 1
    return count


def estimate_lines(text: str, room: float, bold: bool) -> int:
    """Return how many lines `text` takes at most, unless most of its letters are wide."""
    return text.count("\n") + ceil(len(text) * _LETTER / room)


class _Widths(dict):
    """The widths of texts in pixels, each measured when it is first asked for; so many are kept at most."""

    _LIMIT = 20_000

    def __init__(self, measure: Callable[[str], float]) -> None:
        self._measure = measure

    def __missing__(self, text: str) -> float:
        width = self._measure(text)
        if len(self) < self._LIMIT:
            self[text] = width
        return width


@cache
def _word_widths(bold: bool) -> _Widths:
    """Return the widths of words, each with a space before it, in a font with the metrics of the workbook's."""
    name = "LiberationSerif-Bold.ttf" if bold else "LiberationSerif-Regular.ttf"
    font = ImageFont.truetype(FONTS / name, FONT["font_size"] * 96 / 72)
    # perf: to add up the letters is many times as fast as to ask the font for a word
    letters = _Widths(font.getlength)
    return _Widths(lambda word: sum(map(letters.__getitem__, word), letters[" "]))
