"""Periods: the first and the last day of what an evaluation is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import Enum

Period = tuple[date, date]
#: A period of more days than these is that of a year, even where its report is closed before the year is over.
_HALF_A_YEAR = 184
#: The years that evaluations may be of: there are years beside each of them.
YEARS = range(1945, 9999)
#: A period lasts no longer than a leap year.
MOST_DAYS = 366


def is_yearly(period: Period) -> bool:
    """Tell whether a period is that of a year, such as 1 January to 10 December, and no half-year, quarter or month."""
    first, last = period
    return (last - first).days + 1 > _HALF_A_YEAR


def follows(period: Period, earlier: Period) -> bool:
    """Tell whether `earlier` ends on the day before `period` begins and is as long: a quarter before a quarter.

    Whole months are as long as the same number of other months, all else as the same number of days.
    """
    if earlier[1] + timedelta(days=1) != period[0]:
        return False
    months, earlier_months = _whole_months(period), _whole_months(earlier)
    if months and earlier_months:
        return months == earlier_months
    return period[1] - period[0] == earlier[1] - earlier[0]


def months_of(period: Period) -> dict[int, date]:
    """Return the first days of the months of a period by their numbers (1 to 12), in order.

    A month belongs to a period if a day of it does. Of a month that it has twice, at both its ends, it is the one with
    more days in it, and of two with as many the later one.
    """
    first, last = period
    found: dict[int, date] = {}
    days: dict[int, int] = {}
    month = first.replace(day=1)
    while month <= last:
        following = (month + timedelta(days=31)).replace(day=1)
        inside = (min(last, following - timedelta(days=1)) - max(first, month)).days + 1
        if inside >= days.get(month.month, 0):
            found.pop(month.month, None)  # so that the order is that of the dates
            found[month.month], days[month.month] = month, inside
        month = following
    return found


def is_year(year: int) -> bool:
    """Tell whether a number may be the year of an evaluation."""
    return year in YEARS


class Fault(Enum):
    """What is wrong with a period by itself."""

    REVERSED = "it ends before it begins"
    TOO_LONG = "it has more days than a year"
    OUT_OF_YEAR = "no day of it is in its year"


def days(period: Period) -> int:
    """Return how many days a period has."""
    return (period[1] - period[0]).days + 1


def find_fault(period: Period, year: int) -> Fault | None:
    """Return what is wrong with a period that is to count as one of `year`, None if nothing is."""
    if period[0] > period[1]:
        return Fault.REVERSED
    if days(period) > MOST_DAYS:
        return Fault.TOO_LONG
    return None if touches(period, year) else Fault.OUT_OF_YEAR


def touches(period: Period, year: int) -> bool:
    """Tell whether a day of a period is in `year`."""
    return period[0].year <= year <= period[1].year


def contains(period: Period, other: Period) -> bool:
    """Tell whether all days of `other` are in `period`."""
    return period[0] <= other[0] and other[1] <= period[1]


def overlap(one: Period, other: Period) -> bool:
    """Tell whether two periods have a day in common."""
    return one[0] <= other[1] and other[0] <= one[1]


def conflict(one: Period, other: Period) -> bool:
    """Tell whether a unit cannot be evaluated for both: they overlap, and none is a part of the other.

    A part lies in the whole, which is half as long again at least: a quarter in its half-year, in its year. 1 January
    to 30 December is no part of the year but the year once more.
    """
    if not overlap(one, other):
        return False
    shorter, longer = sorted((one, other), key=days)
    return not contains(longer, shorter) or 2 * days(longer) < 3 * days(shorter)


def complete(year: int, first: date | None, last: date | None) -> Period:
    """Return the period of which only the first day, only the last one, or only the year is known.

    It goes to the end, or from the start, of that year; from the year before, or to the next one, it is one year long:
    from 1 December 2019 to 30 November 2020.
    """
    if first and last:
        return first, last
    if first:
        if first.year < year:
            return first, _in_year(first, first.year + 1) - timedelta(days=1)
        return first, date(first.year, 12, 31)
    if last:
        if last.year > year:
            after = last + timedelta(days=1)
            return _in_year(after, after.year - 1), last
        return date(last.year, 1, 1), last
    return date(year, 1, 1), date(year, 12, 31)


def choose_year(year: int, first: date | None, last: date | None) -> int:
    """Return the year that a period counts as one of, where it may be `year`, or only a part of it is known.

    That is `year` if a day of the period is in it, else the year in which the period ends, or in which it begins where
    its end is not known.
    """
    if touches(complete(year, first, last), year):
        return year
    return (last or first or date(year, 1, 1)).year


def move(period: Period, year: int) -> Period:
    """Return a period as one of `year`: the same days of that year, unless a day of it is there already.

    What ends with February ends with it, in leap years too.
    """
    if touches(period, year):
        return period
    first, after = period[0], period[1] + timedelta(days=1)
    shift = year - _main_year(period)
    return _in_year(first, first.year + shift), _in_year(after, after.year + shift) - timedelta(days=1)


def find_gaps(period: Period, parts: Iterable[Period]) -> list[Period]:
    """Return what of a period none of its parts has, in order; parts may come in any order, but do not overlap."""
    gaps = []
    start = period[0]
    for first, last in sorted(parts):
        if first > start:
            gaps.append((start, first - timedelta(days=1)))
        start = max(start, last + timedelta(days=1))
    if start <= period[1]:
        gaps.append((start, period[1]))
    return gaps


def weights(parts: Sequence[Period]) -> list[int]:
    """Return how much each part counts in a mean: by its months where all have whole ones, else by its days."""
    months = [_whole_months(part) for part in parts]
    return months if all(months) else [days(part) for part in parts]


def is_predecessor(earlier: Period, period: Period) -> bool:
    """Tell whether `earlier` ends before `period` does and is as long, or both are those of years."""
    if earlier[1] >= period[1]:
        return False
    if is_yearly(period) or is_yearly(earlier):
        return is_yearly(period) and is_yearly(earlier)
    months, earlier_months = _whole_months(period), _whole_months(earlier)
    return months == earlier_months if months or earlier_months else days(period) == days(earlier)


def _main_year(period: Period) -> int:
    """Return the year that has most days of a period; the later one of two with as many."""
    first, last = period
    if first.year == last.year:
        return first.year
    return (
        first.year
        if (date(first.year + 1, 1, 1) - first).days > (last - date(last.year - 1, 12, 31)).days
        else last.year
    )


def _in_year(day: date, year: int) -> date:
    """Return the same day of another year; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def _whole_months(period: Period) -> int:
    """Return how many months a period has, 0 if it does not consist of whole ones."""
    first, after = period[0], period[1] + timedelta(days=1)
    if first.day != 1 or after.day != 1:
        return 0
    return (after.year - first.year) * 12 + after.month - first.month
