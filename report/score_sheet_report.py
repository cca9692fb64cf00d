from dataclasses import replace

from odoo import api, models

from ..scoring.points import differ, format_points
from . import score_sheet
from .score_sheet import Cell, Note, Row, ScoreSheet


class ScoreSheetReport(models.AbstractModel):
    """Turns evaluations into the plain sheets that the writers of papers are fed with."""

    _name = "report.agency_evaluation.report_score_sheet"
    _description = "Scoring Sheet"
    _inherit = ["agency.evaluation.paper.report"]

    _shown_parts = ("line_ids",)
    _sealed_as = "score_sheet"
    _sealed_class = ScoreSheet

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
                f"{evaluation._paper_unit()} {evaluation._named_period().text}".upper(),
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
                    is_bonus=line.is_bonus and not line.is_heading,
                )
                for line, place in places.items()
            ),
            groups=below.get(lines.browse(), ()),
            total=tuple(cells[-1] for cells in columns.values()),
            notice=evaluation._taken_out_notice(),
            seal=self._seal(evaluation),
            confirmations=tuple(self._confirmations(evaluation, lines)),
            plan=rolled_up.own.plan,
            notes=tuple(self._notes(evaluation)) if rolled_up.own.plan.edition > 1 else (),
        )

    def _confirmations(self, evaluation, lines):
        """Yield what was confirmed together since the evaluation was submitted last."""
        if evaluation.state not in ("submitted", "approved"):
            return
        # sudo: agency.evaluation.decision - who confirmed rows is no secret to who may print the sheet
        decisions = evaluation.sudo().decision_ids.sorted("number")
        submitted = max((each.number for each in decisions if each.step == "submit"), default=0)
        leaves = sum(not line.is_heading for line in lines)
        names = evaluation._sealed_names()
        for each in decisions:
            if each.number > submitted and each.confirmed_rows:
                role = score_sheet.REVIEWER if each.step == "review" else score_sheet.APPROVER
                day = f"{evaluation._agency_time(each.decided_on):%d/%m/%Y}"
                codes = each.confirmed_rows.split(", ")
                yield score_sheet.confirmation(codes, leaves, role, self._name_of(each.user_id, names), day)

    def _seal(self, evaluation):
        if not evaluation.seal_token:
            return None
        # Of a sheet that is being sealed, the digest is not known yet.
        return score_sheet.Seal(evaluation.seal or "", evaluation.seal_url, evaluation._own_content_note())

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
        # A claim that is granted may earn points that no reviewer typed.
        if rolled_up.is_reviewed or differ(rolled_up.own.points or 0.0, rolled_up.final.points or 0.0):
            columns[score_sheet.COLUMN_FINAL] = self._answer_cells(lines, rolled_up.final)
        return columns

    def _remark(self, line, rolled_up):
        own, final = (sheet[line.criterion_id.id].points or 0.0 for sheet in (rolled_up.own, rolled_up.final))
        if not line.is_reviewed or not differ(own, final):
            return ""
        return score_sheet.remark(own, final, line.review_note or "")

    def _answer_cells(self, lines, sheet):
        cells = [self._answer_cell(sheet[line.criterion_id.id], line.is_heading) for line in lines]
        total = replace(
            self._answer_cell(sheet.total, True),
            points=sheet.points,
            excluded=sheet.total.excluded if sheet.working else 0.0,
            bonus_maximum=sheet.total.bonus_maximum,
            working=sheet.working,
        )
        return [*cells, total]

    @api.model
    def _answer_cell(self, subtotal, is_heading):
        """Return the cell of a subtotal. A row that does not apply and is worth 0 says so, its heading the number."""
        points, is_marked = subtotal.points, not subtotal.applies
        if is_marked and points == 0:
            points, is_marked = (points, False) if is_heading else (None, True)
        return Cell(points, is_marked, bool(subtotal.leaves) and subtotal.relieved == subtotal.leaves)

    def _notes(self, evaluation):
        """Yield what is said below the table of rows that do not apply, and of points that deviate from a rule."""
        lines = evaluation.line_ids._leaves()
        inapplicable = lines.filtered(lambda line: line.status == "not_applicable")
        if inapplicable:
            yield Note(score_sheet.NOTES_NOT_APPLICABLE, tuple(map(self._note_not_applicable, inapplicable)))
        # Those of a draft are among its findings, for they may still change.
        deviations = lines.filtered(lambda line: line.settlement == "deviation" and line.state != "draft")
        if deviations:
            yield Note(score_sheet.NOTES_DEVIATIONS, tuple(map(self._note_deviation, deviations)))

    def _note_not_applicable(self, line):
        if line._is_relieved():
            said = f"được miễn đánh giá theo {line.relief_basis}", self._reason(line.relief_reason)
        else:
            said = "đề nghị không áp dụng", self._reason(line.explanation), self._settled(line)
        return score_sheet.note_line(line.code, line.criterion_id.name, *said)

    def _note_deviation(self, line):
        own, by_rule = format_points(line.self_points), format_points(line.rule_points)
        said = f"tự chấm {own}, theo quy tắc {by_rule}", self._reason(line.explanation), self._settled(line)
        return score_sheet.note_line(line.code, line.criterion_id.name, *said)

    @api.model
    def _reason(self, text):
        return f"Lý do: {' '.join(text.split())}" if text and text.strip() else ""

    def _settled(self, line):
        """Return how a row was settled, and why where it was refused; empty on a draft."""
        if line.state == "draft":
            return ""
        # The sentence ends behind the bracket.
        note = (line.review_note or "").strip().removesuffix(".") if line.is_reviewed else ""
        return f"Thẩm định: {line._describe_settlement()}{f' ({note})' if note else ''}"
