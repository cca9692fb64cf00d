from odoo import api, models

#: Who is named on an evaluation.
_PEOPLE = ("user_id", "reviewer_id", "approver_id")


class EvaluationMaking(models.Model):
    """What making an evaluation does for many at once, so that a thousand cost a thousand times a part of one."""

    _inherit = "agency.evaluation"

    @api.model
    def _prepare_create_values(self, vals_list):
        self._read_people(vals_list)
        names = self._next_names(len(vals_list))
        return super()._prepare_create_values(
            [{**vals, "name": name} for vals, name in zip(vals_list, names, strict=True)]
        )

    @api.model
    def _read_people(self, vals_list):
        """Read who makes evaluations and who is named on them together, for what follows asks for each by itself."""
        named = {vals.get(name) for vals in vals_list for name in _PEOPLE}
        ids = {self.env.uid, *(id_ for id_ in named if isinstance(id_, int) and id_)}
        # sudo: res.users - nothing is told of those who are named: it is read and no more
        users = self.env["res.users"].sudo().browse(sorted(ids))
        users.fetch()
        companies = users.company_ids
        companies.fetch()
        (users.partner_id | companies.partner_id).fetch()

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
        names = ["implementation", "use_date_range", "prefix", "suffix", "padding"]
        sequence = sequences.search_fetch(domain, names, order="company_id", limit=1)
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
