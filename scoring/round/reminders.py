"""Reminders: who is told what on a day, so that each is told once, in one digest, and nothing is lost.

A person is told of what is open at days before and after it is due, by settings; then the head of the unit is told,
then the managers. What falls on a day off is told on the working day before it, or after it once it is late. What a day
missed, for the server stood still or the digest was sent already, is told on the next one, but only the latest of it:
nobody needs to hear on one day that something is due in seven days and in three.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from .working_days import WorkingCalendar

#: Of a number of days in a setting.
_DIGITS = 3


class Kind(Enum):
    """Why somebody is told of something."""

    OWN = "it is theirs to do"
    ESCALATION = "who has to do it is late"


@dataclass(frozen=True, slots=True)
class Settings:
    """When people are told, in days of the calendar.

    :ivar before: how many days before it is due; 0 on that day
    :ivar after: how many days after
    :ivar head_after: how many days after the head is told; None for never
    :ivar managers_after: how many days after the managers are
    :raises ValueError: for days that are not before, or not after, and for managers who are told before the head
    """

    before: tuple[int, ...] = ()
    after: tuple[int, ...] = ()
    head_after: int | None = None
    managers_after: int | None = None

    def __post_init__(self) -> None:
        escalations = [days for days in (self.head_after, self.managers_after) if days is not None]
        if any(days < 0 for days in self.before) or any(days < 1 for days in (*self.after, *escalations)):
            raise ValueError("days before are 0 or more, days after 1 or more")
        if escalations != sorted(escalations):
            raise ValueError("managers are told after the head")

    @property
    def steps(self) -> tuple[int, ...]:
        """When a person is told, in days from the day it is due, the first first."""
        return tuple(sorted({*(-days for days in self.before), *self.after}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Something that a person has to do. People are ids of users; None is nobody.

    :ivar item: what it is, by a key that no other has, nor the same once it comes back: a second turn is another item
    :ivar due: None where nobody set a day, so that people are told only if somebody asks for it
    :ivar since: from which day on it is theirs; None for as long as matters
    :ivar head: who is told when it is late; the managers are told in their place if there is nobody, or it is theirs
    """

    person: int
    item: str
    due: date | None
    since: date | None = None
    head: int | None = None
    managers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """That somebody was told of something.

    :ivar about: who has to do it
    :ivar due: what is moved to another day is told anew
    :ivar step: in days from the day it was due; the latest of those that were told by it
    :ivar day: on which day
    """

    person: int
    item: str
    about: int
    due: date | None
    kind: Kind
    step: int
    day: date


@dataclass(frozen=True, slots=True)
class Line:
    """What a digest says of one thing.

    :ivar about: who has to do it
    :ivar days_left: until it is due; negative if it is late
    """

    item: str
    about: int
    due: date | None
    kind: Kind
    step: int
    days_left: int | None


def parse_days(text: str) -> tuple[int, ...]:
    """Return the days that a setting names, such as "7, 3, 0"; none for an empty one.

    :raises ValueError: for what is no such number
    """
    parts = [part.strip() for part in text.replace(";", ",").split(",")]
    if not any(parts):
        return ()
    if not all(part.isascii() and part.isdigit() and len(part) <= _DIGITS for part in parts):
        raise ValueError(f"{text} are no days")
    return tuple(sorted({int(part) for part in parts}))


@dataclass(frozen=True, slots=True)
class Digest:
    """What a person is told on a day: their own things first, then by the day that they are due."""

    person: int
    day: date
    lines: tuple[Line, ...]

    @property
    def told(self) -> tuple[Told, ...]:
        """What to keep, in the transaction that sends it, so that it is not told again."""
        return tuple(
            Told(self.person, line.item, line.about, line.due, line.kind, line.step, self.day) for line in self.lines
        )


