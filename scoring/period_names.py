"""Names of periods, as official papers write them: "năm 2020", "quý I năm 2021", "6 tháng đầu năm 2021"."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from .periods import Period

ROMAN = ("I", "II", "III", "IV")
#: The edition of what was approved when a unit had one evaluation a year.
OF_A_YEAR = 1
#: The names of parts of a year in a title; a month behind a day is a date.
_QUARTER = re.compile(r"\bquý\s+(?P<number>IV|I{1,3}|[1-4])(?:\s+năm\s+|\s*/\s*)(?P<year>\d{4})\b", re.IGNORECASE)
_MONTHS = re.compile(r"\b(?P<months>0?6|0?9)\s+tháng\s+(?P<which>đầu|cuối)\s+năm\s+(?P<year>\d{4})\b", re.IGNORECASE)
_MONTH = re.compile(r"(?<!\d )\btháng\s+(?P<number>\d{1,2})(?:\s+năm\s+|\s*/\s*)(?P<year>\d{4})\b", re.IGNORECASE)


class Kind(Enum):
    """What a period is called after."""

    YEAR = "year"
    HALF = "half"
    NINE_MONTHS = "nine_months"
    QUARTER = "quarter"
    MONTH = "month"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PeriodName:
    """What a period is called.

    :ivar number: of a half, a quarter or a month in its year, from 1; 0 for all else
    :ivar year: the year in the name
    """

    kind: Kind
    number: int
    year: int
    period: Period

    @property
    def text(self) -> str:
        """The name inside a Vietnamese sentence."""
        match self.kind:
            case Kind.YEAR:
                return f"năm {self.year}"
            case Kind.HALF:
                return f"6 tháng {'đầu' if self.number == 1 else 'cuối'} năm {self.year}"
            case Kind.NINE_MONTHS:
                return f"9 tháng đầu năm {self.year}"
            case Kind.QUARTER:
                return f"quý {ROMAN[self.number - 1]} năm {self.year}"
            case Kind.MONTH:
                return f"tháng {write_month(self.number)} năm {self.year}"
            case Kind.OTHER:
                first, last = map(write_day, self.period)
                return f"từ ngày {first} đến ngày {last}"

    @property
    def file_part(self) -> str:
        """The name in that of a file, where a year is its number alone."""
        return str(self.year) if self.kind is Kind.YEAR else self.text.replace("/", "-")


def name(period: Period, year: int) -> PeriodName:
    """Return what a period is called that counts as one of `year`.

    It is that year where it begins not after New Year and ends in the last two months: a report that is closed on 10
    December, or is about December to November, is that of the year all the same.
    """
    first, last = period
    if date(year - 1, 11, 1) <= first <= date(year, 1, 1) and date(year, 11, 1) <= last <= date(year, 12, 31):
        return PeriodName(Kind.YEAR, 0, year, period)
    if first.day == 1 and first.year == last.year and last.day == monthrange(last.year, last.month)[1]:
        months, before = last.month - first.month + 1, first.month - 1
        for kind, length in ((Kind.MONTH, 1), (Kind.QUARTER, 3), (Kind.HALF, 6)):
            if months == length and before % length == 0:
                return PeriodName(kind, before // length + 1, first.year, period)
        if months == 9 and not before:
            return PeriodName(Kind.NINE_MONTHS, 0, first.year, period)
    return PeriodName(Kind.OTHER, 0, year, period)


def name_in_edition(edition: int, period: Period, year: int) -> PeriodName:
    """Return what the period of an evaluation is called.

    :param edition: how it counts; one of the first edition was that of its year on every paper, whatever its days
    """
    return PeriodName(Kind.YEAR, 0, year, period) if edition == OF_A_YEAR else name(period, year)


def following(named: PeriodName) -> PeriodName:
    """Return what the period after one is called: the next quarter after a quarter, the year after a year."""
    first, last = named.period
    start = last + timedelta(days=1)
    match named.kind:
        case Kind.YEAR:
            year = named.year + 1
            return PeriodName(Kind.YEAR, 0, year, (date(year, 1, 1), date(year, 12, 31)))
        case Kind.MONTH | Kind.QUARTER | Kind.HALF:
            months = {Kind.MONTH: 1, Kind.QUARTER: 3, Kind.HALF: 6}[named.kind]
            end = start.replace(month=start.month + months - 1)
            return name((start, end.replace(day=monthrange(end.year, end.month)[1])), start.year)
        case _:
            # What a period without a name is followed by, nobody can say but this: the rest of its year, or the next.
            if (last.month, last.day) == (12, 31):
                return name((start, date(start.year, 12, 31)), start.year)
            return name((start, date(last.year, 12, 31)), last.year)


def read(title: str) -> Period | None:
    """Return the quarter, the half-year, the nine months or the month that a title is about; None if it names none."""
    text = " ".join(title.split())
    if match := _QUARTER.search(text):
        number = match["number"].upper()
        place = ROMAN.index(number) if number in ROMAN else int(number) - 1
        return _months(int(match["year"]), 3 * place + 1, 3)
    if match := _MONTHS.search(text):
        months, is_first = int(match["months"]), match["which"].lower() == "đầu"
        if is_first or months == 6:
            return _months(int(match["year"]), 1 if is_first else 7, months)
    if (match := _MONTH.search(text)) and 1 <= int(match["number"]) <= 12:
        return _months(int(match["year"]), int(match["number"]), 1)
    return None


def _months(year: int, month: int, count: int) -> Period:
    last = month + count - 1
    return date(year, month, 1), date(year, last, monthrange(year, last)[1])


def write_day(day: date) -> str:
    """Write a date in short as Nghị định 30/2020/NĐ-CP has it: "01/4/2020", "10/02/2020"."""
    return f"{day.day:02d}/{write_month(day.month)}/{day.year}"


def write_month(month: int) -> str:
    """Write the number of a month: two digits for 1 and 2, so that none can be put before them."""
    return f"{month:02d}" if month < 3 else str(month)
