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
        own, read, read_before = {}, {}, {}
        for indicator in self.indicator_ids:
            code, formula = indicator.code, indicator.formula or ""
            months = indicator.months or ""
            ratio = [indicator.ratio_part_id.code or "", indicator.ratio_whole_id.code or ""]
            own[code] = [
                *(code, indicator.name, indicator.unit or "", indicator.frequency, months, formula),
                *(indicator.aggregate, *ratio),
            ]
            read[code] = formulas.names_in(code, formula) if formula else [name for name in ratio if name]
            read_before[code] = formulas.previous_names_in(code, formula) if formula else []
        return revision.digest_facts(own, read, read_before)