def ask(today: date, items: Iterable[Open], told: Iterable[Told] = (), asked: Iterable[int] = ()) -> tuple[Digest, ...]:
    """Return the digests of what somebody asks to be told now, whatever the settings, working day or not.

    :param told: what anybody was told today: it is not told again
    :param asked: who was told today already because somebody asked; they are not told a second time
    """
    served, heard = set(asked), {(each.person, each.item) for each in told if each.day == today}
    lines: dict[int, list[Line]] = {}
    for item in items:
        if item.person not in served and (item.person, item.item) not in heard:
            days_left = (item.due - today).days if item.due else None
            line = Line(item.item, item.person, item.due, Kind.OWN, -(days_left or 0), days_left)
            lines.setdefault(item.person, []).append(line)
    return tuple(Digest(person, today, tuple(sorted(lines[person], key=_in_order))) for person in sorted(lines))


def remind(
    today: date, items: Iterable[Open], settings: Settings, calendar: WorkingCalendar, told: Iterable[Told] = ()
) -> tuple[Digest, ...]:
    """Return the digests of a day, one for each person at most; none on a day off.

    :param today: by the calendar of the agency
    :param items: what is open now; what is done, is not among it
    :param told: what was told already: of these items, and of anything today
    """
    if not calendar.is_working(today):
        return ()
    latest: dict[tuple[int, str, int | None, date | None], int] = {}
    served = set()
    for each in told:
        key = _key(each.person, each.item, each.about, each.due, each.kind)
        latest[key] = max(each.step, latest.get(key, each.step))
        if each.day == today:
            served.add(each.person)
    lines: dict[int, list[Line]] = {}
    for item in items:
        if not (due := item.due):
            continue
        for person, kind, step in (
            *_own(today, item, due, settings, calendar),
            *_escalated(today, item, due, settings, calendar),
        ):
            key = _key(person, item.item, item.person, due, kind)
            # An escalation is told once; of what is one's own, each later step.
            is_told = key in latest and (kind is Kind.ESCALATION or latest[key] >= step)
            if person not in served and not is_told:
                line = Line(item.item, item.person, due, kind, step, (due - today).days)
                lines.setdefault(person, []).append(line)
    return tuple(Digest(person, today, tuple(sorted(lines[person], key=_in_order))) for person in sorted(lines))


def _key(person: int, item: str, about: int, due: date | None, kind: Kind) -> tuple[int, str, int | None, date | None]:
    """Return by what it is known that something was told; that a thing is late is news once, whoever has it next."""
    return person, item, about if kind is Kind.OWN else None, due


def _in_order(line: Line) -> tuple[bool, date, str, int]:
    return line.kind is Kind.ESCALATION, line.due or date.max, line.item, line.about


def _own(
    today: date, item: Open, due: date, settings: Settings, calendar: WorkingCalendar
) -> tuple[tuple[int, Kind, int], ...]:
    """Return the latest step at which the person is told, if there was one."""
    reached = [step for step in settings.steps if (item.since or date.min) <= _moment(due, step, calendar) <= today]
    return ((item.person, Kind.OWN, reached[-1]),) if reached else ()


def _escalated(
    today: date, item: Open, due: date, settings: Settings, calendar: WorkingCalendar
) -> tuple[tuple[int, Kind, int], ...]:
    """Return who else is told by now that it is late, each with the step at which they are."""
    # Who was given it when it was late already, has as many days as others.
    start = max(due, item.since or due)
    managers = tuple(person for person in item.managers if person != item.person)
    head = () if item.head in (None, item.person) else (item.head,)
    found: dict[int, int] = {}
    for days, people in ((settings.head_after, head or managers), (settings.managers_after, managers)):
        if days is not None and _moment(start, days, calendar) <= today:
            for person in people:
                found.setdefault(person, days)
    return tuple((person, Kind.ESCALATION, days) for person, days in found.items())


def _moment(due: date, step: int, calendar: WorkingCalendar) -> date:
    """Return the working day on which something is told, that many days from the day it is due."""
    day = due + timedelta(days=step)
    return calendar.on_or_after(day) if step > 0 else calendar.on_or_before(day)
