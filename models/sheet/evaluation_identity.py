from odoo import models

from ...scoring.identity import Identity


class EvaluationIdentity(models.Model):
    """As whom the agency draws up the papers of an evaluation."""

    _inherit = "agency.evaluation"

    def _identity(self):
        """Return how the agency names itself on the papers of this evaluation, as :class:`Identity`."""
        self.ensure_one()
        # sudo: res.company - how an agency names itself and signs its papers is no secret
        company = self.company_id.sudo()
        return Identity(
            company_name=company.name or "",
            name=company.agency_name or "",
            parent_name=company.agency_parent_name or "",
            short_name=company.agency_short_name or "",
            place=company.agency_place or "",
            document_symbol=company.agency_document_symbol or "",
            addressees=company.agency_addressees or "",
            recipients=company.agency_recipients or "",
            filing=company.agency_filing or "",
            signer_title=company.agency_signer_title or "",
            signer_name=company.agency_signer_name or "",
            head_title=company.agency_head_title or "",
        )
