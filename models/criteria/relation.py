from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...scoring import checked_sheet
from ...scoring.checked_sheet import Comparison
from ...scoring.choices import choices
from ...scoring.numbers import stored

COMPARISONS = choices(
    {
        Comparison.EQUAL: "=",
        Comparison.AT_MOST: "≤",
        Comparison.AT_LEAST: "≥",
        Comparison.OF: "of",
    }
)


class Relation(models.Model):
    """Facts of a criteria set that must agree: one and the sum of others, or two, as the operator compares them."""

    _name = "agency.evaluation.relation"
    _description = "Relation Between Facts"
    _inherit = ["agency.evaluation.set.part"]
    _order = "set_id, sequence, id"

    sequence = fields.Integer(default=10, open_in=("draft",))
    name = fields.Char(required=True, help="What must agree, as users read it.", open_in=("draft",))
    whole_id = fields.Many2one(
        "agency.evaluation.indicator",
        required=True,
        ondelete="cascade",
        index=True,
        domain="[('set_id', '=', set_id)]",
        open_in=("draft",),
    )
    operator = fields.Selection(
        COMPARISONS,
        string="Compares",
        default=Comparison.EQUAL.value,
        required=True,
        help="“Of” says that the first is counted out of the others: of 57 petitions 52 may be settled, never 58.",
        open_in=("draft",),
    )
    tolerance = fields.Float(
        string="Tolerance (%)",
        digits=False,
        help="By how many percent of the first the two sides may differ where they should be equal; 0 for not at all.",
        open_in=("draft",),
    )
    part_ids = fields.Many2many(
        "agency.evaluation.indicator",
        string="Parts",
        required=True,
        domain="[('set_id', '=', set_id)]",
        open_in=("draft",),
    )

    _tolerance_check = models.Constraint("CHECK (tolerance IS NULL OR tolerance >= 0)", "A tolerance is zero or more.")

    @api.constrains("set_id", "whole_id", "part_ids")
    def _check_set(self):
        for relation in self:
            if (relation.whole_id + relation.part_ids).set_id != relation.set_id or not relation.part_ids:
                raise ValidationError(
                    self.env._("“%(name)s” compares facts of its own criteria set, at least two.", name=relation.name)
                )

    def _scoring_relations(self):
        """Return the relations as :class:`checked_sheet.Relation`."""
        return [
            checked_sheet.Relation(
                relation.whole_id.code,
                tuple(relation.part_ids.mapped("code")),
                Comparison(relation.operator),
                stored(relation.tolerance),
            )
            for relation in self
        ]
