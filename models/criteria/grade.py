from odoo import fields, models

from ...scoring import grades


class Grade(models.Model):
    """A class of a criteria set's scale, by the names of Nghị định 90/2020/NĐ-CP or others."""

    _name = "agency.evaluation.grade"
    _description = "Grade"
    _inherit = ["agency.evaluation.set.part"]
    _order = "set_id, sequence, id"

    sequence = fields.Integer(default=10, help="The highest grade comes first.", open_in=("draft",))
    name = fields.Char(required=True, open_in=("draft",))
    min_points = fields.Float(string="From", digits=(7, 2), open_in=("draft",))
    include_min = fields.Boolean(string="From Included", default=True, open_in=("draft",))
    max_points = fields.Float(string="To", digits=(7, 2), open_in=("draft",))
    include_max = fields.Boolean(string="To Included", open_in=("draft",))
    floor_percent = fields.Float(
        string="Floor of Each Group (%)",
        help="No group may have less than this share of its maximum; 0 for no floor.",
        open_in=("draft",),
    )
    blocking_indicator_ids = fields.Many2many(
        "agency.evaluation.indicator",
        string="Blocked By",
        domain="[('set_id', '=', set_id)]",
        help="Facts that, other than zero, keep an evaluation out of this grade.",
        open_in=("draft",),
    )
    note = fields.Text(help="Where the borders come from.", open_in=("draft",))

    def _scoring_bands(self):
        """Return the grades as :class:`grades.Band`."""
        return [
            grades.Band(
                name=grade.name,
                minimum=grade.min_points,
                maximum=grade.max_points,
                include_minimum=grade.include_min,
                include_maximum=grade.include_max,
                floor_percent=grade.floor_percent,
                blocked_by=frozenset(grade.blocking_indicator_ids.mapped("code")),
            )
            for grade in self
        ]
