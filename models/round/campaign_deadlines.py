from odoo import api, fields, models

from ...scoring import period_names, periods
from ...scoring.round.milestones import propose
from ...scoring.round.proposals import PROPOSED
from ...scoring.round.working_days import NoWorkingDay
from .campaign import DEADLINES
from .campaign_workflow import describe_deadlines


class CampaignDeadlines(models.Model):
    """Which deadlines are proposed for a round, and what happens when that of the units has passed."""

    _inherit = "agency.evaluation.campaign"

    after_deadline = fields.Selection(
        [("mark", "Units may submit, marked as late"), ("lock", "Nobody submits without more time")],
        string="After the Deadline",
        default="mark",
        required=True,
        open_in=("draft",),
        help="A unit that has submitted in time and got its evaluation back may submit again in either case.",
    )
    proposed_deadlines = fields.Char(
        store=False, readonly=True, help="What stands there because it was proposed, as long as the form is not saved."
    )

    @api.onchange("date_from", "date_to", "criteria_set_id", "company_id")
    def _onchange_period_deadlines(self):
        """Propose the deadlines of a period where nobody has set others, unless they are over."""
        if any(self[name] for name in DEADLINES) and self.proposed_deadlines != describe_deadlines(self):
            return
        self.update(dict.fromkeys(DEADLINES, False) | self._proposed_deadlines())
        self.proposed_deadlines = describe_deadlines(self)

    def action_propose_deadlines(self):
        """Put in the deadlines that are proposed for the period of these rounds, in place of those that are there.

        :raises AccessError: unless the user may write rounds
        :raises UserError: unless they are drafts
        """
        self.check_access("write")
        for campaign in self:
            campaign.write(campaign._proposed_deadlines(over=True))
        return True

    def _proposed_deadlines(self, over=False):
        """Return the deadlines that are proposed for the period, by their fields.

        :param over: even if they are over
        """
        self.ensure_one()
        if not (self.date_from and self.date_to and self.company_id and periods.is_year(self.year)):
            return {}
        period = period_names.name((self.date_from, self.date_to), self.year)
        try:
            found = propose(PROPOSED, period, self.company_id._working_calendar())
        except NoWorkingDay:  # by the calendar of the company nobody works in that year
            return {}
        days = {deadline.code: deadline.day for deadline in found if deadline.code in DEADLINES}
        return days if over or all(day >= self._today() for day in days.values()) else {}
