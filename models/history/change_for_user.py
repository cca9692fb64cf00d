from odoo import api, fields, models
from odoo.tools import SQL

from ..sheet.evaluation_for_user import found_by_sql


class ChangeForUser(models.Model):
    """Which changes are the business of a user: those of the unit, of assigned rows, and of the facts beside them."""

    _inherit = "agency.evaluation.change"

    is_for_user = fields.Boolean(compute="_compute_is_for_user", search="_search_is_for_user")

    @api.depends("evaluation_id.is_for_user", "line_id.is_for_user", "fact_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_is_for_user(self):
        for change in self:
            change.is_for_user = (change.line_id or change.evaluation_id).is_for_user

    def _search_is_for_user(self, operator, value):
        def is_for_user(model, alias, query):
            evaluations = self.env["agency.evaluation"]
            # sudo: agency.evaluation.line - this is what decides on who reads which rows
            own_rows = self.env["agency.evaluation.line"].sudo()._search([("user_id", "=", self.env.uid)])
            return SQL(
                "%(evaluated)s OR %(line)s = ANY(ARRAY(%(rows)s))"
                " OR %(fact)s IS NOT NULL AND %(evaluation)s = ANY(ARRAY(%(assigned)s))",
                evaluated=evaluations._is_evaluated_part(model, alias, query),
                line=model._field_to_sql(alias, "line_id", query),
                rows=own_rows.select(),
                fact=model._field_to_sql(alias, "fact_id", query),
                evaluation=model._field_to_sql(alias, "evaluation_id", query),
                assigned=evaluations._select_assigned(),
            )

        return found_by_sql(self, operator, value, is_for_user)
