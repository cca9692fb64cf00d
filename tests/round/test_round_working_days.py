from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestWorkingCalendar(TransactionCase):
    """On which days an agency works, as Odoo's working hours and public holidays say."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Cơ quan thử"})
        cls.hours = cls.company.resource_calendar_id

    def worked(self, first, count=7):
        """Return on which of the days from the first of January 2041, a Tuesday, the agency works, by its number."""
        with freeze_time("2041-01-01 00:00:00"):
            calendar = self.company._working_calendar()
        return [day for day in range(first, first + count) if calendar.is_working(date(2041, 1, day))]

    def take_off(self, first, last, **values):
        # Without working hours Odoo takes those for days off of the company of whoever looks first.
        values = {"calendar_id": self.hours.id, **values}
        self.env["resource.calendar.leaves"].create({"name": "Nghỉ", "date_from": first, "date_to": last, **values})

    def test_the_days_of_the_working_hours(self):
        self.assertEqual(self.worked(1), [1, 2, 3, 4, 7])
        self.hours.attendance_ids.filtered(lambda each: each.dayofweek == "4").unlink()
        self.hours.write(
            {
                "attendance_ids": [
                    Command.create(
                        {
                            "name": "Sáng thứ bảy",
                            "dayofweek": "5",
                            "hour_from": 8,
                            "hour_to": 12,
                            "day_period": "morning",
                        }
                    ),
                    # A section and a break are no work.
                    Command.create(
                        {"name": "Nghỉ", "dayofweek": "6", "hour_from": 12, "hour_to": 13, "day_period": "lunch"}
                    ),
                ]
            }
        )
        self.assertEqual(self.worked(1), [1, 2, 3, 5, 7])

    def test_without_working_hours_monday_to_friday(self):
        self.hours.attendance_ids.unlink()
        self.assertEqual(self.worked(1), [1, 2, 3, 4, 7])
        self.company.resource_calendar_id = False
        self.assertEqual(self.worked(1), [1, 2, 3, 4, 7])

    def test_days_off_by_the_clock_of_the_agency_or_of_the_server(self):
        self.take_off("2041-01-01 17:00:00", "2041-01-02 16:59:59")  # the second, in Viet Nam
        self.take_off("2041-01-04 00:00:00", "2041-01-04 23:59:59")
        self.assertEqual(self.worked(1), [1, 3, 7])

    def test_what_is_off_for_some_hours_or_somebody_or_elsewhere_is_worked(self):
        self.take_off("2041-01-02 06:00:00", "2041-01-02 16:59:59")  # from 13:00
        resource = self.env["resource.resource"].create({"name": "Ai đó", "calendar_id": self.hours.id})
        self.take_off("2041-01-02 17:00:00", "2041-01-03 16:59:59", resource_id=resource.id)
        other = self.hours.copy()
        self.take_off("2041-01-03 17:00:00", "2041-01-04 16:59:59", calendar_id=other.id)
        elsewhere = self.env["res.company"].create({"name": "Cơ quan khác"})
        hours = elsewhere.resource_calendar_id
        self.take_off("2041-01-06 17:00:00", "2041-01-07 16:59:59", calendar_id=hours.id)
        self.assertEqual(self.worked(1), [1, 2, 3, 4, 7])

    def test_a_day_in_exchange_is_worked(self):
        self.take_off("2041-01-03 17:00:00", "2041-01-04 16:59:59")
        self.take_off("2041-01-04 17:00:00", "2041-01-05 16:59:59", time_type="other")
        self.assertEqual(self.worked(1), [1, 2, 3, 5, 7])

    def test_a_calendar_of_two_weeks(self):
        self.hours.switch_calendar_type()
        week = str(self.env["resource.calendar.attendance"].get_week_type(date(2041, 1, 8)))
        self.hours.attendance_ids.filtered(lambda each: each.week_type == week and each.dayofweek == "2").unlink()
        self.assertEqual(self.worked(1, 14), [1, 2, 3, 4, 7, 8, 10, 11, 14])
