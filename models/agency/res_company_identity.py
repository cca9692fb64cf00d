from odoo import api, fields, models

from ...scoring.identity import Identity
from .identity import COMPANY_FIELDS

#: What Odoo calls the company that it begins with: no name of anybody.
_PLACEHOLDERS = frozenset({"My Company", "YourCompany"})


class ResCompanyIdentity(models.Model):
    """How the agency named itself on a day: a company that names itself otherwise leaves its former identity behind.

    What is filled in first changes nothing, and so is true from the beginning; what takes the place of something is
    true from today on.
    """

    _inherit = "res.company"

    agency_former_identity_ids = fields.One2many(
        "agency.evaluation.identity",
        "company_id",
        string="Former Identities",
        readonly=True,
        groups="base.group_system",
    )

    def write(self, vals):
        named = dict(vals)
        if isinstance(vals.get("partner_id"), int):
            # sudo: res.partner - a company is called as its contact is, whoever may read that
            partner = self.env["res.partner"].sudo().browse(vals["partner_id"]).exists()
            named.setdefault("name", partner.name or self[:1].name)
        if not named.keys().isdisjoint(COMPANY_FIELDS.values()):
            self._keep_identity(named)
        return super().write(vals)

    def _keep_identity(self, vals):
        """Keep how these companies name themselves, before they have the values `vals`, where that is another way."""
        # sudo: res.company - whoever names an agency otherwise leaves its former identity behind
        for company in self.sudo():
            if company._is_renamed_by(vals):
                present = {name: company[field] for name, field in COMPANY_FIELDS.items()}
                self.env["agency.evaluation.identity"]._keep(company, present)

    def _is_renamed_by(self, vals):
        """Tell whether `vals` take the place of something that papers name the agency by."""
        stood = {field for field in COMPANY_FIELDS.values() if self[field]}
        if self._agency_has_handed_in():
            stood.add("agency_name")  # the name of the company stood in its place
        else:
            stood = {field for field in stood if self[field] != self._agency_default_of(field)}
            if self.name in _PLACEHOLDERS:
                stood.discard("name")
        return any(field in vals and (vals[field] or False) != (self[field] or False) for field in stood)

    @api.model
    def _agency_default_of(self, name):
        default = self._fields[name].default  # whatever defaults a client has in its context
        return default(self) if default else False

    def _agency_has_handed_in(self):
        """Tell whether something was handed in under the names of the company, which is still being set up before."""
        return False

    def _agency_identity_on(self, day):
        """Return how the agency named itself on `day`, as :class:`Identity`; without a day, how it does now."""
        # sudo: res.company, agency.evaluation.identity - how an agency names itself and signs is no secret
        company = self.sudo()
        if day and (former := company.agency_former_identity_ids._on(day)):
            return former._as_identity()
        return Identity(**{name: company[field] or "" for name, field in COMPANY_FIELDS.items()})


class ResPartner(models.Model):
    """A company is called as its contact is."""

    _inherit = "res.partner"

    def write(self, vals):
        if vals.get("name") and self.ids:
            # sudo: res.company - whose contact it is does not depend on who renames it
            companies = self.env["res.company"].sudo().with_context(active_test=False)
            companies.search([("partner_id", "in", self.ids)])._keep_identity({"name": vals["name"]})
        return super().write(vals)
