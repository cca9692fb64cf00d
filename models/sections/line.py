from odoo import fields, models

from ...scoring import report_items


class LineReport(models.Model):
    """What a row contributes to the yearly report."""

    _inherit = "agency.evaluation.line"

    improvement = fields.Text(
        help="What will be done better; it is listed among the directions of the report.", open_in=("draft",)
    )

    def _describe_shortcoming(self):
        """Return the item of the report that tells why this row lost points."""
        self.ensure_one()
        # Rows that a dash numbers say little without the heading above them.
        heading = self.parent_id if self.number == "-" and self.parent_id.level else self.browse()
        return report_items.shortcoming(
            self.name, heading.name or "", self.self_points, self.max_points, self.explanation or ""
        )
