from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...scoring.desks import Situation


class EvaluationSituation(models.Model):
    """Gathers what decides whose turn it is, with as many queries for many evaluations as for one."""

    _inherit = "agency.evaluation"

    def _situations(self):
        """Return the :class:`Situation` of each evaluation, by its id."""
        # sudo: agency.evaluation - whose turn it is does not depend on who asks
        evaluations = self.sudo()
        staff = evaluations.company_id._agency_staff()
        units = evaluations._unit_members()
        rows = evaluations._rows_that_wait()
        judged = evaluations.filtered(lambda evaluation: evaluation.state == "submitted")
        barred = {evaluation.id: frozenset(evaluation.barred_user_ids.ids) for evaluation in judged}
        groups = judged._group_reviewers()
        substitutes = judged._substitutes_today()
        left = evaluations.company_id._agency_leavers({user for people in rows.values() for user in people["assigned"]})
        nobody = frozenset()
        return {
            evaluation.id: Situation(
                state=evaluation.state,
                staff=staff[evaluation.company_id.id],
                unit=units.get(evaluation.department_id.id, nobody),
                left=left.get(evaluation.company_id.id, nobody),
                evaluator=evaluation.user_id.id,
                submitter=evaluation.submitted_by_id.id,
                assigned=frozenset(rows[evaluation.id]["assigned"]),
                unanswered=frozenset(rows[evaluation.id]["blank"]),
                questioned=tuple(rows[evaluation.id]["questioned"]),
                barred=barred.get(evaluation.id, nobody),
                reviewer=evaluation.reviewer_id.id,
                groups=tuple(groups[evaluation.id]),
                is_reviewed=bool(evaluation.reviewed_on),
                is_settled=not rows[evaluation.id]["pending"],
                approver=evaluation.approver_id.id,
                substitutes=substitutes.get((evaluation.company_id.id, evaluation.approver_id.id), nobody),
                first_approver=evaluation.first_approved_by_id.id,
            )
            for evaluation in evaluations
        }

    def _unit_members(self):
        """Return the users who work in the units of these evaluations, by the id of the unit."""
        return self._members_of(self.department_id)

    @api.model
    def _members_of(self, units):
        """Return the users of the active employees of `units`, by the id of the unit."""
        employees = self.env["hr.employee"]
        # Whatever `active_test` says in the context of a client.
        query = employees._search([("user_id", "!=", False), ("active", "=", True)])
        unit = employees._field_to_sql(query.table, "department_id", query)
        # An employee who went to another company may still name the department of the former one.
        query.add_where(
            SQL(
                """
                EXISTS (
                    SELECT FROM hr_department d
                      JOIN res_company_users_rel c ON c.cid = %(company)s AND c.user_id = %(user)s
                     WHERE d.id = %(unit)s AND d.id IN %(units)s AND COALESCE(d.company_id, %(company)s) = %(company)s
                )
                """,
                company=SQL.identifier(query.table, "company_id"),
                user=SQL.identifier(query.table, "user_id"),
                unit=unit,
                units=tuple(units.ids) or (0,),
            )
        )
        self.env["hr.department"].flush_model(["company_id"])
        members = defaultdict(set)
        for unit_id, user_id in self.env.execute_query(query.select(unit, SQL.identifier(query.table, "user_id"))):
            members[unit_id].add(user_id)
        return {id_: frozenset(users) for id_, users in members.items()}

    def _rows_that_wait(self):
        """Return of each evaluation, by its id, to whom rows are assigned, and how many wait for whom."""
        rows = {id_: {"assigned": set(), "blank": set(), "questioned": set(), "pending": 0} for id_ in self.ids}
        waiting = Domain("user_id", "!=", False) | Domain("evaluation_id.state", "=", "submitted")
        domain = Domain("evaluation_id", "in", self.ids) & Domain("is_heading", "=", False) & waiting
        by = ["evaluation_id", "user_id", "status", "review_state"]
        for evaluation, user, status, review, count in self.env["agency.evaluation.line"]._read_group(
            domain, by, ["__count"]
        ):
            row = rows[evaluation.id]
            row["assigned"] |= set(user.ids)
            if status == "todo":
                row["blank"] |= set(user.ids)
            if review == "questioned":
                row["questioned"].add(user.id or None)
            elif review == "pending":
                row["pending"] += count
        return rows

    def _group_reviewers(self):
        """Return who is named to review each group of rows, by the id of the evaluation."""
        groups = defaultdict(set)
        judged = self.filtered(lambda evaluation: evaluation.state == "submitted")
        if judged:
            domain, by = (
                [("evaluation_id", "in", judged.ids), ("parent_id", "=", False)],
                ["evaluation_id", "reviewer_id"],
            )
            for evaluation, user in self.env["agency.evaluation.line"]._read_group(domain, by):
                groups[evaluation.id].add(user.id or None)
        return groups

    def _substitutes_today(self):
        """Return who stands in for whom today, by the ids of company and approver."""
        today = self._agency_today()
        domain = [
            ("approver_id", "in", self.approver_id.ids),
            ("company_id", "in", self.company_id.ids),
            ("date_from", "<=", today),
            ("date_to", ">=", today),
        ]
        substitutes = defaultdict(set)
        for each in self.env["agency.evaluation.substitution"].search(domain) if self.approver_id else ():
            substitutes[each.company_id.id, each.approver_id.id].add(each.substitute_id.id)
        return {key: frozenset(users) for key, users in substitutes.items()}
