from odoo import fields, models

from ...scoring import changes

_DIGEST = "history_digest"


class EvaluationHistorySeal(models.Model):
    """How what was approved came about is sealed by its SHA-256: the entries themselves would be most of a manifest."""

    _inherit = "agency.evaluation"

    history_digest = fields.Char(
        "SHA-256 of the History", size=64, readonly=True, copy=False, help="Of all changes up to the approval."
    )

    def _seal(self):
        # sudo: agency.evaluation - the guards of the approval stand for the access rights
        for evaluation in self.sudo():
            evaluation._write_through({_DIGEST: changes.digest(evaluation._history())})
        return super()._seal()

    def _sealed_records(self, covered):
        """Tell the SHA-256 of what the register says now, and not what was noted when it was approved."""
        records = super()._sealed_records(covered)
        if _DIGEST in covered.get(self._name, ()):
            # sudo: agency.evaluation.change - what is sealed does not depend on who looks at it
            live = changes.digest(self.sudo()._history())
            for values in records[self._name].values():
                values[_DIGEST] = live
        return records
