from odoo import api, fields, models
from odoo.exceptions import UserError

from .campaign import DEADLINES
from .campaign_steps import UNIT_STEPS
from .campaign_unit_progress import SETTLED
from .campaign_workflow import checked_deadlines, checked_reason, describe_deadlines, first_obstacle


class CampaignUnitSteps(models.Model):
    """What a manager decides about one unit of an open round: that it is excused, or has more time."""

    _inherit = "agency.evaluation.campaign.unit"

    submit_by = fields.Date(help="Until when this unit submits, where it has longer than the round.")
    review_by = fields.Date(help="Until when it is reviewed, where that is longer than in the round.")
    approve_by = fields.Date(help="Until when it is approved, where that is longer than in the round.")
    is_extended = fields.Boolean(readonly=True, help="It has deadlines of its own.")
    excused_on = fields.Datetime(readonly=True)
    excuse = fields.Text(string="Excused Because", readonly=True)
    ending_id = fields.Many2one(
        "agency.evaluation.succession",
        string="Ended By",
        compute="_compute_ending_id",
        search="_search_ending_id",
        help="The succession by which the unit has ended.",
    )

    can_excuse = fields.Boolean(compute="_compute_can_steps")
    can_rejoin = fields.Boolean(compute="_compute_can_steps", string="Can Take In Again")
    can_settle = fields.Boolean(compute="_compute_can_steps")
    can_extend = fields.Boolean(compute="_compute_can_steps")

    @api.depends("state", "excused_on", "progress", "ending_id")
    @api.depends_context("uid")
    def _compute_can_steps(self):
        for unit in self:
            for name, step in UNIT_STEPS.items():
                unit[f"can_{name}"] = not first_obstacle(unit, step, unit.campaign_id)

    @api.depends("department_id")
    def _compute_ending_id(self):
        # sudo: agency.evaluation.succession - what became of a unit is no secret to who takes part
        today = self.campaign_id._today()
        successions = self.sudo().department_id._agency_successions(today)
        for unit in self:
            unit.ending_id = successions._ending(unit.department_id)[:1]

    def _search_ending_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: agency.evaluation.succession - what became of a unit is no secret to who takes part
        successions = self.env["agency.evaluation.succession"].sudo()
        domain = successions._domain_of(self.env["agency.evaluation.campaign"]._today(), ended=True)
        is_any = False in value or None in value
        ids = [one for one in value if one]
        ended = successions.search(domain if is_any else [*domain, ("id", "in", ids)]).predecessor_ids.ids
        return [("department_id", "not in" if is_any else "in", ended)]

    def action_excuse(self, reason=None):
        """Excuse units from the round, and cancel what they have of it; without a reason, ask for it in a dialog.

        :raises AccessError: unless the user is a manager
        :raises UserError: unless the round is open and they have not come to an end, or if the reason is empty
        """
        self._start("excuse")
        if reason is None:
            return self._ask("excuse")
        self._excuse("excuse", checked_reason(self, UNIT_STEPS["excuse"], reason))
        return True

    def action_rejoin(self, reason=None):
        """Let excused units take part again; without a reason, ask for it in a dialog.

        :raises AccessError: unless the user is a manager
        :raises UserError: unless the round is open and they are excused, or if the reason is empty
        """
        self._start("rejoin")
        if reason is None:
            return self._ask("rejoin")
        reason = checked_reason(self, UNIT_STEPS["rejoin"], reason)
        # sudo: agency.evaluation.campaign.unit - the guards of the step stand for the access rights
        self.sudo()._write_through({"excused_on": False, "excuse": False})
        self._take_step("rejoin", reason)
        return True

    def action_settle(self):
        """Excuse units that have ended since, by the decision that ended them; what succeeded them takes part instead.

        :raises AccessError: unless the user is a manager
        :raises UserError: unless the round is open and a succession in force has ended them
        """
        self._start("settle")
        for unit in self:
            # sudo: agency.evaluation.succession - what became of a unit is no secret to who takes part
            unit._excuse("settle", f"{unit.ending_id.sudo().display_name}: {unit.ending_id.sudo()._basis()}")
        return True

    def action_extend(self, deadlines=None, reason=None):
        """Give units more time than the round; without deadlines, ask for them in a dialog.

        :param deadlines: the new days by their fields
        :raises AccessError: unless the user is a manager
        :raises UserError: unless the round is open and they have not come to an end, or if the reason is empty
        """
        self._start("extend")
        if deadlines is None:
            return self._ask("extend", **self[:1]._own_deadlines())
        days = checked_deadlines(self, deadlines)
        reason = checked_reason(self, UNIT_STEPS["extend"], reason)
        for unit in self:
            before = unit._described_deadlines()
            unit._check_days({**unit._own_deadlines(), **days})
            # sudo: agency.evaluation.campaign.unit - the guards of the step stand for the access rights
            unit.sudo()._write_through({**unit._own_deadlines(), **days, "is_extended": True})
            unit.sudo()._write_deadlines(days)
            unit.campaign_id._record("extend", reason, units=unit, before=before, after=unit._described_deadlines())
        return True

    def _start(self, name):
        """Go into the rounds, so that they stay as they are, and check that the user may take the step, in sudo too.

        :raises AccessError: if the user may not
        :raises UserError: if the round or the unit does not allow it
        """
        self.check_access("read")
        self.campaign_id._join()
        if not self:
            raise UserError(self.env._("Choose units first."))
        for unit in self:
            if obstacle := first_obstacle(unit, UNIT_STEPS[name], unit.campaign_id):
                raise obstacle

    def _take_step(self, name, reason):
        """Keep the step on record, and do what follows from it."""
        for unit in self:
            unit.campaign_id._record(name, reason, units=unit)
        for consequence in UNIT_STEPS[name].then:
            getattr(self, f"_then_{consequence}")(reason)

    def _excuse(self, name, reason):
        # Whoever reads the round reads what became of its units.
        # sudo: agency.evaluation.campaign.unit - the guards of the step stand for the access rights
        evaluations = {unit: unit.evaluation_id for unit in self}
        self.sudo()._write_through({"excused_on": fields.Datetime.now(), "excuse": reason})
        for unit in evaluations:
            unit.campaign_id._record(name, reason, units=unit)
        for consequence in UNIT_STEPS[name].then:
            getattr(self, f"_then_{consequence}")(reason)

    def _ask(self, step, **proposed):
        if len(self.campaign_id) > 1:
            raise UserError(self.env._("Choose units of one round."))
        return self.campaign_id._ask(step, units=self, **proposed)

    def _obstacle_excused_unit(self):
        if self.excused_on:
            return UserError(self.env._("%(unit)s is excused already.", unit=self.department_id.name))
        return None

    def _obstacle_unit_taking_part(self):
        if not self.excused_on:
            return UserError(self.env._("%(unit)s is not excused.", unit=self.department_id.name))
        return None

    def _obstacle_decided_unit(self):
        if self.progress in SETTLED:
            return UserError(self.env._("%(unit)s has come to its end in the round.", unit=self._described()))
        return None

    def _obstacle_going_on_unit(self):
        if not self.ending_id:
            return UserError(
                self.env._("No succession that is recorded has ended %(unit)s.", unit=self.department_id.name)
            )
        return None

    def _then_cancel_evaluation(self, reason):
        # As the user, who is a manager: the step of the evaluation guards itself.
        live = self.env["agency.evaluation"].search(
            [
                ("campaign_id", "in", self.campaign_id.ids),
                ("department_id", "in", self.department_id.ids),
                ("state", "in", ("draft", "submitted")),
            ]
        )
        taken = {(unit.campaign_id.id, unit.department_id.id) for unit in self}
        live = live.filtered(lambda one: (one.campaign_id.id, one.department_id.id) in taken)
        if live:
            live.action_cancel(reason)

    def _then_reopen_evaluation(self, _reason):
        self.invalidate_recordset(["evaluation_id", "progress"])
        for unit in self:
            if unit.progress == "cancelled":
                unit.evaluation_id.action_draft()

    def _then_take_in_successor(self, _reason):
        for unit in self:
            # sudo: agency.evaluation.succession - what became of a unit is no secret to who takes part
            successor = unit.ending_id.sudo().successor_id
            if successor and successor not in unit.campaign_id.sudo().unit_ids.department_id:
                unit.create({"campaign_id": unit.campaign_id.id, "department_id": successor.id})

    def _own_deadlines(self):
        """Return the deadlines of the unit by their fields, those of the round where it has none of its own."""
        self.ensure_one()
        return {name: self[name] or self.campaign_id[name] for name in DEADLINES}

    def _described_deadlines(self):
        self.ensure_one()
        return describe_deadlines(self if self.is_extended else self.campaign_id)

    @api.model
    def _check_days(self, days):
        """:raises UserError: unless a unit submits before it is reviewed, and so on"""
        given = [days[name] for name in DEADLINES if days[name]]
        if given != sorted(given):
            raise UserError(
                self.env._("Units submit before they are reviewed, and are reviewed before they are approved.")
            )

    def _write_deadlines(self, days):
        """Write new deadlines to the evaluations of these units that are not decided yet."""
        evaluations = self.evaluation_id.filtered(lambda evaluation: evaluation.state in ("draft", "submitted"))
        evaluations._hold()
        evaluations._write_through(days)
