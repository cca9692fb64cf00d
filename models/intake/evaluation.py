from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..history.way import came_by

#: Blank rows of which a paper states the points.
_STATED_BLANKS = [("is_heading", "=", False), ("is_stated", "=", True), ("status", "=", "todo")]


class EvaluationPaperPoints(models.Model):
    """What a paper sheet states: kept beside the rows, and taken over by the unit where it answers with it."""

    _inherit = "agency.evaluation"

    can_take_stated = fields.Boolean(compute="_compute_can_take_stated")

    @api.depends("can_check", "line_ids.is_heading", "line_ids.is_stated", "line_ids.status")
    def _compute_can_take_stated(self):
        for evaluation in self:
            evaluation.can_take_stated = evaluation.can_check and bool(evaluation._count_rows(_STATED_BLANKS))

    def action_take_stated(self):
        """Answer every blank row with the points that the paper states for it.

        :raises AccessError: unless the user is an evaluator who may score the rows
        :raises UserError: unless the evaluation is a draft
        :raises ValidationError: if the paper states more than the maximum of a row; the message names each one
        """
        self.ensure_one()
        self._start("check")
        lines = self._stated_blanks()
        with came_by("stated"):
            lines._write_each({line.id: {"self_points": line.stated_points} for line in lines})
        return True

    def _stated_blanks(self):
        return self.line_ids.filtered_domain(_STATED_BLANKS)

    def _state_paper_points(self, points_by_code, total=None):
        """Note what a paper states for each row; nothing is scored by that, so whoever prepares a sheet may do it.

        :param points_by_code: the printed points by row code; None where the paper is blank
        :param total: the printed total, None if there is none
        :raises ValidationError: if a code is not in the sheet
        """
        self.ensure_one()
        # sudo: agency.evaluation.line - what a paper states is no score; the lock on other states holds in sudo too
        lines = self.sudo().line_ids
        by_code = {line.code: line for line in lines}
        if unknown := points_by_code.keys() - by_code.keys():
            raise ValidationError(
                self.env._("The sheet has no row %(codes)s.", codes=", ".join(sorted(map(str, unknown))))
            )
        values_by_id = {by_code[code].id: {"stated_points": points} for code, points in points_by_code.items()}
        lines.browse(values_by_id)._write_each(values_by_id)
        if total is not None:
            self.write({"is_stated": True, "stated_points": total})

    def _enter_paper_points(self, points_by_code, total=None):
        """Copy what a paper sheet states: every row's points, and the answers of its leaves.

        See :meth:`_state_paper_points` for the arguments.

        :raises ValidationError: if a code is not in the sheet, or points exceed the maximum of a leaf
        """
        self._state_paper_points(points_by_code, total)
        leaves = self.line_ids._leaves().filtered(lambda line: line.code in points_by_code)
        leaves._write_each({line.id: {"self_points": points_by_code[line.code]} for line in leaves})
