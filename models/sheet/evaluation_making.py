from odoo import api, models


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
        self.env.cr.execute("SELECT nextval(%s) FROM generate_series(1, %s)", (f"ir_sequence_{sequence.id:03d}", count))
        return [sequence.get_next_char(number) for (number,) in self.env.cr.fetchall()]

    def _parts_made(self, name):
        """Let what follows from the parts in the field `name` follow from those that the database has just made."""
        self.modified([name])
        self.invalidate_recordset([name])
