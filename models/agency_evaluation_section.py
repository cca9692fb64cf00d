from odoo import api, fields, models
from odoo.tools import is_html_empty


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
    number = fields.Char(related="template_id.number")
    body = fields.Html()
    can_check = fields.Boolean(related="evaluation_id.can_check")

    _template_unique = models.Constraint("UNIQUE (evaluation_id, template_id)", "A report has a section once.")

    @api.model
    def _open_fields(self, state):
        return frozenset({"body"}) if state == "draft" else frozenset()

    def _is_empty(self):
        self.ensure_one()
        return is_html_empty(self.body)
