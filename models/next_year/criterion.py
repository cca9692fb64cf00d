from odoo import api, fields, models

from ..revision.line import NEW_ROW


class CriterionChanges(models.Model):
    """In what a row differs from the one in the set before."""

    _inherit = "agency.evaluation.criterion"

    change_note = fields.Char(
        string="Changed",
        compute="_compute_change_note",
        help="What changed since the set of the year before; rows that did not change offer what units answered then.",
    )

    @api.depends(
        "set_id.previous_set_id",
        "parent_id",
        "code",
        "name",
        "max_points",
        "base_points",
        "is_bonus",
        "rule_ids.effect",
        "rule_ids.points",
    )
    @api.depends_context("lang")
    def _compute_change_note(self):
        labels = self.env["agency.evaluation"]._change_labels()
        for criteria_set, rows in self.grouped("set_id").items():
            changes = criteria_set._origin._row_changes() if criteria_set._origin else {}
            for row in rows:
                names = changes.get(row.code, ())
                row.change_note = self._describe_changes(names, labels) or False

    def _describe_changes(self, names, labels):
        return self.env._("New") if NEW_ROW in names else ", ".join(labels[name] for name in names)
