from odoo import models

from ..sheet.once import once


class CriterionRules(models.Model):
    """The rules of a row as plain values."""

    _inherit = "agency.evaluation.criterion"

    @once
    def _rules(self):
        """Return the rules of one row that have an effect, as a list of :class:`rules.Rule`."""
        self.ensure_one()
        return self.rule_ids._scoring_rules()
