"""The calendars of law.md 1a and 1d, on real days of 2026 and 2027."""

from dataclasses import replace
from datetime import date

import pytest

from scoring import period_names, plain_data
from scoring.period_names import Kind
from scoring.round.known_texts import DECREE_233_SPECIAL_YEAR, DECREE_233_YEAR, KON_TUM_1923_QUARTER
from scoring.round.milestones import Calendar, DayOfMonth, DayOfYear, Shift, Term, propose
from scoring.round.working_days import WorkingCalendar

#: As the state's calendar has it: 2 September and the Tuesday before it, New Year, Tết Đinh Mùi.
WORKING = WorkingCalendar(
    holidays=frozenset(
        {date(2026, 9, 1), date(2026, 9, 2), date(2027, 1, 1), *(date(2027, 2, number) for number in range(4, 11))}
    )
)
TEXTS = (KON_TUM_1923_QUARTER, DECREE_233_YEAR)


def quarter(number, year=2026):
    first = date(year, 3 * number - 2, 1)
    return period_names.name((first, period_names.read(f"quý {number} năm {year}")[1]), year)


def year(number, first=None, last=None):
    return period_names.name((first or date(number, 1, 1), last or date(number, 12, 31)), number)


def days(calendar, period, working=WORKING):
    calendars = calendar if isinstance(calendar, tuple) else (calendar,)
    return {deadline.code: deadline.day for deadline in propose(calendars, period, working)}


def test_a_quarter_of_the_college():
    assert days(TEXTS, quarter(3)) == {
        "submit_by": date(2026, 9, 18),  # the 20th is a Sunday
        "review_by": date(2026, 9, 25),
        "approve_by": date(2026, 9, 30),
        "publish_by": date(2026, 10, 2),  # the 3rd is a Saturday
        "appeal_by": date(2026, 10, 9),
        "answer_by": date(2026, 10, 23),
    }


def test_the_last_quarter_is_told_of_in_the_next_year():
    assert days(TEXTS, quarter(4)) == {
        "submit_by": date(2026, 12, 18),
        "review_by": date(2026, 12, 25),
        "approve_by": date(2026, 12, 30),
        "publish_by": date(2026, 12, 31),  # the 1st is New Year, the 3rd a Sunday
        "appeal_by": date(2027, 1, 8),
        "answer_by": date(2027, 1, 22),
    }


def test_days_off_may_also_move_to_the_next_working_day_or_stay():
    later = days(replace(KON_TUM_1923_QUARTER, shift=Shift.LATER), quarter(3))
    assert (later["submit_by"], later["publish_by"]) == (date(2026, 9, 21), date(2026, 10, 5))
    assert later["appeal_by"] == date(2026, 10, 12), "the term begins with the day that is proposed"
    stay = days(replace(KON_TUM_1923_QUARTER, shift=Shift.NONE), quarter(3))
    assert (stay["submit_by"], stay["publish_by"]) == (date(2026, 9, 20), date(2026, 10, 3))


def test_before_the_fifteenth_is_the_fourteenth():
    assert days(DECREE_233_YEAR, year(2026)) == {"approve_by": date(2026, 12, 14)}
    assert days(DECREE_233_SPECIAL_YEAR, year(2026)) == {"approve_by": date(2027, 1, 14)}
    assert days(DECREE_233_YEAR, year(2027)) == {"approve_by": date(2027, 12, 14)}
    assert days(DECREE_233_YEAR, year(2025)) == {"approve_by": date(2025, 12, 12)}, "the 14th is a Sunday"


def test_a_year_that_is_closed_early_or_begins_before_new_year_has_the_same_day():
    early = year(2026, last=date(2026, 12, 10))
    shifted = year(2026, date(2025, 12, 1), date(2026, 11, 30))
    assert days(DECREE_233_YEAR, early) == days(DECREE_233_YEAR, shifted) == {"approve_by": date(2026, 12, 14)}


def test_what_is_proposed_says_what_the_text_names_and_where():
    submit, *_rest = propose(TEXTS, quarter(3), WORKING)
    assert (submit.named, submit.source) == (date(2026, 9, 20), "Quyết định số 1923/QĐ-CĐKT")
    assert submit.text == "hồ sơ tự đánh giá đến ngày 20 tháng cuối quý"


def test_the_first_calendar_for_the_kind_holds_and_none_proposes_nothing():
    assert days((DECREE_233_SPECIAL_YEAR, DECREE_233_YEAR), year(2026)) == {"approve_by": date(2027, 1, 14)}
    assert days(TEXTS, period_names.name((date(2026, 5, 1), date(2026, 5, 31)), 2026)) == {}


def test_a_day_that_a_month_does_not_have_is_its_last():
    calendar = Calendar((Kind.MONTH,), (DayOfMonth("a", 30), DayOfMonth("b", 31, months_after=1)), Shift.NONE)

    def month(number, of):
        return period_names.name((date(of, number, 1), date(of, number, 28 if number == 2 else 31)), of)

    assert days(calendar, month(1, 2027)) == {"a": date(2027, 1, 30), "b": date(2027, 2, 28)}
    assert days(calendar, month(1, 2028)) == {"a": date(2028, 1, 30), "b": date(2028, 2, 29)}
    assert days(calendar, month(2, 2027)) == {"a": date(2027, 2, 28), "b": date(2027, 3, 31)}
    assert days(calendar, month(12, 2026)) == {"a": date(2026, 12, 30), "b": date(2027, 1, 31)}


def test_before_the_first_is_the_end_of_the_month_before():
    calendar = Calendar((Kind.YEAR,), (DayOfYear("a", 3, 1, is_exclusive=True),), Shift.NONE)
    assert days(calendar, year(2028)) == {"a": date(2028, 2, 29)}
    of_month = Calendar((Kind.QUARTER,), (DayOfMonth("a", 1, months_after=1, is_exclusive=True),), Shift.NONE)
    assert days(of_month, quarter(4)) == {"a": date(2026, 12, 31)}


def test_terms_count_working_days_or_days_of_the_calendar():
    start = DayOfYear("a", 2, 3)
    working = Calendar((Kind.YEAR,), (start, Term("b", "a", 2)))
    assert days(working, year(2027)) == {"a": date(2027, 2, 3), "b": date(2027, 2, 12)}, "Tết is not counted"
    plain = Calendar((Kind.YEAR,), (start, Term("b", "a", 5, is_working=False), Term("c", "b", 5, is_working=False)))
    found = propose((plain,), year(2027), WORKING)
    assert [(each.day, each.named) for each in found[1:]] == [
        (date(2027, 2, 11), date(2027, 2, 8)),
        (date(2027, 2, 16), date(2027, 2, 16)),
    ]


def test_a_term_begins_with_what_stands_before_it():
    for milestones in ((Term("b", "a", 5),), (Term("b", "a", 5), DayOfYear("a", 2, 3))):
        with pytest.raises(ValueError, match="does not stand before"):
            propose((Calendar((Kind.YEAR,), milestones),), year(2026), WORKING)


@pytest.mark.parametrize("calendar", [KON_TUM_1923_QUARTER, DECREE_233_YEAR])
def test_calendars_are_data_that_is_written_and_read(calendar):
    assert plain_data.load(Calendar, plain_data.dump(calendar)) == calendar
