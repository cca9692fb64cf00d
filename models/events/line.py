from odoo import models

from ..lock.values import check_values
from ..sheet.line import POINTS_FIELDS


class LineEvent(models.Model):
    """A row that the reviewer settles by itself is an event, and so is a settled one that becomes open again."""

    _inherit = "agency.evaluation.line"

    def write(self, vals):
        check_values(self, vals, leave=POINTS_FIELDS)
        if "review_state" not in vals:
            return super().write(vals)
        before = {line: line.review_state for line in self}
        result = super().write(vals)
        self._record_reviews(before)
        return result

    def _set_review_state(self, state):
        before = {line: line.review_state for line in self}
        result = super()._set_review_state(state)
        self._record_reviews(before)
        return result

    def _record_reviews(self, before):
        # sudo: agency.evaluation.line - what happened does not depend on who may read it
        lines = self.sudo().filtered(lambda line: line.review_state != before[line])
        for evaluation, changed in lines.grouped("evaluation_id").items():
            events = []
            reopened = changed.filtered(lambda line: before[line] in ("accepted", "confirmed"))
            if reopened := reopened.filtered(lambda line: line.review_state in ("pending", "questioned")):
                rows = [{"code": line.code, "before": before[line], "after": line.review_state} for line in reopened]
                events.append(("row_reopened", evaluation, {"rows": rows}))
            settled = changed.filtered(lambda line: line.settlement and line.review_state == "accepted")
            events += [("row_settled", evaluation, line._settled_values()) for line in settled]
            self.env["agency.evaluation.event"]._record(evaluation.company_id, events)

    def _settled_values(self):
        return {
            "row": self.code,
            "claims": self.settlement,
            "granted": not self.is_reviewed,
            "self_points": f"{self.self_points:.2f}",
            "review_points": f"{self.review_points:.2f}",
            "note": self.review_note or None,
        }
