from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..lock.values import check_text, check_values
from .campaign import DEADLINES
from .campaign_steps import STEPS


class CampaignWorkflow(models.Model):
    """Taking the steps of a round as :mod:`.campaign_steps` has them, and what they leave on record."""

    _inherit = "agency.evaluation.campaign"

    can_open = fields.Boolean(compute="_compute_can_steps")
    can_plan = fields.Boolean(compute="_compute_can_steps", string="Can Go Back to Draft")
    can_move = fields.Boolean(compute="_compute_can_steps", string="Can Move Deadlines")
    can_close = fields.Boolean(compute="_compute_can_steps")
    can_reopen = fields.Boolean(compute="_compute_can_steps")
    can_exceed = fields.Boolean(compute="_compute_can_steps", string="Can Decide a Higher Share")
    can_publish = fields.Boolean(compute="_compute_can_steps")
    can_unpublish = fields.Boolean(compute="_compute_can_steps", string="Can Withdraw the Publication")

    @api.depends("state", "evaluation_ids", "quota_base", "quota_exception_percent")
    @api.depends_context("uid")
    def _compute_can_steps(self):
        for campaign in self:
            for name in STEPS:
                campaign[f"can_{name}"] = not campaign._first_obstacle(name)

    def action_plan(self):
        """Take an open round back to draft as long as nothing was made.

        :raises AccessError: unless the user is a manager
        :raises UserError: unless it is open and without evaluations
        """
        self._start("plan")
        self._take_step("plan")
        return True

    def action_move(self, deadlines=None, reason=None):
        """Move the deadlines of an open round, and of all evaluations that have no longer ones of their own.

        :param deadlines: the new days by their fields; without any, a dialog asks for them
        :raises AccessError: unless the user is a manager
        :raises UserError: unless the round is open, or if the reason is empty
        """
        self._start("move", single=True)
        if deadlines is None:
            return self._ask("move", **{name: self[name] for name in DEADLINES})
        days = checked_deadlines(self, deadlines)
        reason = checked_reason(self, STEPS["move"], reason)
        before = describe_deadlines(self)
        # sudo: agency.evaluation.campaign - the guards of the step stand for the access rights
        self.sudo()._write_through(days)
        units = self.sudo().unit_ids.filtered(lambda unit: not unit.is_extended)
        units._write_deadlines(days)
        self._record("move", reason, before=before, after=describe_deadlines(self))
        return True

    def action_close(self):
        """Close a round of which every unit has come to an end.

        :raises AccessError: unless the user is a manager
        :raises UserError: unless every evaluation is approved, or cancelled, or its unit excused; the message names
            the units that are not
        """
        self._start("close")
        self._take_step("close")
        return True

    def action_reopen(self, reason=None):
        """Go on with a closed round; without a reason, ask for it in a dialog.

        :raises AccessError: unless the user is a manager
        :raises UserError: unless it is closed, or if the reason is empty
        """
        return self._step_with_reason("reopen", reason)

    def action_publish(self):
        """Publish what a closed round has come to: ranking and classes are frozen as they are now.

        :raises AccessError: unless the user is a manager
        :raises UserError: unless it is closed, every unit has come to an end, and no tie at its quota is left to choose
        """
        self._start("publish")
        self._take_step("publish")
        return True

    def action_unpublish(self, reason=None):
        """Withdraw a publication; without a reason, ask for it in a dialog.

        :raises AccessError: unless the user is a manager
        :raises UserError: unless it is published, or if the reason is empty
        """
        return self._step_with_reason("unpublish", reason)

    def _step_with_reason(self, name, reason):
        self._start(name)
        if reason is None:
            return self._ask(name)
        self._take_step(name, reason)
        return True

    def _start(self, name, single=False):
        """Take over the rounds and check that the user may take the step `name`, in sudo too.

        :param single: that it is taken with one round at a time
        :raises AccessError: if the user may not
        :raises UserError: if the state does not allow it
        """
        self.check_access("read")
        if single and len(self) != 1:
            raise UserError(self.env._("Choose one round."))
        self._shut_out()
        for campaign in self:
            if obstacle := campaign._first_obstacle(name):
                raise obstacle

    def _first_obstacle(self, name):
        """Return the exception that says why the user cannot take the step now, None if nothing stands in the way."""
        return first_obstacle(self, STEPS[name], self)

    def _take_step(self, name, reason=None, **values):
        """Change the state, which no client writes, and do what else the table says; keep it on record.

        :raises UserError: if something else has to be done first, or if the step needs a reason and has none
        """
        step = STEPS[name]
        reason = checked_reason(self, step, reason)
        for campaign in self:
            for awaited in step.waits_for:
                getattr(campaign, f"_wait_for_{awaited}")()
        # sudo: agency.evaluation.campaign - the guards of the step stand for the access rights
        self.sudo()._write_through({**values, "state": step.leads_to})
        for campaign in self:
            campaign._record(name, reason)
        for consequence in step.then:
            getattr(self, f"_then_{consequence}")()

    def _obstacle_made_evaluations(self):
        # sudo: agency.evaluation - that there are some does not depend on who looks
        if self.env["agency.evaluation"].sudo().search_count([("campaign_id", "=", self.id)], limit=1):
            return UserError(self.env._("%(round)s has evaluations already.", round=self.name))
        return None

    def _record(self, step, reason=None, units=None, before=None, after=None):
        """Keep on record what was decided, of each of `units` or of the round as a whole."""
        self.ensure_one()
        # sudo: agency.evaluation.campaign.decision - entries come from steps alone, so no role may make them
        self.env["agency.evaluation.campaign.decision"].sudo()._create_through(
            [
                {
                    "campaign_id": self.id,
                    "unit_id": unit,
                    "step": step,
                    "user_id": self.env.uid,
                    "decided_on": fields.Datetime.now(),
                    "reason": reason,
                    "before": before,
                    "after": after,
                }
                for unit in (units.ids if units is not None else [False])
            ]
        )

    def _ask(self, step, units=None, **proposed):
        """Return the dialog that takes `step` with what it asks for.

        :param proposed: what the dialog proposes, by its field
        """
        action = self.env["ir.actions.act_window"]._for_xml_id("agency_evaluation.agency_evaluation_round_step_action")
        values = {"step": step, "campaign_id": self[:1].id, **proposed}
        if units:
            values["unit_ids"] = [Command.set(units.ids)]
        return {**action, "context": {f"default_{field}": value for field, value in values.items()}}


