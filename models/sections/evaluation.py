from odoo import fields, models

from ...scoring import period_names, report_items, report_text
from ...scoring.points import differ, format_points
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
        self.ensure_one()
        # sudo: agency.evaluation - the report tells of the whole evaluation, whoever reads it
        evaluation = self.sudo()
        points = evaluation._rolled_up().own.points
        by_points = evaluation.grade_label
        return {
            **evaluation._report_facts(names),
            **evaluation._report_names(),
            "total": report_text.BLANK if points is None else format_points(points),
            "grade": evaluation.claimed_grade_id.name or by_points or report_text.BLANK,
            "documents": report_text.format_fact(len(evaluation.evidence_ids)),
        }

    def _report_facts(self, names):
        facts = self._resolve_facts().facts
        indicators = self.fact_ids.indicator_id
        if names is not None:
            indicators = indicators.filtered(lambda indicator: indicator.code in names)
        # A number so far is none of the period.
        written = {
            indicator.code: (facts[indicator.code].final, indicator.unit or "", indicator.decimals)
            for indicator in indicators
        }
        rounded = {code for code, fact in written.items() if report_text.is_rounded(*fact)}
        borders = self._fact_borders(facts, rounded)
        return {code: report_text.format_fact(*fact, borders.get(code, ())) for code, fact in written.items()}

    def _report_lists(self):
        """Return the items of each list by the code of their row: where points were lost, what is to be improved."""
        self.ensure_one()
        # The report tells of all rows, whoever may read it.
        lines = self._all_lines()
        # Read off all rows, so that the criteria of leaves and headings are fetched together.
        maximum = dict(zip(lines, lines.mapped("max_points"), strict=True))
        leaves = lines._leaves()
        lost = leaves.filtered(
            lambda line: line.status == "scored" and not line.is_bonus and differ(line.self_points, maximum[line])
        )
        return {
            "shortcomings": report_items.once({line.code: line._describe_shortcoming() for line in lost}),
            "directions": report_items.once(
                {line.code: said for line in leaves if (said := report_items.sentence(line.improvement or ""))}
            ),
        }
