from dataclasses import replace

from odoo import models
from odoo.fields import Domain

from ...scoring import report_items
from ...scoring.checked_sheet import OverdueAction
from ..agency.clock import agency_today

_IMPROVEMENT = "agency.evaluation.improvement"


class EvaluationImprovements(models.Model):
    """The actions that follow from the rows of an evaluation, and those of earlier periods that come back to them."""

    _inherit = "agency.evaluation"

    def _improvements_by_row(self):
        """Return, by the code of the row, the actions about it in sudo: its own, and those of earlier evaluations.

        Of those, what is open, and what was done about the period before. An earlier row is the same one by its digest,
        else by its code, in whichever set; of a unit that came from others, their rows are meant, too.
        """
        self.ensure_one()
        own = Domain("evaluation_id", "in", self._versions().ids)
        since = Domain("state", "=", "open") | (
            Domain("state", "=", "done") & Domain("evaluation_id.year", ">=", self.year - 1)
        )
        return self._by_own_row(own | (self._earlier_improvements() & since))

    def _earlier_improvements(self):
        """Return the domain of the actions that follow from evaluations of the unit before this one."""
        return (
            Domain("department_id", "in", self._units_before().ids)
            & Domain("evaluation_id.date_to", "<", self.date_to)
            & Domain("evaluation_id.state", "!=", "cancelled")
        )

    def _versions(self):
        """Return the evaluation with those that it revises: what follows from their rows follows from its own."""
        return self._lineage() if self.origin_id else self

    def _by_own_row(self, domain):
        """Return the actions in `domain`, in sudo, by the code of the row of this evaluation that they come back to."""
        # sudo: agency.evaluation.improvement - what is to be done about a row is no secret to who reads it
        actions = self.env[_IMPROVEMENT].sudo().search(domain)
        found = {}
        criteria_set = self.sudo().criteria_set_id
        for other, some in actions.grouped(lambda action: action.evaluation_id.criteria_set_id).items():
            codes = {row.code: row.code for row in some.line_id}
            if other != criteria_set:
                matched = criteria_set._revision_sheet().match(other._revision_sheet())
                codes = {before: code for code, before in matched.items()}
            for action in some:
                if code := codes.get(action.line_id.code):
                    found[code] = found.get(code, actions.browse()) | action
        return found

    def _checked_sheet(self):
        late = Domain("state", "=", "open") & Domain("deadline", "<", agency_today(self))
        overdue = self._by_own_row(self._earlier_improvements() & late)
        return replace(
            super()._checked_sheet(),
            overdue_actions=[
                OverdueAction(code, str(action.id), action.deadline, " ".join(action.name.split()))
                for code, actions in overdue.items()
                for action in actions
            ],
        )

    def _report_lists(self):
        """List what is done about the rows, too; what the report said when it was handed in stays as it was."""
        lists = super()._report_lists()
        directions = {**lists["directions"], **self._listed_improvements()}
        return {**lists, "directions": report_items.once(directions)}

    def _listed_improvements(self):
        """Return the items of the report by what they come from: actions about rows, those that were dropped apart."""
        if self.state != "draft":
            # sudo: agency.evaluation.section - the report tells of the whole evaluation, whoever reads it
            filled = [section._filled().lists.get("directions", {}) for section in self.sudo().section_ids]
            return {key: text for items in filled for key, text in items.items() if key.startswith(f"{_IMPROVEMENT},")}
        # sudo: agency.evaluation.improvement - the report tells of the whole evaluation, whoever reads it
        actions = self.env[_IMPROVEMENT].sudo()
        actions = actions.search([("evaluation_id", "in", self._versions().ids), ("state", "!=", "dropped")])
        actions = actions.sorted(lambda action: (action.line_id.sequence, action.id))
        return {f"{_IMPROVEMENT},{action.id}": report_items.action(action.name, action.deadline) for action in actions}
