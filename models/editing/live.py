from collections import defaultdict
from functools import partial

from odoo import models

#: Set once the first sheet is watched through the websocket; without, nothing is ever sent.
LIVE = "agency_evaluation.live_sheets"
#: Who may read all rows is told which ones changed; whoever reads some of them, only that something did.
ROWS, OUTLINE = "rows", "outline"
NOTIFICATION = "agency_evaluation/changed"
_CHANGED, _TAB = "agency_evaluation.changed", "agency_evaluation.tab"


class LiveLock(models.AbstractModel):
    """Whatever passes the lock as written, added or taken away is told to those who have the evaluation open.

    What is told are ids and a name, never values: each browser reads by the rights of its own user.
    """

    _inherit = "agency.evaluation.lock"

    def _check_open_for(self, names):
        result = super()._check_open_for(names)
        if not all(map(self._is_free, names)):
            self._tell_change()
        return result

    def _check_states(self, states):
        result = super()._check_states(states)
        self._tell_change()
        return result

    def _tell_change(self):
        """Tell of these records when the transaction is committed, once for all that it changes."""
        # sudo: ir.config_parameter - a setting of the addon's own
        # sudo: every locked model - which evaluation they belong to is told to its readers alone
        if not self.env["ir.config_parameter"].sudo().get_param(LIVE):
            return
        records = self.sudo()
        if records._lock_root()._name != "agency.evaluation":
            return
        precommit = self.env.cr.precommit
        if _CHANGED not in precommit.data:
            precommit.data[_CHANGED] = defaultdict(lambda: defaultdict(set))
            precommit.add(partial(_send, self.env))
        for record in records:
            if id_ := record._lock_root().id:
                precommit.data[_CHANGED][id_][record._name].add(record.id)


class LiveEvaluation(models.Model):
    """Steps and their claims are told as well."""

    _inherit = "agency.evaluation"

    def _step_started(self, name):
        result = super()._step_started(name)
        self._tell_change()
        return result


class LiveRecord(models.AbstractModel):
    """A save says which browser tab it came from."""

    _inherit = "agency.evaluation.shared.record"

    def _note_tab(self, tab):
        self.env.cr.precommit.data[_TAB] = tab
        return super()._note_tab(tab)


def _send(env):
    data = env.cr.precommit.data
    # sudo: res.users - who works on a sheet is no secret to who may read it
    told = {"by": env.user.sudo().name, "uid": env.uid, "tab": data.get(_TAB, "")}
    bus = env["bus.bus"]
    for id_, parts in data.pop(_CHANGED).items():
        evaluation = env["agency.evaluation"].browse(id_)
        rows = {model: sorted(ids) for model, ids in parts.items()}
        bus._sendone((evaluation, ROWS), NOTIFICATION, {"evaluation": id_, "parts": rows, **told})
        bus._sendone((evaluation, OUTLINE), NOTIFICATION, {"evaluation": id_, "parts": dict.fromkeys(rows, []), **told})
