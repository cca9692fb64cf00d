from markupsafe import Markup

from odoo import fields, models

from ...scoring.points import format_points
from .steps import STEPS


class Decision(models.Model):
    """A step of the workflow as it was taken: by whom, when, why and on which totals. It is never changed."""

    _name = "agency.evaluation.decision"
    _description = "Evaluation Decision"
    _inherit = ["agency.evaluation.lock"]
    _lock_path = "evaluation_id"
    _structure_open_in = ()
    _files_open_in = ()
    _order = "evaluation_id, number desc, id desc"
    _rec_name = "step"

    evaluation_id = fields.Many2one("agency.evaluation", required=True, readonly=True, ondelete="restrict", index=True)
    number = fields.Integer(readonly=True, required=True, aggregator=None, help="The place in the order of decisions.")
    step = fields.Selection(
        [(step.name, step.record) for step in STEPS.values() if step.record], required=True, readonly=True
    )
    user_id = fields.Many2one("res.users", string="Decided By", required=True, readonly=True, ondelete="restrict")
    on_behalf_of_id = fields.Many2one(
        "res.users", string="In Place Of", readonly=True, ondelete="restrict", help="The absent approver."
    )
    is_own_content = fields.Boolean(
        string="On Own Content", readonly=True, help="Whoever decided had put in content, as a setting allows."
    )
    decided_on = fields.Datetime(required=True, readonly=True)
    reason = fields.Text(readonly=True)
    self_points = fields.Float(digits=(7, 2), readonly=True, aggregator=None)
    final_points = fields.Float(digits=(7, 2), readonly=True, aggregator=None)
    old_value = fields.Char(readonly=True, help="Of what was changed after the approval.")
    new_value = fields.Char(readonly=True)

    _number_unique = models.Constraint(
        "UNIQUE (evaluation_id, number)", "Two decisions on an evaluation cannot have the same number."
    )

    def _locked_message(self, names=()):
        if not self:
            return self.env._("A decision is recorded by the buttons of its evaluation alone.")
        return self.env._("A decision stays as it was taken.")

    def _describe(self):
        """Return the decision as HTML: what, which time, on which totals, why. The chatter adds who and when."""
        self.ensure_one()
        label = dict(self._fields["step"]._description_selection(self.env))[self.step]
        times = len(self.evaluation_id.decision_ids.filtered(lambda decision: decision.step == self.step))
        if times > 1:
            label = self.env._("%(step)s (time %(times)s)", step=label, times=times)
        totals = self.env._(
            "Self-scored %(own)s, final %(final)s",
            own=format_points(self.self_points),
            final=format_points(self.final_points),
        )
        if self.on_behalf_of_id:
            label = self.env._("%(step)s in place of %(approver)s", step=label, approver=self.on_behalf_of_id.name)
        if self.old_value or self.new_value:
            totals = f"{self.old_value or '–'} → {self.new_value or '–'}"
        body = Markup("<p><b>%s</b> · %s</p>") % (label, totals)
        if self.is_own_content:
            body += Markup("<p>%s</p>") % self.env._("By somebody who had put in content of the evaluation.")
        if self.reason:
            body += Markup("<p>%s</p>") % Markup("<br/>").join(self.reason.splitlines())
        return body
