from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

_HELP = "It is of the unit that the user evaluates, or a row of it is assigned to the user."


class EvaluationForUser(models.Model):
    """Which evaluations are the business of a user who does not read whole companies.

    Record rules ask for it by one condition, and it names the evaluations as a list: so the database finds by an index
    what belongs to them. Conditions on the evaluation joined by "or" would be tried on each record there is.
    """

    _inherit = "agency.evaluation"

    is_for_user = fields.Boolean(compute="_compute_is_for_user", search="_search_is_for_user", help=_HELP)

    @api.depends("is_of_own_unit", "line_ids.user_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_is_for_user(self):
        evaluated = self.filtered(lambda evaluation: evaluation._is_evaluated())
        evaluated.is_for_user = True
        if others := self - evaluated:
            # sudo: agency.evaluation.line - this is what decides on who reads which rows
            lines = self.env["agency.evaluation.line"].sudo()
            assigned = lines.search_fetch(
                [("evaluation_id", "in", others.ids), ("user_id", "=", self.env.uid)], ["evaluation_id"]
            ).evaluation_id.ids
            for evaluation in others:
                evaluation.is_for_user = evaluation._origin.id in assigned

    def _search_is_for_user(self, operator, value):
        return found_by_sql(self, operator, value, self._is_for_user)

    def _is_evaluated(self):
        """Tell whether the user evaluates the unit."""
        return self._is_evaluator() and self.is_of_own_unit

    @api.model
    def _is_evaluator(self):
        return self.env.user.has_group("agency_evaluation.group_evaluator")

    @api.model
    def _is_for_user(self, model, alias, query):
        """Return the SQL that tells of an evaluation whether it is the user's business."""
        id_ = model._field_to_sql(alias, "id", query)
        return SQL("%s IN (%s UNION %s)", id_, self._select_assigned(), self._select_evaluated())

    @api.model
    def _select_assigned(self):
        """Return the SELECT of the ids of the evaluations of which rows are assigned to the user."""
        # sudo: agency.evaluation.line - this is what decides on who reads which rows
        lines = self.env["agency.evaluation.line"].sudo()
        query = lines._search([("user_id", "=", self.env.uid)])
        return query.select(lines._field_to_sql(query.table, "evaluation_id", query))

    @api.model
    def _select_evaluated(self):
        """Return the SELECT of the ids of the evaluations of the unit that the user evaluates."""
        domain = Domain("is_of_own_unit", "=", True) if self._is_evaluator() else Domain.FALSE
        # sudo: agency.evaluation - this is what decides on who reads which evaluations
        return self.sudo()._search(domain).select()

    @api.model
    def _is_evaluated_part(self, model, alias, query):
        """Return the SQL that tells of a part whether the user evaluates the unit of its evaluation."""
        evaluation = model._field_to_sql(alias, "evaluation_id", query)
        return SQL("%s = ANY(ARRAY(%s))", evaluation, self._select_evaluated())


class LineForUser(models.Model):
    """Which rows are the business of a user: those of the unit that the user evaluates, and those assigned."""

    _inherit = "agency.evaluation.line"

    is_for_user = fields.Boolean(compute="_compute_is_for_user", search="_search_is_for_user", help=_HELP)

    @api.depends("evaluation_id.is_of_own_unit", "user_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_is_for_user(self):
        for evaluation, lines in self.grouped("evaluation_id").items():
            if evaluation._is_evaluated():
                lines.is_for_user = True
                continue
            for line in lines:
                line.is_for_user = line.user_id.id == self.env.uid

    def _search_is_for_user(self, operator, value):
        def is_for_user(model, alias, query):
            return SQL(
                "%s OR %s = %s",
                self.env["agency.evaluation"]._is_evaluated_part(model, alias, query),
                model._field_to_sql(alias, "user_id", query),
                self.env.uid,
            )

        return found_by_sql(self, operator, value, is_for_user)


def found_by_sql(model, operator, value, to_sql):
    """Return the domain of a search for a boolean that is true of few records.

    They are named by a list of ids. The database would else go along the order of a list, for it does not know that
    those it looks for may be at the very end.

    :param to_sql: returns the SQL that is true where the boolean is, as :meth:`Domain.custom` calls it
    """
    if operator != "in":
        return NotImplemented
    # sudo: every model - this is what decides on who reads what
    records = model.sudo()
    query = records._search(Domain.TRUE)
    query.add_where(to_sql(records, query.table, query))
    ids = query.select()
    found = Domain.custom(
        to_sql=lambda model, alias, query: SQL("%s = ANY(ARRAY(%s))", model._field_to_sql(alias, "id", query), ids)
    )
    return Domain.OR(found if wanted else ~found for wanted in value)
