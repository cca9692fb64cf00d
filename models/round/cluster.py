from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..lock.values import check_values

_RELATION = "agency_evaluation_cluster_department_rel"
#: The role of whoever a field names.
PEOPLE = {"reviewer_id": "reviewer", "approver_id": "approver"}


class Cluster(models.Model):
    """Units that are compared with each other, and who reviews and approves them. A unit is in one at a time."""

    _name = "agency.evaluation.cluster"
    _description = "Cluster of Units"
    _order = "sequence, name, id"
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    department_ids = fields.Many2many(
        "hr.department", relation=_RELATION, string="Units", check_company=True, ondelete="cascade"
    )
    reviewer_id = fields.Many2one("res.users", check_company=True, ondelete="restrict")
    approver_id = fields.Many2one("res.users", check_company=True, ondelete="restrict")

    _name_unique = models.Constraint("UNIQUE (company_id, name)", "There is already a cluster of this name.")

    def init(self):
        """Let the database itself keep a unit from being in two clusters."""
        self.env.cr.execute(
            SQL(
                "CREATE UNIQUE INDEX IF NOT EXISTS %s ON %s (hr_department_id)",
                SQL.identifier(f"{_RELATION}_unit_unique"),
                SQL.identifier(_RELATION),
            )
        )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            check_values(self.browse(), vals)
        return super().create(vals_list)

    def write(self, vals):
        check_values(self, vals)
        return super().write(vals)

    @api.constrains("department_ids", "active")
    def _check_units(self):
        # sudo: agency.evaluation.cluster - which clusters there are does not depend on who looks
        every = self.sudo().with_context(active_test=False)
        for cluster in self:
            others = every.search([("department_ids", "in", cluster.department_ids.ids), ("id", "!=", cluster.id)])
            for other in others:
                unit = (other.department_ids & cluster.department_ids)[:1]
                raise ValidationError(
                    self.env._(
                        "%(unit)s is in the cluster %(cluster)s already; a unit is in one at a time.",
                        unit=unit.name,
                        cluster=other.name,
                    )
                )

    @api.constrains("company_id", *PEOPLE)
    def _check_people(self):
        for cluster in self:
            check_able(cluster, PEOPLE)

    @api.model
    def _of_units(self, units):
        """Return the cluster of each of the units that has one, by the id of the unit."""
        # sudo: agency.evaluation.cluster - in which cluster a unit is, is no secret to who takes part
        clusters = self.sudo().search([("department_ids", "in", units.ids)])
        return {unit: cluster.id for cluster in clusters for unit in cluster.department_ids._ids}


def check_able(record, people):
    """Check that the people whom a record names can do what they are named for in its company.

    :param people: the role of each field
    :raises ValidationError: if somebody cannot
    """
    for name, role in people.items():
        user = record[name]
        if user and not record.env["agency.evaluation"]._is_able_in(record.company_id, user, role):
            raise ValidationError(
                record.env._(
                    "%(user)s cannot be named as “%(field)s” in %(company)s, for lack of the role or of access to it.",
                    user=user.name,
                    field=record._fields[name]._description_string(record.env),
                    company=record.company_id.name,
                )
            )
