from odoo import models
from odoo.fields import Domain

from ...scoring.succession import predecessors


class HrDepartment(models.Model):
    """A unit goes on with what the units did that it came from."""

    _inherit = "hr.department"

    def _agency_lineage(self, day):
        """Return this unit and those that it came from until `day`, directly or through others."""
        self.ensure_one()
        links = self.env["agency.evaluation.succession"]._links(day)
        return self | self.browse(predecessors(links).get(self.id, ()))

    def _agency_successions(self, day):
        """Return the successions that these units have to do with and that count on `day`, in order, in sudo."""
        # sudo: agency.evaluation.succession - what became of a unit is no secret to who takes part
        successions = self.env["agency.evaluation.succession"].sudo()
        if not self.ids:
            return successions
        about = Domain("predecessor_ids", "in", self.ids) | Domain("successor_id", "in", self.ids)
        return successions.search(about & Domain(successions._domain_of(day)), order="date_from, id")
