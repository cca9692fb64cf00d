from odoo import models
from odoo.tools import SQL

from ...scoring.succession import followers
from ..agency.clock import agency_today
from ..sheet.once import once


class EvaluationPeople(models.Model):
    """Those who work in a unit go on with the evaluations of the units that ended in its favour."""

    _inherit = "agency.evaluation"

    @once
    def _select_own_units(self, company):
        return SQL(
            """
            WITH RECURSIVE unit (id) AS (
                SELECT own.id FROM (%s) AS own (id)
                 UNION
                SELECT former.hr_department_id
                  FROM unit
                  JOIN agency_evaluation_succession succession ON succession.successor_id = unit.id
                  JOIN agency_evaluation_succession_predecessor_rel former
                    ON former.agency_evaluation_succession_id = succession.id
                 WHERE succession.is_ended AND succession.revoked_on IS NULL AND succession.date_from <= %s
            )
            SELECT id FROM unit
            """,
            super()._select_own_units(company),
            agency_today(self),
        )

    def _unit_members(self):
        links = self.env["agency.evaluation.succession"]._links(agency_today(self), ended=True)
        following = (
            {unit.id: followers(links).get(unit.id, frozenset()) for unit in self.department_id} if links else {}
        )
        if not any(following.values()):
            return super()._unit_members()
        members = self._members_of(self.department_id.browse(set().union(self.department_id.ids, *following.values())))
        nobody = frozenset()
        return {
            unit: members.get(unit, nobody).union(*(members.get(later, nobody) for later in later_units))
            for unit, later_units in following.items()
        }
