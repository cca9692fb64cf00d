from odoo import api, fields, models
from odoo.tools import SQL

from ...scoring import marked_html, report_text
from ..sheet.once import once


class EvaluationOutdated(models.Model):
    """How many numbers and lists of the report are out of date.

    What follows from rows is counted by itself, so that who saves a row waits for nothing that follows from facts. A
    mark is one of either, so that the counts add up.
    """

    _inherit = "agency.evaluation"

    outdated_count = fields.Integer(string="Out of Date", compute="_compute_outdated_count")
    outdated_by_rows = fields.Integer(
        compute="_compute_outdated_by_rows", help="Numbers and lists out of date that follow from rows."
    )
    outdated_by_facts = fields.Integer(
        compute="_compute_outdated_by_facts", help="Numbers out of date that follow from facts and documents."
    )

    @api.depends("outdated_by_rows", "outdated_by_facts")
    def _compute_outdated_count(self):
        for evaluation in self:
            evaluation.outdated_count = evaluation.outdated_by_rows + evaluation.outdated_by_facts

    @api.depends(
        "section_ids.body",
        "section_ids.filled",
        "summed_up",
        "claimed_grade_id",
        "grade_label",
        "line_ids.explanation",
        "line_ids.improvement",
    )
    @api.depends_context("lang")
    def _compute_outdated_by_rows(self):
        # sudo: agency.evaluation - the report tells of the whole evaluation, whoever reads it
        for evaluation in self.sudo():
            sections = evaluation._marked_by_rows()
            names = {name for texts, lists, _filled in sections for name, _what in (*texts, *lists)}
            sums = evaluation._report_sums() if names & report_text.SUM_NAMES else {}
            lists = evaluation._report_lists() if names & report_text.LIST_NAMES else {}
            evaluation.outdated_by_rows = _count_outdated(sections, report_text.Values(sums, lists))

    @api.depends(
        "section_ids.body",
        "section_ids.filled",
        "fact_ids.measure_ids.value",
        "date_from",
        "date_to",
        "period_name",
        "department_id",
        "evidence_ids",
    )
    @api.depends_context("lang")
    def _compute_outdated_by_facts(self):
        # sudo: agency.evaluation - as above
        for evaluation in self.sudo():
            sections = evaluation._marked_sections()
            names = {name for texts, _lists, _filled in sections for name, _text in texts}
            now = {**evaluation._report_facts(names), **evaluation._report_names()}
            if "documents" in names:
                now |= evaluation._report_counts()
            evaluation.outdated_by_facts = _count_outdated(sections, report_text.Values(now))

    @once
    def _marked_by_rows(self):
        """Return the sections with marks that follow from rows, as :meth:`_marked_sections` does."""
        if self._marked_sections.is_known(self):
            return self._marked_sections()
        return self._find_marked(self._has_marks(report_text.ROW_NAMES))

    def _has_marks(self, names):
        """Return the SQL that tells whether the text of a section has a mark with one of these names."""
        return SQL("body LIKE ANY(%s)", [f'%data-id="{name}"%' for name in sorted(names)])

    @once
    def _marked_sections(self):
        """Return the marks of each section as they read, the lists, and what they were filled with last.

        As :func:`marked_html.marks` and :class:`report_text.Values`; one query, of sections without marks nothing.
        """
        return self._find_marked(None)

    def _find_marked(self, condition):
        self.ensure_one()
        return self._marked_found(cells for (cells,) in self.env.execute_query(self._select_marked(condition)))

    def _select_marked(self, condition=None):
        """Return the SELECT of the sections that have marks, as one column of JSON: text, and what it was filled with.

        :param condition: another one on the text
        """
        self.env["agency.evaluation.section"].flush_model(["evaluation_id", "body", "filled"])
        return SQL(
            """
            SELECT json_build_array(body, filled) AS cells
              FROM agency_evaluation_section
             WHERE evaluation_id = %s AND body LIKE %s AND %s
          ORDER BY sequence, id
            """,
            self._origin.id or None,
            f"%{marked_html.MARK}%",
            condition or SQL("TRUE"),
        )

    @api.model
    def _marked_found(self, rows):
        """Return what :meth:`_marked_sections` does of bodies and what they were filled with."""
        return [(*marked_html.marks(body), report_text.Values(**(filled or {}))) for body, filled in rows]


def _count_outdated(sections, now):
    """Return how many marks and lists are out of date, of those that `now` names."""
    return sum(report_text.find_outdated(*section, now).count for section in sections)
