from odoo import api, fields, models
from odoo.tools import is_html_empty

from ..scoring import report_text
from . import marked_html


class Section(models.Model):
    """A section of the yearly report in one evaluation."""

    _name = "agency.evaluation.section"
    _description = "Section of an Evaluation's Report"
    _inherit = ["agency.evaluation.part"]
    _order = "evaluation_id, sequence, id"
    _rec_name = "template_id"

    template_id = fields.Many2one(
        "agency.evaluation.section.template",
        string="Section",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    sequence = fields.Integer(related="template_id.sequence", store=True)
    level = fields.Integer(related="template_id.level", store=True, aggregator=None)
    number = fields.Char(related="template_id.number")
    title = fields.Char(compute="_compute_title")
    body = fields.Html()
    can_check = fields.Boolean(related="evaluation_id.can_check")

    _template_unique = models.Constraint("UNIQUE (evaluation_id, template_id)", "A report has a section once.")

    @api.depends("template_id.title", "evaluation_id.year", "evaluation_id.department_id.name")
    def _compute_title(self):
        for evaluation, sections in self.grouped("evaluation_id").items():
            names = evaluation._report_names()
            for section in sections:
                section.title = report_text.fill(section.template_id.title or "", names)

    @api.depends("number", "title")
    def _compute_display_name(self):
        for section in self:
            section.display_name = f"{section.number}. {section.title}" if section.number else section.title

    @api.model
    def _open_fields(self, state):
        return frozenset({"body"}) if state == "draft" else frozenset()

    def _is_empty(self):
        self.ensure_one()
        return is_html_empty(self.body)

    def _printed_body(self):
        """Return the text as it is printed: numbers filled in, no marks, and "……" where nothing is known."""
        self.ensure_one()
        return marked_html.printed(self.body, self.evaluation_id._report_texts)
