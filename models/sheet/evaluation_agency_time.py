from odoo import api, models

from ..agency.clock import agency_time, agency_today


class EvaluationAgencyTime(models.Model):
    """The clock of the agency: papers and the page that verifies them tell the time by it, and guards the day."""

    _inherit = "agency.evaluation"

    @api.model
    def _agency_time(self, moment):
        """Return a stored time (UTC, without time zone) as the clock of the agency shows it, with its time zone."""
        return agency_time(self, moment)

    @api.model
    def _agency_today(self):
        """Return the day by the calendar of the agency, whatever time zone a client names."""
        return agency_today(self)
