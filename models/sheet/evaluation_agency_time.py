from odoo import api, fields, models

_TIMEZONE = "Asia/Ho_Chi_Minh"


class EvaluationAgencyTime(models.Model):
    """The clock of the agency, by which papers and the page that verifies them tell the time, whoever reads them."""

    _inherit = "agency.evaluation"

    @api.model
    def _agency_time(self, moment):
        """Return a stored time (UTC, without time zone) as the clock of the agency shows it, with its time zone."""
        return fields.Datetime.context_timestamp(self.with_context(tz=_TIMEZONE), moment)
