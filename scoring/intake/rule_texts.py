"""Texts of rules: what they award or deduct, how often, and for which fact.

"trừ 0,5 điểm/02 văn bản" deducts 0.5 for every 2; "mỗi chương trình được 0,25 điểm: 12 x 0,25 = 3,0" awards each of
at most 12; "từ 90% trở lên" awards once. A text that may mean something else is understood, but not for sure.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ..numbers import readings
from ..points import PointsError, differ, parse_points
from ..products import POINTS, find_products, parse_number, without_products
from ..rules import Basis, Effect
from .entries import ProposedRule
from .texts import clean, fold

#: Longer numbers are none of a scoring sheet.
_N = r"(?<!\d)\d{1,7}(?:[,.]\d{1,4})?(?!\d)"
_UNIT = r"(?P<unit>%|[^\W\d]+)?"


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile("".join(patterns), re.IGNORECASE)


_DEDUCTION = _words(rf"(?:(?:bị\s+)?trừ(?:\s+đi)?|deduct(?:s|ed)?|minus)\s+(?P<points>{_N})\s*{POINTS}")
_AWARD = _words(
    r"(?:được(?:\s+(?:tính|cộng|thưởng|chấm))?|cộng|thưởng|đạt|award(?:s|ed)?|add|gives?|earns?)\s+(?:thêm\s+)?",
    rf"(?P<points>{_N})\s*{POINTS}",
    rf"|(?P<each>{_N})\s*{POINTS}\s+(?:cho\s+mỗi|each|for\s+each|for\s+every|per)\b",
)
#: What follows the points: "/02 văn bản", "cho mỗi cuộc", "per 2 documents".
_PER = _words(
    r"\s*(?:/|cho\s+mỗi\s|per\s|for\s+every\s|for\s+each\s|each\s)\s*",
    r"(?P<step>\d{1,4})?\s*(?P<unit>[^\d\W][\w ]{0,40})?",
)
#: What stands before them: "mỗi nhiệm vụ quá hạn bị trừ", "cứ 02 văn bản chậm".
_EACH = _words(
    r"\b(?:mỗi|cứ|each|every|per)\s+(?P<step>\d{1,4}\s+)?(?P<unit>[^,;:()]{1,80}?)",
    r"(?=\s+(?:được|bị|trừ|cộng|thưởng|tính|đạt|phải|gửi|chậm|quá|triển|not|late|is|are|award|deduct|\d)|[,;:()]|$)",
)
_EACH_CLAUSE = _words(
    r"\b(?:mỗi|cứ|each|every)\s+(?:\d{1,4}\s+)?(?P<clause>[^:;()]{1,300}?)\s*,?\s*(?:(?:bị|được)\s+)?",
    r"(?:tính\s+|cộng\s+)?(?:trừ|cộng|thưởng|deducts?|earns?|gives?|\d[\d,.]*)\b",
)
#: A rule applies no more often than that; what a text counts in larger numbers are no points.
_MOST_TIMES = 9999
_COMPARISONS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (">=", _words(rf"(?:từ|tối thiểu|ít nhất|không dưới|at least)\s+(?P<value>{_N})\s*{_UNIT}")),
    (">=", _words(rf"(?P<value>{_N})\s*(?P<unit>%)\s*(?:trở lên|or more|and above|or above)")),
    (">=", _words(rf"đạt\s+(?P<value>{_N})\s*(?P<unit>%)")),
    ("<", _words(rf"(?:dưới|chưa đạt|below|less than|under|fewer than)\s+(?P<value>{_N})\s*{_UNIT}")),
    ("<=", _words(rf"(?:không quá|tối đa|at most|up to)\s+(?P<value>{_N})\s*{_UNIT}")),
    (">", _words(rf"(?:trên|quá|above|more than|over)\s+(?P<value>{_N})\s*{_UNIT}")),
)
_COMPARED = _words(r"\s*,?\s*\b(?:từ|tối thiểu|ít nhất|không dưới|trên|dưới|at least|below|above)\s+\d")
#: "1.200" may have decimals or thousands.
_AMBIGUOUS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}\.\d{3}(?![.,]?\d)")
_MONTHLY = _words(r"\b(mỗi tháng|trong (?:01|1|một) tháng|hàng tháng|hằng tháng|từng tháng|(?:each|every|per) month)\b")
_MONTHS = ("thang", "month")
#: "văn bản giấy: 01 điểm" among others of its kind
_COMPONENT = _words(rf"(?P<label>[^;:()]*[^;:()\s])\s*:?\s+(?P<points>{_N})\s*{POINTS}\.?")
_SCORED_LINE = _words(rf"(?P<label>.+?)\s*:\s*\+?(?P<points>{_N})\s*{POINTS}\.?")
_PARENTHESES = re.compile(r"\(([^()]*)\)")
_NEXT_RULE = _words(r"(?<=điểm)\s*[.;]?\s+[-–+]\s+|(?<=points)\s*[.;]?\s+[-–+]\s+")
_LEADING_DASH = re.compile(r"^[-–—+•*]\s*")
_LEADING_EACH = _words(r"^(?:mỗi|cứ|each|every)\s+(?:\d{1,4}\s+)?")
_TRAILING = re.compile(r"[\s:;,.\-–(]+$")
_SOUNDS_LIKE_A_RULE = re.compile(r"\b(tru|duoc|cong|thuong|deduct|award|minus)\b.*\b\d|\bdiem\b|\bpoints?\b")
#: Longer texts are no rules, and would take long to search.
_LONGEST = 1500


def is_rule_text(text: str) -> bool:
    """Tell whether a text speaks of what is awarded or deducted."""
    return len(text) <= _LONGEST and bool(
        _DEDUCTION.search(text) or _AWARD.search(text) or _SCORED_LINE.fullmatch(text)
    )


def sounds_like_rule(text: str) -> bool:
    """Tell whether a text may be a rule although it was not understood."""
    return bool(_SOUNDS_LIKE_A_RULE.search(fold(text[:_LONGEST])))


def split_rules(text: str) -> list[str]:
    """Return the texts of a line that holds several rules: "…: trừ 0,5 điểm - …: trừ 0,5 điểm" holds two."""
    return [part for part in _NEXT_RULE.split(text) if part] if len(text) <= _LONGEST else [text]


def read_line(text: str) -> ProposedRule | None:
    """Return the rule that a line of its own states, None if it states none that can be told."""
    if len(text) > _LONGEST:
        return None
    bare = _LEADING_DASH.sub("", text)
    rule = _read_deduction(bare) or _read_award(bare) or _read_scored_line(bare)
    return rule if rule and _can_be_points(rule) else None


def read_criterion(text: str, maximum: float) -> list[ProposedRule]:
    """Return the rules that the text of a criterion states for itself.

    :param maximum: its standard points, what a threshold is worth
    """
    rules = _read_criterion(text, maximum) if len(text) <= _LONGEST else []
    return rules if all(map(_can_be_points, rules)) else []


def _read_criterion(text: str, maximum: float) -> list[ProposedRule]:
    if rule := _read_product(text, maximum) or _read_deduction(text):
        return [rule]
    if components := _read_components(text, maximum):
        return components
    if rule := _read_award(text):
        return [rule]
    return [rule] if (rule := _read_threshold(text, maximum)) else []


def _can_be_points(rule: ProposedRule) -> bool:
    """Tell whether a sheet can hold the points of a rule: 0,125 would be stored as something else."""
    try:
        parse_points(rule.points)
    except PointsError:
        return False
    return True


def _read_product(text: str, maximum: float) -> ProposedRule | None:
    """Read "mỗi BC được 0,25 điểm: 10 x 0,25 = 2,5"; where words and product differ, the product is taken."""
    product = next((product for product in find_products(text) if product.in_points), None)
    if product is None or product.times is None or product.times > _MOST_TIMES:
        return None
    points, times = product.each, product.times
    unit = _counted(text)
    monthly = bool(_MONTHLY.search(text)) and fold(unit).startswith(_MONTHS)
    words = _AWARD.search(text)
    stated = words and _number(words["points"] or words["each"])
    sure = not differ(points * times, maximum) and (stated is None or not differ(stated, points))
    rule = ProposedRule(Effect.AWARD, points, Basis.EACH, _fact(text, unit), unit, max_times=times, sure=sure)
    return replace(rule, basis=Basis.PERIOD, monthly=True) if monthly else rule


def _read_deduction(text: str) -> ProposedRule | None:
    match = _DEDUCTION.search(text)
    return _read_effect(text, match.start(), match.end(), Effect.DEDUCT, _number(match["points"])) if match else None


def _read_award(text: str) -> ProposedRule | None:
    match = _AWARD.search(text)
    if not match:
        return None
    points = _number(match["points"] or match["each"])
    # "0.5 points each report" says what is counted after the points, which "each" is a part of here.
    end = match.end() if match["points"] else text.rindex(match[0].split()[-1], match.start(), match.end())
    return _read_effect(text, match.start(), end, Effect.AWARD, points)


def _read_effect(text: str, start: int, end: int, effect: Effect, points: float) -> ProposedRule:
    """Read how often an effect applies from what stands before and after its points."""
    condition = text[:start]
    more = len(_DEDUCTION.findall(text)) > 1
    per = _PER.match(text, end)
    each = _EACH.search(text)
    comparison = _compare(condition) or _compare(text[end:])
    rule = ProposedRule(effect, points, Basis.WHEN, _fact(condition or text, ""), sure=not more)
    if per and (per["unit"] or per["step"]):
        unit = clean(per["unit"] or "")
        rule = replace(rule, basis=Basis.EACH, step=float(per["step"] or 1) or 1.0, unit=unit)
    elif each and not fold(each["unit"]).startswith(_MONTHS):
        unit = clean(each["unit"])
        rule = replace(rule, basis=Basis.EACH, step=float(each["step"] or 1) or 1.0, unit=unit, fact=_fact(text, unit))
    elif comparison:
        operator, threshold, unit = comparison
        sure = rule.sure and not _AMBIGUOUS.search(text)
        rule = replace(rule, operator=operator, threshold=threshold, unit=unit, sure=sure)
    if _MONTHLY.search(text) and rule.basis is Basis.WHEN:
        # Once for the year, or once for every such month: the text does not say.
        said = bool(each and fold(each["unit"]).startswith(_MONTHS))
        rule = replace(rule, basis=Basis.PERIOD, monthly=True, sure=said and rule.sure)
    return rule


def _read_scored_line(text: str) -> ProposedRule | None:
    """Read "Chấp hành đúng thời gian: 0,5 điểm", what is given if it holds."""
    match = _SCORED_LINE.fullmatch(text)
    if not match:
        return None
    rule = ProposedRule(Effect.AWARD, _number(match["points"]), Basis.WHEN, _fact(match["label"], ""))
    if comparison := _compare(match["label"]):
        operator, threshold, unit = comparison
        rule = replace(rule, operator=operator, threshold=threshold, unit=unit)
    return rule


def _read_components(text: str, maximum: float) -> list[ProposedRule]:
    """Read what a text in parentheses gives for each of several parts."""
    for inside in _PARENTHESES.findall(text):
        matches = [_COMPONENT.fullmatch(part.strip()) for part in inside.split(";")]
        found = [match for match in matches if match]
        if len(found) < 2 or len(found) < len(matches):
            continue
        total = sum(_number(match["points"]) for match in found)
        return [
            ProposedRule(
                Effect.AWARD,
                _number(match["points"]),
                Basis.WHEN,
                _capitalised(clean(match["label"])),
                sure=not differ(total, maximum),
            )
            for match in found
        ]
    return []


def _read_threshold(text: str, maximum: float) -> ProposedRule | None:
    """Read "tỷ lệ đạt từ 90% trở lên": all points from there on. Only a share in percent says so by itself."""
    comparison = _compare(text)
    if not comparison or comparison[2] != "%" or text.count("%") > 1:
        return None
    operator, threshold, unit = comparison
    fact = _fact(_COMPARED.split(text)[0], "")
    return ProposedRule(Effect.AWARD, maximum, Basis.WHEN, fact, unit, operator=operator, threshold=threshold)


def _compare(text: str) -> tuple[str, float, str] | None:
    """Return operator, threshold and unit of the comparison that a text states.

    "từ 01/01" and "trong 10 ngày" compare nothing: a number counts only with a unit.
    """
    if any(product.in_points for product in find_products(text)):
        return None
    for operator, pattern in _COMPARISONS:
        match = pattern.search(text)
        if match and match["unit"] and not text[match.end("value") :].startswith("/"):
            read = _number if match["unit"] == "%" else parse_number
            return operator, read(match["value"]), match["unit"]
    return None


def _counted(text: str) -> str:
    match = _EACH.search(text)
    return clean(match["unit"]) if match else ""


def _fact(text: str, unit: str) -> str:
    """Name the fact of a rule: what is counted, and the text without its points where that says more."""
    clause = _clause(text)
    if clause and fold(clause) != fold(unit):
        return _capitalised(clause)
    bare = clean(_PARENTHESES.sub(" ", text) if unit else text)
    bare = without_products(bare)
    for words in (_DEDUCTION, _AWARD):
        bare = words.split(bare)[0] if words.search(bare) else bare
    bare = _LEADING_EACH.sub("", _TRAILING.sub("", _LEADING_DASH.sub("", bare)))
    if unit and fold(unit) not in fold(bare):
        bare = f"{unit}: {bare[:1].lower()}{bare[1:]}" if bare else unit
    return _capitalised(bare or clean(text))


def _clause(text: str) -> str:
    """Return what stands between "mỗi" and the points: "nhiệm vụ triển khai chậm"."""
    match = _EACH_CLAUSE.search(text)
    return clean(match["clause"]) if match else ""


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _number(text: str) -> float:
    # Points and shares are small: in "0.125" and "1.125" texts mean decimals.
    return float(readings(text)[0])
