from odoo import fields, models
from odoo.tools import SQL


class GroupAnalysis(models.Model):
    """What an evaluation that counts reaches in each group of criteria: simple sums of its rows.

    What a set caps, weights or chooses among is not looked at here; the sheet itself says what that comes to.
    """

    _name = "agency.evaluation.group.analysis"
    _description = "Analysis of Groups of Criteria"
    _inherit = ["agency.evaluation.analysis"]
    _auto = False
    _order = "date_to desc, evaluation_id, id"
    _rec_name = "group_id"

    line_id = fields.Many2one("agency.evaluation.line", string="Row", readonly=True, help="The heading of the group.")
    group_id = fields.Many2one("agency.evaluation.criterion", readonly=True)
    code = fields.Char(string="Group Code", readonly=True, help="By which the same group of other years is found.")
    max_points = fields.Float(string="Maximum Points", digits=(7, 2), readonly=True)
    self_points = fields.Float(digits=(7, 2), readonly=True)
    final_points = fields.Float(digits=(7, 2), readonly=True)
    lost_points = fields.Float(digits=(7, 2), readonly=True)
    share = fields.Float(
        string="Reached (%)",
        digits=(7, 1),
        readonly=True,
        aggregator="avg",
        help="What is not lost of the maximum of the rows that are answered; bonus points apart.",
    )
    row_count = fields.Integer(string="Rows to Answer", readonly=True)
    answered_count = fields.Integer(string="Answered Rows", readonly=True)
    unproved_count = fields.Integer(string="Rows Without Documents", readonly=True)

    _depends = {"agency.evaluation.row.analysis": ["lost_points"]}

    @property
    def _table_query(self):
        return SQL(_GROUPS, rows=self.env["agency.evaluation.row.analysis"]._table_query)


_GROUPS = """
    SELECT heading.id, heading.id AS line_id, criterion.code, summed.*,
           CASE WHEN answered_max > 0 THEN 100 * (answered_max - summed.lost_points) / answered_max END AS share
      FROM (
        SELECT evaluation_id, department_id, cluster_id, campaign_id, criteria_set_id, company_id, year, date_to, state,
               group_id, SUM(max_points) AS max_points, SUM(self_points) AS self_points,
               SUM(final_points) AS final_points, SUM(lost_points) AS lost_points,
               SUM(max_points) FILTER (WHERE status != 'todo') AS answered_max,
               count(*) AS row_count, count(*) FILTER (WHERE status != 'todo') AS answered_count,
               count(*) FILTER (WHERE is_unproved) AS unproved_count
          FROM (%(rows)s) row
      GROUP BY evaluation_id, department_id, cluster_id, campaign_id, criteria_set_id, company_id, year, date_to, state,
               group_id
           ) summed
      JOIN agency_evaluation_criterion criterion ON criterion.id = summed.group_id
      JOIN agency_evaluation_line heading
        ON heading.evaluation_id = summed.evaluation_id AND heading.criterion_id = summed.group_id
"""
