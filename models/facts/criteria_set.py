from odoo import api, models
from odoo.tools import ormcache

from ..sheet.once import once


class CriteriaSetPlain(models.Model):
    """What the points and the grade of an evaluation follow from, as plain values.

    Of a set that no longer changes it is worked out once for a process, by when the set was written last: a set that
    goes back to draft and is published again was written again, so that these are never those of another one.
    """

    _inherit = "agency.evaluation.criteria.set"

    @once
    def _indicators(self):
        """Return what is asked of facts, as :class:`indicators.Indicator` by the ids of indicators, in their order."""
        return self._kept_indicators(self.id, self.write_date) if self._is_kept() else self._plain_indicators()

    @once
    def _bands(self):
        """Return the grades, as :class:`grades.Band` by their ids, the highest first."""
        return self._kept_bands(self.id, self.write_date) if self._is_kept() else self._plain_bands()

    @once
    def _relations(self):
        """Return the relations between facts, as :class:`checked_sheet.Relation`."""
        return self._kept_relations(self.id, self.write_date) if self._is_kept() else self._plain_relations()

    @once
    def _rules(self):
        """Return the rules of all rows that have an effect, as :class:`rules.Rule`, by the ids of criteria."""
        return self._kept_rules(self.id, self.write_date) if self._is_kept() else self._plain_rules()

    @api.model
    @ormcache("set_id", "_written")
    def _kept_relations(self, set_id, _written):
        return self.browse(set_id)._with_parts()._plain_relations()

    @api.model
    @ormcache("set_id", "_written")
    def _kept_rules(self, set_id, _written):
        return self.browse(set_id)._with_parts()._plain_rules()

    @api.model
    @ormcache("set_id", "_written")
    def _kept_indicators(self, set_id, _written):
        return self.browse(set_id)._with_parts()._plain_indicators()

    @api.model
    @ormcache("set_id", "_written")
    def _kept_bands(self, set_id, _written):
        return self.browse(set_id)._with_parts()._plain_bands()

    def _plain_indicators(self):
        # sudo: agency.evaluation.indicator - points follow from all facts, whoever looks at them
        return {indicator.id: indicator._plain() for indicator in self.sudo().indicator_ids}

    def _plain_relations(self):
        # sudo: agency.evaluation.relation - numbers are written in one way, whoever looks at them
        return self.sudo().relation_ids._scoring_relations()

    def _plain_rules(self):
        # sudo: agency.evaluation.rule - points follow from the rules, whoever looks at them
        return {criterion.id: criterion.rule_ids._scoring_rules() for criterion in self.sudo().criterion_ids}

    def _plain_bands(self):
        # sudo: agency.evaluation.grade - the grade follows from the whole scale, whoever looks at it
        found = self.sudo().grade_ids
        return dict(zip(found.ids, found._scoring_bands(), strict=True))


class IndicatorPlain(models.Model):
    """What is asked of one fact."""

    _inherit = "agency.evaluation.indicator"

    def _asked(self):
        """Return what is asked, as :class:`indicators.Indicator`."""
        self.ensure_one()
        criteria_set = self.set_id
        known = criteria_set._indicators() if criteria_set._is_kept() else {}
        return known.get(self.id) or self._plain()
