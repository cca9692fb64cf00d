from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    """Whose signatures on papers are trusted."""

    _inherit = "res.company"

    agency_trusted_certificates = fields.Text(
        string="Trusted Certificates",
        help="The root certificates of the certification authorities whose signatures are trusted, in PEM: each "
        "between a BEGIN CERTIFICATE and an END CERTIFICATE line.",
    )

    @api.constrains("agency_trusted_certificates")
    def _check_agency_trusted_certificates(self):
        for company in self:
            try:
                company._trusted_certificates()
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "The trusted certificates cannot be read. Paste each of them in PEM, from its BEGIN "
                        "CERTIFICATE line to its END CERTIFICATE line."
                    )
                ) from error

    def _trusted_certificates(self):
        """Return the trusted certificates as DER (bytes); none if none is named.

        :raises ValueError: if they are no certificates in PEM
        """
        # sudo: res.company - whom an agency trusts is no secret
        pem = (self.sudo().agency_trusted_certificates or "").strip()
        if not pem:
            return ()
        return tuple(
            certificate.public_bytes(Encoding.DER) for certificate in x509.load_pem_x509_certificates(pem.encode())
        )
