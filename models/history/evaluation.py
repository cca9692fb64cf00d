from odoo import models
from odoo.tools import SQL

from ...scoring import changes


class EvaluationHistory(models.Model):
    """All that was changed in the rows and facts of an evaluation."""

    _inherit = "agency.evaluation"

    def _history(self):
        """Return the changes of the evaluation as :class:`changes.Change`, the oldest first, those of now included."""
        self.ensure_one()
        self.env.flush_all()
        self.env["agency.evaluation.change"]._keep_noted()
        return [
            changes.Change(f"{on:%Y-%m-%dT%H:%M:%SZ}", part, code, name, old, new, f"res.users,{user}", way)
            for on, part, code, name, old, new, user, way in self.env.execute_query(
                SQL(
                    """
                    SELECT change.changed_on, CASE WHEN change.line_id IS NULL THEN 'fact' ELSE 'row' END,
                           COALESCE(criterion.code, indicator.code), change.field_name, change.old_value,
                           change.new_value, change.user_id, change.way
                      FROM agency_evaluation_change change
                 LEFT JOIN agency_evaluation_line line ON line.id = change.line_id
                 LEFT JOIN agency_evaluation_criterion criterion ON criterion.id = line.criterion_id
                 LEFT JOIN agency_evaluation_fact fact ON fact.id = change.fact_id
                 LEFT JOIN agency_evaluation_indicator indicator ON indicator.id = fact.indicator_id
                     WHERE change.evaluation_id = %s
                  ORDER BY change.id
                    """,
                    self.id,
                )
            )
        ]
