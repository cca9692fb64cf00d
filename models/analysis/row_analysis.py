from odoo import fields, models
from odoo.tools import SQL

_LINE = "agency.evaluation.line"


class RowAnalysis(models.Model):
    """The rows of evaluations that count: what they reach, what they lose, and what proves them."""

    _name = "agency.evaluation.row.analysis"
    _description = "Analysis of Rows"
    _inherit = ["agency.evaluation.analysis"]
    _auto = False
    _order = "lost_points desc, id"
    _rec_name = "criterion_id"

    line_id = fields.Many2one(_LINE, string="Row", readonly=True)
    criterion_id = fields.Many2one("agency.evaluation.criterion", readonly=True)
    code = fields.Char(readonly=True, help="By which the same row of other years is found.")
    group_id = fields.Many2one("agency.evaluation.criterion", readonly=True)
    user_id = fields.Many2one("res.users", string="Assigned To", readonly=True)
    status = fields.Selection(
        [("todo", "To Answer"), ("scored", "Scored"), ("not_applicable", "Not Applicable")],
        string="Answer Status",
        readonly=True,
    )
    max_points = fields.Float(
        string="Maximum Points", digits=(7, 2), readonly=True, help="Zero where the row is no part of what counts."
    )
    self_points = fields.Float(digits=(7, 2), readonly=True)
    final_points = fields.Float(digits=(7, 2), readonly=True)
    lost_points = fields.Float(
        digits=(7, 2), readonly=True, help="Maximum less final points of what is answered; bonus points are not lost."
    )
    share = fields.Float(string="Reached (%)", digits=(7, 1), readonly=True, aggregator="avg")
    points_difference = fields.Float(
        string="Difference", digits=(7, 2), readonly=True, help="Final less self-scored; the review note says why."
    )
    reviewer_differs = fields.Boolean(readonly=True, help="The reviewer gave other points than the unit.")
    document_count = fields.Integer(string="Documents", readonly=True)
    is_unproved = fields.Boolean(string="Without Documents", readonly=True, help="It claims points, by no document.")
    explanation = fields.Text(readonly=True)
    is_lasting = fields.Boolean(
        string="Same Reason Three Years Running",
        readonly=True,
        help="The same row of the unit lost points in the two years before too, with the same explanation.",
    )

    _depends = {
        _LINE: [
            "evaluation_id",
            "criterion_id",
            "user_id",
            "status",
            "is_heading",
            "self_points",
            "final_points",
            "points_difference",
            "is_reviewed",
            "review_state",
            "relief_id",
            "explanation",
        ],
        "agency.evaluation.criterion": ["code", "max_points", "is_bonus", "parent_path"],
        "agency.evaluation.evidence": ["line_ids"],
    }

    def _own_columns(self):
        return SQL(_COLUMNS, lost=SQL(_LOST, counts=self._counts()), counts=self._counts(), lasting=SQL(_LASTING))

    def _own_tables(self, counting):
        return SQL(_TABLES, counting=counting)

    def _counts(self):
        """Return the SQL that tells of a row called `line` whether it is part of what counts."""
        lines = self.env[_LINE]
        return SQL("NOT (%s OR %s)", lines._is_granted_sql(), lines._is_relieved_sql())


_TABLES = """
    %(counting)s
    JOIN agency_evaluation_line line ON line.evaluation_id = evaluation.id AND NOT line.is_heading
    JOIN agency_evaluation_criterion criterion ON criterion.id = line.criterion_id
"""
_LOST = """
    CASE WHEN line.status = 'todo' OR criterion.is_bonus OR NOT %(counts)s THEN 0
         ELSE criterion.max_points - COALESCE(line.final_points, 0) END
"""
_COLUMNS = """
    line.id, line.id AS line_id, line.criterion_id, criterion.code,
    split_part(criterion.parent_path, '/', 1)::integer AS group_id, line.user_id, line.status,
    CASE WHEN %(counts)s AND NOT COALESCE(criterion.is_bonus, FALSE) THEN criterion.max_points ELSE 0 END AS max_points,
    line.self_points, line.final_points, %(lost)s AS lost_points,
    CASE WHEN line.status != 'todo' AND %(counts)s AND criterion.max_points > 0
         THEN 100 * COALESCE(line.final_points, 0) / criterion.max_points END AS share,
    line.points_difference,
    COALESCE(line.is_reviewed, FALSE) AND COALESCE(line.points_difference, 0) != 0 AS reviewer_differs,
    (SELECT count(*) FROM agency_evaluation_evidence_agency_evaluation_line_rel proof
      WHERE proof.agency_evaluation_line_id = line.id) AS document_count,
    line.status = 'scored' AND line.self_points > 0 AND NOT EXISTS (
        SELECT FROM agency_evaluation_evidence_agency_evaluation_line_rel proof
         WHERE proof.agency_evaluation_line_id = line.id
    ) AS is_unproved,
    line.explanation, %(lost)s > 0 AND %(lasting)s AS is_lasting
"""
#: Of whole years alone; whether two reasons are the same does not depend on spaces and capitals.
_LASTING = """
    evaluation.date_to - evaluation.date_from > 360 AND line.explanation ~ '\\S' AND (
        SELECT count(DISTINCT before.year)
          FROM agency_evaluation before
          JOIN agency_evaluation_criterion own ON own.set_id = before.criteria_set_id AND own.code = criterion.code
          JOIN agency_evaluation_line former ON former.evaluation_id = before.id AND former.criterion_id = own.id
         WHERE before.department_id = evaluation.department_id
           AND before.year IN (evaluation.year - 1, evaluation.year - 2)
           AND before.date_to - before.date_from > 360
           AND before.state = 'approved' AND before.withdrawn_on IS NULL
           AND former.status != 'todo' AND former.final_points < own.max_points
           AND lower(btrim(regexp_replace(former.explanation, '\\s+', ' ', 'g')))
             = lower(btrim(regexp_replace(line.explanation, '\\s+', ' ', 'g')))
    ) = 2
"""
