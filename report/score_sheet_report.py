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
            replaces=self._replaces_line(evaluation),
            title=(
                evaluation.criteria_set_id.paper_title,
                f"{evaluation._unit_name()} năm {evaluation.year}".upper(),
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
            notice=evaluation._taken_out_notice(),
            seal=self._seal(evaluation),
            confirmations=tuple(self._confirmations(evaluation, lines)),
        )

    def _confirmations(self, evaluation, lines):
        """Yield what was confirmed together since the evaluation was submitted last."""
        if evaluation.state not in ("submitted", "approved"):
            return
        # sudo: agency.evaluation.decision - who confirmed rows is no secret to who may print the sheet
        decisions = evaluation.sudo().decision_ids.sorted("number")
        submitted = max((each.number for each in decisions if each.step == "submit"), default=0)
        leaves = sum(not line.is_heading for line in lines)
        for each in decisions:
            if each.number > submitted and each.confirmed_rows:
                role = score_sheet.REVIEWER if each.step == "review" else score_sheet.APPROVER
                day = f"{evaluation._agency_time(each.decided_on):%d/%m/%Y}"
                codes = each.confirmed_rows.split(", ")
                yield score_sheet.confirmation(codes, leaves, role, each.user_id.name, day)

    def _seal(self, evaluation):
        if not evaluation.seal:
            return None
        return score_sheet.Seal(evaluation.seal, evaluation.seal_url, evaluation._own_content_note())

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
