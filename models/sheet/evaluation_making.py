from odoo import api, models

from ...scoring import rollup
from ...scoring.points import round_points

_TOTALS = (
    *("max_points", "self_points", "final_points", "points_difference"),
    *("leaf_count", "answered_count", "is_reviewed"),
)


class EvaluationMaking(models.Model):
    """What making an evaluation does for many at once, so that a thousand cost a thousand times a part of one."""

    _inherit = "agency.evaluation"

    @api.model
    def _prepare_create_values(self, vals_list):
        names = self._next_names(len(vals_list))
        return super()._prepare_create_values(
            [{**vals, "name": name} for vals, name in zip(vals_list, names, strict=True)]
        )

    @api.model
    def _next_names(self, count):
        """Return the next `count` references.

        What a plain sequence gives comes in one query; one that begins anew with each period, or leaves no gap, is
        asked for each.
        """
        # sudo: ir.sequence - whoever may make an evaluation gives it the next number
        sequences = self.env["ir.sequence"].sudo()
        company = self.env.company.id
        domain = [("code", "=", "agency.evaluation"), ("company_id", "in", [company, False])]
        sequence = sequences.search(domain, order="company_id", limit=1)
        if not sequence:
            return [False] * count
        if sequence.implementation != "standard" or sequence.use_date_range:
            return [sequence.next_by_id() for _number in range(count)]
        self.env.cr.execute(
            "SELECT nextval(%s) FROM generate_series(1, %s)", (f"ir_sequence_{sequence.id:03d}", count)
        )
        return [sequence.get_next_char(number) for (number,) in self.env.cr.fetchall()]

    def _sum_up_blank(self):
        """Store what rows come to that nobody has answered yet: in each evaluation of a set it is the same."""
        fields = [self._fields[name] for name in _TOTALS]
        for plan, evaluations in self.grouped(lambda each: (each.criteria_set_id, each._sum_plan())).items():
            values = self._blank_totals(*plan)
            with self.env.protecting(fields, evaluations):
                for field in fields:
                    self.env.remove_to_compute(field, evaluations)
                    evaluations[field.name] = values[field.name]

    @api.model
    def _blank_totals(self, criteria_set, plan):
        """Return the totals of an evaluation of which no row is answered, by their fields."""
        # sudo: agency.evaluation.criterion - how many points a sheet gives is no secret to whoever evaluates by it
        criteria = self.env["agency.evaluation.criterion"].sudo()
        names = ["parent_id", "is_heading", "max_points", "is_bonus"]
        rows = [
            rollup.Row(
                key=row.id,
                parent=row.parent_id.id or None,
                maximum=0.0 if row.is_heading else row.max_points,
                is_bonus=row.is_bonus,
            )
            for row in criteria.search_fetch([("set_id", "=", criteria_set.id)], names)
        ]
        rolled_up = rollup.roll_up(rows, plan)
        total, own, final = rolled_up.own.total, rolled_up.own.points or 0.0, rolled_up.final.points or 0.0
        return {
            "max_points": total.maximum,
            "self_points": own,
            "final_points": final,
            "points_difference": round_points(final - own),
            "leaf_count": total.leaves,
            "answered_count": total.leaves - total.blanks,
            "is_reviewed": rolled_up.is_reviewed,
        }

    def _parts_made(self, name):
        """Let what follows from the parts in the field `name` follow from those that the database has just made.

        What is known of blank parts by itself is stored already.
        """
        known = [self._fields[each] for each in self._known_of_blank_parts()]
        with self.env.protecting(known, self):
            self.modified([name])
        self.invalidate_recordset([name])

    @api.model
    def _known_of_blank_parts(self):
        """Return the stored fields whose values in a new evaluation are known without reading its parts."""
        return _TOTALS
