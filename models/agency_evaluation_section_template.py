from odoo import fields, models


class SectionTemplate(models.Model):
    """A section of the yearly report, as every evaluation on the criteria set starts with it."""

    _name = "agency.evaluation.section.template"
    _description = "Section of the Report"
    _inherit = ["agency.evaluation.set.part"]
    _order = "set_id, sequence, id"
    _rec_name = "title"

    sequence = fields.Integer(default=10)
    number = fields.Char(help="As printed, such as II.")
    title = fields.Char(required=True)
    body = fields.Html(help="What the section starts with.")
    criterion_id = fields.Many2one(
        "agency.evaluation.criterion",
        string="Group",
        ondelete="set null",
        index="btree_not_null",
        domain="[('set_id', '=', set_id), ('parent_id', '=', False)]",
        help="The group of criteria that the section tells about.",
    )
