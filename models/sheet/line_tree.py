from odoo import models


class EvaluationRows(models.Model):
    """The rows of an evaluation that are of some kind."""

    _inherit = "agency.evaluation"

    def _count_rows(self, domain):
        """Return how many of the rows that the user may read are found by `domain`.

        Where all of them are at hand none is read; where they are not, they are counted by the database.
        """
        self.ensure_one()
        if not self.id or self.id in self._fields["line_ids"]._get_cache(self.env):
            return len(self.line_ids.filtered_domain(domain))
        return self.env["agency.evaluation.line"].search_count([("evaluation_id", "=", self.id), *domain])


class LineTree(models.Model):
    """The rows above and below a row."""

    _inherit = "agency.evaluation.line"

    def _leaves(self):
        """Return those of these rows that are no headings."""
        return self.filtered(lambda line: not line.is_heading)

    def _subtree(self):
        """Return these rows and all rows below them, in the order of the sheet."""
        lines = self.evaluation_id.line_ids
        chosen = set(self.ids)
        for line in lines:  # in the order of the sheet, so that a parent comes before its rows
            if line.parent_id.id in chosen:
                chosen.add(line.id)
        return lines.filtered(lambda line: line.id in chosen)

    def _group(self):
        """Return the group that the row stands in, which of a group is itself."""
        self.ensure_one()
        group = self
        while group.parent_id:
            group = group.parent_id
        return group
