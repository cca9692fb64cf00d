from odoo import models

from ...reading import working_copy as layout
from ...report.score_sheet import NOT_APPLICABLE
from ...report.working_copy_xlsx import CopyRow
from ...scoring.points import format_points


class WorkingCopyLine(models.Model):
    """A row in a working copy."""

    _inherit = "agency.evaluation.line"

    def _copy_values(self):
        """Return the unit's part of the row as text, by field: what is handed out and compared again."""
        self.ensure_one()
        if self.is_heading:
            return {}
        answer = {"scored": format_points(self.self_points), "not_applicable": NOT_APPLICABLE}.get(self.status, "")
        texts = {name: layout.fitting(self[name] or "") for name in layout.TEXTS}
        return {layout.ANSWER: answer, **texts}

    def _copy_row(self, children):
        self.ensure_one()
        criterion = self.criterion_id
        parts = [*criterion.rule_ids.mapped("name"), criterion.guidance, self.working]
        return CopyRow(
            code=self.code,
            number=criterion.number or "",
            text=criterion.name,
            level=self.level,
            is_heading=self.is_heading,
            maximum=self.max_points,
            points=self.self_points if self.has_points else None,
            is_not_applicable=self.status == "not_applicable",
            suggestion=self.suggested_points if self.has_suggestion else None,
            help="" if self.is_heading else "\n".join(f"• {part}" for part in parts if part),
            is_open=self.can_answer,
            values=self._copy_values(),
            children=children,
        )
