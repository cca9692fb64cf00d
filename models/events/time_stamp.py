import base64
import logging
from datetime import timedelta

from odoo import api, fields, models

from ...reading import time_stamps
from ...reading.time_stamps import LibraryMissing, Standing, Unanswered

_logger = logging.getLogger(__name__)
#: What is asked for in one run for one company, so that a server that is slow keeps nobody waiting for hours.
_BATCH = 100


class TimeStamp(models.Model):
    """A time stamp (RFC 3161) on a seal, or on the head of a chain and so on every entry before it.

    It is asked for after what it stamps is committed: a server that is down stops nobody, and is asked again.
    """

    _name = "agency.evaluation.time.stamp"
    _description = "Time Stamp"
    _inherit = ["agency.evaluation.register", "agency.evaluation.event.source"]
    _order = "stamped_on desc, id desc"
    _rec_name = "digest"
    _event_kind = "time_stamp"
    _event_fields = ("digest", "number", "stamped_on", "authority")

    company_id = fields.Many2one("res.company", readonly=True, required=True, index=True, ondelete="restrict")
    seal_id = fields.Many2one("agency.evaluation.seal", readonly=True, ondelete="restrict", index="btree_not_null")
    evaluation_id = fields.Many2one(
        "agency.evaluation", readonly=True, ondelete="restrict", index="btree_not_null", help="Whose seal is stamped."
    )
    chain_id = fields.Many2one(
        "agency.evaluation.event.chain", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    number = fields.Integer(string="Up to Entry", readonly=True, aggregator=None, help="Of the chain that is stamped.")
    digest = fields.Char("SHA-256", size=64, readonly=True, required=True, help="What is stamped.")
    token = fields.Binary(attachment=False, readonly=True, required=True, help="The time stamp itself, in DER.")
    stamped_on = fields.Datetime(readonly=True, required=True)
    authority = fields.Char(readonly=True)

    _seal_unique = models.UniqueIndex("(seal_id) WHERE seal_id IS NOT NULL")

    def _is_event(self):
        # One on the head of the chain would be an entry to stamp the next day, for ever.
        return bool(self.seal_id)

    def _token_of(self, digest):
        """Return the time stamp in DER where it is one on that SHA-256, else nothing."""
        return self._bytes() if self.digest and self.digest == digest else b""

    def _bytes(self):
        """Return the time stamp in DER."""
        self.ensure_one()
        return base64.b64decode(self.with_context(bin_size=False).token or b"")

    def _read(self, digest=None):
        """Return what this time stamp says of a SHA-256 (hexadecimal digits), as :class:`time_stamps.TimeStamp`.

        :param digest: of what is there now; that it was asked for where None is given
        :raises LibraryMissing: if pyHanko is not installed
        """
        self.ensure_one()
        trusted = self.company_id._trusted_stamp_certificates()
        try:
            wanted = bytes.fromhex(digest or self.digest)
        except ValueError:
            wanted = b""
        return time_stamps.read(self._bytes(), wanted, trusted)

    def _describe(self, digest=None):
        """Return what this time stamp says as a text, and whether it is wrong.

        :param digest: of what is there now; that it was asked for where None is given
        """
        try:
            stamp = self._read(digest)
        except LibraryMissing:
            text = self.env._(
                "There is a time stamp, which is not checked: ask the administrator to install the Python package "
                "pyhanko on the server."
            )
            return text, False
        if stamp.standing is Standing.UNREADABLE:
            return self.env._("The time stamp cannot be read: it has been changed."), True
        values = {
            "time": self.env["agency.evaluation"]._agency_time(stamp.stamped_on).strftime("%H:%M:%S %d/%m/%Y"),
            "authority": stamp.authority or self.env._("somebody unknown"),
        }
        return {
            Standing.VALID: self.env._("Stamped at %(time)s by %(authority)s, which is trusted.", **values),
            Standing.UNKNOWN: self.env._(
                "Stamped at %(time)s by %(authority)s; whether to trust it is not checked, for the settings name "
                "nobody.",
                **values,
            ),
            Standing.UNTRUSTED: self.env._(
                "Stamped at %(time)s by %(authority)s, which is NOT trusted by the settings.", **values
            ),
            Standing.OTHER: self.env._(
                "The time stamp of %(time)s by %(authority)s is about something else than what is there now.", **values
            ),
            Standing.INVALID: self.env._(
                "The time stamp of %(time)s is not what was signed: it has been changed.", **values
            ),
        }[stamp.standing], stamp.standing in (Standing.OTHER, Standing.INVALID)

    @api.model
    def _cron_stamp(self):
        """Have stamped what is not yet, in each company that has a server; go on at the next run where it is down."""
        # sudo: res.company - the scheduled action works for every company
        companies = self.env["res.company"].sudo().search([("agency_stamp_server", "!=", False)], order="id")
        for company in companies:
            self._stamp_company(company)

    @api.model
    def _stamp_company(self, company):
        """Ask the server of a company for what lacks a time stamp; stop at the first that it does not give."""
        for values in [*self._seals_to_stamp(company), *self._head_to_stamp(company)]:
            try:
                token = time_stamps.ask(
                    company.agency_stamp_server,
                    bytes.fromhex(values["digest"]),
                    company.agency_stamp_user or "",
                    company.agency_stamp_password or "",
                )
            except (LibraryMissing, Unanswered) as error:
                _logger.warning("No time stamp for %s: %s", company.name, error)
                company.agency_stamp_trouble = f"{fields.Datetime.now():%Y-%m-%d %H:%M:%S} UTC: {error}"
                self.env["ir.cron"]._commit_progress(0)
                return
            said = time_stamps.read(token, bytes.fromhex(values["digest"]))
            # sudo: agency.evaluation.time.stamp - stamps come from the authority alone
            self.sudo()._create_through(
                [
                    {
                        **values,
                        "company_id": company.id,
                        "token": base64.b64encode(token),
                        "stamped_on": said.stamped_on,
                        "authority": said.authority,
                    }
                ]
            )
            if company.agency_stamp_trouble:
                company.agency_stamp_trouble = False
            # What is stamped is kept, whatever comes after it.
            self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _seals_to_stamp(self, company):
        # sudo: agency.evaluation.seal - every seal is stamped
        seals = self.env["agency.evaluation.seal"].sudo()
        stamped = self.sudo()._search([("seal_id", "!=", False)]).subselect("seal_id")
        of_company = [("evaluation_id.company_id", "=", company.id), ("id", "not in", stamped)]
        found = seals.search(of_company, order="id", limit=_BATCH)
        return [{"seal_id": seal.id, "evaluation_id": seal.evaluation_id.id, "digest": seal.digest} for seal in found]

    @api.model
    def _head_to_stamp(self, company):
        """Return the head of the chain, unless it did not move since it was stamped last, or was so today."""
        chain = self.env["agency.evaluation.event.chain"]._of(company)
        # sudo: agency.evaluation.time.stamp - when the head was stamped does not depend on who asks
        last = self.sudo().search([("chain_id", "=", chain.id)], order="number desc", limit=1) if chain else self
        is_recent = last and last.create_date > fields.Datetime.now() - timedelta(hours=23)
        if not chain.count or chain.count == last.number or is_recent:
            return []
        return [{"chain_id": chain.id, "number": chain.count, "digest": chain.head}]
