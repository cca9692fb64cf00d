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


def _whole_months(period: Period) -> int:
    """Return how many months a period has, 0 if it does not consist of whole ones."""
    first, after = period[0], period[1] + timedelta(days=1)
    if first.day != 1 or after.day != 1:
        return 0
    return (after.year - first.year) * 12 + after.month - first.month
