from odoo import api, fields, models
from odoo.fields import Domain


class EvaluationOwnUnit(models.Model):
    """Whether an evaluation is of a unit that the user works in; what an evaluator may see follows from it."""

    _inherit = "agency.evaluation"

    is_of_own_unit = fields.Boolean(compute="_compute_is_of_own_unit", search="_search_is_of_own_unit")

    @api.depends("department_id", "company_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_is_of_own_unit(self):
        own = {
            (company.id, id_)
            for company in self.company_id & self.env.companies
            for (id_,) in self.env.execute_query(self._select_own_units(company))
        }
        for evaluation in self:
            evaluation.is_of_own_unit = (evaluation.company_id.id, evaluation.department_id.id) in own

    def _search_is_of_own_unit(self, operator, value):
        if operator != "in":
            return NotImplemented
        own = Domain.OR(
            Domain("company_id", "=", company.id) & Domain("department_id", "in", self._select_own_units(company))
            for company in self.env.companies
        )
        return Domain.OR(own if wanted else ~own for wanted in value)

    def _select_own_units(self, company):
        """Return the SELECT of the departments of the user's active employees in one of the companies switched on.

        An evaluation stays with the company that it was made in, and so with those who work there: whoever goes to
        another company loses it, though he may still name the department, and whoever stays keeps it, though the
        department may go. As a subquery of record rules it costs no query of its own, where a path through the members
        of the department would be followed anew for every model.
        """
        # sudo: hr.employee - which employees a user is, is no secret to the user
        employees = self.env["hr.employee"].sudo()
        # Record rules look at archived records too, so that it has to be said here that these count for nothing.
        own = [("user_id", "=", self.env.uid), ("active", "=", True), ("company_id", "=", company.id)]
        query = employees._search(own)
        return query.select(employees._field_to_sql(query.table, "department_id", query))
