from odoo import models

from ...scoring import citations, legal_texts


class EvidenceInForce(models.Model):
    """Which documents of the last period may prove something in the next one, too."""

    _inherit = "agency.evaluation.evidence"

    def _still_in_force(self, day):
        """Return those of these documents that still are in force on `day`, with files that are there."""
        return self.filtered(lambda document: document._is_in_force(day))

    def _is_in_force(self, day):
        if not self.document_type_id.is_lasting or self.attachment_ids.quarantine_id:
            return False
        if self.issue_date and self.issue_date > day:
            return False
        numbers = citations.find_numbers(self.number or "")
        return not list(legal_texts.find_replaced(numbers, day))

    def _named(self):
        """Return what makes two documents the same."""
        self.ensure_one()
        name = " ".join((self.name or "").split())
        return (self.number or "").strip(), self.issue_date, name, (self.register_reference or "").strip()
