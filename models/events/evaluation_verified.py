from odoo import models
from odoo.fields import Domain

from ..keeping.file_check import KEPT_MODELS


class EvaluationVerified(models.Model):
    """The files of an evaluation that are read again with everything, and what was found of them, in words."""

    _inherit = "agency.evaluation"

    def _files_to_verify(self):
        """Return every file that is kept as proof of this evaluation and whose content is there to be compared."""
        self.ensure_one()
        # sudo: every model - everything is verified, whoever may read it
        env = self.sudo().env
        homes = {model: env[model].search([(path, "=", self.id)]).ids for model, path in KEPT_MODELS.items()}
        domain = Domain.OR(
            Domain("res_model", "=", model) & Domain("res_id", "in", ids) for model, ids in homes.items()
        )
        domain &= Domain("evidence_sha256", "!=", False) & Domain("quarantine_id", "=", False)
        return env["ir.attachment"].search(domain, order="id")

    def _describe_files(self, troubles, outcome):
        """Return what was found of files with that outcome, one text each.

        :param troubles: outcomes by file, as the periodic check finds them
        """
        texts = {
            "damaged": self.env._("%(file)s: its content has been changed."),
            "lost": self.env._("%(file)s: its content is missing from the file store."),
            "recovered": self.env._("%(file)s: it was damaged, and was brought back from the second store."),
        }
        found = [file for file, each in troubles.items() if each == outcome]
        if outcome == "unread":
            return [file._unanswered_text(self._describe_file(file)) for file in found]
        return [texts[outcome] % {"file": self._describe_file(file)} for file in found]
