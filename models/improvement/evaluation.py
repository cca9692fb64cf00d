from dataclasses import replace
from datetime import date

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

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
        return replace(super()._checked_sheet(), overdue_actions=self._overdue_actions())

    def _overdue_actions(self):
        """Return what earlier periods have left to do about the rows, and should be done by now, as plain values."""
        late = Domain("state", "=", "open") & Domain("deadline", "<", agency_today(self))
        # sudo: agency.evaluation.improvement - what is found does not depend on who looks for it
        of_agency = late & Domain("company_id", "=", self.company_id.id)
        if not self.env[_IMPROVEMENT].sudo().search_count(of_agency, limit=1):
            return []  # as nearly always, so that nobody looks for where the unit came from
        return [
            OverdueAction(code, str(action.id), action.deadline, " ".join(action.name.split()))
            for code, actions in self._by_own_row(self._earlier_improvements() & late).items()
            for action in actions
        ]

    def _select_reported(self, condition=None):
        """Return what is done about the rows after the rows themselves, in the same query.

        A draft tells of what there is; later, the report says what it said when it was handed in.
        """
        self.env[_IMPROVEMENT].flush_model(["evaluation_id", "name", "deadline", "state"])
        self.env["agency.evaluation.section"].flush_model(["evaluation_id", "filled"])
        self.flush_model(["state", "origin_id"])
        return SQL(
            """
            (%(rows)s)
             UNION ALL
            (SELECT json_build_array(%(model)s || ',' || action.id, action.name, action.deadline)
               FROM agency_evaluation_improvement action
              WHERE action.state <> 'dropped' AND %(condition)s
                AND (SELECT state FROM agency_evaluation WHERE id = %(evaluation)s) = 'draft'
                AND action.evaluation_id IN (
                        WITH RECURSIVE version (id, origin_id) AS (
                            SELECT id, origin_id FROM agency_evaluation WHERE id = %(evaluation)s
                             UNION ALL
                            SELECT origin.id, origin.origin_id
                              FROM agency_evaluation origin
                              JOIN version ON version.origin_id = origin.id
                        )
                        SELECT id FROM version
                    )
           ORDER BY action.line_id, action.id)
             UNION ALL
            (SELECT json_build_array(said.key, said.value, NULL)
               FROM agency_evaluation_section section,
                    jsonb_each_text(section.filled -> 'lists' -> 'directions') said
              WHERE section.evaluation_id = %(evaluation)s AND said.key LIKE %(keys)s AND %(condition)s
                AND (SELECT state FROM agency_evaluation WHERE id = %(evaluation)s) <> 'draft')
            """,
            rows=super()._select_reported(condition),
            model=_IMPROVEMENT,
            keys=f"{_IMPROVEMENT},%",
            condition=condition or SQL("TRUE"),
            evaluation=self._origin.id or None,
        )

    def _lists_found(self, rows):
        """List what is done about the rows among the directions, by the actions."""
        cells = list(rows)
        actions = [one for one in cells if isinstance(one[0], str)]
        lists = super()._lists_found(one for one in cells if not isinstance(one[0], str))
        directions = {
            key: report_items.action(text, date.fromisoformat(deadline)) if deadline else text
            for key, text, deadline in actions
        }
        return {**lists, "directions": report_items.once({**lists["directions"], **directions})}
