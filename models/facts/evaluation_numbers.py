from odoo import models

from ...scoring import borders
from ...scoring.numbers import ends_within, format_result


class EvaluationNumbers(models.Model):
    """How the numbers of facts are written, so that none seems to be what it is not."""

    _inherit = "agency.evaluation"

    def _fact_borders(self, facts, codes):
        """Return what the numbers of facts are compared with, by their codes.

        :param facts: :class:`scoring.facts.Fact` by code
        :param codes: of which facts; what is written in full decides by itself
        """
        self.ensure_one()
        if not codes:
            return {}
        # sudo: agency.evaluation.criteria.set - numbers are written in one way, whoever looks at them
        criteria_set = self.sudo().criteria_set_id
        rules = (rule for of_row in criteria_set._rules().values() for rule in of_row if rule.fact in codes)
        return borders.find_borders(facts, rules, criteria_set._relations())

    def _write_facts(self, facts):
        """Return what `facts` come to, as the screens show it, by their codes; empty where they come to nothing."""
        self.ensure_one()
        # sudo: agency.evaluation.fact - as above
        decimals = {fact.code: fact.indicator_id.decimals for fact in self.sudo().fact_ids}
        totals = {code: fact.total for code, fact in facts.items()}
        rounded = {
            code
            for code, total in totals.items()
            if total is not None and not ends_within(total, decimals.get(code, 0))
        }
        compared = self._fact_borders(facts, rounded)
        return {code: format_result(total, decimals[code], compared.get(code, ())) for code, total in totals.items()}
