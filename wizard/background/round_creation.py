from odoo import api, fields, models


class RoundCreation(models.TransientModel):
    """Chooses the units that get an evaluation on a criteria set, its period, and the people that all of them have."""

    _name = "agency.evaluation.round.creation"
    _description = "Evaluations for Many Units"
    _inherit = ["agency.evaluation.dialog"]

    criteria_set_id = fields.Many2one(
        "agency.evaluation.criteria.set", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", compute="_compute_company_id")
    department_ids = fields.Many2many(
        "hr.department", string="Units", domain="[('company_id', 'in', (False, company_id))]", required=True
    )
    date_from = fields.Date(
        string="From", compute="_compute_period", store=True, readonly=False, required=True, precompute=True
    )
    date_to = fields.Date(
        string="To", compute="_compute_period", store=True, readonly=False, required=True, precompute=True
    )
    reviewer_id = fields.Many2one("res.users")
    approver_id = fields.Many2one("res.users")
    submit_by = fields.Date()
    review_by = fields.Date()
    approve_by = fields.Date()

    @api.depends("criteria_set_id")
    def _compute_company_id(self):
        for creation in self:
            creation.company_id = creation.criteria_set_id.company_id or self.env.company

    @api.depends("criteria_set_id")
    def _compute_period(self):
        for creation in self:
            year = creation.criteria_set_id.year
            creation.date_from = fields.Date.to_date(f"{year:04}-01-01") if year else False
            creation.date_to = fields.Date.to_date(f"{year:04}-12-31") if year else False

    def action_confirm(self):
        """Have the evaluations made in the background; the criteria set guards it.

        :raises AccessError: unless the user is a manager
        :raises UserError: if the set is not published, or no unit is chosen
        """
        self.ensure_one()
        # Each unit's own people evaluate it.
        vals = {"user_id": False, "date_from": str(self.date_from), "date_to": str(self.date_to)}
        vals.update({name: self[name].id for name in ("reviewer_id", "approver_id") if self[name]})
        vals.update({name: str(self[name]) for name in ("submit_by", "review_by", "approve_by") if self[name]})
        return self.criteria_set_id._create_in_background(self.department_ids, vals)
