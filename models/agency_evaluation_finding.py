from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..scoring.numbers import format_number
from ..scoring.points import format_points
from .internal import Internal

#: The order in which findings are listed.
SEVERITY_RANKS = {"error": 1, "warning": 2, "info": 3}


class Finding(models.Model):
    """What the consistency check found in an evaluation, and how the unit justifies it.

    A finding is the same as long as its cause and its numbers are, so its justification outlives a new check.
    """

    _name = "agency.evaluation.finding"
    _description = "Finding"
    _inherit = ["agency.evaluation.part"]
    _order = "evaluation_id, severity_rank, sequence, id"
    _rec_name = "message"

    line_id = fields.Many2one(
        "agency.evaluation.line", string="Row", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    row_code = fields.Char(related="line_id.code", string="Row Code")
    code = fields.Selection(selection="_selection_code", string="Check", required=True, readonly=True)
    severity = fields.Selection(
        [("error", "Error"), ("warning", "Warning"), ("info", "Information")], required=True, readonly=True
    )
    severity_rank = fields.Integer(readonly=True, aggregator=None)
    sequence = fields.Integer(readonly=True, aggregator=None)
    subject = fields.Char(readonly=True, help="The fact, document or section that the finding is about.")
    details = fields.Json(readonly=True, help="The numbers and names that do not agree.")
    message = fields.Char(compute="_compute_message")
    justification = fields.Text()

    @api.model
    def _selection_code(self):
        return [
            ("unanswered", self.env._("Row not answered")),
            ("points_differ_from_rule", self.env._("Points differ from the rule")),
            ("stated_differs_from_rows", self.env._("Stated sum differs from its rows")),
            ("stated_total_differs", self.env._("Stated total differs")),
            ("wording_contradicts_numbers", self.env._("Text contradicts its numbers")),
            ("fact_missing", self.env._("Fact not stated")),
            ("months_missing", self.env._("Months not stated")),
            ("parts_differ_from_whole", self.env._("Parts differ from the whole")),
            ("facts_disagree", self.env._("Facts disagree")),
            ("full_marks_without_evidence", self.env._("Full marks without a document")),
            ("bonus_without_reason", self.env._("Bonus without reason and document")),
            ("lost_without_explanation", self.env._("Points lost without explanation")),
            ("document_outside_period", self.env._("Document outside the period")),
            ("document_twice_with_other_files", self.env._("Same document, different files")),
            ("document_without_row", self.env._("Document proves nothing")),
            ("file_on_two_documents", self.env._("Same file on two documents")),
            ("grade_differs", self.env._("Claimed grade differs")),
            ("section_empty", self.env._("Section of the report empty")),
        ]

    @api.depends("code", "subject", "details", "line_id")
    @api.depends_context("lang")
    def _compute_message(self):
        for finding in self:
            finding.message = finding._describe()

    @api.depends("message", "line_id.code")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for finding in self:
            code = finding.line_id.code
            finding.display_name = f"{code}: {finding.message}" if code else finding.message

    @api.model
    def _open_fields(self, state):
        return frozenset({"justification"}) if state == "draft" else frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        """:raises UserError: for every client; findings come from the check alone"""
        if not all(isinstance(vals, Internal) for vals in vals_list):
            raise UserError(self.env._("Findings come from the consistency check alone."))
        return super().create(vals_list)

    def action_open(self):
        """Open the row that the finding is about."""
        self.ensure_one()
        return self.line_id.action_open() if self.line_id else False

    def _unjustified(self):
        """Return the warnings that are not justified yet."""
        return self.filtered(
            lambda finding: finding.severity == "warning" and not (finding.justification or "").strip()
        )

    def _cause(self):
        """Return what makes two findings the same."""
        self.ensure_one()
        return self.code, self.line_id.code or None, self.subject or "", frozenset((self.details or {}).items())

    def _describe(self):
        """Return the finding in words and numbers, in the language of the user."""
        self.ensure_one()
        details = self.details or {}
        points = {name: format_points(value) for name, value in details.items() if isinstance(value, int | float)}
        describe = getattr(self, f"_describe_{self.code}", None)
        return describe(details, points) if describe else ""

    def _describe_unanswered(self, _details, _points):
        return self.env._("The row is not answered.")

    def _describe_points_differ_from_rule(self, _details, points):
        return self.env._("Scored %(points)s, the rule gives %(suggested)s; no reason is given.", **points)

    def _describe_stated_differs_from_rows(self, _details, points):
        return self.env._("The paper states %(stated)s, its rows give %(computed)s.", **points)

    def _describe_stated_total_differs(self, _details, points):
        return self.env._("The paper states a total of %(stated)s, its rows give %(computed)s.", **points)

    def _describe_wording_contradicts_numbers(self, _details, points):
        if self.subject == "words":
            return self.env._("The text says %(stated)s points each, its product says %(expected)s.", **points)
        if self.subject == "product":
            return self.env._("The product in the text says %(stated)s, it gives %(expected)s.", **points)
        return self.env._("The product in the text gives %(stated)s, the maximum is %(expected)s.", **points)

    def _describe_fact_missing(self, _details, _points):
        return self.env._("“%(fact)s” is not stated.", fact=self._fact_names()[0])

    def _describe_months_missing(self, details, _points):
        return self.env._("“%(fact)s”: months %(months)s are missing.", fact=self._fact_names()[0], **details)

    def _describe_parts_differ_from_whole(self, details, _points):
        whole, *parts = self._fact_names()
        return self.env._(
            "“%(fact)s” is %(whole)s, but its parts come to %(parts)s: %(names)s.",
            fact=whole,
            names=" + ".join(parts),
            **{name: format_number(value) for name, value in details.items()},
        )

    def _describe_facts_disagree(self, details, _points):
        one, other = self._fact_names()
        return self.env._(
            "“%(one)s” is %(whole)s, but “%(other)s” is %(parts)s.",
            one=one,
            other=other,
            **{name: format_number(value) for name, value in details.items()},
        )

    def _describe_full_marks_without_evidence(self, _details, points):
        return self.env._("Full marks (%(points)s) without a document.", **points)

    def _describe_bonus_without_reason(self, _details, points):
        return self.env._("A bonus of %(points)s without both a reason and a document.", **points)

    def _describe_lost_without_explanation(self, _details, points):
        return self.env._("%(points)s of %(maximum)s points, without an explanation.", **points)

    def _describe_document_outside_period(self, details, _points):
        issued = format_date(self.env, date.fromisoformat(details["issued"]))
        return self.env._(
            "%(document)s is dated %(issued)s, outside the period.", document=self._document_names()[0], issued=issued
        )

    def _describe_document_twice_with_other_files(self, _details, _points):
        return self.env._("Documents numbered %(number)s have different files.", number=self.subject)

    def _describe_document_without_row(self, _details, _points):
        return self.env._("%(document)s proves no criterion.", document=self._document_names()[0])

    def _describe_file_on_two_documents(self, details, _points):
        return self.env._(
            "The same file is on several documents: %(documents)s.",
            documents="; ".join(self._document_names(list(details.values()))),
        )

    def _describe_grade_differs(self, details, _points):
        return self.env._("Claimed is “%(claimed)s”, the points give “%(computed)s”.", **details)

    def _describe_section_empty(self, _details, _points):
        return self.env._("The section “%(section)s” of the report is empty.", section=self.subject)

    def _fact_names(self):
        names = {
            indicator.code: indicator.name for indicator in self.evaluation_id.sudo().criteria_set_id.indicator_ids
        }
        return [names.get(code, code) for code in (self.subject or "").split()]

    def _document_names(self, keys=None):
        keys = [self.subject] if keys is None else keys
        documents = {str(document.id): document.display_name for document in self.evaluation_id.evidence_ids}
        return [documents.get(key, self.env._("a deleted document")) for key in keys]
