"""Periods: the first and the last day of what an evaluation is about."""

from __future__ import annotations

from datetime import date, timedelta

Period = tuple[date, date]
#: A period of more days than these is that of a year, even where its report is closed before the year is over.
_HALF_A_YEAR = 184


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


def _whole_months(period: Period) -> int:
    """Return how many months a period has, 0 if it does not consist of whole ones."""
    first, after = period[0], period[1] + timedelta(days=1)
    if first.day != 1 or after.day != 1:
        return 0
    return (after.year - first.year) * 12 + after.month - first.month
