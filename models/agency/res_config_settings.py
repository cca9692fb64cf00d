from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    agency_parent_name = fields.Char(related="company_id.agency_parent_name", readonly=False)
    agency_name = fields.Char(related="company_id.agency_name", readonly=False)
    agency_short_name = fields.Char(related="company_id.agency_short_name", readonly=False)
    agency_place = fields.Char(related="company_id.agency_place", readonly=False)
    agency_document_symbol = fields.Char(related="company_id.agency_document_symbol", readonly=False)
    agency_addressees = fields.Text(related="company_id.agency_addressees", readonly=False)
    agency_recipients = fields.Text(related="company_id.agency_recipients", readonly=False)
    agency_filing = fields.Char(related="company_id.agency_filing", readonly=False)
    agency_signer_title = fields.Text(related="company_id.agency_signer_title", readonly=False)
    agency_head_title = fields.Char(related="company_id.agency_head_title", readonly=False)
    agency_second_approval = fields.Boolean(related="company_id.agency_second_approval", readonly=False)
    agency_own_approval = fields.Boolean(related="company_id.agency_own_approval", readonly=False)
    agency_signer_name = fields.Char(related="company_id.agency_signer_name", readonly=False)
    agency_file_extensions = fields.Char(related="company_id.agency_file_extensions", readonly=False)
    agency_trusted_certificates = fields.Text(related="company_id.agency_trusted_certificates", readonly=False)
    agency_file_megabytes = fields.Integer(related="company_id.agency_file_megabytes", readonly=False)
    agency_file_dangers = fields.Selection(related="company_id.agency_file_dangers", readonly=False)
    agency_clamd = fields.Char(
        string="Virus Scanner",
        config_parameter="agency_evaluation.clamd",
        help="The socket of ClamAV's clamd: host:port, or a path. Empty: files are not scanned.",
    )
    agency_second_store = fields.Char(
        string="Second Store",
        config_parameter="agency_evaluation.second_store",
        help="A folder on another disk where every file of evidence is kept a second time. Empty: nowhere.",
    )
    agency_public_address = fields.Char(related="company_id.agency_public_address", readonly=False)
    agency_dossier_people = fields.Selection(related="company_id.agency_dossier_people", readonly=False, required=True)
    agency_address_doubt = fields.Text(compute="_compute_agency_address_doubt")

    @api.depends("agency_public_address")
    def _compute_agency_address_doubt(self):
        for settings in self:
            settings.agency_address_doubt = settings.company_id._public_address_doubt()
