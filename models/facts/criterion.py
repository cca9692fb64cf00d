from odoo import models


class CriterionRules(models.Model):
    """The rules of a row as plain values."""

    _inherit = "agency.evaluation.criterion"

    def _rules(self):
        """Return the rules of one row that have an effect, as a list of :class:`rules.Rule`."""
        self.ensure_one()
        criteria_set = self.set_id
        # perf: of a draft, those of one row alone are read
        return criteria_set._rules()[self.id] if criteria_set._is_kept() else self.rule_ids._scoring_rules()
