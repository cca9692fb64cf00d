from collections import Counter, defaultdict

from odoo import api, fields, models

from ...scoring import desks
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

    @api.depends("kind", "res_id", "user_id", "note", "progress")
    @api.depends_context("lang")
    def _compute_details(self):
        for kind, works in self.grouped("kind").items():
            describe = getattr(works, f"_describe_{kind}", None)
            described = describe() if describe else {}
            for work in works:
                key = (work.res_id, work.user_id.id) if kind == "desk" else work.res_id
                work.details = described.get(key) or work.note

    def _places(self):
        """Return the records that these entries of one kind are about."""
        # sudo: every place - an entry tells of what is its reader's by the rules of entries
        return self.env[self[:1].res_model].sudo().browse(self.mapped("res_id"))

    def _describe_desk(self):
        """What each person has to do is what the activity says that is the shadow of the desk."""
        said, left, evaluations = {}, self._count_left(), self._places()
        desk_of = {type_id: name for name, type_id in evaluations._desk_types().items()}
        domain = evaluations._desk_activity_domain(list(desk_of))
        names = ["res_id", "user_id", "activity_type_id"]
        # sudo: mail.activity - what each person has to do is told to whom the evaluation's entries are
        for activity in self.env["mail.activity"].sudo().search_fetch(domain, names, order="id"):
            kind, key = activity.activity_type_id, (activity.res_id, activity.user_id.id)
            whose = key if desk_of[kind.id] == desks.FILL else (activity.res_id, None)
            said.setdefault(key, []).extend([kind.summary or kind.name, *left.get(whose, ())])
        return {key: "; ".join(parts) for key, parts in said.items()}

    def _count_left(self):
        """Return what is left to be done of the drafts among these evaluations in words.

        By the id of the evaluation and that of who does it, or None for all.
        """
        labels = dict(self._fields["kind"]._description_selection(self.env))
        domain = [
            ("evaluation_id", "in", self.mapped("res_id")),
            ("evaluation_id.state", "=", "draft"),
            ("kind", "!=", "desk"),
            ("is_done", "=", False),
        ]
        # sudo: agency.evaluation.my.work - how much of an evaluation is left is told to whom it waits for
        found = self.sudo()._read_group(domain, ["evaluation_id", "kind", "user_id"], ["__count"])
        counts = Counter()
        for evaluation, kind, user, count in found:
            counts[evaluation.id, None, kind] += count
            counts[evaluation.id, user.id, kind] += count if user else 0
        left = defaultdict(list)
        for (evaluation, user, kind), count in counts.items():
            left[evaluation, user].append(f"{labels[kind]}: {count}")
        return left

    def _describe_row(self):
        return self._describe_answered() | {
            work.res_id: self.env._("Points are missing") for work in self if work.progress == "todo"
        }

    def _describe_answered(self):
        return {work.res_id: self.env._("Answered, not handed in") for work in self if work.progress == "answered"}

    def _describe_document(self):
        return dict.fromkeys(self.mapped("res_id"), self.env._("The row needs a document"))

    def _describe_fact(self):
        """Months that have not begun yet are not missing."""
        today = agency_today(self)
        said = self._describe_answered()
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
        """Which check found it; the whole message would read facts, sections and names of each evaluation."""
        labels = dict(self.env["agency.evaluation.finding"]._fields["code"]._description_selection(self.env))
        return {work.res_id: labels.get(work.note, work.note) for work in self}

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
