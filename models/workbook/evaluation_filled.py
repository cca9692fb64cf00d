from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..history.way import came_by


class EvaluationFilledCopy(models.Model):
    """What a working copy that comes back changes in its evaluation."""

    _inherit = "agency.evaluation"

    def _compare_copy(self, copy):
        """Return the :class:`Difference` of every cell, by the name of its sheet.

        :param copy: a :class:`working_copy.WorkingCopy`
        :raises UserError: if it is a copy of another evaluation
        """
        self.ensure_one()
        if copy.reference != self._copy_reference():
            raise UserError(
                self.env._(
                    "The file is a working copy of %(other)s, not of %(evaluation)s.",
                    other=copy.reference.rpartition(":")[0] or copy.reference,
                    evaluation=self.name,
                )
            )
        lines, facts = self._copy_parts()
        found = {copy.rows.sheet: lines._compare_copy(copy.rows)}
        if copy.facts:
            found[copy.facts.sheet] = facts._compare_copy(copy.facts)
        return found

    def _apply_copy(self, differences):
        """Write `differences`, all or none, by the ways that lead to rows and facts from every client."""
        values_by_id = {"agency.evaluation.line": {}, "agency.evaluation.fact": {}}
        for difference in differences:
            record = difference.record
            values_by_id[record._name].setdefault(record.id, {}).update(difference.values)
        rows, facts = values_by_id.values()
        with came_by("filled_copy"):
            if rows:
                self._write_rows([Command.update(id_, values) for id_, values in rows.items()])
            if facts:
                self.env["agency.evaluation.fact"].browse(facts)._write_each(facts)
