import base64

from odoo import api, models

from ..scoring import rollup
from . import paper, score_sheet
from .score_sheet import Cell, Row, ScoreSheet


class ScoreSheetReport(models.AbstractModel):
    """Turns evaluations into the plain sheets that the writers of papers are fed with."""

    _name = "report.agency_evaluation.report_score_sheet"
    _description = "Scoring Sheet"

    @api.model
    def _get_report_values(self, docids, data=None):
        evaluations = self.env["agency.evaluation"].browse(docids)
        return {
            "doc_ids": docids,
            "doc_model": evaluations._name,
            "docs": evaluations,
            "sheets": self._collect(evaluations),
            "style": paper.style(),
            "nation": paper.NATION,
            "motto": paper.MOTTO,
            "total_label": score_sheet.TOTAL,
            "points_unit": score_sheet.UNIT,
            "qr_code": self._draw_qr_code,
        }

    @api.model
    def _collect(self, evaluations):
        """Return the :class:`ScoreSheet` of each evaluation, in as many queries for few rows as for many.

        :raises AccessError: if the user may not read an evaluation or one of its rows, for a sheet with rows left out
            would be another sheet
        """
        evaluations.check_access("read")
        # sudo: agency.evaluation.line - to find the rows that the user may not read
        lines = evaluations.sudo().line_ids.with_env(evaluations.env)
        lines.check_access("read")
        lines = paper.in_vietnamese(lines)
        by_evaluation = lines.grouped("evaluation_id")
        return [
            self._prepare_sheet(evaluation, by_evaluation.get(evaluation, lines.browse()))
            for evaluation in evaluations.with_env(lines.env)
        ]

    def _prepare_sheet(self, evaluation, lines):
        # sudo: res.company - how an agency names itself on its papers is no secret
        company = evaluation.company_id.sudo()
        agency = company.agency_name or company.name
        columns = self._points_columns(evaluation, lines)
        places = {line: place for place, line in enumerate(lines)}
        below = {parent: tuple(places[line] for line in rows) for parent, rows in lines.grouped("parent_id").items()}
        return ScoreSheet(
            parent_agency=(company.agency_parent_name or "").upper(),
            agency=agency.upper(),
            title=(
                evaluation.criteria_set_id.paper_title,
                f"{evaluation.department_id.name} năm {evaluation.year}".upper(),
            ),
            attachment=score_sheet.attachment_line(
                (evaluation.report_number or "").strip(),
                company.agency_document_symbol or "",
                evaluation.report_date or None,
                company.agency_short_name or agency,
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
                    remark=self._remark(line),
                )
                for line, place in places.items()
            ),
            groups=below.get(lines.browse(), ()),
            total=tuple(cells[-1] for cells in columns.values()),
            signer_title=tuple(paper.signer_title(evaluation).split("\n")),
            signer_name=paper.signer_name(evaluation),
            seal=score_sheet.Seal(evaluation.seal, evaluation.seal_url) if evaluation.seal else None,
        )

    @api.model
    def _draw_qr_code(self, text):
        """Return the QR code of `text` as the address of a picture that holds itself."""
        picture = self.env["ir.actions.report"].barcode("QR", text, width=300, height=300, barLevel="M", quiet=0)
        return f"data:image/png;base64,{base64.b64encode(picture).decode()}"

    def _points_columns(self, evaluation, lines):
        """Return, by the title of the column, the cells of all rows and, last, of the total."""
        columns = {
            score_sheet.COLUMN_MAXIMUM: [
                Cell(points) for points in (*lines.mapped("max_points"), evaluation.max_points)
            ],
            score_sheet.COLUMN_OWN: self._answer_cells(evaluation, lines._own_answers()),
        }
        if evaluation.is_reviewed:
            columns[score_sheet.COLUMN_REVIEW] = [
                Cell(line.review_points if line.is_reviewed else None, is_sum=False) for line in lines
            ] + [Cell(None, is_sum=False)]
            columns[score_sheet.COLUMN_FINAL] = self._answer_cells(evaluation, lines._final_answers())
        return columns

    def _remark(self, line):
        if not line.is_reviewed or not line.points_difference:
            return ""
        return score_sheet.remark(line.self_points, line.final_points, line.review_note or "")

    def _answer_cells(self, evaluation, answers):
        policy = evaluation._na_policy()
        sheet = rollup.Sheet(answers, policy)
        cells = [Cell(sheet[answer.key].points, not sheet[answer.key].applies) for answer in answers]
        if policy is not rollup.Policy.SCALE:
            return [*cells, Cell(sheet.total.points, not sheet.total.applies)]
        working = sheet.total.write_scaling(evaluation.max_points)
        total = Cell(
            sheet.total.scaled(evaluation.max_points),
            not sheet.total.applies,
            excluded=sheet.total.excluded if working else 0.0,
            working=working,
        )
        return [*cells, total]
