from contextlib import contextmanager
from contextvars import ContextVar

from odoo import api, models
from odoo.tools import SQL

_waiting = ContextVar("waiting", default=None)


class MailFollowers(models.Model):
    """Whoever is named on new evaluations follows them: Odoo asks of each by itself, this tells the database once."""

    _inherit = "mail.followers"

    def _insert_followers(
        self,
        res_model,
        res_ids,
        partner_ids,
        subtypes=None,
        customer_ids=None,
        check_existing=True,
        existing_policy="skip",
    ):
        waiting = _waiting.get()
        if waiting is None or res_model != waiting.model:
            return super()._insert_followers(
                res_model, res_ids, partner_ids, subtypes, customer_ids, check_existing, existing_policy
            )
        if partner_ids:
            kinds = subtypes or self._default_kinds(res_model, partner_ids, customer_ids)
            for id_ in res_ids:
                for partner in partner_ids:
                    waiting.add(id_, partner, kinds[partner], existing_policy)
        return None

    @api.model
    def _default_kinds(self, model, partners, customers):
        """Return what partners are told who follow without saying so, by their ids: ids of subtypes."""
        internal, _all, external = self.env["mail.message.subtype"].default_subtypes(model)
        if customers is None:
            # sudo: res.partner - who follows is not up to what the user may read of them
            people = self.env["res.partner"].sudo().browse(partners)
            customers = people.filtered("partner_share").ids
        return {partner: (external if partner in customers else internal).ids for partner in partners}

    @api.model
    @contextmanager
    def _at_once(self, model):
        """Insert the followers that new records of `model` are given within the block together, at its end."""
        waiting = _Waiting(model)
        token = _waiting.set(waiting)
        try:
            yield
        finally:
            _waiting.reset(token)
        if not waiting.kinds:
            return
        followers = [(*key, kind) for key, kinds in waiting.kinds.items() for kind in kinds or (None,)]
        ids, partners, kinds = map(list, zip(*followers, strict=True))
        self.env.execute_query(
            SQL(
                """
                WITH wanted AS (
                    SELECT * FROM unnest(%(ids)s, %(partners)s, %(kinds)s::integer[]) AS wanted (id, partner, kind)
                ), made AS (
                    INSERT INTO mail_followers (res_model, res_id, partner_id)
                    SELECT DISTINCT %(model)s, id, partner FROM wanted
                        ON CONFLICT (res_model, res_id, partner_id) DO NOTHING
                 RETURNING id, res_id, partner_id
                ), linked AS (
                    INSERT INTO mail_followers_mail_message_subtype_rel (mail_followers_id, mail_message_subtype_id)
                    SELECT made.id, wanted.kind
                      FROM made
                      JOIN wanted ON wanted.id = made.res_id AND wanted.partner = made.partner_id
                     WHERE wanted.kind IS NOT NULL
                )
                SELECT id FROM made
                """,
                model=model,
                ids=ids,
                partners=partners,
                kinds=kinds,
            )
        )
        records = self.env[model].browse(dict.fromkeys(ids))
        records.invalidate_recordset(["message_follower_ids", "message_partner_ids"], flush=False)


class _Waiting:
    """Followers that are still to be inserted: what each of them is told, as ids of subtypes."""

    def __init__(self, model):
        self.model = model
        self.kinds = {}

    def add(self, id_, partner, kinds, policy):
        """Let somebody follow, by the policy of Odoo for those who do already."""
        known = self.kinds.setdefault((id_, partner), dict.fromkeys(kinds))
        if policy == "update":
            known.update(dict.fromkeys(kinds))
        elif policy in ("replace", "force"):
            self.kinds[id_, partner] = dict.fromkeys(kinds)