def first_obstacle(record, step, campaign):
    """Return the exception that says why the user cannot take a step of a round or a unit, None if nothing hinders."""
    env = record.env
    if not env["agency.evaluation"]._has_role(step.roles):
        return AccessError(env._("Your role does not allow this step."))
    if campaign.state not in step.states:
        return UserError(
            env._(
                "%(round)s is %(state)s; this step is not possible now.",
                round=campaign.name or "",
                state=campaign._state_label() if campaign else "",
            )
        )
    obstacles = (getattr(record, f"_obstacle_{obstacle}")() for obstacle in step.unless)
    return next(filter(None, obstacles), None)


def checked_reason(records, step, reason):
    """Return the reason of a step; nothing where it needs none and has none.

    :raises UserError: if the step needs a reason and has none, or if it is no text
    """
    reason = check_text(records, reason).strip()
    if step.needs_reason and not reason:
        raise UserError(records.env._("Give a reason."))
    return reason or None


def checked_deadlines(records, deadlines):
    """Return the days that a client gives, by their fields.

    :raises UserError: if they are no days, or none at all
    """
    check_values(records, deadlines)
    if not deadlines or deadlines.keys() - set(DEADLINES):
        raise UserError(records.env._("Give the days until when evaluations are submitted, reviewed and approved."))
    return {name: fields.Date.to_date(day) or False for name, day in deadlines.items()}


def describe_deadlines(record):
    """Return the deadlines of a round or a unit in words."""
    return "; ".join(
        f"{record._fields[name]._description_string(record.env)}: "
        f"{record[name].strftime('%d/%m/%Y') if record[name] else '–'}"
        for name in DEADLINES
    )
