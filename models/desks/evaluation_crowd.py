import logging
from functools import partial

from odoo import api, models
from odoo.modules.registry import Registry

_logger = logging.getLogger(__name__)
#: Under which key a transaction notes whose desks are looked at again once it is stored.
_WAITING = "agency_evaluation.desks"


class EvaluationCrowd(models.Model):
    """Whose turn it is after colleagues have saved rows at the same time: neither of them saw what the other did."""

    _inherit = "agency.evaluation"

    def _sync_desks_among_colleagues(self, quiet=False):
        """Bring the desks up to date by what this transaction sees, and look at them again once it is stored."""
        self._sync_desks(quiet=quiet)
        postcommit = self.env.cr.postcommit
        if (waiting := postcommit.data.get(_WAITING)) is None:
            waiting = postcommit.data[_WAITING] = set()
            postcommit.add(partial(_look_again, self.env.cr.dbname, self.env.uid, waiting))
        waiting.update(self.ids)

    def _with_other_desks(self):
        """Return those of these evaluations that lie on other desks than is stored."""
        held = self._desks()
        return self.filtered(
            lambda evaluation: frozenset().union(*held[evaluation.id].values()) != {*evaluation.desk_user_ids.ids}
        )


def _look_again(database, user_id, ids):
    """Put right what two did not see of each other; what goes wrong is logged, for the save is stored already."""
    try:
        with Registry(database).cursor() as cr:
            # sudo: agency.evaluation - whose turn it is does not depend on who changed something
            evaluations = api.Environment(cr, user_id, {})["agency.evaluation"].sudo().browse(sorted(ids)).exists()
            if others := evaluations._with_other_desks():
                others._shut_out()
                others._sync_desks()
    except Exception:  # pylint: disable=broad-except; the daily run looks at all desks
        _logger.warning("The desks of evaluations %s are left to the daily run", sorted(ids), exc_info=True)
