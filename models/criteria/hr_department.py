from odoo import fields, models


class HrDepartment(models.Model):
    """A division: rows and facts that name it are answered by its head, or by whom it names for that."""

    _inherit = "hr.department"

    agency_answerer_id = fields.Many2one(
        "res.users",
        string="Answers Its Rows",
        ondelete="set null",
        index="btree_not_null",
        domain="[('share', '=', False)]",
        help="To whom rows and facts are assigned that name this unit; its manager where nobody is named.",
    )
