import logging
from functools import partial

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.modules.registry import Registry

from ..evidence.stored_content import StoreUnanswered
from ..lock.ir_attachment import FILE_FIELDS
from ..lock.lock import is_locked_model

_logger = logging.getLogger(__name__)
_EVALUATION = "agency.evaluation"


class IrAttachment(models.Model):
    """Files whose content was taken out. The record stays, so that what was sealed of it can still be compared."""

    _inherit = "ir.attachment"

    quarantine_id = fields.Many2one(
        "agency.evaluation.quarantine",
        string="Taken Out By",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([{name: vals[name] for name in vals if name != "quarantine_id"} for vals in vals_list])

    def write(self, vals):
        if vals.keys() & FILE_FIELDS and not self._is_own_write(vals):
            self._check_not_taken_out()
        # Written by the step alone, in SQL.
        return super().write({name: vals[name] for name in vals if name != "quarantine_id"})

    def _check_not_taken_out(self):
        """:raises UserError: if the content of one of these files was taken out: nothing takes its place"""
        # sudo: ir.attachment - what was taken out stays so, whoever may read what is left of it
        for file in self.sudo().filtered("quarantine_id"):
            raise UserError(
                self.env._(
                    "%(file)s was taken out by %(decision)s: what is left of it stays as it is.",
                    file=file.name,
                    decision=file.quarantine_id._describe(),
                )
            )

    def _is_stored_whole(self):
        return bool(self.quarantine_id) or super()._is_stored_whole()

    @api.model
    def _to_check_domain(self, silent=()):
        return super()._to_check_domain(silent) & fields.Domain("quarantine_id", "=", False)

    @api.model
    def _models_of_evaluations(self):
        """Return the models whose files belong to an evaluation."""
        parts = (name for name in self.env.registry if is_locked_model(self.env, name))
        return [name for name in parts if self.env[name]._lock_root()._name == _EVALUATION]

    def _home_evaluation(self):
        """Return the evaluation that this file belongs to, none if its record is gone."""
        self.ensure_one()
        record = self.env[self.res_model].browse(self.res_id).exists()
        return record._lock_root()

    def _same_content_in(self, company):
        """Return all files in evaluations of `company` whose content is that of one of these."""
        checksums = [checksum for checksum in self.mapped("checksum") if checksum]
        # sudo: ir.attachment - a secret is one wherever it lies, whoever may read that
        files = self.sudo().search([("checksum", "in", checksums), ("res_model", "in", self._models_of_evaluations())])
        return files.filtered(lambda file: file.res_id and file._home_evaluation().company_id == company)

    def _quarantine_values(self):
        """Return what is kept of this file."""
        self.ensure_one()
        return {
            "evaluation_id": self._home_evaluation().id,
            "file_key": self.id,
            "name": self.name,
            "file_size": self.file_size,
            "sha256": self.evidence_sha256 or self._content_sha256() or "0" * 64,
        }

    def _content_sha256(self):
        """Return the SHA-256 of a file that has none on record; empty if it is lost.

        :raises UserError: if its store does not answer
        """
        try:
            return self._kept_sha256()
        except StoreUnanswered as error:
            raise UserError(self._unanswered_text(self.name)) from error

    def _remove_content(self, quarantine):
        """Take the content of these files away; return what of it stays elsewhere.

        :return: (model, id) of other records with the content, and the SHA-256 of second copies that stay
        """
        digests = {file: file._quarantine_values()["sha256"] for file in self}
        names = {file.store_fname for file in self if file.store_fname}
        checksums = [checksum for checksum in self.mapped("checksum") if checksum]
        for file, sha256 in digests.items():
            self.env.cr.execute(
                """
                UPDATE ir_attachment
                   SET store_fname = NULL, db_datas = NULL, index_content = NULL, quarantine_id = %s,
                       evidence_sha256 = COALESCE(evidence_sha256, %s)
                 WHERE id = %s
                """,
                [quarantine.id, sha256, file.id],
            )
        self.invalidate_recordset()
        for name in names:
            self._file_delete(name)  # for stores of another kind, and where the removal below is broken off
        self.env.cr.postcommit.add(partial(_remove_files, self.env.cr.dbname, names))
        return self._elsewhere(checksums), self._remove_copies(set(digests.values()))

    def _elsewhere(self, checksums):
        """Return (model, id) of the records that hold content with one of the checksums still."""
        # sudo: ir.attachment - what of a secret lies elsewhere is told, whoever may read that
        found = self.sudo().search(
            [
                ("checksum", "in", checksums),
                ("quarantine_id", "=", False),
                "|",
                ("res_field", "=", False),
                ("res_field", "!=", False),
            ]
        )
        return [(file.res_model or file._name, file.res_id or file.id) for file in found]

    @api.model
    def _remove_copies(self, digests):
        """Remove second copies; return the SHA-256 of those that stay."""
        staying = []
        for sha256 in sorted(digests):
            try:
                self._remove_second_copy(sha256)
            except OSError as error:
                _logger.error("The second copy %s could not be removed: %s", sha256, error)
                staying.append(sha256)
        return staying


def _remove_files(database, names):
    """Remove files from the store that no record names any more; whatever goes wrong, Odoo's own clean-up follows."""
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        # lock: an upload of the same content waits, for it would rely on the file that goes
        cr.execute("SET LOCAL lock_timeout TO '10s'")
        cr.execute("LOCK ir_attachment IN SHARE MODE")
        cr.execute("SELECT store_fname FROM ir_attachment WHERE store_fname = ANY(%s)", [list(names)])
        for name in names - {row[0] for row in cr.fetchall()}:
            try:
                env["ir.attachment"]._remove_stored(name)
            except OSError as error:
                _logger.warning("%s could not be removed, and is left to the clean-up: %s", name, error)
