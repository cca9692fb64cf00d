from odoo import api, models
from odoo.tools import ormcache

from ...scoring import rollup
from .once import once


class CriteriaSetSheet(models.Model):
    """What the sums of evaluations need of their set.

    Of a set that no longer changes it is read once for a process, by when the set was written last: a set that goes
    back to draft and is published again was written again, so that what is kept is never that of another one.
    """

    _inherit = "agency.evaluation.criteria.set"

    @once
    def _heading_rows(self):
        """Return the headings in the order of the sheet, each as its place and a :class:`rollup.Row`."""
        return self._kept_heading_rows(self.id, self.write_date) if self._is_kept() else self._plain_heading_rows()

    def _headings_above(self, ids):
        """Return the ids of the headings above rows.

        :param ids: those of their criteria
        """
        parents = {row.key: row.parent for _place, row in self._heading_rows()}
        above = set()
        for parent in self.env["agency.evaluation.criterion"].browse(ids).parent_id.ids:
            while parent and parent not in above:
                above.add(parent)
                parent = parents[parent]
        return above | {id_ for id_ in ids if id_ in parents}

    def _is_kept(self):
        """Tell whether what is worked out of the set may be kept, for it no longer changes."""
        return bool(self.id) and self.state != "draft"

    @api.model
    @ormcache("set_id", "_written")
    def _kept_heading_rows(self, set_id, _written):
        return self.browse(set_id)._with_parts()._plain_heading_rows()

    def _with_parts(self):
        """Return the set with its parts at hand: other rooms may read many of them at once."""
        return self

    def _plain_heading_rows(self):
        # sudo: agency.evaluation.criterion - a sum includes rows that are assigned to others
        headings = self.sudo().criterion_ids.filtered("is_heading").sorted("sequence")
        return [
            (heading.sequence, rollup.Row(heading.id, heading.parent_id.id or None, code=heading.code))
            for heading in headings
        ]
