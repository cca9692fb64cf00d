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

    def _keep_ahead(self, what="all"):
        """Put into the cache what the points of evaluations follow from.

        :param what: "sheet" for what rows show, "tabs" for what the other lists show, "all" for everything
        """
        self.ensure_one()
        parts = self._parts_ahead(what)
        keep(parts, self._found_ahead(self.id, self.write_date, what) if self._is_kept() else find(self.env, parts))

    @ormcache("id_", "_written", "what", "self.env.lang")
    def _found_ahead(self, id_, _written, what):
        """Return what :func:`find` finds of a set.

        A set that goes back to draft, is changed and published again was written again, so that what is kept is never
        that of another one, in whatever process.
        """
        # sudo: agency.evaluation.criteria.set - what is kept is for all users, whoever comes first
        parts = self.sudo().browse(id_)._parts_ahead(what)
        for part in parts:
            if isinstance(part, Records):
                part.model.flush_model()  # what waits to be written is kept for others, too
        return find(self.env, parts)

    def _parts_ahead(self, what):
        criteria, relations, grades = (Children(self, name) for name in ("criterion_ids", "relation_ids", "grade_ids"))
        templates = Records(self.env["agency.evaluation.section.template"], [("set_id", "in", self.ids)])
        if what == "sheet":
            return [criteria, grades, Children(self, "indicator_ids", ["code", "name"])]
        if what == "tabs":
            return [Children(self, "indicator_ids"), grades, templates]
        return [
            criteria,
            Children(criteria, "rule_ids", domain=[("criterion_id.set_id", "in", self.ids)]),
            Children(self, "indicator_ids"),
            relations,
            Links(relations, "part_ids"),
            grades,
            Links(grades, "blocking_indicator_ids"),
            templates,
        ]
