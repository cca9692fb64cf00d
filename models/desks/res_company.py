from collections import defaultdict

from odoo import models
from odoo.tools import SQL

from ...scoring.desks import Staff

_ROLES = {"evaluators": "evaluator", "reviewers": "reviewer", "approvers": "approver", "managers": "manager"}


class ResCompany(models.Model):
    """Who is there to do what, and what of the settings decides whose turn it is."""

    _inherit = "res.company"

    def write(self, vals):
        result = super().write(vals)
        if "agency_second_approval" in vals:
            self.env["agency.evaluation"]._sync_desks_in(self)
        return result

    def _agency_staff(self):
        """Return who can do what in these companies now, as :class:`Staff` by the id of the company."""
        find, groups = self.env["ir.model.data"]._xmlid_to_res_id, self.env["res.groups"]._get_group_definitions()
        roles = {field: find(f"agency_evaluation.group_{role}") for field, role in _ROLES.items()}
        # Whoever has a group that implies the role has it, too.
        implying = {field: {group, *groups.get_subset_ids([group])} for field, group in roles.items()}
        # sudo: res.users - who has which role is no secret to the addon
        self.env["res.users"].sudo().flush_model(["active", "company_ids", "group_ids", "share"])
        found = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT company.cid, member.gid, users.id
                  FROM res_users users
                  JOIN res_groups_users_rel member ON member.uid = users.id
                  JOIN res_company_users_rel company ON company.user_id = users.id
                 WHERE users.active AND NOT COALESCE(users.share, FALSE)
                   AND company.cid IN %s AND member.gid IN %s
                """,
                tuple(self.ids) or (0,),
                tuple(set().union(*implying.values())),
            )
        )
        return {
            company_id: Staff(
                **{
                    field: frozenset(user for company, group, user in found if company == company_id and group in ids)
                    for field, ids in implying.items()
                }
            )
            for company_id in self.ids
        }

    def _agency_leavers(self, user_ids):
        """Return which of these users were employees of each company and are no longer, by the id of the company."""
        if not user_ids:
            return {}
        # sudo: hr.employee - who works in an agency is no secret to the addon
        employees = self.env["hr.employee"].sudo().with_context(active_test=False)
        found = employees.search([("user_id", "in", list(user_ids)), ("company_id", "in", self.ids)])
        left = defaultdict(set)
        for employee in found:
            left[employee.company_id.id].add(employee.user_id.id)
        for employee in found.filtered("active"):
            left[employee.company_id.id].discard(employee.user_id.id)
        return {id_: frozenset(users) for id_, users in left.items()}
