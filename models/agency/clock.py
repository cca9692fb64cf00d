"""The clock of the agency: papers tell the time by it, and guards the day."""

from odoo import fields

#: The time zone of every Vietnamese agency.
TIMEZONE = "Asia/Ho_Chi_Minh"


def agency_time(records, moment):
    """Return a stored time (UTC, without time zone) as the clock of the agency shows it, with its time zone."""
    return fields.Datetime.context_timestamp(records.with_context(tz=TIMEZONE), moment)


def agency_today(records):
    """Return the day by the calendar of the agency, whatever time zone a client names."""
    return agency_time(records, fields.Datetime.now()).date()
