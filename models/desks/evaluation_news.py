from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from odoo import api, models

_WOKEN = "agency_evaluation.mails"


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened to an evaluation, told to those on whose desks it comes by that, and to others.

    :ivar kind: what; `_news_<kind>` of the evaluation says it
    :ivar to: ids of those who are told, whatever lies on their desks
    :ivar at: desks at which everybody is told, new there or not
    :ivar values: what the method is called with
    """

    kind: str
    to: frozenset[int] = frozenset()
    at: tuple[str, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)


class EvaluationNews(models.Model):
    """Telling people once what concerns them, in their language, by Odoo's own notifications."""

    _inherit = "agency.evaluation"

    def _message_auto_subscribe_followers(self, updated_values, default_subtype_ids):
        """Whoever is named follows, and hears of it as of any other desk: once."""
        found = super()._message_auto_subscribe_followers(updated_values, default_subtype_ids)
        return [(partner, subtypes, False) for partner, subtypes, _template in found]

    def _tell(self, held, arrivals, news):
        """Tell people about these evaluations; nobody hears of what they did themselves.

        :param held: who has to act, by the id of the evaluation and the desk
        :param arrivals: the desks that are new to people, by the ids of evaluation and user
        :param news: what happened, if more than that
        """
        told = defaultdict(dict)
        for (id_, user_id), new in arrivals.items():
            told[user_id][id_] = tuple(new)
        if news:
            for id_ in self.ids:
                for user_id in news.to.union(*(held[id_].get(desk, ()) for desk in news.at)):
                    told[user_id].setdefault(id_, ())
        told.pop(self.env.uid, None)
        messages = defaultdict(self.env["res.users"].browse)
        for user in self.env["res.users"].browse(told).filtered("active"):
            messages[user.lang, tuple(sorted(told[user.id].items()))] |= user
        for (language, new), users in messages.items():
            self.with_context(lang=language or self.env.lang)._notify_people(users, dict(new), news)

    def _notify_people(self, users, new, news):
        """Send one message about all that is new to these users: desks by the id of the evaluation."""
        if len(new) == 1:
            ((id_, arrived),) = new.items()
            about = self._one(id_)
            title = about._describe_tasks(arrived) or about._describe_title(news)
            subject, text = f"{title}: {about.display_name}", about._describe_news(news)
        else:
            about = self.env["mail.thread"]
            subject = self.env._("%(count)s evaluations have come to you", count=len(new))
            lines = [
                Markup('<a href="/odoo/agency-evaluations/%s">%s</a>: %s')
                % (id_, self._one(id_).display_name, self._describe_tasks(arrived) or self._describe_title(news))
                for id_, arrived in new.items()
            ]
            text = Markup("<br/>").join(lines)
        queue = self._mail_queue()
        about.message_notify(
            partner_ids=users.partner_id.ids,
            force_send=not queue,
            subject=subject,
            body=Markup("<p>%s</p><p>%s</p>") % (subject, text) if text else Markup("<p>%s</p>") % subject,
            email_layout_xmlid="mail.mail_notification_layout",
            model_description=self.env["ir.model"]._get(self._name).display_name,
        )
        if queue and "email" in users.mapped("notification_type"):
            self._wake(queue)

    @api.model
    def _mail_queue(self):
        """Return the scheduled action that sends e-mails, nothing where it does not run.

        Who makes an evaluation or takes a step does not wait for the server of e-mails.
        """
        # sudo: ir.cron - whether it runs is no secret
        cron = self.env["ir.cron"].sudo()
        id_ = self.env["ir.model.data"]._xmlid_to_res_id("mail.ir_cron_mail_scheduler_action", raise_if_not_found=False)
        return cron.search_fetch([("id", "=", id_), ("active", "=", True)], ["active"])

    @api.model
    def _wake(self, cron):
        """Let a scheduled action run once this transaction is committed, however often it is asked for."""
        callbacks = self.env.cr.precommit
        if _WOKEN not in callbacks.data:
            callbacks.data[_WOKEN] = True
            callbacks.add(lambda: callbacks.data.pop(_WOKEN, None) and cron._trigger())

    def _describe_tasks(self, arrived):
        """Return what those at the desks `arrived` have to do; empty without any."""
        types = self._desk_types()
        kinds = self.env["mail.activity.type"].browse(types[desk] for desk in arrived if desk in types)
        return "; ".join(kind.summary or kind.name for kind in kinds)

    def _describe_title(self, news):
        return getattr(self, f"_title_{news.kind}")(**news.values) if news else ""

    def _describe_news(self, news):
        """Return what happened in the language of the context; empty where there is no more to say."""
        return getattr(self, f"_news_{news.kind}")(**news.values) if news else ""

    def _title_step(self, step, reason):
        decisions = self.env["agency.evaluation.decision"]
        return dict(decisions._fields["step"]._description_selection(self.env))[step]

    def _news_step(self, step, reason):
        text = f"{self._title_step(step, reason)}: {self.env.user.name}"
        if not reason:
            return text
        return Markup("<br/>").join([text, *str(reason).strip().splitlines()])

    def _title_question(self, codes, text):
        return self.env._("Question on %(codes)s", codes=codes)

    def _news_question(self, codes, text):
        head = self.env._("%(user)s asks about %(codes)s:", user=self.env.user.name, codes=codes)
        return Markup("<br/>").join([head, *text.strip().splitlines()])

    def _title_answer(self, codes):
        return self.env._("The questions are answered")

    def _news_answer(self, codes):
        return self.env._("%(user)s has answered for %(codes)s.", user=self.env.user.name, codes=codes)

    def _title_assignment(self, codes):
        return self.env._("Rows are assigned to you")

    def _news_assignment(self, codes):
        return self.env._("%(user)s assigns rows to you: %(codes)s.", user=self.env.user.name, codes=codes)
