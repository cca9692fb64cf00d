from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

#: The activity that a step puts on the next desk, and the role that sits there where no person is named.
_DESKS = {
    "evaluate": ("agency_evaluation.mail_activity_type_evaluate", "agency_evaluation.group_evaluator"),
    "review": ("agency_evaluation.mail_activity_type_review", "agency_evaluation.group_reviewer"),
    "approve": ("agency_evaluation.mail_activity_type_approve", "agency_evaluation.group_approver"),
}
#: More rows than these are not listed one by one in a message.
_LISTED_ROWS = 30


class EvaluationWorkflow(models.Model):
    """The steps of an evaluation: who may take them, from which state, and what they leave on record."""

    _inherit = "agency.evaluation"

    decision_ids = fields.One2many("agency.evaluation.decision", "evaluation_id", string="Decisions", readonly=True)
    submitted_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    submitted_on = fields.Datetime(readonly=True, copy=False)
    reviewed_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    reviewed_on = fields.Datetime(readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    approved_on = fields.Datetime(readonly=True, copy=False)
    can_edit = fields.Boolean(
        compute="_compute_can_steps", help="The user may write the evaluation, as far as its state leaves it open."
    )
    can_check = fields.Boolean(compute="_compute_can_steps")
    can_submit = fields.Boolean(compute="_compute_can_steps")
    can_review = fields.Boolean(compute="_compute_can_steps")
    can_return = fields.Boolean(compute="_compute_can_steps")
    can_approve = fields.Boolean(compute="_compute_can_steps")
    can_cancel = fields.Boolean(compute="_compute_can_steps")
    can_reopen = fields.Boolean(compute="_compute_can_steps")

    @api.depends("state", "submitted_by_id", "department_id")
    @api.depends_context("uid")
    def _compute_can_steps(self):
        for evaluation in self:
            evaluation.can_edit = evaluation.has_access("write")
            for step in self._step_rules():
                evaluation[f"can_{step}"] = not evaluation._obstacle_to(step)

    @api.model_create_multi
    def create(self, vals_list):
        evaluations = super().create(vals_list)
        evaluations._put_on_desks("evaluate")
        return evaluations

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        for evaluation in self:
            if evaluation.decision_ids:
                raise UserError(
                    self.env._(
                        "%(evaluation)s has been submitted before, so it is kept. Cancel it instead.",
                        evaluation=evaluation.display_name,
                    )
                )

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Let those who take part write to the chatter of what they may read; an auditor changes nothing."""
        operations = super()._mail_get_operation_for_mail_message_operation(message_operation)
        takes_part = any(
            self.env.user.has_group(f"agency_evaluation.group_{role}")
            for role in ("evaluator", "reviewer", "approver", "manager")
        )
        if message_operation == "create" and takes_part:
            return dict.fromkeys(operations, "read")
        return operations

    def action_submit(self):
        """Hand the evaluation in: from then on its rows and evidence are locked.

        :raises AccessError: unless the user is an evaluator of the unit
        :raises UserError: unless it is a draft of which every row is answered and every document is whole; the message
            names the rows, or the document, that are not
        """
        self._start("submit")
        for evaluation in self:
            evaluation._check_answered()
        # A file can be deleted without its document being written, so that no constraint notices it.
        self.evidence_ids._check_content()
        self._refresh_findings()
        self._check_consistent()
        self._take_step("submit", "submitted", {"submitted_by_id": self.env.uid, "submitted_on": fields.Datetime.now()})
        self._put_on_desks("review")
        return True

    def action_review(self):
        """Close the review and put the evaluation on the approver's desk.

        :raises AccessError: unless the user is a reviewer
        :raises UserError: unless it is submitted, by someone else
        """
        self._start("review")
        self._take_step("review", "submitted", {"reviewed_by_id": self.env.uid, "reviewed_on": fields.Datetime.now()})
        self._put_on_desks("approve")
        return True

    def action_return(self, reason=None):
        """Give the evaluation back to the unit; without a reason, ask for it in a dialog.

        :raises AccessError: unless the user is a reviewer or an approver
        :raises UserError: unless it is submitted
        """
        self._start("return")
        if reason is None:
            return self._ask("return")
        self._take_step("return", "draft", {"reviewed_by_id": False, "reviewed_on": False}, reason)
        self._put_on_desks("evaluate")
        return True

    def action_cancel(self, reason=None):
        """Cancel an evaluation that is not approved; without a reason, ask for it in a dialog.

        :raises AccessError: unless the user is a manager
        :raises UserError: if it is approved or cancelled
        """
        self._start("cancel")
        if reason is None:
            return self._ask("cancel")
        self._take_step("cancel", "cancelled", {}, reason)
        return True

    def action_draft(self):
        """Reopen a cancelled evaluation.

        :raises AccessError: unless the user is a manager
        :raises UserError: unless it is cancelled
        """
        self._start("reopen")
        self._take_step("draft", "draft", {"reviewed_by_id": False, "reviewed_on": False})
        self._put_on_desks("evaluate")
        return True

    def _start(self, step):
        """Claim the evaluations and check that the user may take `step`, in sudo too.

        :raises AccessError: if the user may not
        :raises UserError: if the state does not allow it
        """
        self.check_access("read")
        self._claim()
        for evaluation in self:
            if obstacle := evaluation._obstacle_to(step):
                raise obstacle

    @api.model
    def _step_rules(self):
        """Return the roles that may take a step, and the states it starts from, by the name of the step."""
        return {
            "check": (["evaluator"], ["draft"]),
            "submit": (["evaluator"], ["draft"]),
            "review": (["reviewer"], ["submitted"]),
            "return": (["reviewer", "approver"], ["submitted"]),
            "approve": (["approver"], ["submitted"]),
            "cancel": (["manager"], ["draft", "submitted"]),
            "reopen": (["manager"], ["cancelled"]),
        }

    def _obstacle_to(self, step):
        """Return the exception that says why the user cannot take `step` now, None if nothing stands in the way."""
        self.ensure_one()
        roles, states = self._step_rules()[step]
        user = self.env.user
        if not any(user.has_group(f"agency_evaluation.group_{role}") for role in roles):
            return AccessError(self.env._("Your role does not allow this step."))
        if self.state not in states:
            return UserError(
                self.env._(
                    "%(evaluation)s is %(state)s; this step is not possible now.",
                    evaluation=self.display_name,
                    state=self._state_label(),
                )
            )
        if step in ("check", "submit") and not self.with_user(user).has_access("write"):
            return AccessError(self.env._("Only an evaluator of the unit can submit its evaluation."))
        if step in ("review", "approve") and self.submitted_by_id == user:
            return UserError(self.env._("Whoever submitted an evaluation can neither review nor approve it."))
        return None

    def _check_answered(self):
        """:raises UserError: if rows are not answered; the message names them"""
        # sudo: agency.evaluation.line - rows assigned to others count too
        lines = self.sudo().line_ids
        blank = lines.filtered(lambda line: not line.is_heading and line.status == "todo")
        if not lines:
            raise UserError(self.env._("%(evaluation)s has no rows to submit.", evaluation=self.display_name))
        if blank:
            codes = blank[:_LISTED_ROWS].mapped("code")
            if len(blank) > _LISTED_ROWS:
                codes.append("…")
            raise UserError(
                self.env._(
                    "%(count)s rows are not answered: %(codes)s. Give points (zero is possible) or mark them as not "
                    "applicable.",
                    count=len(blank),
                    codes=", ".join(codes),
                )
            )

    def _take_step(self, step, state, values, reason=None):
        """Change the state, which :meth:`write` refuses to every client, and put the decision on record.

        :raises UserError: if the step needs a reason and has none
        """
        if step in ("return", "cancel") and not (reason or "").strip():
            raise UserError(self.env._("Give a reason."))
        # sudo: agency.evaluation - the guards of the step stand for the access rights
        evaluations = self.sudo()
        for evaluation in evaluations:
            evaluation._record_decision(step, reason)
        evaluations._write_through({**values, "state": state})
        evaluations.activity_unlink([activity_type for activity_type, _role in _DESKS.values()])

    def _record_decision(self, step, reason):
        """Keep the decision, and post it in the chatter with its reason."""
        decision = self.env["agency.evaluation.decision"]._create_through([self._decision_values(step, reason)])
        self.message_post(body=decision._describe(), subtype_xmlid="mail.mt_note")

    def _decision_values(self, step, reason):
        return {
            "evaluation_id": self.id,
            "number": max(self.decision_ids.mapped("number"), default=0) + 1,
            "step": step,
            "user_id": self.env.uid,
            "decided_on": fields.Datetime.now(),
            "reason": reason,
            "self_points": self.self_points,
            "final_points": self.final_points,
        }

    def _ask(self, step):
        """Return the dialog that shows the totals and takes `step` with what it asks for."""
        action = self.env["ir.actions.act_window"]._for_xml_id("agency_evaluation.agency_evaluation_reason_action")
        context = {"default_step": step, "default_evaluation_ids": [Command.set(self.ids)]}
        return {**action, "context": context}

    def _put_on_desks(self, desk):
        """Schedule the activity of `desk` for whoever sits there.

        A named person comes first, else everyone of the role. Without a reviewer the evaluation goes to the approver.
        """
        for evaluation in self.sudo():
            users = evaluation._users_at(desk)
            if desk == "review" and not users:
                evaluation._put_on_desks("approve")
            activity_type, _role = _DESKS[desk]
            for user in users - (self.env.user if desk == "evaluate" else self.env["res.users"]):
                evaluation.activity_schedule(activity_type, user_id=user.id)

    def _users_at(self, desk):
        self.ensure_one()
        named = {
            "evaluate": self.user_id or self.submitted_by_id,
            "review": self.reviewer_id,
            "approve": self.approver_id,
        }[desk]
        if named or desk == "evaluate":
            return named
        _activity_type, role = _DESKS[desk]
        return self._users_of_role(role)

    def _users_of_role(self, role):
        """Return everyone of the group `role` in the company but who submitted."""
        users = self.env["res.users"].search(
            [
                ("all_group_ids", "in", self.env.ref(role).id),
                ("company_ids", "in", self.company_id.id),
                ("share", "=", False),
            ]
        )
        return users - self.submitted_by_id
