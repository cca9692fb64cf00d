"""Products written in the text of a criterion: "mỗi báo cáo được 0,25 điểm: 10 x 0,25 = 2,5 điểm".

Sheets say by them how many points a row can give. Texts have other products too, of a room or of money: those are read
as well, and known for what they are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from .numbers import exact, readings, round_half_up
from .points import DECIMALS

#: "2,5", "0.25", "1.200.000"; longer numbers are none of a scoring sheet.
NUMBER = r"(?<!\d)(?<!\d[.,])(?:[1-9]\d{0,2}(?:\.\d{3})+|\d{1,7}(?:[,.]\d{1,4})?)(?![.,]?\d)"
POINTS = r"(?:điểm|đ\b|points?|pts?\b)"

_TOKEN = re.compile(rf"(?P<number>{NUMBER})|(?P<sign>[×*]|x(?=\s*\d))|(?P<word>%|[^\W\d_]\w*)|(?P<mark>\S)", re.I)
#: Without a sign there is no product, whatever else a text holds.
_SIGN = re.compile(r"[×*]|x(?=\s*\d)", re.I)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_IS_POINTS = re.compile(POINTS, re.I)
#: "0,25 điểm: ", "0,5đ/báo cáo (": the points that words give, before the product that works them out.
_WORDS = re.compile(rf"(?P<words>{NUMBER})\s*{POINTS}(?:\s*/\s*[^\W\d]+(?:\s[^\W\d]+){{0,3}})?\s*[:(]\s*$", re.I)
#: As far as words are looked for before a product.
_WORDS_REACH = 120
#: "12 tháng x", "3 báo cáo quý x": as many words may stand between a number and the sign.
_UNIT_WORDS = 4
#: Words that go on after a result; any other says what the result is a number of.
_GOES_ON = frozenset("và hoặc hay nhưng trừ nếu thì là tối tính and or but if at in".split())


@dataclass(frozen=True, slots=True)
class Product:
    """A product as a text states it.

    :ivar each: the factor that is the points of one time
    :ivar times: how many times, None where that is no whole number
    :ivar value: what it comes to
    :ivar result: what the text says that it comes to, None where it says nothing
    :ivar words: the points that the words before it give, None where they give none
    :ivar in_points: whether it comes to points; the area of a room does not
    :ivar is_term: whether it is part of a longer sum, so that its result is not that of the whole
    :ivar start: where it starts in the text, without its words
    :ivar end: where it ends
    """

    each: float
    times: int | None
    value: float
    result: float | None
    words: float | None
    in_points: bool
    is_term: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Factor:
    number: float
    is_whole: bool
    is_grouped: bool
    unit: str
    end: int

    @property
    def in_points(self) -> bool:
        return bool(_IS_POINTS.fullmatch(self.unit))

    @property
    def value(self) -> float:
        return self.number / 100 if self.unit == "%" else self.number


def find_products(text: str) -> list[Product]:
    """Return the products that `text` states: those with a result, and those that work out the points of words."""
    if not _SIGN.search(text):
        return []
    tokens = list(_TOKEN.finditer(text))
    found, place = [], 0
    while place < len(tokens):
        factors, after = _read_factors(tokens, place)
        if len(factors) > 1 and not _is_cut(tokens, place) and (product := _make(text, tokens, place, factors, after)):
            found.append(product)
        place = max(after, place + 1)
    return found


def without_products(text: str) -> str:
    """Return `text` without the products that it states."""
    kept, place = [], 0
    for product in find_products(text):
        kept.append(text[place : product.start])
        place = product.end
    return "".join([*kept, text[place:]])


def parse_number(text: str) -> float:
    """Return a number that :data:`NUMBER` matches: "2.5" and "2,5" are the same.

    Of "1.200", which could be two numbers where it is typed, texts mean a thousand and more.
    """
    return float(readings(text)[-1])


def _read_factors(tokens: Sequence[re.Match[str]], place: int) -> tuple[list[_Factor], int]:
    """Return the factors from `place` on, and the place after the last of them."""
    factors: list[_Factor] = []
    while place < len(tokens) and tokens[place]["number"]:
        factor, after = _read_factor(tokens, place)
        factors.append(factor)
        if after == len(tokens) or not tokens[after]["sign"]:
            # The words after the last factor belong to it only where a result follows.
            return factors, after if after < len(tokens) and tokens[after]["mark"] == "=" else place + 1
        place = after + 1
    return factors, place


def _read_factor(tokens: Sequence[re.Match[str]], place: int) -> tuple[_Factor, int]:
    written = tokens[place][0]
    after = place + 1
    while after < min(len(tokens), place + 1 + _UNIT_WORDS) and tokens[after]["word"]:
        after += 1
    factor = _Factor(
        number=parse_number(written),
        is_whole=written.isdigit(),
        is_grouped=bool(_THOUSANDS.fullmatch(written)),
        unit=tokens[place + 1][0].casefold() if after > place + 1 else "",
        end=tokens[place].end(),
    )
    return factor, after


def _is_cut(tokens: Sequence[re.Match[str]], place: int) -> bool:
    """Tell whether the product from `place` on is the end of something larger: "2 + 3 x 0,5", "8/10 x 4"."""
    before = [token[0] for token in tokens[max(place - 2, 0) : place]]
    if not before:
        return False
    if before[-1] == "/" or tokens[place - 1]["sign"]:
        return True
    is_operand = len(before) == 2 and (before[0] == ")" or bool(tokens[place - 2]["number"]))
    return is_operand and before[-1] in {"+", "-", "−", "–"}


def _make(
    text: str, tokens: Sequence[re.Match[str]], place: int, factors: Sequence[_Factor], after: int
) -> Product | None:
    result, said, end, after = _read_result(tokens, factors, after)
    start = tokens[place].start()
    words = _WORDS.search(text[max(start - _WORDS_REACH, 0) : start])
    if result is None and not words:
        return None
    each, times = _each_and_times(factors)
    goes_on = "".join(token[0] for token in tokens[after : after + 1])
    follows_number = after + 1 < len(tokens) and bool(tokens[after + 1]["number"])
    return Product(
        each=each,
        times=times,
        value=float(round_half_up(math.prod(exact(factor.value) for factor in factors), DECIMALS)),
        result=result,
        words=parse_number(words["words"]) if words else None,
        in_points=_in_points(factors, said) if result is not None else True,
        is_term=follows_number and goes_on in {"+", "-", "−", "–", "/", "=", "x", "X", "×", "*"},
        start=start,
        end=end,
    )


def _read_result(
    tokens: Sequence[re.Match[str]], factors: Sequence[_Factor], after: int
) -> tuple[float | None, _Factor | None, int, int]:
    """Return the number of the result, the result with its unit, where it ends, and the place after it."""
    if not (after + 1 < len(tokens) and tokens[after]["mark"] == "=" and tokens[after + 1]["number"]):
        return None, None, factors[-1].end, after
    said, _after_words = _read_factor(tokens, after + 1)
    return said.value, said, said.end, after + 2


def _in_points(factors: Sequence[_Factor], result: _Factor | None) -> bool:
    if result is None or result.is_grouped or any(factor.is_grouped for factor in factors):
        return False
    if result.unit and result.unit not in _GOES_ON:
        return result.in_points
    return any(factor.in_points or not factor.unit for factor in factors)


def _each_and_times(factors: Sequence[_Factor]) -> tuple[float, int | None]:
    """Return the points of one time, and how many times: "0,25 x 12" says the same as "12 x 0,25"."""
    of_points = [place for place, factor in enumerate(factors) if factor.in_points]
    decimal = [place for place, factor in enumerate(factors) if not factor.is_whole]
    (place, *_others) = of_points or decimal or [len(factors) - 1]
    times = math.prod(factor.value for other, factor in enumerate(factors) if other != place)
    return factors[place].value, int(times) if times == int(times) else None
