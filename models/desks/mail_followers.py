from collections import defaultdict
from contextlib import contextmanager
from contextvars import ContextVar

from odoo import api, models

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
        if waiting is None or res_model != waiting.model or not subtypes or not check_existing:
            return super()._insert_followers(
                res_model, res_ids, partner_ids, subtypes, customer_ids, check_existing, existing_policy
            )
        alike = tuple((partner, frozenset(subtypes[partner])) for partner in partner_ids)
        waiting.ids[alike, existing_policy] += res_ids
        return None

    @api.model
    @contextmanager
    def _at_once(self, model):
        """Insert the followers that records of `model` are given within the block together, at its end."""
        waiting = _Waiting(model)
        token = _waiting.set(waiting)
        try:
            yield
        finally:
            _waiting.reset(token)
        for (alike, policy), ids in waiting.ids.items():
            subtypes = {partner: set(kinds) for partner, kinds in alike}
            self._insert_followers(model, ids, list(subtypes), subtypes, existing_policy=policy)


class _Waiting:
    """Followers that are still to be inserted: ids of records by who follows them in which way."""

    def __init__(self, model):
        self.model = model
        self.ids = defaultdict(list)
