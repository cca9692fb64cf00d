from odoo import models
from odoo.tools import ormcache

from .read_ahead import Children, Links, Records, find, keep


class CriteriaSetOpening(models.Model):
    """What forms need of a criteria set: of one that no longer changes it is read once for many forms."""

    _inherit = "agency.evaluation.criteria.set"

    def _with_parts(self):
        # sudo: agency.evaluation.criteria.set - what is made of it is for all users, whoever comes first
        self.sudo()._keep_ahead()
        return super()._with_parts()

    def _keep_ahead(self, is_whole=True):
        """Put into the cache what the points of evaluations follow from.

        :param is_whole: whether all of it, or rows, grades and the names of facts alone
        """
        self.ensure_one()
        parts = self._parts_ahead(is_whole)
        keep(parts, self._found_ahead(self.id, self.write_date, is_whole) if self._is_kept() else find(self.env, parts))

    @ormcache("id_", "_written", "is_whole", "self.env.lang")
    def _found_ahead(self, id_, _written, is_whole):
        """Return what :func:`find` finds of a set.

        A set that goes back to draft, is changed and published again was written again, so that what is kept is never
        that of another one, in whatever process.
        """
        # sudo: agency.evaluation.criteria.set - what is kept is for all users, whoever comes first
        criteria_set = self.sudo().browse(id_)
        parts = criteria_set._parts_ahead(is_whole)
        for part in parts:
            if isinstance(part, Records):
                part.model.flush_model()  # what waits to be written is kept for others, too
        return find(self.env, parts)

    def _parts_ahead(self, is_whole):
        criteria, grades = Children(self, "criterion_ids"), Children(self, "grade_ids")
        if not is_whole:
            return [criteria, grades, Children(self, "indicator_ids", ["code", "name"])]
        relations = Children(self, "relation_ids")
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
