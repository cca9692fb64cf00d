from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    agency_remind_before = fields.Char(related="company_id.agency_remind_before", readonly=False)
    agency_remind_after = fields.Char(related="company_id.agency_remind_after", readonly=False)
    agency_escalate_head = fields.Integer(related="company_id.agency_escalate_head", readonly=False)
    agency_escalate_managers = fields.Integer(related="company_id.agency_escalate_managers", readonly=False)
