from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    """Who stamps the time on what an agency seals, and whom it trusts to.

    The server is asked from inside the agency's network, so that only an administrator says which one it is.
    """

    _inherit = "res.company"

    agency_stamp_server = fields.Char(
        string="Time Stamp Server",
        groups="base.group_system",
        help="The address of a time-stamping authority (RFC 3161), such as https://tsa.example.gov.vn. Empty: none.",
    )
    agency_stamp_user = fields.Char(string="Account There", groups="base.group_system")
    agency_stamp_password = fields.Char(string="Password There", groups="base.group_system")
    agency_stamp_certificates = fields.Text(
        string="Trusted Time Stamps",
        groups="base.group_system",
        help="The root certificates of the authorities whose time stamps are trusted, in PEM. Those of the trusted "
        "signatures count where it is empty.",
    )

    agency_stamp_trouble = fields.Char(
        string="Last Answer of the Time Stamp Server", groups="base.group_system", readonly=True
    )

    @api.constrains("agency_stamp_server")
    def _check_agency_stamp_server(self):
        for company in self.filtered("agency_stamp_server"):
            try:
                parts = urlsplit(company.agency_stamp_server)
                is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
            except ValueError:
                is_address = False
            if not is_address or parts.username or parts.fragment:
                raise ValidationError(
                    self.env._(
                        "%(address)s is no address of a time stamp server. Write it like https://tsa.example.gov.vn, "
                        "with account and password in their own fields.",
                        address=company.agency_stamp_server,
                    )
                )

    @api.constrains("agency_stamp_certificates")
    def _check_agency_stamp_certificates(self):
        self._check_certificates("agency_stamp_certificates")

    def _trusted_stamp_certificates(self):
        """Return the certificates trusted to vouch for time stamps as DER (bytes); none if none is named.

        :raises ValueError: if they are no certificates in PEM
        """
        return self._certificates_in("agency_stamp_certificates") or self._trusted_certificates()

    def _stamp_server_doubt(self):
        """Return why what is asked of the time stamp server is not safe, in the user's language; empty if it is."""
        # sudo: res.company - whoever reads the doubt may set the server
        company = self.sudo()
        address = company.agency_stamp_server or ""
        if not address.startswith("http:"):
            return ""
        if company.agency_stamp_password:
            return self.env._(
                "%(address)s is not encrypted: the password is readable by anybody on the way.", address=address
            )
        return self.env._(
            "%(address)s is not encrypted. A time stamp is signed, so that nobody can forge one; but whoever is on the "
            "way sees what is asked, and can keep the answer.",
            address=address,
        )
