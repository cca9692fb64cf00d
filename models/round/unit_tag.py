from odoo import api, fields, models

from ..lock.values import check_values


class UnitTag(models.Model):
    """A word for units that take part in rounds together, such as public service units; a unit may have several."""

    _name = "agency.evaluation.unit.tag"
    _description = "Tag of Units"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    color = fields.Integer()
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    department_ids = fields.Many2many(
        "hr.department",
        relation="agency_evaluation_unit_tag_department_rel",
        string="Units",
        check_company=True,
        ondelete="cascade",
    )

    _name_unique = models.Constraint("UNIQUE (company_id, name)", "There is already a tag of this name.")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            check_values(self.browse(), vals)
        return super().create(vals_list)

    def write(self, vals):
        check_values(self, vals)
        return super().write(vals)
