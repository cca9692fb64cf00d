from odoo import models

from ...scoring import formulas, periods


class EvaluationPrevious(models.Model):
    """The numbers of the last period, which formulas ask for."""

    _inherit = "agency.evaluation"

    def _previous_numbers(self, computed):
        """Return the numbers of the last period that formulas ask for, by the codes of their facts.

        :param computed: the formulas by code; where none asks for the last period, nothing is looked up
        """
        asked = formulas.asked_of_previous(computed)
        if not asked or not self.date_from:
            return {}
        facts = self._previous_evaluation(asked)._resolve_facts().facts
        return {code: facts[code].final for code in asked & facts.keys()}

    def _previous_evaluation(self, codes):
        """Return the approved evaluation of the unit for the period before this one, empty if there is none.

        It is as long and ends on the day before. A yearly one may also be that of the year before, for reports are
        closed on another day each year.

        :param codes: facts that its criteria set asks for, at least one of them
        """
        return self._choose_previous(self._previous_approved(codes))

    def _previous_approved(self, codes=None):
        """Return the approved evaluations that may be the previous one, the last revision first, in sudo."""
        # sudo: agency.evaluation - points follow from what was approved, whoever looks at them
        evaluation = self.sudo()
        period = (evaluation.date_from, evaluation.date_to)
        domain = [
            ("department_id", "in", evaluation._units_before().ids),
            ("state", "=", "approved"),
            ("date_to", "<", evaluation.date_to),
        ]
        if codes is not None:
            domain.append(("criteria_set_id.indicator_ids.code", "in", list(codes)))
        if evaluation.approved_on:
            # What was corrected since then does not change an approved evaluation.
            domain.append(("approved_on", "<=", evaluation.approved_on))
        found = evaluation.search(domain, order="revision desc, id desc")
        following = found.filtered(lambda earlier: periods.follows(period, (earlier.date_from, earlier.date_to)))
        if following or not periods.is_yearly(period):
            return following
        of_year_before = found.filtered(lambda earlier: earlier.year == evaluation.year - 1)
        return of_year_before.filtered(lambda earlier: periods.is_yearly((earlier.date_from, earlier.date_to)))

    def _units_before(self):
        """Return the units whose earlier evaluations are those of this unit, which is one of them."""
        return self.department_id

    def _choose_previous(self, found):
        """Return the previous evaluation of those found, the last revision first; empty where it is not known."""
        return found[:1]
