"""Wording: the numbers that the text of a criterion states for its own rule, and whether they agree.

Sheets write a rule as words and as a product: "mỗi chương trình công tác được 0,25 điểm: 12 x 0,25 = 3,0 điểm".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from .points import differ, round_points

_NUMBER = r"\d+(?:[,.]\d+)?"
_PRODUCT = re.compile(
    rf"(?:(?P<words>{_NUMBER})\s*điểm\s*:\s*)?(?P<times>\d+)\s*[x×]\s*(?P<each>{_NUMBER})\s*=\s*(?P<result>{_NUMBER})",
    re.IGNORECASE,
)


class Contradiction(Enum):
    """How the numbers in a text contradict each other."""

    WORDS = "the words give other points than the product"
    PRODUCT = "the product is not what it says"
    MAXIMUM = "the product is not the maximum"


@dataclass(frozen=True, slots=True)
class FoundContradiction:
    """A contradiction, with the two points that should be equal."""

    contradiction: Contradiction
    stated: float
    expected: float


def find_contradictions(text: str, maximum: float) -> list[FoundContradiction]:
    """Return where the products written in `text` contradict its words, themselves, or the maximum of the row."""
    found = []
    for match in _PRODUCT.finditer(text):
        times, each, result = (_number(match[name]) for name in ("times", "each", "result"))
        # Words may give the points of each, or those of all.
        if (words := match["words"]) and differ(_number(words), each) and differ(_number(words), result):
            found.append(FoundContradiction(Contradiction.WORDS, _number(words), each))
        if differ(times * each, result):
            found.append(FoundContradiction(Contradiction.PRODUCT, result, round_points(times * each)))
        if differ(result, maximum):
            found.append(FoundContradiction(Contradiction.MAXIMUM, result, maximum))
    return found


def _number(text: str) -> float:
    return float(text.replace(",", "."))
