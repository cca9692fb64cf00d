from odoo import fields, models


class EvaluationReplaced(models.Model):
    """The paper that a revision takes the place of: named by number and date on the new one, and sealed with it."""

    _inherit = "agency.evaluation"

    replaced_number = fields.Char(
        readonly=True, copy=False, help="Of the report that this revision replaces, as it was approved."
    )
    replaced_date = fields.Date(readonly=True, copy=False)

    def _then_replaced_report(self, _reason):
        for evaluation in self.filtered("origin_id"):
            evaluation._write_through(
                {
                    "replaced_number": evaluation.origin_id.report_number,
                    "replaced_date": evaluation.origin_id.report_date,
                }
            )

    def _replaced_report(self):
        """Return number and date of the report that this revision replaces; of a draft, as they are now."""
        self.ensure_one()
        if self.state == "approved":
            return self.replaced_number or "", self.replaced_date or None
        # sudo: agency.evaluation - what it revises is named on it, whoever prints it
        origin = self.sudo().origin_id
        return origin.report_number or "", origin.report_date or None
