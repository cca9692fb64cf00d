from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...scoring import periods
from ...scoring.round import results
from ...scoring.round.classes import Scale
from ...scoring.succession import predecessors


class CampaignRanking(models.Model):
    """What a round comes to: its units in order, compared with the last period, by the rules of `scoring/round`.

    Of a round that is published it is what was published; of any other, what is approved now.
    """

    _inherit = "agency.evaluation.campaign"

    veto_indicator_ids = fields.Many2many(
        "agency.evaluation.indicator",
        relation="agency_evaluation_campaign_veto_rel",
        column1="campaign_id",
        column2="indicator_id",
        string="Kept Out By",
        ondelete="restrict",
        domain="[('set_id', '=', criteria_set_id), ('formula', '=', False)]",
        open_in=("draft", "open"),
        help="Facts that, other than zero, keep a unit out of the ranking.",
    )
    previous_campaign_id = fields.Many2one(
        "agency.evaluation.campaign",
        string="Last Period",
        compute="_compute_previous_campaign_id",
        help="The round of the period before, whose results these are compared with.",
    )

    @api.depends("date_from", "date_to", "company_id")
    def _compute_previous_campaign_id(self):
        for campaign in self:
            campaign.previous_campaign_id = campaign._find_previous()

    @api.constrains("criteria_set_id", "veto_indicator_ids")
    def _check_vetoes(self):
        for campaign in self:
            # sudo: agency.evaluation.indicator - of which set a fact is, is no secret to who names it
            for fact in campaign.sudo().veto_indicator_ids:
                if fact.set_id != campaign.criteria_set_id or fact.formula:
                    raise ValidationError(
                        self.env._("%(fact)s is not stated in evaluations of this round.", fact=fact.name)
                    )

    @api.readonly
    def action_view_ranking(self):
        """Open the ranking of the round.

        :raises AccessError: if the user may not read the round
        """
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("agency_evaluation.agency_evaluation_ranking_action")
        return {**action, "domain": [("campaign_id", "=", self.id)]}

    def _results(self):
        """Return what the round comes to, as :class:`results.Results`, whoever asks: a place is one among all units."""
        self.ensure_one()
        # sudo: agency.evaluation.campaign - where a unit stands does not depend on who looks
        campaign = self.sudo()
        if campaign.state == "published" and (published := campaign._published()):
            return published.results
        return campaign._settled()

    def _share_without_choice(self):
        """Return what the quota comes to before anybody is chosen, as :class:`results.Share`; None if there is none."""
        # sudo: agency.evaluation.campaign - where a unit stands does not depend on who looks
        campaign = self.sudo()
        units = campaign.env["agency.evaluation.ranking"]._read_units(campaign)
        return campaign._settle([replace(unit, is_chosen=False) for unit in units]).share

    def _settled(self):
        """Return what the round comes to by what is approved now."""
        return self._settle(self.env["agency.evaluation.ranking"]._read_units(self))

    def _settle(self, units):
        previous = self._find_previous()
        grades = dict.fromkeys(self.criteria_set_id.grade_ids.mapped("name"))
        links = self.env["agency.evaluation.succession"]._links(self.date_to) if previous else ()
        return results.settle(
            units,
            last=previous._results_alone() if previous else (),
            predecessors=predecessors(links),
            is_same_scale=not previous or self._max_points() == previous._max_points(),
            scale=Scale(tuple(grades)) if grades else None,
            quota=self._quota(),
            percent=self._decided_percent(),
        )

    def _results_alone(self):
        """Return the entries of the round without what they are compared with, so that no chain of rounds is read."""
        published = self._published() if self.state == "published" else None
        if published:
            return published.results.entries
        return results.settle(self.env["agency.evaluation.ranking"]._read_units(self)).entries

    def _max_points(self):
        return sum(self.criteria_set_id.criterion_ids.filtered(lambda one: not one.is_heading).mapped("max_points"))

    def _find_previous(self):
        """Return the round of the period before this one, empty if there is none.

        It is as long and ends on the day before, or both are yearly and it is of the year before; the last one that
        was published counts, else the last one that was closed.
        """
        if not (self.date_from and self.date_to and self.company_id):
            return self.browse()
        period = (self.date_from, self.date_to)
        domain = [
            ("company_id", "=", self.company_id.id),
            ("state", "in", ("closed", "published")),
            ("date_to", "<", self.date_from),
        ]
        # sudo: agency.evaluation.campaign - which one it is does not depend on who looks
        found = self.sudo().search(domain, order="state desc, date_to desc, id desc")
        following = found.filtered(lambda one: periods.follows(period, (one.date_from, one.date_to)))
        if not following and periods.is_yearly(period):
            following = found.filtered(
                lambda one: one.year == self.year - 1 and periods.is_yearly((one.date_from, one.date_to))
            )
        return following[:1].sudo(self.env.su)
