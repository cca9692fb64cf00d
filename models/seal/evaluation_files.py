from odoo import models
from odoo.exceptions import UserError

from ...scoring.manifest import Change, Difference
from ..evidence.stored_content import StoreUnanswered

_FILE = "ir.attachment"
_EVIDENCE = "agency.evaluation.evidence"
#: The last key of a path that leads to the content of a file; no field has this name.
CONTENT = "content"


class EvaluationFiles(models.Model):
    """The files of an evaluation: none is submitted or approved that is not there, and each is read again later."""

    _inherit = "agency.evaluation"

    def _wait_for_stored_files(self):
        """:raises UserError: if a file is not in the store with the size that it had; the message names its document

        Nothing is read: whoever submits does not wait for hundreds of megabytes.
        """
        # sudo: agency.evaluation - what is missing counts, whoever may read it
        for evaluation in self.sudo():
            for file in evaluation._sealed_files():
                try:
                    is_whole = file._is_stored_whole()
                except StoreUnanswered as error:
                    raise evaluation._unanswered(file) from error
                if not is_whole:
                    raise evaluation._lost(file)

    def _wait_for_files(self):
        """:raises UserError: if a file is lost or is not what was uploaded; the message names its document

        Every file is read, one piece at a time.
        """
        # sudo: agency.evaluation - what is approved counts, whoever may read it
        for evaluation in self.sudo():
            for file in evaluation._sealed_files():
                evaluation._check_file(file)

    def _complete_digests(self):
        """Keep the SHA-256 of files that have none since they were uploaded, such as pictures; no others are read.

        :raises UserError: if one is lost; the message names its document
        """
        for file in self._sealed_files().filtered(lambda file: not file.evidence_sha256):
            file._write_through({"evidence_sha256": self._check_file(file)})

    def _check_file(self, file):
        """Return the SHA-256 of the content of `file`.

        :raises UserError: if it is lost, cannot be read now or is not what was uploaded
        """
        try:
            size, digest = file._read_digest()
        except StoreUnanswered as error:
            raise self._unanswered(file) from error
        if size is None or size < file.file_size:
            raise self._lost(file)
        if digest != (file.evidence_sha256 or digest):
            raise UserError(
                self.env._(
                    "%(file)s: its content is not what was uploaded. Have the evaluation returned and upload the file "
                    "again, or have the file store restored from a backup.",
                    file=self._describe_file(file),
                )
            )
        return digest

    def _unanswered(self, file):
        return UserError(file.with_env(self.env)._unanswered_text(self._describe_file(file)))

    def _lost(self, file):
        return UserError(
            self.env._(
                "%(file)s: the file is not in the file store, or not whole. Upload it again, or have the file store "
                "restored from a backup.",
                file=self._describe_file(file),
            )
        )

    def _describe_file(self, file):
        """Return the name of a file with that of the document or section that it belongs to."""
        owner = self.env[file.res_model].browse(file.res_id)
        codes = ", ".join(owner.line_ids.mapped("code")) if file.res_model == _EVIDENCE else ""
        return f"{file.name} – {owner.display_name}" + (f" ({codes})" if codes else "")

    def _compare_files(self, sealed_files, budget):
        """Read files again and compare their content with what was sealed.

        :param sealed_files: the sealed values of the files, by their id as text
        :param budget: how many bytes are read at most, None for all
        :return: what was changed, what is lost or cannot be read now, as lists of :class:`Difference`, and whether
            every file was read
        """
        changed, lost, all_read, silent = [], [], True, set()
        ids = sorted(map(int, sealed_files))
        # sudo: ir.attachment - the seal covers files that the user may not read, too
        for file in self.env[_FILE].sudo().browse(ids).exists():
            values = sealed_files[str(file.id)]
            if budget is not None:
                budget -= values["file_size"]
                if budget < 0:
                    all_read = False
                    continue
            path = (_FILE, str(file.id), CONTENT)
            # Asking a store that does not answer takes long, so that it is asked once.
            try:
                if (store := file._store_code()) in silent:
                    raise StoreUnanswered(store)
                size, digest = file._read_digest(values["file_size"] + 1)
            except StoreUnanswered:
                silent.add(store)
                all_read = False
                lost.append(Difference(path, Change.UNREAD, values["evidence_sha256"]))
                continue
            # A disk that failed leaves empty files, too.
            if not size and values["file_size"]:
                lost.append(Difference(path, Change.REMOVED, values["evidence_sha256"]))
            elif digest != values["evidence_sha256"]:
                changed.append(Difference(path, Change.CHANGED, values["evidence_sha256"], digest))
        return changed, lost, all_read
