from odoo import api, fields, models

from ..agency.clock import agency_today


class MyWorkText(models.Model):
    """What an entry of the list says in words: what is missing, and how late it is.

    All entries that are shown are described together, with as many queries for many units as for one.
    """

    _inherit = "agency.evaluation.my.work"

    details = fields.Char(string="What Is Missing", compute="_compute_details")
    lateness = fields.Char(string="Time Left", compute="_compute_lateness")

    @api.depends("deadline", "is_done", "days_left")
    @api.depends_context("lang")
    def _compute_lateness(self):
        for work in self:
            if work.is_done or not work.deadline:
                work.lateness = False
            elif work.days_left < 0:
                work.lateness = self.env._("%(days)s days late", days=-work.days_left)
            elif work.days_left == 0:
                work.lateness = self.env._("Due today")
            else:
                work.lateness = self.env._("%(days)s days left", days=work.days_left)

    @api.depends("kind", "res_id", "note", "progress")
    @api.depends_context("lang")
    def _compute_details(self):
        for kind, works in self.grouped("kind").items():
            describe = getattr(works, f"_describe_{kind}", None)
            described = describe() if describe else {}
            for work in works:
                work.details = described.get(work.res_id) or work.note

    def _places(self):
        """Return the records that these entries of one kind are about."""
        # sudo: every place - an entry tells of what is its reader's by the rules of entries
        return self.env[self[:1].res_model].sudo().browse(self.mapped("res_id"))

    def _describe_desk(self):
        said = {}
        for evaluation in self._places():
            if evaluation.state == "draft":
                said[evaluation.id] = self.env._("Fill in and submit")
            elif evaluation.reviewed_on:
                said[evaluation.id] = self.env._("Approve")
            else:
                said[evaluation.id] = self.env._("Review, or answer the questions of the review")
        return said

    def _describe_document(self):
        return dict.fromkeys(self.mapped("res_id"), self.env._("The row needs a document"))

    def _describe_fact(self):
        """Months that have not begun yet are not missing."""
        today = agency_today(self)
        said = {}
        for fact in self._places():
            days, own = fact._days_of_parts(), fact._scoring_fact()
            missing = [month for month in own.missing_months if days.get(month, today) <= today]
            if missing:
                said[fact.id] = fact._describe_missing(missing)
            elif own.value is None and not own.is_monthly:
                said[fact.id] = self.env._("The number is missing")
        for work in self.filtered("note"):
            said[work.res_id] = work.note
        return said

    def _describe_finding(self):
        return {finding.id: finding.message for finding in self._places()}

    def _describe_round(self):
        said = {}
        for campaign in self._places():
            if campaign.state == "closed":
                said[campaign.id] = self.env._("Closed; to be published")
            else:
                said[campaign.id] = self.env._(
                    "%(late)s units late, %(waiting)s without an evaluation",
                    late=campaign.late_count,
                    waiting=campaign.waiting_count,
                )
        return said
