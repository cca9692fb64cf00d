from odoo import models
from odoo.exceptions import UserError

_SET = "agency.evaluation.criteria.set"


class EvaluationTakenOut(models.Model):
    """What is said of files that were taken out: they are no alteration, and what they were is known."""

    _inherit = "agency.evaluation"

    def _taken_out_files(self):
        """Return what is kept of the files whose content was taken out."""
        self.ensure_one()
        # sudo: agency.evaluation.quarantined.file - that a file is gone is told to whoever reads the evaluation
        files = self.env["agency.evaluation.quarantined.file"].sudo()
        return files.search([("evaluation_id", "=", self.id), ("quarantine_id.state", "=", "done")])

    def _taken_out_texts(self):
        """Return what was taken out, one text for each file."""
        return [
            self.env._(
                "“%(file)s” (%(size)s bytes, SHA-256 %(sha256)s) was taken out by %(decision)s.",
                file=file.name,
                size=file.file_size,
                sha256=file.sha256,
                decision=file.quarantine_id._describe(),
            )
            for file in self._taken_out_files()
        ]

    def _taken_out_notice(self):
        """Return how many files were taken out by which decisions, in one sentence without their names; empty if none.

        It is for papers and for the public page, which tell no names of what may have been a secret.
        """
        files = self._taken_out_files()
        if not files:
            return ""
        decisions = files.quarantine_id.sorted("id")
        return self.env._(
            "%(count)s files were taken out after they were recorded, by %(decisions)s.",
            count=len(files),
            decisions="; ".join(decision._describe() for decision in decisions),
        )

    def _check_file(self, file):
        return file.evidence_sha256 if file.quarantine_id else super()._check_file(file)

    def _compare_files(self, sealed_files, budget):
        """Files that were taken out, and were what was sealed, have no content to compare."""
        sealed = {file.file_key: file.sha256 for file in self._taken_out_files()}
        left = {
            key: values for key, values in sealed_files.items() if sealed.get(int(key)) != values["evidence_sha256"]
        }
        return super()._compare_files(left, budget)

    def _unsealed_fields(self, model):
        """How long files are kept may change: it is no part of what was approved."""
        names = super()._unsealed_fields(model)
        return names | {"retention_years"} if model == _SET else names

    def _wait_for_kept_files(self):
        """:raises UserError: if a document of the unit's has lost its file to a decision: it proves nothing now"""
        for document in self.filtered(lambda evaluation: evaluation.state == "draft").evidence_ids:
            # sudo: ir.attachment - whoever may read a document may read its files
            if quarantine := document.sudo().attachment_ids.quarantine_id[:1]:
                raise UserError(
                    self.env._(
                        "A file of %(document)s was taken out by %(decision)s. Remove the document, or name the "
                        "register that holds it instead of a file.",
                        document=document.display_name,
                        decision=quarantine.with_env(self.env).sudo()._describe(),
                    )
                )
