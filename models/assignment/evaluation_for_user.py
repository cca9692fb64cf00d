from odoo import api, models
from odoo.tools import SQL


class EvaluationForUserAssignment(models.Model):
    """An evaluation of which facts are assigned is the user's business, as one of which rows are."""

    _inherit = "agency.evaluation"

    @api.depends("fact_ids.user_id")
    def _compute_is_for_user(self):
        result = super()._compute_is_for_user()
        if others := self.filtered(lambda evaluation: not evaluation.is_for_user):
            # sudo: agency.evaluation.fact - this is what decides on who reads which facts
            facts = self.env["agency.evaluation.fact"].sudo()
            domain = [("evaluation_id", "in", others.ids), ("user_id", "=", self.env.uid)]
            assigned = set(facts.search_fetch(domain, ["evaluation_id"]).evaluation_id.ids)
            for evaluation in others.filtered(lambda evaluation: evaluation._origin.id in assigned):
                evaluation.is_for_user = True
        return result

    @api.model
    def _select_assigned(self):
        # sudo: agency.evaluation.fact - this is what decides on who reads which facts
        facts = self.env["agency.evaluation.fact"].sudo()
        query = facts._search([("user_id", "=", self.env.uid)])
        return SQL(
            "%s UNION %s",
            super()._select_assigned(),
            query.select(facts._field_to_sql(query.table, "evaluation_id", query)),
        )
