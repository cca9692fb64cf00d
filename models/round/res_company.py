from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...scoring.round.reminders import Settings, parse_days


class ResCompany(models.Model):
    """When the agency reminds people of what is due."""

    _inherit = "res.company"

    agency_remind_before = fields.Char(
        string="Days Before",
        default="7, 3, 0",
        help="How many days before something is due whoever has it is reminded, such as 7, 3, 0; 0 is the day itself.",
    )
    agency_remind_after = fields.Char(
        string="Days After", default="1, 3, 7", help="How many days after it was due they are reminded again."
    )
    agency_escalate_head = fields.Integer(
        string="Head Told After",
        default=3,
        help="How many days after it was due the head of the unit is told; 0 for never.",
    )
    agency_escalate_managers = fields.Integer(
        string="Managers Told After",
        default=7,
        help="How many days after it was due the managers are told; 0 for never.",
    )

    @api.constrains("agency_remind_before", "agency_remind_after", "agency_escalate_head", "agency_escalate_managers")
    def _check_agency_reminders(self):
        for company in self:
            try:
                company._reminder_settings()
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "Days before are 0 or more and days after 1 or more, up to 999, separated by commas; the"
                        " managers are told after the head."
                    )
                ) from error

    def _reminder_settings(self):
        """Return when people are told, as plain :class:`Settings`.

        :raises ValueError: for days that are none
        """
        self.ensure_one()
        escalations = self.agency_escalate_head, self.agency_escalate_managers
        if any(days < 0 or days > 999 for days in escalations):
            raise ValueError(f"{escalations} are no days")
        return Settings(
            before=parse_days(self.agency_remind_before or ""),
            after=parse_days(self.agency_remind_after or ""),
            head_after=escalations[0] or None,
            managers_after=escalations[1] or None,
        )
