from odoo import api, fields, models

from ...scoring import desks
from ..lock.values import check_values
from ..workflow.steps import STEPS
from .evaluation_news import News

#: The states in which it is anybody's turn.
LIVE_STATES = ("draft", "submitted")
#: What decides beside the steps whose turn it is.
_DECISIVE_FIELDS = frozenset({"user_id", "reviewer_id", "approver_id", "submit_by", "review_by", "approve_by"})
#: Evaluations that the daily run looks at in one go.
_BATCH = 200


class EvaluationDesks(models.Model):
    """On whose desks an evaluation lies, kept up to date after everything that :func:`~.desks.desks` depends on."""

    _inherit = "agency.evaluation"

    desk_user_ids = fields.Many2many(
        "res.users",
        relation="agency_evaluation_desk_user_rel",
        string="Waits For",
        context={"active_test": False},
        readonly=True,
        copy=False,
        help="Who has to act now. It follows from the state, the roles and who is there.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        evaluations = super().create(vals_list)
        evaluations._sync_desks()
        return evaluations

    def write(self, vals):
        check_values(self, vals)
        result = super().write(vals)
        if vals.keys() & _DECISIVE_FIELDS:
            self._sync_desks()
        return result

    def _step_taken(self, name, reason):
        result = super()._step_taken(name, reason)
        units = self._unit_people() if STEPS[name].tells == "unit" else {}
        # sudo: agency.evaluation - whose turn it is does not depend on who took the step
        for evaluation in self.sudo().union():
            unit = units.get(evaluation.id, frozenset())
            evaluation._sync_desks(News("step", unit, values={"step": name, "reason": reason}))
        return result

    @api.readonly
    def action_open_questions(self):
        """Open the rows with an open question: the row itself where it is one, else a list of them.

        :raises AccessError: unless the user may read the evaluation
        """
        self.ensure_one()
        self.check_access("read")
        lines = self._open_questions().line_id._filtered_access("read")
        action = {"type": "ir.actions.act_window", "name": self.env._("Questions"), "res_model": lines._name}
        if len(lines) == 1:
            return {**action, "res_id": lines.id, "views": [(False, "form")]}
        return {**action, "domain": [("id", "in", lines.ids)], "views": [(False, "list"), (False, "form")]}

    def _users_at(self, desk):
        """Return who has to act on the evaluation at `desk` now."""
        self.ensure_one()
        return self.env["res.users"].browse(sorted(self._desks()[self.id].get(desk, ())))

    def _unit_people(self):
        """Return who answers for the unit of each evaluation, and who submitted it if still there, by its id."""
        return {
            id_: desks.unit_people(situation) | situation.staff.evaluators.intersection([situation.submitter])
            for id_, situation in self._situations().items()
        }

    def _desks(self):
        """Return who has to act, as ids of users, by the id of the evaluation and the desk."""
        return {id_: desks.desks(situation) for id_, situation in self._situations().items()}

    @api.model
    def _sync_desks_in(self, companies):
        """Bring the desks of companies up to date, after something that may concern any of them."""
        if not companies:
            return
        # sudo: agency.evaluation - whose turn it is does not depend on who changed something
        live = self.sudo().search([("company_id", "in", companies.ids), ("state", "in", LIVE_STATES)])
        live._sync_desks()

    @api.model
    def _cron_sync_desks(self):
        """Bring all desks up to date: substitutes begin and end, employees change over, with nobody writing a thing."""
        live = self.search([("state", "in", LIVE_STATES)], order="id")
        for start in range(0, len(live), _BATCH):
            live[start : start + _BATCH]._sync_desks()
            done = min(start + _BATCH, len(live))
            self.env["ir.cron"]._commit_progress(done - start, remaining=len(live) - done)
