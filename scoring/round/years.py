"""Years that texts name, so that those of one year are not carried into the next one unseen."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date

#: A year by itself or at the end of a date, with the word before it; not that of a number such as 30/2020/NĐ-CP.
_YEAR = re.compile(r"(?:\bnăm\s+|\b\d{1,2}[/.-](?:\d{1,2}[/.-])?)?(?<!\d)((?:19|20)\d\d)(?!\d)(?!/\w)", re.IGNORECASE)


def find_years(text: str, years: Iterable[int]) -> Iterator[str]:
    """Yield the places in `text` that name one of `years`, each in the words that it stands in, once each."""
    wanted = frozenset(years)
    yield from dict.fromkeys(" ".join(found[0].split()) for found in _YEAR.finditer(text) if int(found[1]) in wanted)


def move_years(text: str, years: Iterable[int], by: int) -> str:
    """Return `text` with each place that names one of `years` naming a year that is `by` years later."""
    moved = frozenset(years)

    def replace(found: re.Match[str]) -> str:
        return found[0].replace(found[1], str(int(found[1]) + by)) if int(found[1]) in moved else found[0]

    return _YEAR.sub(replace, text)


def same_day(day: date, year: int) -> date:
    """Return the day of `year` that stands where `day` does in its own: the last one of a month where it is that."""
    last = monthrange(day.year, day.month)[1]
    here = monthrange(year, day.month)[1]
    return date(year, day.month, here if day.day == last else min(day.day, here))
