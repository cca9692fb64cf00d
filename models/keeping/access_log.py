from datetime import timedelta

from psycopg2.errors import ReadOnlySqlTransaction

from odoo import api, fields, models
from odoo.http import request

from .file_check import KEPT_MODELS

#: Months after which an entry may go; QCVN 12:2026/BCA asks for twelve.
_MONTHS = 13


class AccessLog(models.Model):
    """Who took which file or paper, when and from where; kept for thirteen months and changed by nobody."""

    _name = "agency.evaluation.access.log"
    _description = "Access to Files and Papers"
    _inherit = ["agency.evaluation.register"]
    _order = "read_on desc, id desc"
    _rec_name = "target"

    read_on = fields.Datetime(string="Time", readonly=True, required=True, index=True)
    user_id = fields.Many2one("res.users", readonly=True, required=True, ondelete="restrict", index=True)
    login = fields.Char(string="Account", readonly=True)
    address = fields.Char(string="From", readonly=True, help="The network address that the request came from.")
    evaluation_id = fields.Many2one("agency.evaluation", readonly=True, ondelete="set null", index="btree_not_null")
    evaluation_name = fields.Char(string="Reference", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True, required=True, index=True)
    target = fields.Char(readonly=True, required=True, help="The file or paper that was read.")
    sha256 = fields.Char("SHA-256", size=64, readonly=True)

    @api.model
    def _record(self, evaluation, target, sha256=False):
        """Keep that the user takes `target` of `evaluation` now."""
        evaluation.ensure_one()
        # sudo: agency.evaluation - what was read is named whoever reads it
        of = evaluation.sudo()
        self._record_of(of.company_id, of.name, target, sha256, evaluation_id=of.id)

    @api.model
    def _record_of(self, company, name, target, sha256=False, **values):
        """Keep that the user takes `target` now, of something that is called `name`."""
        if self.env.cr.readonly:
            # Odoo runs the request again with a cursor that writes.
            raise ReadOnlySqlTransaction("Whoever reads a file is kept on record")
        # sudo: agency.evaluation.access.log - entries come from reading alone, and name what was read
        self.sudo()._create_through(
            [
                {
                    "read_on": fields.Datetime.now(),
                    "user_id": self.env.uid,
                    "login": self.env.user.sudo().login,
                    "address": request.httprequest.remote_addr if request else False,
                    "evaluation_name": name,
                    "company_id": company.id,
                    "target": target,
                    "sha256": sha256,
                    **values,
                }
            ]
        )

    def _has_expired(self):
        before = self._expiry()
        return all(entry.read_on < before for entry in self)

    @api.model
    def _expiry(self):
        return fields.Datetime.now() - timedelta(days=31 * _MONTHS)

    @api.autovacuum
    def _forget_expired(self):
        # sudo: agency.evaluation.access.log - the clean-up removes what has been kept for as long as it has to be
        self.sudo().search([("read_on", "<", self._expiry())]).unlink()


class IrBinary(models.AbstractModel):
    """Files of evidence that are downloaded, by whichever address."""

    _inherit = "ir.binary"

    def _record_to_stream(self, record, field_name):
        # sudo: ir.attachment - to which model a file belongs tells nothing of it
        if record._name == "ir.attachment" and record.sudo().res_model in KEPT_MODELS and record.sudo().res_id:
            # sudo: ir.attachment - Odoo has checked by now that the user may read it
            file = record.sudo()
            if evaluation := file._kept_evaluation():
                log = record.env["agency.evaluation.access.log"].sudo(False)
                log._record(evaluation, file.name, file.evidence_sha256)
        return super()._record_to_stream(record, field_name)
