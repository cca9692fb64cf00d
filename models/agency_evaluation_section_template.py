from odoo import fields, models


class SectionTemplate(models.Model):
    """A section of the yearly report, as every evaluation on the criteria set starts with it."""

    _name = "agency.evaluation.section.template"
    _description = "Section of the Report"
    _inherit = ["agency.evaluation.set.part"]
    _order = "set_id, sequence, id"
    _rec_name = "title"

    sequence = fields.Integer(default=10)
    level = fields.Integer(
        default=0, aggregator=None, help="How deep the section lies: 0 for I, 1 for 1, 2 for 1.1 in the report."
    )
    number = fields.Char(help="As printed, such as II or 1.1, without a point at its end.")
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

    _level_check = models.Constraint("CHECK (level BETWEEN 0 AND 2)", "A section lies 0, 1 or 2 levels deep.")
