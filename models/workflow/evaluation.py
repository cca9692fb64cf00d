from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..lock.values import check_text
from .steps import BUTTONS, ROLES, STEPS

#: More rows than these are not listed one by one in a message.
_LISTED_ROWS = 30
#: A draft was seen by nobody yet, or not as it will be.
_UNSEEN = dict.fromkeys(("reviewed_by_id", "reviewed_on", "first_approved_by_id", "first_approved_on"), False)


class EvaluationWorkflow(models.Model):
    """Taking the steps of an evaluation as :mod:`.steps` has them, and what they leave on record."""

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
    can_assign = fields.Boolean(
        compute="_compute_can_steps", string="Can Assign Reviewers", help="The user may assign groups to reviewers."
    )
    can_review = fields.Boolean(compute="_compute_can_steps")
    can_return = fields.Boolean(compute="_compute_can_steps")
    can_approve = fields.Boolean(compute="_compute_can_steps")
    can_cancel = fields.Boolean(compute="_compute_can_steps")
    can_draft = fields.Boolean(compute="_compute_can_steps", string="Can Reopen")
    can_sign = fields.Boolean(
        compute="_compute_can_steps", string="Can Upload the Signed Copy", help="The user may upload the signed copy."
    )
    can_revise = fields.Boolean(compute="_compute_can_steps")

    @api.depends(lambda self: self._step_dependencies())
    @api.depends_context("uid")
    def _compute_can_steps(self):
        for evaluation in self:
            evaluation.can_edit = evaluation.has_access("write")
            for step in BUTTONS:
                evaluation[f"can_{step.name}"] = not evaluation._first_obstacle(step.name)

    @api.model
    def _step_dependencies(self):
        """Return the fields that decide who may take which step; each obstacle names its own beside itself."""
        names = {"state", "company_id", "is_of_own_unit"}
        methods = {f"_obstacle_{obstacle}" for step in BUTTONS for obstacle in step.unless}
        for definition in type(self).__mro__:
            for method in methods:
                names.update(getattr(vars(definition).get(method), "_depends", ()))
        return sorted(names)

    def unlink(self):
        self.check_access("unlink")
        self._unlink_except_decided()  # before the chatter finds that its messages are kept
        return super().unlink()

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
        if message_operation == "create" and self._has_role(ROLES):
            return dict.fromkeys(operations, "read")
        return operations

    def _keeps_messages(self):
        """What was handed in once keeps its record, though it be returned since."""
        # sudo: agency.evaluation.decision - what is kept is kept whoever asks
        return super()._keeps_messages() or bool(self.sudo().decision_ids)

    def action_submit(self):
        """Hand the evaluation in: from then on its rows and evidence are locked.

        :raises AccessError: unless the user is an evaluator of the unit
        :raises UserError: unless it is a draft of which every row is answered and every document is whole; the message
            names the rows, or the document, that are not
        """
        self._start("submit")
        self._take_step("submit", submitted_by_id=self.env.uid, submitted_on=fields.Datetime.now())
        return True

    def action_review(self):
        """Close the review and put the evaluation on the approver's desk.

        :raises AccessError: unless the user is a reviewer
        :raises UserError: unless it is submitted, by someone else
        """
        self._start("review")
        self._take_step("review", reviewed_by_id=self.env.uid, reviewed_on=fields.Datetime.now())
        return True

    def action_return(self, reason=None):
        """Give the evaluation back to the unit; without a reason, ask for it in a dialog.

        :raises AccessError: unless the user is a reviewer or an approver
        :raises UserError: unless it is submitted, or if the reason is empty
        """
        self._start("return")
        if reason is None:
            return self._ask("return")
        self._take_step("return", reason)
        return True

    def action_cancel(self, reason=None):
        """Cancel an evaluation that is not approved; without a reason, ask for it in a dialog.

        :raises AccessError: unless the user is a manager
        :raises UserError: if it is approved or cancelled, or if the reason is empty
        """
        self._start("cancel")
        if reason is None:
            return self._ask("cancel")
        self._take_step("cancel", reason)
        return True

    def action_draft(self):
        """Reopen a cancelled evaluation.

        :raises AccessError: unless the user is a manager
        :raises UserError: unless it is cancelled
        """
        self._start("draft")
        self._take_step("draft")
        return True

    def _start(self, name):
        """Take over the evaluations and check that the user may take the step `name`, in sudo too.

        :raises AccessError: if the user may not
        :raises UserError: if the state does not allow it
        """
        self.check_access("read")
        self._shut_out()
        for evaluation in self:
            if obstacle := evaluation._first_obstacle(name):
                raise obstacle
        self._step_started(name)

    def _step_started(self, name):
        """Let rooms know that the step `name` may be taken, and that what it changes comes next."""

    def _first_obstacle(self, name):
        """Return the exception that says why the user cannot take the step now, None if nothing stands in the way."""
        self.ensure_one()
        step = STEPS[name]
        if not self._has_role(step.roles):
            return AccessError(self.env._("Your role does not allow this step."))
        if self.state not in step.states:
            return UserError(
                self.env._(
                    "%(evaluation)s is %(state)s; this step is not possible now.",
                    evaluation=self.display_name,
                    state=self._state_label(),
                )
            )
        return self._further_obstacle(name)

    def _further_obstacle(self, name):
        """Return the exception of the first obstacle to the step that is neither role nor state, None without any."""
        obstacles = (getattr(self, f"_obstacle_{obstacle}")() for obstacle in STEPS[name].unless)
        return next(filter(None, obstacles), None)

    @api.model
    def _has_role(self, roles):
        return any(self.env.user.has_group(f"agency_evaluation.group_{role}") for role in roles)

    @api.depends("company_id", "is_of_own_unit")
    def _obstacle_other_unit(self):
        if not self.with_user(self.env.user).has_access("write"):
            return AccessError(self.env._("Only an evaluator of the unit can submit its evaluation."))
        return None

    def _wait_for_rows(self):
        """:raises UserError: if rows are not answered; the message names them"""
        for evaluation in self:
            # sudo: agency.evaluation.line - rows assigned to others count too
            lines = evaluation.sudo().line_ids
            blank = lines.filtered(lambda line: not line.is_heading and line.status == "todo")
            if not lines:
                raise UserError(self.env._("%(evaluation)s has no rows to submit.", evaluation=evaluation.display_name))
            if blank:
                codes = blank[:_LISTED_ROWS].mapped("code")
                if len(blank) > _LISTED_ROWS:
                    codes.append("…")
                raise UserError(
                    self.env._(
                        "%(count)s rows are not answered: %(codes)s. Give points (zero is possible) or mark them as "
                        "not applicable.",
                        count=len(blank),
                        codes=", ".join(codes),
                    )
                )

    def _take_step(self, name, reason=None, **values):
        """Change the state, which :meth:`write` refuses to every client, and do what else :data:`.steps.STEPS` says.

        :param values: what is written together with the state
        :raises UserError: if something else has to be done first, or if the step needs a reason and has none
        """
        step = STEPS[name]
        reason = self._checked_reason(name, reason)
        for awaited in step.waits_for:
            getattr(self, f"_wait_for_{awaited}")()
        if step.leads_to == "draft":
            values = {**_UNSEEN, **values}
        # sudo: agency.evaluation - the guards of the step stand for the access rights
        evaluations = self.sudo().union()  # who names one twice takes one step all the same
        evaluations._store_totals()  # no decision tells an old one
        for evaluation in evaluations:
            evaluation._record_decision(name, reason)
        if step.leads_to == "approved":
            for evaluation in evaluations:
                evaluation._all_lines()._keep_headings()
        evaluations._write_through({**values, "state": step.leads_to})
        for consequence in step.then:
            getattr(evaluations, f"_then_{consequence}")(reason)
        evaluations._store_totals()
        evaluations._step_taken(name, reason)

    def _step_taken(self, name, reason):
        """Hear of each step that was taken, whichever it was."""

    @api.model
    def _checked_reason(self, name, reason):
        """Return the reason of a step; nothing where it needs none and has none.

        :raises UserError: if the step needs a reason and has none, or if it is no text
        """
        reason = check_text(self, reason).strip()
        if STEPS[name].needs_reason and not reason:
            raise UserError(self.env._("Give a reason."))
        return reason or None

    def _record_decision(self, step, reason, **values):
        """Keep the decision, and post it in the chatter with its reason.

        :param values: what else of the decision is kept
        """
        # sudo: agency.evaluation.decision - decisions come from steps alone, so no role may make them
        decisions = self.env["agency.evaluation.decision"].sudo()
        decision = decisions._create_through([{**self._decision_values(step, reason), **values}])
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

    def _proposed_reason(self, step):
        """Return the reason that the dialog proposes for a step; empty where it proposes none."""
        return ""

    def _ask(self, step, **proposed):
        """Return the dialog that shows the totals and takes `step` with what it asks for.

        :param proposed: what the dialog proposes, by its field
        """
        action = self.env["ir.actions.act_window"]._for_xml_id("agency_evaluation.agency_evaluation_reason_action")
        values = {"step": step, "evaluation_ids": [Command.set(self.ids)], **proposed}
        return {**action, "context": {f"default_{field}": value for field, value in values.items()}}

    def _users_of_role(self, role):
        """Return everyone of the role in the company but who put in content."""
        users = self.env["res.users"].search(
            [
                ("all_group_ids", "in", self.env.ref(f"agency_evaluation.group_{role}").id),
                ("company_ids", "in", self.company_id.id),
                ("share", "=", False),
            ]
        )
        # sudo: res.users - who put in content is no secret to who takes part
        return users - self.sudo().barred_user_ids
