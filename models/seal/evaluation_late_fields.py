from odoo import models

from ..lock.values import check_values

#: What an approved evaluation is given late: the paper is registered after it was approved.
LATE_FIELDS = ("report_number", "report_date")


class EvaluationLateFields(models.Model):
    """Number and date of the report of an approved evaluation: the register of decisions has every one of them."""

    _inherit = "agency.evaluation"

    def write(self, vals):
        check_values(self, vals)
        if not vals.keys() & set(LATE_FIELDS):
            return super().write(vals)
        # sudo: agency.evaluation - what is given late is kept whoever gives it
        given = {evaluation: evaluation._late_values() for evaluation in self.sudo() if evaluation.state == "approved"}
        result = super().write(vals)
        for evaluation, before in given.items():
            if (after := evaluation._late_values()) != before:
                evaluation._record_decision("register", None, old_value=before, new_value=after)
        return result

    def _late_values(self):
        """Return number and date of the report as one text, in no language."""
        day = self.report_date and self.report_date.strftime("%d/%m/%Y")
        return ", ".join(filter(None, (self.report_number, day)))
