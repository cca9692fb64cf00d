from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import models

from ...scoring.round.working_days import WorkingCalendar
from .clock import TIMEZONE, agency_time, agency_today

#: How far ahead and back days off are read, in days: no term of an agency is longer.
_HORIZON = 800
_ZONE = ZoneInfo(TIMEZONE)
_NOON = 12.0


class ResCompany(models.Model):
    """On which days the agency works: by the working hours of the company and the days off that concern everybody.

    A day off is one on which all working hours are off. A day that is worked in exchange for another one ("làm bù") is
    put in like a day off, as time of the type "Other", which Odoo counts as working time.
    """

    _inherit = "res.company"

    def _working_calendar(self):
        """Return the days that the agency works, as a :class:`WorkingCalendar`."""
        self.ensure_one()
        # sudo: resource.calendar - on which days an agency works is no secret
        calendar = self.sudo().resource_calendar_id
        hours = _hours_of(calendar.attendance_ids)
        if not hours:
            return WorkingCalendar()
        return WorkingCalendar(
            weekdays=frozenset(weekday for _week, weekday in hours),
            holidays=frozenset(self._days_off("leave", hours)) | self._weeks_off(hours),
            worked=frozenset(self._days_off("other", {})),
        )

    def _days_off(self, time_type, hours):
        """Yield the days that a time of the type `time_type` covers for everybody in the company.

        :param hours: from when to when a day is worked, by (week, weekday); a day without is covered by its noon
        """
        today = agency_today(self)
        # sudo: resource.calendar.leaves, res.company - on which days and by which hours an agency works is no secret
        times = self.env["resource.calendar.leaves"].sudo()
        for each in times.search_fetch(
            [
                ("resource_id", "=", False),
                ("time_type", "=", time_type),
                ("company_id", "in", (False, self.id)),
                ("calendar_id", "in", (False, self.sudo().resource_calendar_id.id)),
                ("date_to", ">=", today - timedelta(days=_HORIZON)),
                ("date_from", "<=", today + timedelta(days=_HORIZON)),
            ],
            ["date_from", "date_to"],
        ):
            first, last = agency_time(self, each.date_from), agency_time(self, each.date_to)
            for day in _days(first.date(), last.date()):
                start, end = hours.get((self._week_type(day, hours), day.weekday()), (_NOON, _NOON))
                # Who puts in a day by another clock than that of the agency means that day all the same.
                if first <= _moment(day, start) and _moment(day, end) <= last + timedelta(minutes=1):
                    yield day

    def _weeks_off(self, hours):
        """Return the days off of a calendar of two weeks that are worked in the other week alone."""
        if {week for week, _weekday in hours} == {False}:
            return frozenset()
        today, weekdays = agency_today(self), {weekday for _week, weekday in hours}
        horizon = timedelta(days=_HORIZON)
        return frozenset(
            day
            for day in _days(today - horizon, today + horizon)
            if day.weekday() in weekdays and (self._week_type(day, hours), day.weekday()) not in hours
        )

    def _week_type(self, day, hours):
        is_of_two = any(week is not False for week, _weekday in hours)
        return str(self.env["resource.calendar.attendance"].get_week_type(day)) if is_of_two else False


def _hours_of(attendances):
    """Return from when to when a day is worked, by its week in a calendar of two weeks and its weekday."""
    is_of_two = attendances.calendar_id.two_weeks_calendar
    hours = {}
    for each in attendances:
        if each.display_type or each.day_period == "lunch":
            continue
        key = each.week_type if is_of_two else False, int(each.dayofweek)
        start, end = hours.get(key, (each.hour_from, each.hour_to))
        hours[key] = min(start, each.hour_from), max(end, each.hour_to)
    return hours


def _days(first, last):
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _moment(day, hour):
    return datetime.combine(day, time(), tzinfo=_ZONE) + timedelta(hours=hour)
