from odoo import api, fields, models
from odoo.tools import SQL


class FormerUnitName(models.Model):
    """What a unit was called until a day, in each language."""

    _name = "agency.evaluation.unit.name"
    _description = "Former Name of a Unit"
    _inherit = ["agency.evaluation.former"]

    _holder = "department_id"
    _dated = ("name",)

    department_id = fields.Many2one("hr.department", string="Unit", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="department_id.company_id")
    name = fields.Char(required=True, translate=True)

    _day_unique = models.UniqueIndex(
        "(department_id, date_to) WHERE active", "A unit ends being called something once a day."
    )

    @api.depends("name", "date_to")
    def _compute_display_name(self):
        for former in self:
            former.display_name = former._named_until(former.name)

    def _company(self):
        return self.department_id.company_id or self.env.company

    @api.model
    def _keep_names(self, departments):
        """Keep what these units are called, before they are called otherwise."""
        # sudo: hr.department - whoever renames a unit leaves its former name behind
        for department in departments.sudo():
            if former := self._keep(department, {"name": department.name}):
                department.flush_recordset(["name"])
                former.flush_recordset(["name"])
                # A name has a value for each language, of which the ORM copies one.
                self.env.execute_query(
                    SQL(
                        """
                        UPDATE agency_evaluation_unit_name former SET name = unit.name
                          FROM hr_department unit
                         WHERE former.id = %s AND unit.id = former.department_id
                     RETURNING former.id
                        """,
                        former.id,
                    )
                )
                former.invalidate_recordset(["name"])
