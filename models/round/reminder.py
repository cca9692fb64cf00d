import logging

from odoo import api, fields, models
from odoo.tools import SQL

from ...scoring.round.reminders import Digest, Kind, Settings, Told, ask, remind

_logger = logging.getLogger(__name__)

#: People who are told in one transaction.
_PIECE = 50
_KINDS = {Kind.OWN: "own", Kind.ESCALATION: "escalation"}


class Reminder(models.Model):
    """That somebody was told of something that waits: what is on record is not told again.

    It is stored in the transaction that tells, so that whoever is killed has told nothing. A digest is as many entries
    as it has lines; the database holds a person to one digest a day, and one more where somebody asks for it.
    """

    _name = "agency.evaluation.reminder"
    _description = "Reminder"
    _inherit = ["agency.evaluation.register"]
    _order = "id desc"
    _rec_name = "user_id"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="restrict")
    day = fields.Date(required=True, readonly=True, help="By the calendar of the agency.")
    user_id = fields.Many2one("res.users", string="Told", required=True, readonly=True, index=True, ondelete="restrict")
    kind = fields.Selection(
        [("own", "Has to do it"), ("escalation", "Told that it is late")], string="Reason", required=True, readonly=True
    )
    about_id = fields.Many2one("res.users", string="Has to Do It", required=True, readonly=True, ondelete="restrict")
    evaluation_id = fields.Many2one("agency.evaluation", readonly=True, index="btree_not_null", ondelete="cascade")
    unit_id = fields.Many2one(
        "agency.evaluation.campaign.unit",
        string="Unit in the Round",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    item = fields.Char(required=True, readonly=True, help="What it was, by a key that it has for this turn alone.")
    due = fields.Date(readonly=True)
    step = fields.Integer(readonly=True, aggregator=None, help="Days after it was due; negative before.")
    place = fields.Integer(readonly=True, required=True, aggregator=None, help="The line in what the person was told.")
    is_asked = fields.Boolean(readonly=True, string="Asked For")
    asked_by_id = fields.Many2one(
        "res.users",
        string="Reminded By",
        readonly=True,
        ondelete="restrict",
        help="Who reminded; empty where the agency's settings did.",
    )

    _once_a_day = models.UniqueIndex(
        "(user_id, day, COALESCE(is_asked, FALSE), place)", "This person has been reminded today already."
    )
    _item_index = models.Index("(item)")
    _day_index = models.Index("(day)")

    @api.model
    def _cron_remind(self):
        """Tell everybody, in the morning of a working day, what is due or late; piece by piece."""
        failed = set()
        left = 1
        while left:
            done, left = self._remind_some(failed)
            if not self.env["ir.cron"]._commit_progress(done, remaining=left):
                break

    @api.model
    def _remind_some(self, failed, limit=_PIECE):
        """Tell some of those who have to be told today, without committing.

        What is left is searched anew each time, so that nobody is told of what was done meanwhile.

        :param failed: ids of users who could not be told; they are left until the next run
        :return: how many were told, and how many are left
        """
        # sudo: res.company - it is asked of every agency there is
        companies = self.env["res.company"].sudo().search([("active", "=", True)])
        digests, things = self._digests_of_the_day(companies)
        waiting = [digest for digest in digests if digest.person not in failed]
        for digest in waiting[:limit]:
            try:
                with self.env.cr.savepoint():
                    self._tell(digest, things)
            except Exception:  # pylint: disable=broad-except; one person keeps nobody else from being told
                _logger.warning("User %s could not be reminded", digest.person, exc_info=True)
                failed.add(digest.person)
        if waiting:
            self._send_soon()
        return len(waiting[:limit]), len(waiting[limit:])

    @api.model
    def _digests_of_the_day(self, companies):
        """Return the digests of today, one for each person, and what their lines are about (:class:`Thing`)."""
        today = self.env["agency.evaluation"]._agency_today()
        settings = {company: company._reminder_settings() for company in companies}
        active = companies.filtered(lambda company: settings[company] != Settings())
        calendars = {company: company._working_calendar() for company in active}
        working = active.filtered(lambda company: calendars[company].is_working(today))
        things = self._open_things(working)
        told = self._told(things, today)
        lines = {}
        for company in working:
            items = [item for thing in things.values() if thing.company == company.id for item in thing.items]
            for digest in remind(today, items, settings[company], calendars[company], told):
                lines.setdefault(digest.person, []).append(digest)
        return [_merged(lines[person]) for person in sorted(lines)], things

    @api.model
    def _told(self, things, today):
        """Return what was told of these things, and of anything today."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT user_id, item, about_id, due, kind, step, day FROM agency_evaluation_reminder
                 WHERE item = ANY(%s) OR day = %s
                """,
                list(things),
                today,
            )
        )
        kinds = {name: kind for kind, name in _KINDS.items()}
        return [Told(*row[:4], kinds[row[4]], *row[5:]) for row in rows]

    @api.model
    def _ask_now(self, evaluations, units):
        """Tell those who have something to do about these evaluations and units of rounds, because the user asks.

        :return: who was told, who would have been but was told today already, and of which evaluations and units
        """
        today = self.env["agency.evaluation"]._agency_today()
        things = self._things_of(evaluations, units)
        # Nobody is told by themselves.
        items = [item for thing in things.values() for item in thing.items if item.person != self.env.uid]
        asked = self.search([("day", "=", today), ("is_asked", "=", True)]).user_id.ids
        digests = ask(today, items, self._told(things, today), asked)
        for digest in digests:
            self._tell(digest, things, asked_by=self.env.user)
        self._send_soon()
        told = self.env["res.users"].browse(digest.person for digest in digests)
        others = self.env["res.users"].browse({item.person for item in items}) - told
        about = [things[line.item] for digest in digests for line in digest.lines]
        return (
            told,
            others,
            evaluations.browse({thing.evaluation for thing in about if thing.evaluation}),
            units.browse({thing.unit for thing in about if thing.unit}),
        )

    @api.model
    def _send_soon(self):
        """Wake Odoo's queue of mails."""
        # sudo: ir.cron - whoever reminds need not be an administrator
        if queue := self.env.ref("mail.ir_cron_mail_scheduler_action", raise_if_not_found=False):
            queue.sudo()._trigger()

    def _tell(self, digest, things, asked_by=None):
        """Keep on record what a person is told, and tell it: by mail or in the inbox, in the person's language."""
        user = self.env["res.users"].browse(digest.person)
        self._create_through(
            [
                {
                    "company_id": things[line.item].company,
                    "day": digest.day,
                    "user_id": user.id,
                    "kind": _KINDS[line.kind],
                    "about_id": line.about,
                    "evaluation_id": things[line.item].evaluation,
                    "unit_id": things[line.item].unit,
                    "item": line.item,
                    "due": line.due,
                    "step": line.step,
                    "place": place,
                    "is_asked": bool(asked_by),
                    "asked_by_id": asked_by.id if asked_by else False,
                }
                for place, line in enumerate(digest.lines)
            ]
        )
        # Whoever else tells this person today is refused by the database before anything is sent.
        self.flush_model()
        in_language = self.with_context(lang=user.lang or self.env.lang)
        subject, body = in_language._worded(digest, things, user, asked_by)
        self.env["mail.thread"].with_context(lang=user.lang or self.env.lang).message_notify(
            partner_ids=user.partner_id.ids,
            subject=subject,
            body=body,
            email_layout_xmlid="mail.mail_notification_layout",
            model_description=in_language.env["ir.model"]._get("agency.evaluation").display_name,
            # Odoo's queue of mails sends them, and again where the mail server does not answer.
            force_send=False,
        )


def _merged(digests):
    """Return what several agencies tell a person as one digest."""
    return Digest(digests[0].person, digests[0].day, tuple(line for digest in digests for line in digest.lines))
