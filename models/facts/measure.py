from odoo import fields, models

from ...scoring import numbers


class Measure(models.Model):
    """A number that is stated: of a fact, for the year or for one month of it."""

    _name = "agency.evaluation.measure"
    _description = "Number of a Fact"
    _inherit = ["agency.evaluation.part"]
    _order = "fact_id.id, period, id"
    _rec_name = "value"

    fact_id = fields.Many2one(
        "agency.evaluation.fact",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
        copy=False,
        open_in=("new",),
    )
    evaluation_id = fields.Many2one(related="fact_id.evaluation_id", store=True, precompute=True)
    indicator_id = fields.Many2one(
        related="fact_id.indicator_id", string="Definition", store=True, precompute=True, index=True
    )
    period = fields.Date(readonly=True, help="The first day of the month; empty for the year.", open_in=("new",))
    # Digits would be rounded in binary; without them the column keeps each digit of what is written.
    value = fields.Float(digits=False, required=True, open_in=("draft",))

    _period_unique = models.UniqueIndex(
        "(fact_id, COALESCE(period, '0001-01-01'))", "A fact has one number for each month, or one for the year."
    )
    _period_check = models.Constraint(
        "CHECK (period IS NULL OR EXTRACT(DAY FROM period) = 1)", "The period of a number is the first day of a month."
    )

    def _number(self):
        """Return the exact number that was stated, as a fraction."""
        self.ensure_one()
        return numbers.stored(self.value)
