"""Reminders that somebody asks for, the days of settings, and the deadlines that are proposed."""

from datetime import date

import pytest

from scoring import period_names
from scoring.period_names import Kind as Period
from scoring.round.milestones import propose
from scoring.round.proposals import PROPOSED
from scoring.round.reminders import Kind, Open, Settings, ask, parse_days, remind
from scoring.round.working_days import WorkingCalendar

ANN, BOB = 1, 2
TODAY = date(2026, 10, 10)  # a Saturday
ITEMS = (
    Open(person=ANN, item="late", due=date(2026, 10, 1)),
    Open(person=ANN, item="later", due=date(2026, 10, 20)),
    Open(person=BOB, item="whenever", due=None),
    Open(person=BOB, item="latest", due=date(2026, 12, 31)),
)


def test_each_is_told_of_what_is_theirs_whatever_the_day():
    ann, bob = ask(TODAY, ITEMS)
    assert [(line.item, line.step, line.days_left) for line in ann.lines] == [("late", 9, -9), ("later", -10, 10)]
    assert [(line.item, line.due, line.days_left) for line in bob.lines] == [
        ("latest", date(2026, 12, 31), 82),
        ("whenever", None, None),
    ]


def test_nobody_is_told_twice_on_a_day():
    told = [told for digest in ask(TODAY, ITEMS[:1]) for told in digest.told]
    (ann, _bob) = ask(TODAY, ITEMS, told)
    assert [line.item for line in ann.lines] == ["later"]
    assert [digest.person for digest in ask(TODAY, ITEMS, asked=[ANN])] == [BOB]
    # What was told on another day may be asked for again.
    assert len(ask(date(2026, 10, 11), ITEMS[:1], told)) == 1


def test_what_was_asked_for_counts_as_told():
    settings = Settings(before=(7, 3), after=(5, 12))
    told = [told for digest in ask(TODAY, ITEMS) for told in digest.told]
    assert not remind(date(2026, 10, 12), ITEMS[:1], settings, WorkingCalendar(), told)
    (digest,) = remind(date(2026, 10, 13), ITEMS, settings, WorkingCalendar(), told)
    assert [(line.item, line.kind, line.step) for line in digest.lines] == [
        ("late", Kind.OWN, 12),
        ("later", Kind.OWN, -7),
    ]


@pytest.mark.parametrize(
    ("text", "days"),
    [("", ()), (" ", ()), ("7, 3, 0", (0, 3, 7)), ("3;3; 1", (1, 3)), ("8, 7", (7, 8)), ("999", (999,))],
)
def test_days(text, days):
    assert parse_days(text) == days


@pytest.mark.parametrize("text", ["-1", "1.5", "7 3", "7,,3", "mai", "1000", "٣", "²"])
def test_what_are_no_days(text):
    with pytest.raises(ValueError, match="no days"):
        parse_days(text)


@pytest.mark.parametrize("kind", [kind for kind in Period if kind is not Period.OTHER])
def test_every_kind_of_period_has_deadlines_in_their_order(kind):
    last = {Period.YEAR: 12, Period.HALF: 6, Period.NINE_MONTHS: 9, Period.QUARTER: 3, Period.MONTH: 1}[kind]
    end = date(2027, last, {6: 30, 9: 30}.get(last, 31))
    period = period_names.name((date(2027, 1, 1), end), 2027)
    assert period.kind is kind
    days = {deadline.code: deadline.day for deadline in propose(PROPOSED, period, WorkingCalendar())}
    assert days["submit_by"] < days["review_by"] < days["approve_by"]


def test_of_any_days_nothing_is_proposed():
    period = period_names.name((date(2027, 1, 5), date(2027, 2, 3)), 2027)
    assert propose(PROPOSED, period, WorkingCalendar()) == ()
