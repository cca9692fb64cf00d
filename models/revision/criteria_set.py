from odoo import models

from ...scoring import formulas, revision


class CriteriaSetCarryOver(models.Model):
    """What the rows and facts of a set are, whichever set they stand in."""

    _inherit = "agency.evaluation.criteria.set"

    def _revision_sheet(self):
        """Return the rows as :class:`revision.Sheet`."""
        self.ensure_one()
        definitions = self._fact_definitions()
        return revision.Sheet(
            revision.Criterion(
                code=row.code,
                parent=row.parent_id.code or None,
                text=row.name,
                maximum=row.max_points,
                base=row.base_points,
                is_bonus=row.is_bonus,
                is_heading=row.is_heading,
                rules=tuple(rule._definition(definitions) for rule in row.rule_ids),
            )
            for row in self.criterion_ids
        )

    def _fact_definitions(self):
        """Return plain data by the code of each fact that is equal for equal facts; a formula brings what it reads."""
        self.ensure_one()
        indicators = {indicator.code: indicator for indicator in self.indicator_ids}

        def define(code):
            indicator = indicators[code]
            formula, months = indicator.formula or "", indicator.months or ""
            read = sorted(formulas.names_in(code, formula)) if formula else []
            own = [code, indicator.name, indicator.unit or "", indicator.frequency, months, formula]
            return [*own, [define(name) for name in read]]

        return {code: define(code) for code in indicators}
