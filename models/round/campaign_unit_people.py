from odoo import api, fields, models

from ..lock.values import check_values

#: The role of whoever a field names.
UNIT_PEOPLE = {"user_id": "evaluator", "reviewer_id": "reviewer", "approver_id": "approver"}


class CampaignUnitPeople(models.Model):
    """Who evaluates, reviews and approves each unit of a round: by the rule of the round, or named in the list."""

    _inherit = "agency.evaluation.campaign.unit"

    user_id = fields.Many2one(
        "res.users",
        string="Evaluator",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        open_in=("draft", "open"),
        help="Empty where all evaluators of the unit evaluate it.",
    )
    reviewer_id = fields.Many2one("res.users", check_company=True, ondelete="restrict", open_in=("draft", "open"))
    approver_id = fields.Many2one("res.users", check_company=True, ondelete="restrict", open_in=("draft", "open"))
    people_fault = fields.Text(
        string="Missing People", compute="_compute_people_fault", help="Why nobody can evaluate, review or approve it."
    )
    is_without_people = fields.Boolean(
        compute="_compute_people_fault", search="_search_is_without_people", string="Without People"
    )

    @api.depends("department_id", "campaign_id.evaluator_from", *UNIT_PEOPLE)
    def _compute_people_fault(self):
        # sudo: hr.employee, res.users - who is there and has which role is no secret to who takes part
        able = self.sudo()._able_people()
        for unit in self:
            fault = unit._find_people_fault(able)
            unit.people_fault, unit.is_without_people = fault or False, bool(fault)

    def _search_is_without_people(self, operator, value):
        if operator != "in":
            return NotImplemented
        # Of rounds that came to an end nobody is missed any more.
        # sudo: agency.evaluation.campaign.unit - the search that this is part of finds what the user may read alone
        units = self.sudo().search([("state", "in", ("draft", "open")), ("is_settled", "=", False)])
        units = units.filtered("is_without_people")
        return ["|"] * (len(value) - 1) + [("id", "in" if wanted else "not in", units.ids) for wanted in value]

    def write(self, vals):
        check_values(self, vals)
        named = [name for name in UNIT_PEOPLE if name in vals]
        if not named or self._is_own_write(vals):
            return super().write(vals)
        self.check_access("write")
        before = {unit: unit._described_people() for unit in self}
        result = super().write(vals)
        for unit, people in before.items():
            if unit.state == "open" and (now := unit._described_people()) != people:
                unit.campaign_id._record("name", units=unit, before=people, after=now)
        self._hand_on_people(named)
        return result

    def _hand_on_people(self, names):
        """Let the evaluations that are there have the people of their units; their own guards decide."""
        for unit in self:
            evaluation = unit.evaluation_id
            vals = {name: unit[name].id for name in names if evaluation and evaluation[name] != unit[name]}
            if vals and unit.progress != "excused":
                evaluation.write(vals)

    def action_name_people(self):
        """Name the people of units anew, by the rule of the round, where no evaluation is made yet.

        :raises AccessError: unless the user is a manager
        :raises UserError: if the round is closed
        """
        self.check_access("write")
        self._check_open_for(UNIT_PEOPLE.keys())
        waiting = self.filtered(lambda unit: unit.progress == "waiting")
        before = {unit: unit._described_people() for unit in waiting}
        waiting._name_people()
        for unit, people in before.items():
            if unit.state == "open" and (now := unit._described_people()) != people:
                unit.campaign_id._record("name", units=unit, before=people, after=now)
        return True

    def _described_people(self):
        return "; ".join(
            f"{self._fields[name]._description_string(self.env)}: {self[name].name or '–'}" for name in UNIT_PEOPLE
        )

    def _name_people(self):
        """Name who evaluates, reviews and approves by the rule of the round.

        Whoever cannot do it is named all the same, so that the manager sees who it would be; `people_fault` says why
        not. Nobody is named where there is nobody.
        """
        # sudo: hr.employee - who heads a unit is no secret to who takes part
        for campaign, units in self.sudo().grouped("campaign_id").items():
            holders = self._holders(campaign, units.department_id)
            for unit in units:
                proposed = self._proposed_people(campaign, unit.cluster_id, holders.get(unit.department_id.id))
                vals = {name: id_ for name, id_ in proposed.items() if unit[name].id != id_}
                if vals:
                    unit._write_through(vals)

    @api.model
    def _proposed_people(self, campaign, cluster, holder):
        """Return the ids of those who evaluate, review and approve a unit, by their fields; False for nobody."""
        return {
            "user_id": holder or False,
            "reviewer_id": (cluster.reviewer_id or campaign.reviewer_id).id,
            "approver_id": (cluster.approver_id or campaign.approver_id).id,
        }

    @api.model
    def _holders(self, campaign, departments):
        """Return the user who evaluates each unit by the rule of a round, by the id of the unit."""
        if campaign.evaluator_from == "head":
            return {department.id: department.manager_id.user_id.id for department in departments}
        holders = {}
        if campaign.evaluator_from == "job":
            employees = departments.env["hr.employee"].search_fetch(
                [("department_id", "in", departments.ids), ("job_id", "=", campaign.evaluator_job_id.id)],
                ["department_id", "user_id"],
                order="id",
            )
            for employee in employees.filtered("user_id"):
                holders.setdefault(employee.department_id.id, employee.user_id.id)
        return holders

    def _able_people(self):
        """Return who can do what: the ids of users by company and role, and those of the evaluators by unit."""
        able = {}
        for company in self.company_id:
            for role in UNIT_PEOPLE.values():
                users = self.env["res.users"].search(
                    [
                        ("all_group_ids", "in", self.env.ref(f"agency_evaluation.group_{role}").id),
                        ("company_ids", "in", company.id),
                        ("active", "=", True),
                        ("share", "=", False),
                    ]
                )
                able[company.id, role] = frozenset(users.ids)
        employees = self.env["hr.employee"].search_fetch(
            [("department_id", "in", self.department_id.ids), ("user_id", "!=", False)],
            ["department_id", "user_id", "company_id"],
        )
        for employee in employees:
            key = ("unit", employee.company_id.id, employee.department_id.id)
            able[key] = able.get(key, frozenset()) | {employee.user_id.id}
        return able

    def _find_people_fault(self, able):
        """Return in words why somebody is missing; nothing if nobody is.

        :param able: as :meth:`_able_people` returns it
        """
        self.ensure_one()
        # sudo: res.users - what people are called is no secret to who takes part
        unit = self.sudo()
        company = unit.company_id.id
        evaluators = able.get((company, "evaluator"), frozenset())
        of_unit = able.get(("unit", company, unit.department_id.id), frozenset()) & evaluators
        faults = []
        if not unit.user_id:
            if unit.campaign_id.evaluator_from != "unit":
                faults.append(self.env._("nobody is named to evaluate it"))
            elif not of_unit:
                faults.append(self.env._("nobody of the unit has the role of an evaluator"))
        elif unit.user_id.id not in of_unit:
            faults.append(self.env._("%(user)s is no active evaluator of the unit", user=unit.user_id.name))
        for name in ("reviewer_id", "approver_id"):
            user = unit[name]
            if user and user.id not in able.get((company, UNIT_PEOPLE[name]), frozenset()):
                label = self._fields[name]._description_string(self.env)
                faults.append(
                    self.env._("%(user)s is not active, or lacks the role: %(field)s", user=user.name, field=label)
                )
        return "; ".join(faults)
