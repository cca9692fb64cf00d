from odoo import fields, models


class CampaignUnitReminding(models.Model):
    """Reminding, at the press of a button, those whom units of a round wait for."""

    _inherit = "agency.evaluation.campaign.unit"

    can_remind = fields.Boolean(compute="_compute_can_steps")
    reminded_on = fields.Date(compute="_compute_reminded_on", help="When somebody was last reminded of this unit.")
    lateness = fields.Char(related="evaluation_id.lateness")

    def _compute_reminded_on(self):
        # sudo: agency.evaluation.reminder - when anybody was told of a unit is no secret to who reads the unit
        reminders = self.env["agency.evaluation.reminder"].sudo()
        domain = ["|", ("unit_id", "in", self.ids), ("evaluation_id", "in", self.evaluation_id.ids)]
        last = {}
        for evaluation, unit, day in reminders._read_group(domain, ["evaluation_id", "unit_id"], ["day:max"]):
            key = evaluation or unit
            last[key] = max(day, last.get(key, day))
        for unit in self:
            days = [last[key] for key in (unit.evaluation_id, unit._origin) if key in last]
            unit.reminded_on = max(days, default=False)

    def action_remind(self):
        """Remind those now whom these units wait for, each person once a day; return who was reminded, in words.

        :raises AccessError: unless the user is a manager
        :raises UserError: unless the round is open
        """
        self._start("remind")
        # sudo: agency.evaluation.reminder - the guards of the step stand for the access rights
        reminders = self.env["agency.evaluation.reminder"].sudo()
        told, others, evaluations, waiting = reminders._ask_now(self.evaluation_id, self)
        said = []
        if told:
            reminded = self.filtered(lambda unit: unit in waiting or unit.evaluation_id in evaluations)
            for campaign, units in reminded.grouped("campaign_id").items():
                campaign._record("remind", units=units)
            said.append(self.env._("Reminded: %(names)s.", names=", ".join(told.mapped("name"))))
        if others:
            said.append(self.env._("Reminded today already: %(names)s.", names=", ".join(others.mapped("name"))))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": " ".join(said) or self.env._("Nobody else has anything to do for these units now."),
                "type": "success" if told else "warning",
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
