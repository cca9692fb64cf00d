from odoo import models
from odoo.tools import ormcache

from ..sheet.once import once


class CriterionRules(models.Model):
    """The rules of a row as plain values."""

    _inherit = "agency.evaluation.criterion"

    @once
    def _rules(self):
        """Return the rules of one row that have an effect, as a list of :class:`rules.Rule`."""
        self.ensure_one()
        criteria_set = self.set_id
        if criteria_set.state == "draft":
            return self.rule_ids._scoring_rules()
        return self._kept_rules(criteria_set.id, criteria_set.write_date)[self.id]

    @ormcache("set_id", "_written")
    def _kept_rules(self, set_id, _written):
        """Return the rules of all rows of a set that no longer changes, by the ids of the rows.

        A set that goes back to draft and is published again was written again, so that these are never those of another
        one, in whatever process.
        """
        # sudo: agency.evaluation.rule - points follow from the rules, whoever looks at them
        criteria = self.sudo().search([("set_id", "=", set_id)])
        return {criterion.id: criterion.rule_ids._scoring_rules() for criterion in criteria}
