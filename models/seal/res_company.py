from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from . import public_address


class ResCompany(models.Model):
    """Whose signatures on papers are trusted, where papers are verified, and who is named in what goes out."""

    _inherit = "res.company"

    agency_trusted_certificates = fields.Text(
        string="Trusted Certificates",
        help="The root certificates of the certification authorities whose signatures are trusted, in PEM: each "
        "between a BEGIN CERTIFICATE and an END CERTIFICATE line.",
    )

    agency_public_address = fields.Char(
        string="Public Address",
        help="Where citizens reach this server, such as https://danhgia.example.gov.vn: it is printed on papers, "
        "in the code and in words. The address of the server itself where it is empty.",
    )
    agency_dossier_people = fields.Selection(
        [("functions", "Functions"), ("names", "Names and Functions")],
        string="People in the Dossier",
        default="functions",
        required=True,
        help="How the data in the evidence dossier tells who took part.",
    )

    @api.constrains("agency_trusted_certificates")
    def _check_agency_trusted_certificates(self):
        self._check_certificates("agency_trusted_certificates")

    def _check_certificates(self, name):
        """:raises ValidationError: if the field `name` holds no certificates in PEM"""
        for company in self:
            try:
                company._certificates_in(name)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "The trusted certificates cannot be read. Paste each of them in PEM, from its BEGIN "
                        "CERTIFICATE line to its END CERTIFICATE line."
                    )
                ) from error

    @api.constrains("agency_public_address")
    def _check_agency_public_address(self):
        for company in self.filtered("agency_public_address"):
            try:
                public_address.normalized(company.agency_public_address)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "%(address)s is no address of a web site. Write it like https://danhgia.example.gov.vn.",
                        address=company.agency_public_address,
                    )
                ) from error

    def _public_address(self):
        """Return where papers are verified, without a slash at its end."""
        self.ensure_one()
        return public_address.normalized(self.agency_public_address or self.get_base_url())

    def _public_address_doubt(self):
        """Return why whoever holds a paper may not reach its page, in the user's language; empty where nothing is."""
        self.ensure_one()
        address = self._public_address()
        if not public_address.is_public(address):
            return self.env._(
                "The code on the paper will lead to %(address)s, which nobody outside of this network can open. Let a "
                "manager set the public address in the settings first: what is printed stays.",
                address=address,
            )
        if not public_address.is_encrypted(address):
            return self.env._(
                "The code on the paper will lead to %(address)s, which is not encrypted, so that anybody on the way "
                "can change what citizens see. Let a manager set an address with https in the settings first.",
                address=address,
            )
        return ""

    def _trusted_certificates(self):
        """Return the trusted certificates as DER (bytes); none if none is named.

        :raises ValueError: if they are no certificates in PEM
        """
        return self._certificates_in("agency_trusted_certificates")

    def _certificates_in(self, name):
        """Return the certificates that the field `name` holds in PEM, as DER (bytes).

        :raises ValueError: if it holds something else
        """
        self.ensure_one()
        # sudo: res.company - whom an agency trusts is no secret
        pem = (self.sudo()[name] or "").strip()
        if not pem:
            return ()
        return tuple(
            certificate.public_bytes(Encoding.DER) for certificate in x509.load_pem_x509_certificates(pem.encode())
        )
