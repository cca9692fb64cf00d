from odoo import fields, models

from ...scoring.round.years import move_years, same_day
from ..round.campaign import DEADLINES
from ..round.campaign_unit_people import UNIT_PEOPLE
from ..round.cluster import PEOPLE


class CampaignNextYear(models.Model):
    """The round of the next year: planned in one step from this one, on a copy of its set."""

    _inherit = "agency.evaluation.campaign"

    def action_next_year(self):
        """Plan the round of the next year on the set of the next year, which is made if there is none; return it.

        Period and deadlines are a year later. The same units take part, what succeeded them where they have ended, and
        the same people, as far as they still can. A round that was planned so already is opened.

        :raises AccessError: unless the user is a manager
        :raises UserError: if the set of the round is a draft
        """
        self.ensure_one()
        self.check_access("read")
        criteria_set = self.criteria_set_id._next_year()
        values = self._next_year_values(criteria_set)
        period = [(name, "=", values[name]) for name in ("criteria_set_id", "date_from", "date_to", "company_id")]
        following = self.search(period, limit=1)
        if not following:
            following = self.create(values)
            self.env["agency.evaluation.campaign.unit"].create(self._next_year_units(following))
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": following.id,
            "views": [(False, "form")],
        }

    def _next_year_values(self, criteria_set):
        """Return the values of the round of the next year, as a client might give them."""
        open_fields = self._open_fields("new", "draft")
        values = {name: value for name, value in self.copy_data()[0].items() if name in open_fields}
        able = self.env["agency.evaluation"]._is_able_in
        people = {name: able(self.company_id, self[name], role) and self[name].id for name, role in PEOPLE.items()}
        days = {
            name: fields.Date.to_string(same_day(self[name], self[name].year + 1))
            for name in ("date_from", "date_to", *DEADLINES)
            if self[name]
        }
        name = move_years(self.name, [self.year], 1)
        return {
            **values,
            **people,
            **days,
            "name": name if name != self.name else f"{self.name} – {criteria_set.year}",
            "criteria_set_id": criteria_set.id,
            "company_id": self.company_id.id,
        }

    def _next_year_units(self, following):
        """Return the values of the units of the round `following`, with the people of this one who still can."""
        units = self.unit_ids.filtered("department_id.active")
        # sudo: hr.employee, res.users, agency.evaluation.succession - whoever plans the round may know
        able = units.sudo()._able_people()
        values = {}
        for unit in units:
            department, people = unit.department_id, {}
            if unit.ending_id:
                department = unit.ending_id.sudo().successor_id
            else:
                people = {name: unit[name].id for name in UNIT_PEOPLE if unit._is_still_able(name, able)}
            if department:
                values.setdefault(
                    department.id, {"campaign_id": following.id, "department_id": department.id, **people}
                )
        return list(values.values())


class CampaignUnitNextYear(models.Model):
    _inherit = "agency.evaluation.campaign.unit"

    def _is_still_able(self, name, able):
        """Tell whether who is named in the field `name` is there and has the role, see :meth:`_able_people`."""
        self.ensure_one()
        company, user = self.company_id.id, self[name].id
        if user not in able.get((company, UNIT_PEOPLE[name]), frozenset()):
            return False
        return name != "user_id" or user in able.get(("unit", company, self.department_id.id), frozenset())
