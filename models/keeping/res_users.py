from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

#: QCVN 12:2026/BCA: accounts that nobody uses for as many days are switched off.
_IDLE_DAYS = 45


class ResUsers(models.Model):
    """Accounts with a role that nobody has used for a time."""

    _inherit = "res.users"

    agency_is_idle = fields.Boolean(
        string="Idle Account",
        compute="_compute_agency_is_idle",
        search="_search_agency_is_idle",
        help="It has a role in evaluations and was not used for 45 days.",
    )

    @api.depends_context("uid")
    def _compute_agency_is_idle(self):
        idle = self.search([("id", "in", self.ids), ("agency_is_idle", "=", True)])
        for user in self:
            user.agency_is_idle = user in idle

    @api.model
    def _search_agency_is_idle(self, operator, value):
        if operator != "in":
            return NotImplemented
        reader = self.env.ref("agency_evaluation.group_reader")
        used = SQL(
            "(SELECT create_uid FROM res_users_log WHERE create_date >= %s AND create_uid IS NOT NULL)",
            fields.Datetime.now() - timedelta(days=_IDLE_DAYS),
        )
        return [("all_group_ids", "in", reader.ids), ("share", "=", False), ("id", "not in", used)]
