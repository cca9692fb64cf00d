from odoo import api, models
from odoo.tools import ormcache

from ...scoring import report_items
from ..sheet.once import once


class CriteriaSetReport(models.Model):
    """The texts of rows, as the lists of reports name them; of a set that no longer changes they are made once."""

    _inherit = "agency.evaluation.criteria.set"

    @once
    def _row_texts(self):
        """Return the leaves as :class:`report_items.RowTexts`, by the ids of criteria."""
        return self._kept_row_texts(self.id, self.write_date) if self._is_kept() else self._plain_row_texts()

    @api.model
    @ormcache("set_id", "_written")
    def _kept_row_texts(self, set_id, _written):
        return self.browse(set_id)._with_parts()._plain_row_texts()

    def _plain_row_texts(self):
        # sudo: agency.evaluation.criterion - the report tells of all rows, whoever may read it
        leaves = self.sudo().criterion_ids.filtered(lambda criterion: not criterion.is_heading)
        return {
            leaf.id: report_items.RowTexts(leaf.code, leaf.name, leaf._heading_text(), leaf.max_points)
            for leaf in leaves
        }


class CriterionReport(models.Model):
    """What the lists of reports say of a row."""

    _inherit = "agency.evaluation.criterion"

    def _heading_text(self):
        """Return the text of the heading without which the row says little: of one that a dash numbers."""
        self.ensure_one()
        heading = self.parent_id
        return (heading.name or "") if self.number == "-" and heading.level else ""
