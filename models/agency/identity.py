from odoo import api, fields, models

from ...scoring.identity import Identity

#: The fields of a company that say how it names itself, by those of :class:`Identity`.
COMPANY_FIELDS = {
    "company_name": "name",
    "name": "agency_name",
    "parent_name": "agency_parent_name",
    "short_name": "agency_short_name",
    "place": "agency_place",
    "document_symbol": "agency_document_symbol",
    "addressees": "agency_addressees",
    "recipients": "agency_recipients",
    "filing": "agency_filing",
    "signer_title": "agency_signer_title",
    "signer_name": "agency_signer_name",
    "head_title": "agency_head_title",
}


class FormerIdentity(models.Model):
    """How an agency named itself on its papers until a day (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""

    _name = "agency.evaluation.identity"
    _description = "Former Identity of an Agency"
    _inherit = ["agency.evaluation.former"]
    _rec_name = "company_name"

    _holder = "company_id"
    _dated = tuple(COMPANY_FIELDS)

    company_id = fields.Many2one(
        "res.company", required=True, ondelete="cascade", index=True, default=lambda self: self.env.company
    )
    company_name = fields.Char(required=True)
    name = fields.Char(string="Agency Name", help="The company's name if empty.")
    parent_name = fields.Char(string="Parent Agency")
    short_name = fields.Char()
    place = fields.Char(string="Place of Issue")
    document_symbol = fields.Char(string="Report Symbol")
    addressees = fields.Text(help="One a line.")
    recipients = fields.Text(help="One a line.")
    filing = fields.Char(string="Filed At")
    signer_title = fields.Text(string="Signer's Title", help="One line each.")
    signer_name = fields.Char(string="Signer's Name")
    head_title = fields.Char(string="Head's Title")

    _day_unique = models.UniqueIndex(
        "(company_id, date_to) WHERE active", "An agency ends being called something once a day."
    )

    @api.depends("name", "company_name", "date_to")
    def _compute_display_name(self):
        for identity in self:
            identity.display_name = identity._named_until(identity.name or identity.company_name)

    def _company(self):
        return self.company_id

    def _as_identity(self):
        self.ensure_one()
        return Identity(**{name: self[name] or "" for name in COMPANY_FIELDS})
