from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    agency_stamp_server = fields.Char(related="company_id.agency_stamp_server", readonly=False)
    agency_stamp_user = fields.Char(related="company_id.agency_stamp_user", readonly=False)
    agency_stamp_password = fields.Char(related="company_id.agency_stamp_password", readonly=False)
    agency_stamp_certificates = fields.Text(related="company_id.agency_stamp_certificates", readonly=False)
    agency_stamp_trouble = fields.Char(related="company_id.agency_stamp_trouble")
    agency_stamp_doubt = fields.Text(compute="_compute_agency_stamp_doubt")

    @api.depends("agency_stamp_server", "agency_stamp_password")
    def _compute_agency_stamp_doubt(self):
        for settings in self:
            settings.agency_stamp_doubt = settings.company_id._stamp_server_doubt()
