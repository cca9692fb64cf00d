from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..lock.values import check_values
from ..sheet.evaluation_for_user import found_by_sql


class CampaignUnit(models.Model):
    """A unit that takes part in a round: by whom it is evaluated there, until when, and how it came to an end."""

    _name = "agency.evaluation.campaign.unit"
    _description = "Unit in a Round"
    _inherit = ["agency.evaluation.lock"]
    _order = "campaign_id desc, sequence, id"
    _rec_name = "department_id"
    _check_company_auto = True
    _lock_path = "campaign_id"
    _structure_open_in = ("draft", "open")
    _files_open_in = ()

    campaign_id = fields.Many2one(
        "agency.evaluation.campaign", required=True, ondelete="cascade", index=True, open_in=("new",)
    )
    state = fields.Selection(related="campaign_id.state", string="Status of the Round")
    company_id = fields.Many2one(related="campaign_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10, open_in=("draft", "open"))
    department_id = fields.Many2one(
        "hr.department",
        string="Unit",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        open_in=("new",),
    )
    parent_id = fields.Many2one(related="department_id.parent_id", string="Part Of")
    cluster_id = fields.Many2one(
        "agency.evaluation.cluster",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        open_in=("draft", "open"),
        help="The cluster of the unit when it was added to the round.",
    )
    is_for_evaluator = fields.Boolean(
        compute="_compute_is_for_evaluator",
        search="_search_is_for_evaluator",
        help="The user evaluates the unit, and so reads what the round says of it.",
    )

    _unit_unique = models.Constraint(
        "UNIQUE (campaign_id, department_id)", "This unit takes part in the round already."
    )

    @api.depends("department_id", "company_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_is_for_evaluator(self):
        # sudo: agency.evaluation.campaign.unit - this is what decides on who reads which
        own = self.sudo().search([("id", "in", self.ids), ("is_for_evaluator", "=", True)])
        for unit in self:
            unit.is_for_evaluator = unit._origin.id in own._ids

    def _search_is_for_evaluator(self, operator, value):
        return found_by_sql(self, operator, value, self._is_for_evaluator)

    @api.model
    def _is_for_evaluator(self, model, alias, query):
        """Return the SQL that tells of a unit in a round whether the user evaluates it."""
        evaluations = self.env["agency.evaluation"]
        if not evaluations._is_evaluator():
            return SQL("FALSE")
        company, department = (model._field_to_sql(alias, name, query) for name in ("company_id", "department_id"))
        own = [
            SQL("(%s = %s AND %s IN (%s))", company, one.id, department, evaluations._select_own_units(one))
            for one in self.env.companies
        ]
        return SQL("(%s)", SQL(" OR ").join(own)) if own else SQL("FALSE")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            check_values(self.browse(), vals)
        units = super().create(self._completed(vals_list))
        for campaign, added in units.filtered(lambda unit: unit.state == "open").grouped("campaign_id").items():
            campaign._record("add", units=added)
        return units

    @api.model
    def _completed(self, vals_list):
        """Return the values of new units with what was not said: their cluster, and who evaluates and judges them."""
        # sudo: agency.evaluation.campaign, hr.department - whether the user may add the unit is asked when it is made
        departments = self.env["hr.department"].sudo().browse({vals.get("department_id") or 0 for vals in vals_list})
        departments = departments.exists()
        clusters = self.env["agency.evaluation.cluster"].sudo()
        cluster_of = clusters._of_units(departments)
        campaigns = self.env["agency.evaluation.campaign"].sudo()
        campaigns = campaigns.browse({vals.get("campaign_id") or 0 for vals in vals_list})
        holders = {campaign: self._holders(campaign, departments) for campaign in campaigns.exists()}
        completed = []
        for vals in vals_list:
            campaign, department = campaigns.browse(vals.get("campaign_id") or 0), vals.get("department_id")
            if campaign in holders and department in departments._ids:
                cluster = vals.get("cluster_id", cluster_of.get(department, False))
                people = self._proposed_people(campaign, clusters.browse(cluster), holders[campaign].get(department))
                vals = {"cluster_id": cluster, **people, **vals}
            completed.append(vals)
        return completed

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        for unit in self:
            # sudo: agency.evaluation.campaign.decision - what is on record stays whoever asks
            record = self.env["agency.evaluation.campaign.decision"].sudo()
            if unit.state == "open" and (
                unit.evaluation_id or record.search_count([("unit_id", "=", unit.id)], limit=1)
            ):
                raise UserError(
                    self.env._("%(unit)s stays in the round: excuse it instead.", unit=unit.department_id.name)
                )

    def _described(self):
        """Return the unit with what is known of it, for messages."""
        label = dict(self._fields["progress"]._description_selection(self.env))[self.progress]
        return f"{self.department_id.name} ({label.lower()})"

    @api.model
    def _domain_of_units(self, campaign, way, roots):
        """Return the domain of the units that a way of choosing names.

        :param way: "all", "subtree", "tag", "cluster" or "hand"
        :param roots: what is chosen by it: units, tags or clusters
        """
        own = Domain("company_id", "in", (False, campaign.company_id.id))
        if way == "all":
            return own
        if way == "subtree":
            return own & Domain("id", "child_of", roots.ids)
        units = roots.department_ids if way in ("tag", "cluster") else roots
        return own & Domain("id", "in", units.ids)

    @api.readonly
    def action_view_evaluation(self):
        """Open the evaluation of the unit in the round.

        :raises UserError: if it has none
        """
        self.ensure_one()
        self.check_access("read")
        if not self.evaluation_id:
            raise UserError(self.env._("%(unit)s has no evaluation yet.", unit=self.department_id.name))
        return {
            "type": "ir.actions.act_window",
            "res_model": "agency.evaluation",
            "res_id": self.evaluation_id.id,
            "views": [(False, "form")],
        }

    def action_print(self):
        """Have the scoring sheets of these units printed in the background; return what shows how far it is.

        :raises UserError: if none of them has an evaluation
        """
        self.check_access("read")
        return self.evaluation_id.action_print_in_background("agency_evaluation.report_score_sheet")
