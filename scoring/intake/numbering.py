"""Printed numbers of rows: I, A, 1, 1.1, 1), a), I.1.2 and the bullets -, + and •.

A number is a path of ordinals and a style. Rows of one style stand on one level; "1" and "1.1" are two styles.
Single letters may be Roman numerals too, so a text has several readings; the rows before it tell which one is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

_ROMAN = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
#: What is rather a letter when nothing before it tells.
_RATHER_LETTERS = frozenset("CDLMcdlm")
_BULLETS = {**dict.fromkeys("-–—−", "-"), "+": "+", **dict.fromkeys("•●▪■◦○*·§", "•")}
_WORDS = r"(?:tiêu chí|tiêu chuẩn|mục|phần|nhóm|chương|điều|part|section|group|item)\s+"
_WORD = re.compile(rf"{_WORDS}(?=\S)", re.IGNORECASE)
_NUMBER = re.compile(r"\(?(?P<path>[0-9A-Za-zĐđ]{1,7}(?:[.\-][0-9A-Za-zĐđ]{1,4}){0,5})(?P<end>[.)/:]{0,2})")
_PATH = r"(?:[IVXLC]{1,6}|[0-9]{1,3}|[A-Za-zĐđ])(?:\.[0-9]{1,3}){0,4}"
#: A number that starts a text. A bare one does not count: "12 tháng" and "VI PHẠM" are no numbers of rows.
_LEADING = re.compile(
    rf"(?P<number>(?i:{_WORDS}){_PATH}[.)/:]{{0,2}}(?=\s)|\(?{_PATH}[.)/:]{{1,2}}(?=\s|[^\W\d])"
    r"|[0-9]{1,3}(?:\.[0-9]{1,3}){1,4}(?=\s)|[-–—−+•●▪■◦○*·§])\s*(?P<text>[^\d\s].*)",
    re.DOTALL,
)

#: Some lists count a, b, c, d, đ, e and others a, b, c, d, e, so đ stands outside and follows d as e does.
_DD = 100
_AROUND_DD = frozenset({(4, _DD), (_DD, 5)})


@dataclass(frozen=True, slots=True)
class Number:
    """One reading of a printed number.

    :ivar style: one letter for each part (D digits, R and r Roman, U and L letters) and ")" where one closes it, or the
        bullet; empty for no number
    :ivar path: the ordinals of its parts; empty for a bullet
    """

    style: str
    path: tuple[int, ...] = ()

    @property
    def is_bullet(self) -> bool:
        return not self.path

    def follows(self, other: Number) -> bool:
        """Tell whether this is the number after `other`, on the same level and below the same row."""
        if self.is_bullet:
            return self.style == other.style
        return (
            self.style.rstrip(")") == other.style.rstrip(")")
            and self.path[:-1] == other.path[:-1]
            and (self.path[-1] == other.path[-1] + 1 or (other.path[-1], self.path[-1]) in _AROUND_DD)
        )

    def extends(self, other: Number) -> bool:
        """Tell whether this number starts with `other`, as 1.2 does with 1."""
        return 0 < len(other.path) < len(self.path) and self.path[: len(other.path)] == other.path


NO_NUMBER = Number("")


def read_number(text: str) -> list[Number]:
    """Return every reading of a printed number, the likeliest first; none if it is no number."""
    text = text.strip()
    if not text:
        return [NO_NUMBER]
    if text in _BULLETS:
        return [Number(_BULLETS[text])]
    match = _NUMBER.fullmatch(_WORD.sub("", text))
    if not match:
        return []
    close = ")" if ")" in match["end"] else ""
    parts = [list(_read_part(part)) for part in re.split(r"[.\-]", match["path"])]
    return [
        Number("".join(style for style, _value in reading) + close, tuple(value for _style, value in reading))
        for reading in product(*parts)
    ]


def split_number(text: str) -> tuple[str, str]:
    """Return the number that a text starts with, and the text after it; an empty number where there is none."""
    match = _LEADING.match(text)
    if not match or not read_number(match["number"]):
        return "", text
    return match["number"], match["text"]


def parts_of(text: str) -> list[str]:
    """Return the parts of a printed number as printed: "1.2." is ["1", "2"]."""
    return [part for part in re.split(r"[.\-()/:\s]+", _WORD.sub("", text.strip())) if part]


def _read_part(part: str) -> Iterator[tuple[str, int]]:
    if part.isdigit():
        yield "D", int(part)
        return
    upper = part.upper()
    roman = bool(_ROMAN.fullmatch(upper)) and part in (upper, part.lower())
    readings = []
    if roman:
        readings.append(("R" if part == upper else "r", _roman_value(upper)))
    if len(part) == 1 and part.isalpha():
        readings.append(("U" if part == upper else "L", _letter_value(part)))
    yield from reversed(readings) if part in _RATHER_LETTERS else readings


def _letter_value(letter: str) -> int:
    lower = letter.lower()
    return _DD if lower == "đ" else ord(lower) - ord("a") + 1


def _roman_value(text: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in text]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))
