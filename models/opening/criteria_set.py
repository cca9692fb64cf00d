from odoo import models
from odoo.tools import ormcache

from .read_ahead import Children, Links, Records, find, keep


class CriteriaSetOpening(models.Model):
    """What forms need of a criteria set: of one that no longer changes it is read once for many forms."""

    _inherit = "agency.evaluation.criteria.set"

    def _keep_ahead(self):
        """Put into the cache what the points of evaluations follow from."""
        self.ensure_one()
        if self.state == "draft":
            keep(self._parts_ahead(), find(self.env, self._parts_ahead()))
        else:
            keep(self._parts_ahead(), self._found_ahead(self.id, self.write_date))

    @ormcache("id_", "_written", "self.env.lang")
    def _found_ahead(self, id_, _written):
        """Return what :func:`find` finds of a set.

        A set that goes back to draft, is changed and published again was written again, so that what is kept is never
        that of another one, in whatever process.
        """
        # sudo: agency.evaluation.criteria.set - what is kept is for all users, whoever comes first
        criteria_set = self.sudo().browse(id_)
        return find(self.env, criteria_set._parts_ahead())

    def _parts_ahead(self):
        criteria, relations, grades = (Children(self, name) for name in ("criterion_ids", "relation_ids", "grade_ids"))
        return [
            criteria,
            Children(criteria, "rule_ids", domain=[("criterion_id.set_id", "in", self.ids)]),
            Children(self, "indicator_ids"),
            relations,
            Links(relations, "part_ids"),
            grades,
            Links(grades, "blocking_indicator_ids"),
            Records(self.env["agency.evaluation.section.template"], [("set_id", "in", self.ids)]),
        ]
