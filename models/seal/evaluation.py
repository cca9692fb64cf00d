import secrets
from dataclasses import dataclass

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...scoring import manifest
from ...scoring.manifest import Change, Difference

_FILE = "ir.attachment"
#: The last key of a path that leads to the content of a file; no field has this name.
CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Verification:
    """What the comparison of an approved evaluation with its seal came to.

    :ivar differences: one text each; none if it is intact
    :ivar manifest: what was sealed, as plain data; None where it is lost or is not what the seal says
    :ivar all_files_read: every file was read again; else some were compared by their recorded SHA-256 alone
    """

    differences: tuple[str, ...]
    manifest: dict | None
    all_files_read: bool


class EvaluationSeal(models.Model):
    """The seal that an evaluation gets with its approval, and its verification."""

    _inherit = "agency.evaluation"

    seal = fields.Char(
        size=64, readonly=True, copy=False, help="The SHA-256 of everything that was approved; printed on the sheet."
    )
    sealed_on = fields.Datetime(readonly=True, copy=False)
    seal_token = fields.Char(readonly=True, copy=False, help="Nobody can guess it: it opens the public page.")
    seal_url = fields.Char(
        string="Public Page", compute="_compute_seal_url", help="Tells whoever holds the paper whether it is valid."
    )

    _seal_token_unique = models.UniqueIndex("(seal_token) WHERE seal_token IS NOT NULL")

    @api.depends("seal_token")
    def _compute_seal_url(self):
        for evaluation in self:
            token = evaluation.seal_token
            evaluation.seal_url = token and f"{evaluation.get_base_url()}/agency_evaluation/verify/{token}"

    def action_verify(self):
        """Compare an approved evaluation and its files with what was sealed, and show each difference.

        :raises AccessError: if the user may not read the evaluation
        :raises UserError: if it is not sealed
        """
        self.ensure_one()
        self.check_access("read")
        if not self._is_sealed():
            raise UserError(
                self.env._("%(evaluation)s is not approved, so it has no seal yet.", evaluation=self.display_name)
            )
        differences = self._seal_differences()
        if differences and not self._may_read_all_rows():
            differences = [
                self.env._("Something is not as it was sealed. Whoever may read the whole evaluation sees what.")
            ]
        verification = self.env["agency.evaluation.verification"].create(
            {"evaluation_id": self.id, "is_intact": not differences, "differences": "\n".join(differences)}
        )
        return verification._show()

    def _then_seal(self, _reason):
        self._seal()

    def _seal(self):
        """Store the manifest of evaluations that have just been approved; its SHA-256 is their seal."""
        # sudo: agency.evaluation - the guards of the approval stand for the access rights
        for evaluation in self.sudo():
            evaluation._complete_digests()
            content = manifest.canonical(evaluation._manifest())
            digest = manifest.digest(content)
            self.env["agency.evaluation.seal"].sudo()._create_through(
                [{"evaluation_id": evaluation.id, "manifest": content.decode(), "digest": digest}]
            )
            evaluation._write_through(
                {"seal": digest, "sealed_on": fields.Datetime.now(), "seal_token": secrets.token_urlsafe(32)}
            )

    def _complete_digests(self):
        """Read the files whose SHA-256 was not kept when they were uploaded; no others are read."""
        for file in self._sealed_files().filtered(lambda file: not file.evidence_sha256):
            file._write_through({"evidence_sha256": manifest.digest(file.raw or b"")})

    def _sealed_content(self):
        """Return the very bytes that were sealed of an approved evaluation.

        None for any other, and where those bytes are lost or are not what the seal says.
        """
        content = (self._sealing_record().manifest or "").encode()
        if self.state != "approved" or manifest.digest(content) != self.seal:
            return None
        return content

    def _is_sealed(self):
        # sudo: agency.evaluation.seal - whether there is one is no secret to who may read the evaluation
        return bool(self.seal or self._sealing_record())

    def _sealing_record(self):
        self.ensure_one()
        return self.env["agency.evaluation.seal"].sudo().search([("evaluation_id", "=", self.id)])

    def _may_read_all_rows(self):
        # sudo: agency.evaluation.line - to find the rows that the user may not read
        lines = self.sudo().line_ids.with_env(self.env)
        try:
            lines.check_access("read")
        except AccessError:
            return False
        return True

    def _seal_differences(self):
        """Return in what an approved evaluation differs from its seal, one text each; none if it is intact.

        The data is read from the database and every file from where it is stored.
        """
        return list(self._verify().differences)

    def _verify(self, file_budget=None):
        """Compare an approved evaluation with its seal, as :class:`Verification`.

        :param file_budget: how many bytes of files are read at most, None for all; other files are compared by the
            SHA-256 that the database holds
        """
        self.ensure_one()
        self.env.flush_all()
        self.env.invalidate_all()
        # sudo: agency.evaluation - the seal covers what the user may not read, too
        evaluation = self.sudo()
        sealing = evaluation._sealing_record()
        if not sealing:
            return Verification((self.env._("What was sealed is lost."),), None, False)
        content = sealing.manifest.encode()
        digest = manifest.digest(content)
        if not digest == sealing.digest == evaluation.seal:
            return Verification(tuple(evaluation._describe_broken_seal(sealing, digest)), None, False)
        sealed = manifest.load(content)
        live = manifest.load(manifest.canonical(evaluation._sealed_records(sealed["fields"])))
        found = manifest.differences(sealed["records"], live)
        in_files, all_read = evaluation._file_differences(sealed["records"][_FILE], file_budget)
        texts = [evaluation._describe_difference(difference, sealed) for difference in (*found, *in_files)]
        return Verification(tuple(texts), sealed, all_read)

    def _file_differences(self, sealed_files, budget):
        """Read files again and compare their content with what was sealed.

        :param sealed_files: the sealed values of the files, by their id as text
        :return: the differences, and whether every file was read
        """
        found, all_read = [], True
        ids = sorted(map(int, sealed_files))
        # One by one, for only one file at a time is to be in memory.
        # sudo: ir.attachment - the seal covers files that the user may not read, too
        for file in self.env[_FILE].sudo().with_context(bin_size=False).browse(ids).exists():
            values = sealed_files[str(file.id)]
            if budget is not None:
                budget -= values["file_size"]
                if budget < 0:
                    all_read = False
                    continue
            content = file._evidence_content(values["file_size"] + 1)
            digest = manifest.digest(content) if content else None
            if digest != values["evidence_sha256"]:
                change = Change.CHANGED if content else Change.REMOVED
                path = (_FILE, str(file.id), CONTENT)
                found.append(Difference(path, change, values["evidence_sha256"], digest))
        return found, all_read
