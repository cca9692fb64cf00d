from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..lock.values import check_values


class EvaluationPrevious(models.Model):
    """Of a unit that came from others, the last period is that of those; of several, somebody chooses one."""

    _inherit = "agency.evaluation"

    previous_id = fields.Many2one(
        "agency.evaluation",
        string="Previous Period",
        ondelete="restrict",
        index="btree_not_null",
        copy=False,
        open_in=("draft",),
        help="Whose numbers are those of the last period, where the unit came from several.",
    )
    previous_candidate_ids = fields.Many2many("agency.evaluation", compute="_compute_succession")
    has_previous_choice = fields.Boolean(compute="_compute_succession")

    @api.model_create_multi
    def create(self, vals_list):
        evaluations = super().create(vals_list)
        if not self.browse()._is_written_through():
            evaluations._check_previous()
        return evaluations

    def write(self, vals):
        check_values(self, vals)
        result = super().write(vals)
        if "previous_id" in vals:
            if not self._is_own_write(vals):
                self._check_previous()
            # What follows from the numbers of the last period follows from the choice.
            self.modified(["date_from"])
        return result

    def _carry_over(self, origin):
        if origin.previous_id:
            self._write_through({"previous_id": origin.previous_id.id})
        return super()._carry_over(origin)

    def _check_previous(self):
        """:raises ValidationError: if what was chosen is none of the last period"""
        for evaluation in self:
            # sudo: agency.evaluation - it is told no more of than the user named
            chosen = evaluation.sudo().previous_id
            if chosen and chosen not in evaluation._previous_candidates():
                raise ValidationError(
                    self.env._("Choose an approved evaluation of the last period of a unit that this one came from.")
                )

    def _units_before(self):
        # sudo: hr.department - where a unit came from does not depend on who asks
        unit = self.sudo().department_id
        return unit._agency_lineage(self.date_to) if unit and self.date_to else super()._units_before()

    def _previous_candidates(self):
        """Return the approved evaluations that may be the one of the last period, one of each unit."""
        units = self._units_before()
        if len(units) < 2 or not self.date_from:
            return self.browse()
        return self.browse(self._last_of_each(self._previous_approved()).ids)

    def _choose_previous(self, found):
        of_units = self._last_of_each(found)
        # sudo: agency.evaluation - points follow from the choice, whoever looks at them
        if (chosen := self.sudo().previous_id) and (versions := of_units & chosen._lineage()):
            return versions[:1]
        own = of_units.filtered(lambda earlier: earlier.department_id == self.department_id)
        return own or (of_units if len(of_units) == 1 else self.browse())

    @api.model
    def _last_of_each(self, found):
        """Return the first one of each unit, in their order."""
        return found.browse([some[:1].id for some in found.grouped("department_id").values()])

    def _distinct_parts(self, parts):
        """Leave out what several units did in the same days: nobody says how much of it is this unit's."""

        def is_distinct(part):
            others = parts.filtered(lambda other: other.department_id != part.department_id)
            return part.department_id == self.department_id or not any(
                other.date_from <= part.date_to and part.date_from <= other.date_to for other in others
            )

        return super()._distinct_parts(parts).filtered(is_distinct)
