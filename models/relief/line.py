from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class LineRelief(models.Model):
    """Whether the unit is relieved of a row. The decision stands on the row, too, and is sealed with it."""

    _inherit = "agency.evaluation.line"

    relief_id = fields.Many2one(
        "agency.evaluation.relief", readonly=True, copy=False, ondelete="restrict", index="btree_not_null"
    )
    relief_basis = fields.Char(
        string="Relieved by", readonly=True, copy=False, help="The decision of the organiser, as papers name it."
    )
    relief_reason = fields.Char(readonly=True, copy=False)

    @api.model
    def _counted_fields(self):
        return super()._counted_fields() | {"relief_id"}

    def _is_relieved(self):
        return bool(self.relief_id)

    @api.model
    def _is_relieved_sql(self):
        return SQL("line.relief_id IS NOT NULL")

    def _prepare_answer(self, vals):
        gives_points = vals.get("is_reviewed") or vals.get("review_points") not in (None, False)
        if vals.keys() & {"status", "self_points"} or gives_points:
            self._check_not_relieved()
        return super()._prepare_answer(vals)

    def _check_not_relieved(self):
        """:raises ValidationError: if the unit is relieved of one of the rows"""
        for line in self:
            if line._is_relieved():
                raise ValidationError(line._relieved_message())

    def _relieved_message(self):
        return self.env._(
            "%(code)s is not scored: the unit is relieved of it by %(basis)s.", code=self.code, basis=self.relief_basis
        )

    def _relieve_by(self, reliefs):
        """Relieve rows of a draft as `reliefs` say; those of which nothing relieves any more become blank again."""
        for line in self:
            relief = next((relief for relief in reliefs if relief._covers(line.criterion_id)), reliefs.browse())
            values = line._relief_values(relief)
            held = line._convert_to_write({name: line[name] for name in values})
            if changed := {name: value for name, value in values.items() if held[name] != value}:
                line._write_through(changed)

    def _relief_values(self, relief):
        """Return what the row holds by `relief`, which may be none."""
        if not relief and not self.relief_id:
            return {}
        return {
            "relief_id": relief.id,
            "relief_basis": relief._basis() if relief else False,
            "relief_reason": relief.reason,
            "status": "not_applicable" if relief else "todo",
            **dict.fromkeys(("self_points", "review_points"), 0.0),
            "is_reviewed": False,
        }
