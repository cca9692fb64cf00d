from collections import defaultdict
from contextlib import contextmanager
from contextvars import ContextVar

from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import api, models

from ...scoring import desks
from ..workflow.steps import DESKS

_casting = ContextVar("casting", default=False)


@contextmanager
def _cast():
    token = _casting.set(True)
    try:
        yield
    finally:
        _casting.reset(token)


def is_cast():
    """Tell whether activities are being changed so that they follow the desks: that is no change by hand."""
    return _casting.get()


class EvaluationShadow(models.Model):
    """What shows on whose desks an evaluation lies: the people on it, and an activity for each of them."""

    _inherit = "agency.evaluation"

    def _sync_desks(self, news=None, quiet=False):
        """Store on whose desks these evaluations lie, let activities follow, and tell those who it is new to.

        To do it again changes nothing.

        :param news: what happened (:class:`~.evaluation_news.News`), where it is more than that
        :param quiet: nobody is told
        """
        # sudo: agency.evaluation - whose turn it is does not depend on who changed something
        evaluations = self.sudo().union()
        if not evaluations:
            return
        situations = evaluations._situations()
        evaluations._take_off_rows(situations)
        held = {id_: desks.desks(situation) for id_, situation in situations.items()}
        evaluations._store_holders(held)
        arrivals = evaluations._cast_activities(held, news)
        # While modules are loaded nothing is translated yet, and what they bring along is no news.
        if not quiet and self.env.registry.ready:
            evaluations._tell(held, arrivals, news)

    def _store_holders(self, held):
        come, gone = defaultdict(self.browse), defaultdict(self.browse)
        for evaluation in self:
            holders, former = frozenset().union(*held[evaluation.id].values()), frozenset(evaluation.desk_user_ids.ids)
            come[holders - former] |= evaluation
            gone[former - holders] |= evaluation
        for holders, evaluations in gone.items():
            evaluations._unlink_beside("desk_user_ids", holders)
        for holders, evaluations in come.items():
            evaluations._link_beside("desk_user_ids", holders)

    def _cast_activities(self, held, news):
        """Let there be exactly one activity for each person at each desk.

        :return: the desks that are new to people, by the ids of evaluation and user
        """
        types = self._desk_types()
        wanted = {
            (id_, types[desk], user): desk
            for id_, found in held.items()
            for desk, users in found.items()
            if desk in types
            for user in users
        }
        present, surplus = {}, self.env["mail.activity"]
        for activity in self._desk_activities(list(types.values())):
            key = activity.res_id, activity.activity_type_id.id, activity.user_id.id
            if key in wanted and key not in present:
                present[key] = activity
            else:
                surplus |= activity
        missing = {key: desk for key, desk in wanted.items() if key not in present}
        with _cast():
            surplus.unlink()
            self._move_deadlines({activity: wanted[key] for key, activity in present.items()})
            self._create_activities(missing, news)
        arrivals = defaultdict(list)
        for (id_, _type, user), desk in missing.items():
            arrivals[id_, user].append(desk)
        return arrivals

    @api.model
    def _desk_types(self):
        """Return the ids of the activity types by their desks; those that an administrator has deleted are left out."""
        find = self.env["ir.model.data"]._xmlid_to_res_id
        types = {name: find(desk.activity, raise_if_not_found=False) for name, desk in DESKS.items()}
        return {name: id_ for name, id_ in types.items() if id_}

    def _desk_activities(self, type_ids):
        return self.env["mail.activity"].search(self._desk_activity_domain(type_ids), order="id")

    def _desk_activity_domain(self, type_ids):
        return [
            ("res_model", "=", self._name),
            ("res_id", "in", self.ids),
            ("activity_type_id", "in", type_ids),
            ("automated", "=", True),
            ("active", "=", True),
        ]

    def _move_deadlines(self, desks_of_activities):
        moved = defaultdict(self.env["mail.activity"].browse)
        for activity, desk in desks_of_activities.items():
            due = self._one(activity.res_id)._due(desk)
            if due and due != activity.date_deadline:
                moved[due] |= activity
        for due, activities in moved.items():
            activities.date_deadline = due

    def _create_activities(self, missing, news):
        model = self.env["ir.model"]._get_id(self._name)
        today = self._agency_today()
        by_language = defaultdict(list)
        users = self.env["res.users"].browse({user_id for _id, _type, user_id in missing})
        for (id_, type_id, user_id), desk in missing.items():
            language = users.browse(user_id).with_prefetch(users.ids).lang or self.env.lang
            by_language[language].append((id_, type_id, user_id, desk))
        for language, entries in by_language.items():
            # Whom an activity is for reads it in their own language, and is told by news of ours alone.
            translated = self.with_context(lang=language, mail_activity_quick_update=True)
            # Odoo asks each activity by itself what it is about.
            translated.browse({id_ for id_, *_rest in entries}).mapped("display_name")
            values = []
            for id_, type_id, user_id, desk in entries:
                evaluation = translated._one(id_)
                kind = translated.env["mail.activity.type"].browse(type_id)
                due = evaluation._due(desk) or today + relativedelta(**{kind.delay_unit: kind.delay_count})
                values.append(
                    {
                        "activity_type_id": type_id,
                        "summary": kind.summary or kind.name,
                        "note": Markup("<p>%s</p>") % text if (text := evaluation._describe_news(news)) else False,
                        "automated": True,
                        "date_deadline": due,
                        "res_model_id": model,
                        "res_id": id_,
                        "user_id": user_id,
                    }
                )
            translated.env["mail.activity"].create(values)

    def _one(self, id_):
        """Return one of these evaluations, of which fields are read together with those of the others."""
        return self.browse(id_).with_prefetch(self.ids)

    def _due(self, desk):
        return self[DESKS[desk].due] if DESKS[desk].due else False

    def _take_off_rows(self, situations):
        """Let rows of drafts that are assigned to somebody who cannot answer them be nobody's: the evaluator has them.

        Once it is submitted they stay as they are, for whoever had them had them; questions on them go to the unit.
        """
        gone = {
            id_: situation.assigned - desks.able_assignees(situation)
            for id_, situation in situations.items()
            if situation.state == "draft"
        }
        concerned = [id_ for id_, users in gone.items() if users]
        if not concerned:
            return
        self.browse(concerned)._join()
        lines = self.env["agency.evaluation.line"].search(
            [("evaluation_id", "in", concerned), ("user_id", "in", list(set().union(*gone.values())))]
        )
        orphaned = lines.filtered(lambda line: line.user_id.id in gone[line.evaluation_id.id])
        for (evaluation, user), lines in orphaned.grouped(lambda line: (line.evaluation_id, line.user_id)).items():
            evaluation.message_post(
                body=self.env._(
                    "%(user)s cannot answer rows here, so that these are assigned to nobody now: %(codes)s.",
                    user=user.name,
                    codes=", ".join(lines.mapped("code")),
                ),
                subtype_xmlid="mail.mt_note",
            )
        orphaned._write_through({"user_id": False})
