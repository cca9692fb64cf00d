from odoo import api, fields, models

from ...scoring.points import differ


class LineImprovement(models.Model):
    """What is done about a row that lost points, and what was to be done about it since earlier periods."""

    _inherit = "agency.evaluation.line"

    improvement_note = fields.Text(
        string="Improvement Actions",
        compute="_compute_improvements",
        help="What is done about the row, and what earlier periods have left to do about the same row.",
    )
    can_improve = fields.Boolean(
        compute="_compute_improvements", help="The row lost points, and the user may plan what is done about it."
    )

    @api.depends("status", "final_points")
    @api.depends_context("lang", "uid")
    def _compute_improvements(self):
        may_plan = self.env["agency.evaluation.improvement"].has_access("create")
        for evaluation, lines in self.grouped("evaluation_id").items():
            found = evaluation._origin._improvements_by_row() if evaluation._origin else {}
            for line in lines:
                actions = found.get(line.code, ())
                line.improvement_note = "\n".join(action._described() for action in actions) or False
                line.can_improve = may_plan and line._lost_points() and line.state != "cancelled"

    @api.readonly
    def action_view_improvements(self):
        """Open what is done about the row, and what earlier periods left to do about it."""
        self.ensure_one()
        self.check_access("read")
        actions = self.evaluation_id._improvements_by_row().get(self.code, self.env["agency.evaluation.improvement"])
        action = self.env["ir.actions.act_window"]._for_xml_id("agency_evaluation.agency_evaluation_improvement_action")
        return {
            **action,
            "domain": ["|", ("line_id", "=", self.id), ("id", "in", actions.ids)],
            "context": {"default_line_id": self.id},
        }

    def _lost_points(self):
        """Tell whether the row was scored below its maximum, as far as it is decided."""
        self.ensure_one()
        is_counted = not self.is_heading and not self.is_bonus and not self._is_relieved()
        return is_counted and self.status == "scored" and differ(self.final_points, self.max_points)
