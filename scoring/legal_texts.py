"""Legal texts that a report may still cite although another has taken their place. The list is of November 2026."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from .citations import Number, normal


@dataclass(frozen=True, slots=True)
class Replaced:
    """A legal text that no longer governs.

    :ivar since: the first day on which nothing may rest on it any more
    """

    number: str
    by: str
    since: date


#: To be read by dates alone: a text may be replaced by one that is replaced itself.
REPLACED = (
    Replaced("110/2004/NĐ-CP", "30/2020/NĐ-CP", date(2020, 3, 5)),
    Replaced("09/2010/NĐ-CP", "30/2020/NĐ-CP", date(2020, 3, 5)),
    Replaced("01/2011/TT-BNV", "30/2020/NĐ-CP", date(2020, 3, 5)),
    Replaced("876/QĐ-BNV", "892/QĐ-BNV", date(2024, 12, 5)),
    Replaced("02/2019/TT-BNV", "05/2025/TT-BNV", date(2025, 7, 1)),
    Replaced("29/2018/QH14", "117/2025/QH15", date(2026, 3, 1)),
    # Repealed on 1 July 2026; units without rules of their own may still be classed by them for the year 2026.
    Replaced("90/2020/NĐ-CP", "233/2026/NĐ-CP", date(2027, 1, 1)),
    Replaced("48/2023/NĐ-CP", "233/2026/NĐ-CP", date(2027, 1, 1)),
)
_BY_NUMBER = {normal(replaced.number): replaced for replaced in REPLACED}


def find_replaced(numbers: Iterable[Number], end: date) -> Iterator[Replaced]:
    """Yield the legal texts among `numbers` that were replaced by the `end` of the period, once each.

    Who names the new text beside the old one knows of it.
    """
    named = dict.fromkeys(number.text for number in numbers)
    for text in named:
        replaced = _BY_NUMBER.get(text)
        if replaced and replaced.since <= end and normal(replaced.by) not in named:
            yield replaced
