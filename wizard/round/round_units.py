from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class RoundUnitsDialog(models.TransientModel):
    """Chooses units for a round: all, below some unit, by tag, by cluster, or one by one."""

    _name = "agency.evaluation.round.units"
    _description = "Choice of Units for a Round"
    _inherit = ["agency.evaluation.dialog"]

    campaign_id = fields.Many2one(
        "agency.evaluation.campaign", string="Round", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="campaign_id.company_id")
    way = fields.Selection(
        [
            ("all", "All units"),
            ("subtree", "Units and all below them"),
            ("tag", "Units with a tag"),
            ("cluster", "Units of clusters"),
            ("hand", "Single units"),
        ],
        string="Choose",
        default="all",
        required=True,
    )
    department_ids = fields.Many2many(
        "hr.department",
        string="Units",
        relation="agency_evaluation_round_units_department_rel",
        domain="[('company_id', 'in', (False, company_id))]",
    )
    tag_ids = fields.Many2many(
        "agency.evaluation.unit.tag",
        string="Tags",
        relation="agency_evaluation_round_units_tag_rel",
        domain="[('company_id', '=', company_id)]",
    )
    cluster_ids = fields.Many2many(
        "agency.evaluation.cluster",
        string="Clusters",
        relation="agency_evaluation_round_units_cluster_rel",
        domain="[('company_id', '=', company_id)]",
    )
    new_count = fields.Integer(string="New Units", compute="_compute_new_count")

    @api.depends("campaign_id", "way", "department_ids", "tag_ids", "cluster_ids")
    def _compute_new_count(self):
        for dialog in self:
            dialog.new_count = len(dialog._new_units())

    def action_confirm(self):
        """Add the units that do not take part yet.

        :raises AccessError: unless the user is a manager
        :raises UserError: if there are none, or the round takes no more
        """
        self.ensure_one()
        if not self.env["agency.evaluation"]._has_role(("manager",)):
            raise AccessError(self.env._("Your role does not allow this step."))
        units = self._new_units()
        if not units:
            raise UserError(self.env._("All of these units take part already, or there are none."))
        self.env["agency.evaluation.campaign.unit"].create(
            [
                {"campaign_id": self.campaign_id.id, "department_id": unit.id, "sequence": place}
                for place, unit in enumerate(units, len(self.campaign_id.unit_ids) + 1)
            ]
        )
        return {"type": "ir.actions.act_window_close"}

    def _new_units(self):
        campaign = self.campaign_id._origin
        if not campaign:
            return self.env["hr.department"]
        roots = {"tag": self.tag_ids, "cluster": self.cluster_ids}.get(self.way, self.department_ids)._origin
        domain = self.env["agency.evaluation.campaign.unit"]._domain_of_units(campaign, self.way, roots)
        return self.env["hr.department"].search(domain) - campaign.unit_ids.department_id
