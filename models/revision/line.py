from odoo import api, fields, models

#: The mark of a row that the earlier sheet does not have, beside the names of :class:`revision.Aspect`.
NEW_ROW = "new"


class LineCarryOver(models.Model):
    """Whether the answer of a row was taken over from the evaluation that is revised, and if not, why."""

    _inherit = "agency.evaluation.line"

    revision_changes = fields.Char(
        readonly=True, copy=False, help="What changed in the criterion since the evaluation that is revised, by names."
    )
    revision_note = fields.Char(
        string="Carried Over", compute="_compute_revision_note", help="Where the answer comes from, or why it is blank."
    )

    @api.model
    def _carried_fields(self):
        """Return the names of the columns that hold the unit's answer, but what another paper stated."""
        own = self._open_fields("draft") - {"user_id", "reviewer_id", "is_stated", "stated_points"}
        return sorted(name for name in own | {"answered_by_id"} if self._fields[name].column_type)

    @api.depends("revision_changes", "is_heading", "evaluation_id.origin_id")
    @api.depends_context("lang")
    def _compute_revision_note(self):
        labels = self.env["agency.evaluation"]._change_labels()
        for line in self:
            if line.is_heading or line._is_relieved() or not line.evaluation_id.origin_id:
                line.revision_note = False
            elif not line.revision_changes:
                line.revision_note = self.env._("Carried over")
            elif line.revision_changes == NEW_ROW:
                line.revision_note = self.env._("Blank: a new row")
            else:
                changes = ", ".join(labels[change] for change in line.revision_changes.split(","))
                line.revision_note = self.env._("Blank: changed are %(changes)s", changes=changes)
