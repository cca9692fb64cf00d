"""The calendar of a round: which deadlines a text sets for a period, proposed for somebody to move.

A text sets days of the year ("trước ngày 15 tháng 12": Nghị định 233/2026/NĐ-CP, Điều 9 khoản 1), days of the last
month of a quarter and of the month after it, and terms that begin with something else ("trong 05 ngày làm việc": Quyết
định 1923/QĐ-CĐKT). Which ones is data; :mod:`.known_texts` has those of the texts in force.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from ..period_names import Kind, PeriodName
from .working_days import WorkingCalendar


class Shift(Enum):
    """Where a day goes that is off."""

    EARLIER = "the working day before, in time however the text is read"
    LATER = "the next working day, as terms of the civil code end"
    NONE = "nowhere"


@dataclass(frozen=True, slots=True)
class DayOfYear:
    """A day of the year that the period counts as, or of one after it.

    :ivar code: what is due, such as ``submit_by``
    :ivar is_exclusive: "trước ngày": the day before is the last one
    """

    code: str
    month: int
    day: int
    years_after: int = 0
    is_exclusive: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """A day of the last month of the period, or of a month after it; of a month that is shorter, its last day."""

    code: str
    day: int
    months_after: int = 0
    is_exclusive: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """So many days from another deadline, whose day is not counted.

    :ivar after: the code of that one, which stands before
    :ivar is_working: only working days are counted
    """

    code: str
    after: str
    days: int
    is_working: bool = True
    text: str = ""


Milestone = DayOfYear | DayOfMonth | Term


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a text says of the periods of some kinds.

    :ivar milestones: in order
    :ivar source: the text and its article
    """

    kinds: tuple[Kind, ...]
    milestones: tuple[Milestone, ...]
    shift: Shift = Shift.EARLIER
    source: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day that is proposed.

    :ivar day: the last day on which it is in time
    :ivar named: the last day by the text, where that one is off
    """

    code: str
    day: date
    named: date
    text: str
    source: str


def propose(calendars: Iterable[Calendar], period: PeriodName, working: WorkingCalendar) -> tuple[Deadline, ...]:
    """Return the deadlines of a period by the first calendar for its kind, in order; none if there is no such one.

    :raises ValueError: if a term begins with what does not stand before it, or a day is in no year
    """
    calendar = next((each for each in calendars if period.kind in each.kinds), None)
    if calendar is None:
        return ()
    days: dict[str, date] = {}
    found = []
    for milestone in calendar.milestones:
        if isinstance(milestone, Term):
            named, day = _term(milestone, days, working)
        else:
            named = _named(milestone, period)
            day = _shifted(named, calendar.shift, working)
        days[milestone.code] = day
        found.append(Deadline(milestone.code, day, named, milestone.text, calendar.source))
    return tuple(found)


def _named(milestone: DayOfYear | DayOfMonth, period: PeriodName) -> date:
    if isinstance(milestone, DayOfYear):
        year, month = period.year + milestone.years_after, milestone.month
    else:
        last = period.period[1]
        years, months = divmod(last.month - 1 + milestone.months_after, 12)
        year, month = last.year + years, months + 1
    day = date(year, month, min(milestone.day, monthrange(year, month)[1]))
    return day - timedelta(days=1) if milestone.is_exclusive else day


def _term(term: Term, days: dict[str, date], working: WorkingCalendar) -> tuple[date, date]:
    """Return the last day of a term by its length, and the working day that it ends on."""
    if term.after not in days:
        raise ValueError(f"{term.code} begins with {term.after}, which does not stand before it")
    start = days[term.after]
    if term.is_working:
        day = working.add(start, term.days)
        return day, day
    named = start + timedelta(days=term.days)
    return named, working.on_or_after(named)


def _shifted(day: date, shift: Shift, working: WorkingCalendar) -> date:
    match shift:
        case Shift.EARLIER:
            return working.on_or_before(day)
        case Shift.LATER:
            return working.on_or_after(day)
        case Shift.NONE:
            return day
