from odoo import fields, models


class IdentityChange(models.Model):
    """What was changed in the former names of agencies and units: by whom, when, why."""

    _name = "agency.evaluation.identity.change"
    _description = "Change of Former Names"
    _inherit = ["agency.evaluation.register"]
    _order = "id desc"
    _rec_name = "subject"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    subject = fields.Char(string="Agency or Unit", required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Changed By", required=True, readonly=True, ondelete="restrict")
    changed_on = fields.Datetime(required=True, readonly=True)
    before = fields.Text(readonly=True, help="Empty where a former name was new.")
    after = fields.Text(required=True, readonly=True)
    reason = fields.Text(readonly=True, help="Empty where the change came from renaming.")
