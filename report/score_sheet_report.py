from odoo import models

from ..scoring.points import differ
from . import score_sheet
from .score_sheet import Cell, Row, ScoreSheet


class ScoreSheetReport(models.AbstractModel):
    """Turns evaluations into the plain sheets that the writers of papers are fed with."""

    _name = "report.agency_evaluation.report_score_sheet"
    _description = "Scoring Sheet"
    _inherit = ["agency.evaluation.paper.report"]

    _shown_parts = ("line_ids",)

    def _prepare_paper(self, evaluation):
        lines = evaluation.line_ids
        rolled_up = evaluation._rolled_up()
        columns = self._points_columns(lines, rolled_up)
        places = {line: place for place, line in enumerate(lines)}
        below = self._places_below(lines)
        return ScoreSheet(
            **self._prepare_frame(evaluation),
            title=(
                evaluation.criteria_set_id.paper_title,
                f"{evaluation.department_id.name} {evaluation._named_period().text}".upper(),
            ),
            points_columns=tuple(columns),
            rows=tuple(
                Row(
                    number=line.criterion_id.number or "",
                    text=line.criterion_id.name,
                    level=line.level,
                    is_heading=line.is_heading,
                    cells=tuple(cells[place] for cells in columns.values()),
                    children=below.get(line, ()),
                    rules=tuple(line.criterion_id.rule_ids.filtered("is_printed").mapped("name")),
                    remark=self._remark(line, rolled_up),
                )
                for line, place in places.items()
            ),
            groups=below.get(lines.browse(), ()),
            total=tuple(cells[-1] for cells in columns.values()),
            seal=score_sheet.Seal(evaluation.seal, evaluation.seal_url) if evaluation.seal else None,
        )

    def _points_columns(self, lines, rolled_up):
        """Return, by the title of the column, the cells of all rows and, last, of the total."""
        columns = {
            score_sheet.COLUMN_MAXIMUM: [
                Cell(points) for points in (*lines.mapped("max_points"), rolled_up.own.total.maximum)
            ],
            score_sheet.COLUMN_OWN: self._answer_cells(lines, rolled_up.own),
        }
        if rolled_up.is_reviewed:
            columns[score_sheet.COLUMN_REVIEW] = [
                Cell(line.review_points if line.is_reviewed else None, is_sum=False) for line in lines
            ] + [Cell(None, is_sum=False)]
            columns[score_sheet.COLUMN_FINAL] = self._answer_cells(lines, rolled_up.final)
        return columns

    def _remark(self, line, rolled_up):
        own, final = (sheet[line.criterion_id.id].points or 0.0 for sheet in (rolled_up.own, rolled_up.final))
        if not line.is_reviewed or not differ(own, final):
            return ""
        return score_sheet.remark(own, final, line.review_note or "")

    def _answer_cells(self, lines, sheet):
        subtotals = [sheet[line.criterion_id.id] for line in lines]
        cells = [Cell(subtotal.points, not subtotal.applies) for subtotal in subtotals]
        total = Cell(
            sheet.points,
            not sheet.total.applies,
            excluded=sheet.total.excluded if sheet.working else 0.0,
            working=sheet.working,
        )
        return [*cells, total]
