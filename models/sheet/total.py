from odoo import fields, models

from ...scoring.points import round_points


class Total(models.Model):
    """What an evaluation comes to, in a row of its own: nothing that its savers write touches what others write.

    It is for the database, which sorts, filters and adds up many evaluations. It is brought up to date after each
    commit that changed what it depends on, and within the transaction of each step
    (:class:`~.evaluation_totals.EvaluationTotals`); so it may be old for a moment. Whatever is about one evaluation
    adds up its rows.
    """

    _name = "agency.evaluation.total"
    _description = "Total of an Evaluation"
    _inherit = ["agency.evaluation.register"]
    _rec_name = "evaluation_id"
    _log_access = False

    evaluation_id = fields.Many2one("agency.evaluation", readonly=True, required=True, ondelete="cascade")
    max_points = fields.Float(string="Maximum Points", digits=(7, 2), readonly=True)
    self_points = fields.Float(digits=(7, 2), readonly=True)
    final_points = fields.Float(digits=(7, 2), readonly=True)
    points_difference = fields.Float(string="Difference", digits=(7, 2), readonly=True, help="Final less self-scored.")
    leaf_count = fields.Integer(string="Rows to Answer", readonly=True, aggregator=None)
    answered_count = fields.Integer(string="Answered Rows", readonly=True, aggregator=None)
    is_reviewed = fields.Boolean(string="Points Reviewed", readonly=True)

    _evaluation_unique = models.Constraint("UNIQUE (evaluation_id)", "An evaluation has one row of totals.")


#: The columns of the totals, which the evaluation shows as its own.
TOTALS = (
    "max_points",
    "self_points",
    "final_points",
    "points_difference",
    "leaf_count",
    "answered_count",
    "is_reviewed",
)


def totals_by_name(total):
    """Return what a sheet comes to (:class:`rollup.Totals`) as the values of :data:`TOTALS`, by their names."""
    own, final = total.own_points or 0.0, total.final_points or 0.0
    return {
        "max_points": total.own.maximum,
        "self_points": own,
        "final_points": final,
        "points_difference": round_points(final - own),
        "leaf_count": total.own.leaves,
        "answered_count": total.own.leaves - total.own.blanks,
        "is_reviewed": total.is_reviewed,
    }
