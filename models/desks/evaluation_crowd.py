from odoo import api, models
from odoo.modules.registry import Registry

from ..lock.after_commit import AfterCommit
from ..lock.own_transaction import own_transaction


class EvaluationCrowd(models.Model):
    """Whose turn it is after colleagues have saved rows at the same time: neither of them saw what the other did."""

    _inherit = "agency.evaluation"

    def _sync_desks_among_colleagues(self, quiet=False):
        """Bring the desks up to date by what this transaction sees, and look at them again once it is stored."""
        self._sync_desks(quiet=quiet)
        _LOOK_AGAIN.note(self.env, self.ids, self.env.uid)

    def _with_other_desks(self):
        """Return those of these evaluations that lie on other desks than is stored."""
        held = self._desks()
        return self.filtered(
            lambda evaluation: frozenset().union(*held[evaluation.id].values()) != {*evaluation.desk_user_ids.ids}
        )


def _look_again(database, ids, user_id):
    """Put right what two did not see of each other."""
    with own_transaction(Registry(database)) as cr:
        # sudo: agency.evaluation - whose turn it is does not depend on who changed something
        evaluations = api.Environment(cr, user_id, {})["agency.evaluation"].sudo().browse(sorted(ids)).exists()
        if others := evaluations._with_other_desks():
            others._shut_out()
            others._sync_desks()


_LOOK_AGAIN = AfterCommit(_look_again, "The desks of evaluations %s are left to the daily run")
