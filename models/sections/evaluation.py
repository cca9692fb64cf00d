from odoo import fields, models
from odoo.tools import SQL

from ...scoring import period_names, report_items, report_text
from ...scoring.points import format_points
from ..sheet.once import once


class EvaluationSections(models.Model):
    """The sections of an evaluation's yearly report, and what their placeholders stand for."""

    _inherit = "agency.evaluation"

    section_ids = fields.One2many("agency.evaluation.section", "evaluation_id", string="Report")

    def action_fill_report(self):
        """Fill all sections again, as far as nobody typed over them.

        :raises AccessError: unless the user is an evaluator who may write the evaluation
        :raises UserError: unless it is a draft
        """
        self._start("check")
        self._add_contributor()
        self.section_ids._fill_all()
        return True

    def _for_period(self, template):
        """Return the text of a template as it stands in this report, which need not be that of a year."""
        return report_text.for_period(template or "", self.period_kind == "year")

    def _report_names(self):
        """Return the texts of :data:`report_text.TITLE_NAMES`: what is known of an evaluation from its start."""
        agency = self._identity().company_name
        year, named = self.year, self._named_period()
        period = named.text if named else report_text.BLANK
        next_period = period_names.following(named).text if named else report_text.BLANK
        return {
            "year": str(year) if year else report_text.BLANK,
            "next_year": str(year + 1) if year else report_text.BLANK,
            "period": period,
            "Period": period[:1].upper() + period[1:],
            "next_period": next_period,
            "Next_period": next_period[:1].upper() + next_period[1:],
            "unit": self._unit_name() or report_text.BLANK,
            "agency": agency or report_text.BLANK,
        }

    @once
    def _report_values(self, sections):
        """Return what the marks of these sections stand for now, as :class:`report_text.Values`."""
        marks = [section._marks() for section in sections]
        names = {name for texts, _lists in marks for name, _text in texts}
        lists = any(lists for _texts, lists in marks)
        return report_text.Values(self._report_texts(names), self._report_lists() if lists else {})

    def _report_texts(self, names=None):
        """Return the text of every placeholder that is not a list: facts by their code, and what is no fact.

        :param names: the facts that are asked for; None for all of them
        """
        # sudo: agency.evaluation - the report tells of the whole evaluation, whoever reads it
        evaluation = self.sudo()
        return {
            **evaluation._report_facts(names),
            **evaluation._report_names(),
            **evaluation._report_sums(),
            **evaluation._report_counts(),
        }

    def _report_sums(self):
        """Return the texts of :data:`report_text.SUM_NAMES`: what the rows come to."""
        self.ensure_one()
        # sudo: agency.evaluation - the report tells of the whole evaluation, whoever reads it
        evaluation = self.sudo()
        points = evaluation._summed_up().own.points
        return {
            "total": report_text.BLANK if points is None else format_points(points),
            "grade": evaluation._claimed_grade() or evaluation.grade_label or report_text.BLANK,
        }

    def _report_counts(self):
        # sudo: agency.evaluation.evidence - as above
        return {"documents": report_text.format_fact(len(self.sudo().evidence_ids))}

    def _report_facts(self, names):
        indicators = [
            indicator for indicator in self._indicators().values() if names is None or indicator.code in names
        ]
        if not indicators:
            return {}
        facts = self._resolve_facts().facts
        # A number so far is none of the period.
        written = {
            indicator.code: (facts[indicator.code].final, indicator.unit, indicator.bounds.decimals)
            for indicator in indicators
            if indicator.code in facts
        }
        rounded = {code for code, fact in written.items() if report_text.is_rounded(*fact)}
        borders = self._fact_borders(facts, rounded)
        return {code: report_text.format_fact(*fact, borders.get(code, ())) for code, fact in written.items()}

    @once
    def _report_lists(self):
        """Return the items of each list by the code of their row: where points were lost, what is to be improved.

        The report tells of all rows, whoever may read it.
        """
        return self._lists_found(cells for (cells,) in self.env.execute_query(self._select_reported()))

    def _select_reported(self, condition=None):
        """Return the SELECT of the leaves that the lists of the report tell of, as one column of JSON, in their order.

        Those are the id of the criterion, whether the row lost points, its points, explanation and improvement.

        :param condition: another one, on whether any of them is told of
        """
        self.ensure_one()
        names = ["evaluation_id", "criterion_id", "is_heading", "sequence", "status", "self_points", "explanation"]
        self.env["agency.evaluation.line"].flush_model([*names, "improvement"])
        self.env["agency.evaluation.criterion"].flush_model(["max_points", "is_bonus"])
        return SQL(
            """
            SELECT json_build_array(criterion_id, is_lost, points, explanation, improvement) AS cells
              FROM (
                    SELECT line.id, line.sequence, line.criterion_id, line.explanation, line.improvement,
                           COALESCE(line.self_points, 0) AS points,
                           line.status = 'scored' AND criterion.is_bonus IS NOT TRUE
                               AND COALESCE(line.self_points, 0) <> COALESCE(criterion.max_points, 0) AS is_lost
                      FROM agency_evaluation_line line
                      JOIN agency_evaluation_criterion criterion ON criterion.id = line.criterion_id
                     WHERE line.evaluation_id = %s AND NOT line.is_heading
                   ) reported
             WHERE (is_lost OR improvement <> '') AND %s
          ORDER BY sequence, id
            """,
            self._origin.id or None,
            condition or SQL("TRUE"),
        )

    def _lists_found(self, rows):
        """Return what :meth:`_report_lists` does of the rows that were found."""
        shortcomings, directions = {}, {}
        texts = self.criteria_set_id._row_texts()
        for criterion, is_lost, points, explanation, improvement in rows:
            row = texts[criterion]
            if is_lost:
                shortcomings[row.code] = row.shortcoming(points, explanation or "")
            if said := report_items.sentence(improvement or ""):
                directions[row.code] = said
        return {"shortcomings": report_items.once(shortcomings), "directions": report_items.once(directions)}
