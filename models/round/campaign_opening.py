from odoo import fields, models
from odoo.exceptions import UserError

#: More units than these are not listed one by one in a message.
_LISTED = 30


class CampaignOpening(models.Model):
    """Making the evaluations of a round in the background, as often as something is missing, and ending it."""

    _inherit = "agency.evaluation.campaign"

    task_id = fields.Many2one(
        "agency.evaluation.task",
        string="Last Opening",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        groups="agency_evaluation.group_manager",
    )
    is_opening = fields.Boolean(compute="_compute_is_opening", help="Evaluations are being made in the background.")

    def _compute_is_opening(self):
        for campaign in self:
            campaign.is_opening = campaign._open_task() is not None

    def action_open(self):
        """Open the round, or make what is missing in one that is open; return what shows how far it is.

        While it is being opened nothing is begun twice: what shows it is returned.

        :raises AccessError: unless the user is a manager
        :raises UserError: if the set is not published, or if no evaluation is missing
        """
        self._start("open", single=True)
        if task := self._open_task():
            return task._show()
        self._take_step("open")
        return self._open_task()._show()

    def _open_task(self):
        """Return the task that makes evaluations of the round now, None if there is none."""
        # sudo: agency.evaluation.task - that it runs is no secret to who takes part
        task = self.sudo().task_id
        return task.with_env(self.env) if task and task.state in ("waiting", "running") else None

    def _wait_for_published_set(self):
        if self.criteria_set_id.state != "published":
            raise UserError(
                self.env._("%(set)s is not published; choose a published one.", set=self.criteria_set_id.display_name)
            )

    def _wait_for_round_units(self):
        if not self.unit_ids:
            raise UserError(self.env._("Choose units first."))
        if not self._missing_units():
            raise UserError(self.env._("Every unit of %(round)s has its evaluation.", round=self.name))

    def _wait_for_end_of_opening(self):
        if self._open_task():
            raise UserError(
                self.env._("Evaluations of %(round)s are being made; wait for it, or stop it.", round=self.name)
            )

    def _wait_for_settled_units(self):
        # sudo: agency.evaluation.campaign.unit - every unit counts, whoever may see it
        left = self.sudo().unit_ids.filtered(lambda unit: not unit.is_settled)
        if not left:
            return
        named = left[:_LISTED].mapped(lambda unit: unit._described())
        if len(left) > _LISTED:
            named.append("…")
        raise UserError(
            self.env._(
                "%(count)s units are not done: %(units)s. Each evaluation is approved first, or cancelled, or its unit "
                "excused.",
                count=len(left),
                units=", ".join(named),
            )
        )

    def _then_make_missing(self):
        for campaign in self:
            name = self.env._("Opening of %(round)s", round=campaign.name)
            action = self.env["agency.evaluation.task"]._ask(
                name, "create", campaign._missing_units().ids, {"campaign_id": campaign.id}
            )
            # sudo: agency.evaluation.campaign - the guards of the step stand for the access rights
            campaign.sudo()._write_through({"task_id": action["res_id"]})

    def _missing_units(self):
        """Return the units that take part and have no evaluation yet."""
        return self.unit_ids.filtered(lambda unit: unit.progress == "waiting")
