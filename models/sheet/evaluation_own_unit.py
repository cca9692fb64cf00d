from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class EvaluationOwnUnit(models.Model):
    """Whether an evaluation is of a unit that the user works in; what an evaluator may see follows from it."""

    _inherit = "agency.evaluation"

    is_of_own_unit = fields.Boolean(compute="_compute_is_of_own_unit", search="_search_is_of_own_unit")

    @api.depends("department_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_is_of_own_unit(self):
        own = {id_ for (id_,) in self.env.execute_query(self._select_own_units())}
        for evaluation in self:
            evaluation.is_of_own_unit = evaluation.department_id.id in own

    def _search_is_of_own_unit(self, operator, value):
        if operator != "in":
            return NotImplemented
        own = Domain("department_id", "in", self._select_own_units())
        return Domain.OR(own if wanted else ~own for wanted in value)

    def _select_own_units(self):
        """Return the SELECT of the departments of the user's active employees in the companies that are switched on.

        An employee who went to another company may still name the department of the former one, which counts for
        nothing there. As a subquery of record rules it costs none of its own, where a path through the members of the
        department would be followed anew for every model.
        """
        # sudo: hr.employee - which employees a user is, is no secret to the user
        employees = self.env["hr.employee"].sudo()
        # Record rules look at archived records too, so that it has to be said here that these count for nothing.
        own = [("user_id", "=", self.env.uid), ("active", "=", True), ("company_id", "in", self.env.companies.ids)]
        query = employees._search(own)
        department = employees._field_to_sql(query.table, "department_id", query)
        query.add_where(
            SQL(
                "EXISTS (SELECT FROM hr_department d WHERE d.id = %s AND COALESCE(d.company_id, %s) = %s)",
                department,
                SQL.identifier(query.table, "company_id"),
                SQL.identifier(query.table, "company_id"),
            )
        )
        return query.select(department)
