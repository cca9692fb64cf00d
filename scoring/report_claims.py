"""What the text of the yearly report claims: up to when its numbers are, and in what the unit fell short."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

_SENTENCE_END = re.compile(r"(?<=[.;!?…])\s+|\n+")
_DAY = r"(?:ngày\s+)?(?P<day>\d{1,2})\s*(?:/|-|tháng)\s*(?P<month>\d{1,2})\s*(?:/|-|năm)\s*(?P<year>\d{4})"
#: "tính đến ngày 10/12/2019": the day up to which numbers are counted.
_AS_OF = re.compile(rf"\b(?:tính|cho|kể\s+từ\s+đầu\s+năm)\s+đến\s+(?:hết\s+)?{_DAY}", re.I)
_IN_YEAR = re.compile(r"\btrong\s+năm\s+(?P<year>\d{4})\b", re.I)
#: Sentences that compare, or look further than a year, name other years by right.
_OTHER_YEARS = re.compile(r"\b(?:so với|cùng kỳ|giai đoạn|nhiệm kỳ|năm trước|từ năm|lũy kế|luỹ kế)\b", re.I)
_FALLS_SHORT = re.compile(
    r"\b(?:chậm|muộn|trễ|quá hạn|chưa|thiếu|sai sót|vi phạm|không (?:đạt|được|đủ|kịp|đúng|thực hiện))\b", re.I
)
_WORDS = re.compile(r"[^\W\d_]+")


def sentences(text: str) -> list[str]:
    """Return the sentences of `text`, each in one line."""
    return [" ".join(sentence.split()) for sentence in _SENTENCE_END.split(text) if sentence.strip()]


def find_other_dates(text: str, period: tuple[date, date]) -> Iterator[str]:
    """Yield the dates and years that `text` counts up to although they are none of `period`, as it writes them.

    A report is written after its period, and speaks of the year to come: what is later within a year is in order. So is
    the last day before the period, from which numbers are carried over.
    """
    start, end = period
    carried_over = start - timedelta(days=1)
    for sentence in sentences(text):
        if _OTHER_YEARS.search(sentence):
            continue
        for match in _AS_OF.finditer(sentence):
            day = _date(match)
            if day and not (carried_over <= day and day.year <= end.year + 1):
                yield match[0]
        for match in _IN_YEAR.finditer(sentence):
            if not start.year <= int(match["year"]) <= end.year + 1:
                yield match[0]


def find_shortcomings(text: str) -> list[str]:
    """Return the sentences of `text` that tell of something that was late, missing or wrong.

    What ends in a colon only leads to them.
    """
    return [said for said in sentences(text) if _FALLS_SHORT.search(said) and not said.endswith(":")]


def subjects_of(said: Sequence[str], subjects: Mapping[str, str]) -> list[str | None]:
    """Return the key of the one among `subjects` (texts by key) that each sentence speaks of.

    None where none stands out. What counts is two words in a row that no other subject has.
    """
    pairs = {key: set(_pairs(text)) for key, text in subjects.items()}
    in_subjects = Counter(pair for own in pairs.values() for pair in own)
    of_one = {pair: key for key, own in pairs.items() for pair in own if in_subjects[pair] == 1}
    return [_most_named(of_one[pair] for pair in _pairs(sentence) if pair in of_one) for sentence in said]


def without(found: Iterable[str], known: Iterable[str]) -> list[str]:
    """Return the sentences `found` that are none of the texts `known`."""
    listed = {sentence for text in known for sentence in sentences(text)}
    return [sentence for sentence in found if sentence not in listed]


def _most_named(keys: Iterable[str]) -> str | None:
    (first, count), (_second, next_count) = [*Counter(keys).most_common(2), ("", 0), ("", 0)][:2]
    return first if count > next_count else None


def _pairs(text: str) -> list[tuple[str, str]]:
    words = _WORDS.findall(text.casefold())
    return list(zip(words, words[1:], strict=False))


def _date(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
