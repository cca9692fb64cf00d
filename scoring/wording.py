"""Wording: the numbers that the text of a criterion states for its own rule, and whether they agree.

Sheets write a rule as words and as a product: "mỗi chương trình công tác được 0,25 điểm: 12 x 0,25 = 3,0 điểm".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from .points import differ, sum_points
from .products import NUMBER, POINTS, Product, find_products, parse_number, without_products

_POINTS_SAID = re.compile(rf"(?P<points>{NUMBER})\s*{POINTS}", re.IGNORECASE)


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
    """Return where the products of points in `text` contradict its words, themselves, or the maximum of the row.

    Several products, and what the text gives besides, may make up the maximum together.
    """
    products = [product for product in find_products(text) if product.in_points]
    if not products:
        return []
    make_up = _make_up(text, products, maximum)
    found = []
    for product in products:
        said = product.value if product.result is None else product.result
        # Words may give the points of each, or those of all.
        if product.words is not None and differ(product.words, product.each) and differ(product.words, said):
            found.append(FoundContradiction(Contradiction.WORDS, product.words, product.each))
        if differ(product.value, said):
            found.append(FoundContradiction(Contradiction.PRODUCT, said, product.value))
        if differ(said, maximum) and not make_up:
            found.append(FoundContradiction(Contradiction.MAXIMUM, said, maximum))
    return found


def _make_up(text: str, products: Sequence[Product], maximum: float) -> bool:
    """Tell whether the results in a text give the `maximum`: one of them, or all with what else is given."""
    if any(product.is_term for product in products):
        return True
    results = [product.value if product.result is None else product.result for product in products]
    said = [product.words for product in products if product.words is not None]
    others = [parse_number(match["points"]) for match in _POINTS_SAID.finditer(without_products(text))]
    for words in said:
        if words in others:
            others.remove(words)
    sums = (*results, sum_points(results), sum_points([*results, *others]))
    return any(not differ(points, maximum) for points in sums)
