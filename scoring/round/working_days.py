"""Working days, and whether something is late, by the calendar and the clock of an agency.

How days are counted is general law: the day of an event is not counted, the term begins with the next one (Bộ luật Dân
sự 91/2015/QH13, Điều 147 khoản 2); a term that would end on a day off ends with the next working day (Điều 148 khoản
5), at twenty-four o'clock (Điều 148 khoản 6).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

#: Monday to Friday, as :meth:`datetime.date.weekday` counts.
MONDAY_TO_FRIDAY = frozenset(range(5))
#: No calendar has more days off in a row than a year; one that has is no calendar of an agency.
_MOST_DAYS_OFF = 366
_DAY = timedelta(days=1)


class NoWorkingDay(ValueError):
    """A calendar by which nobody works."""


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """On which days an agency works.

    :ivar weekdays: the days of the week that are worked, Monday being 0
    :ivar holidays: days of those that are off
    :ivar worked: days that are worked all the same, such as a Saturday in exchange for a day off ("làm bù")
    """

    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    holidays: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Tell whether a day is worked."""
        return day in self.worked or (day.weekday() in self.weekdays and day not in self.holidays)

    def on_or_after(self, day: date) -> date:
        """Return a day if it is worked, else the next one that is.

        :raises NoWorkingDay: if there is none within a year
        """
        return self._search(day, _DAY)

    def on_or_before(self, day: date) -> date:
        """Return a day if it is worked, else the last one before it that is.

        :raises NoWorkingDay: if there is none within a year
        """
        return self._search(day, -_DAY)

    def next(self, day: date) -> date:
        """Return the first working day after a day.

        :raises NoWorkingDay: if there is none within a year
        """
        return self.on_or_after(day + _DAY)

    def previous(self, day: date) -> date:
        """Return the last working day before a day.

        :raises NoWorkingDay: if there is none within a year
        """
        return self.on_or_before(day - _DAY)

    def add(self, day: date, count: int) -> date:
        """Return the last day of a term of so many working days from a day, which is not counted itself.

        Of no days, it is the day itself, or the next that is worked.

        :raises ValueError: if `count` is negative
        :raises NoWorkingDay: if there is none within a year of another
        """
        if count < 0:
            raise ValueError(f"a term has no {count} days")
        if not count:
            return self.on_or_after(day)
        for _ in range(count):
            day = self.next(day)
        return day

    def count(self, first: date, last: date) -> int:
        """Return how many working days there are after `first`, up to and with `last`; 0 if that is not later."""
        return sum(self.is_working(first + _DAY * number) for number in range(1, (last - first).days + 1))

    def _search(self, day: date, step: timedelta) -> date:
        for number in range(_MOST_DAYS_OFF + 1):
            if self.is_working(found := day + step * number):
                return found
        raise NoWorkingDay(f"nobody works within a year of {day}")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a deadline stands at some instant.

    :ivar days_left: days of the calendar until the day it is due; 0 on that day, negative afterwards
    """

    due: date
    days_left: int

    @property
    def is_due_today(self) -> bool:
        """Tell whether this is the last day."""
        return self.days_left == 0

    @property
    def is_late(self) -> bool:
        """Tell whether the last day is over."""
        return self.days_left < 0


def local_day(instant: datetime, zone: tzinfo) -> date:
    """Return which day an instant is in a time zone.

    :raises ValueError: if the instant does not say its own time zone
    """
    if instant.utcoffset() is None:
        raise ValueError("an instant without a time zone is no instant")
    return instant.astimezone(zone).date()


def standing(due: date, instant: datetime, zone: tzinfo) -> Standing:
    """Return how a deadline stands: what is due on a day may be done until its midnight in the agency's time zone.

    :raises ValueError: if the instant does not say its own time zone
    """
    return Standing(due, (due - local_day(instant, zone)).days)
