from odoo import api, fields, models
from odoo.exceptions import AccessError


class EvaluationEvents(models.Model):
    """Each change of who has an evaluation on the desk is an event; and the way to the events of an evaluation."""

    _inherit = "agency.evaluation"

    can_see_events = fields.Boolean(compute="_compute_can_see_events")

    def _compute_can_see_events(self):
        self.can_see_events = self.env["agency.evaluation.event"].has_access("read")

    def _store_holders(self, held):
        users = self.env["res.users"]
        before = {evaluation: evaluation.desk_user_ids for evaluation in self}
        now = {evaluation: users.browse(set().union(*held[evaluation.id].values())) for evaluation in self}
        result = super()._store_holders(held)
        for company, evaluations in self.grouped("company_id").items():
            events = []
            for evaluation in evaluations:
                came = now[evaluation] - before[evaluation]
                went = before[evaluation] - now[evaluation]
                if came or went:
                    events.append(("desk", evaluation, {"came": _accounts(came), "went": _accounts(went)}))
            self.env["agency.evaluation.event"]._record(company, events)
        return result

    @api.readonly
    def action_view_events(self):
        """Open the events of this evaluation.

        :raises AccessError: unless the user may read events and the evaluation
        """
        self.ensure_one()
        self.check_access("read")
        if not self.can_see_events:
            raise AccessError(self.env._("Only managers and auditors read the register of events."))
        action = self.env["ir.actions.act_window"]._for_xml_id("agency_evaluation.agency_evaluation_event_action")
        return {**action, "domain": [("evaluation_key", "=", self.id)]}


def _accounts(users):
    return [{"id": user.id, "login": user.login} for user in users.sorted("id")]
