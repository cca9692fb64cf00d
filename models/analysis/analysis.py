from odoo import api, fields, models
from odoo.tools import SQL


class Analysis(models.AbstractModel):
    """Something of each evaluation that counts, beside unit, cluster, round and period; read by SQL, and kept nowhere.

    Of a unit, set and period one evaluation counts: what was approved last and not withdrawn, else the last one. What
    is cancelled never does.
    """

    _name = "agency.evaluation.analysis"
    _description = "Analysis of Evaluations"
    _auto = False
    _rec_name = "evaluation_id"

    evaluation_id = fields.Many2one("agency.evaluation", readonly=True)
    department_id = fields.Many2one("hr.department", string="Unit", readonly=True)
    cluster_id = fields.Many2one("agency.evaluation.cluster", readonly=True)
    campaign_id = fields.Many2one("agency.evaluation.campaign", string="Round", readonly=True)
    criteria_set_id = fields.Many2one("agency.evaluation.criteria.set", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    year = fields.Integer(readonly=True, aggregator=None)
    date_to = fields.Date(string="Last Day of the Period", readonly=True)
    state = fields.Selection(
        [("draft", "Draft"), ("submitted", "Submitted"), ("approved", "Approved")], string="Status", readonly=True
    )

    _depends = {
        "agency.evaluation": [
            "department_id",
            "campaign_id",
            "criteria_set_id",
            "company_id",
            "year",
            "date_from",
            "date_to",
            "state",
            "revision",
            "withdrawn_on",
        ],
        "agency.evaluation.campaign.unit": ["campaign_id", "department_id", "cluster_id"],
        "agency.evaluation.cluster": ["department_ids"],
    }

    @property
    def _table_query(self):
        return SQL("SELECT %s, %s FROM %s", SQL(_COLUMNS), self._own_columns(), self._own_tables(SQL(_COUNTING)))

    @api.model
    def _own_columns(self):
        """Return the SQL of the columns of the model, `id` first, from the tables of :meth:`_own_tables`."""
        raise NotImplementedError

    @api.model
    def _own_tables(self, counting):
        """Return the SQL of the tables, joined to `counting`, the evaluations that count, called `evaluation`."""
        raise NotImplementedError


_COLUMNS = """
    evaluation.id AS evaluation_id, evaluation.department_id, evaluation.cluster_id, evaluation.campaign_id,
    evaluation.criteria_set_id, evaluation.company_id, evaluation.year, evaluation.date_to, evaluation.state
"""
#: In a round a unit is in the cluster that it was in when it was added.
_COUNTING = """
    (
        SELECT evaluation.*, CASE WHEN unit.id IS NULL THEN current.agency_evaluation_cluster_id
                                  ELSE unit.cluster_id END AS cluster_id
          FROM agency_evaluation evaluation
     LEFT JOIN agency_evaluation_campaign_unit unit
            ON unit.campaign_id = evaluation.campaign_id AND unit.department_id = evaluation.department_id
     LEFT JOIN agency_evaluation_cluster_department_rel current
            ON current.hr_department_id = evaluation.department_id
         WHERE evaluation.state != 'cancelled' AND evaluation.withdrawn_on IS NULL
           AND NOT EXISTS (
                SELECT FROM agency_evaluation other
                 WHERE other.department_id = evaluation.department_id
                   AND other.criteria_set_id = evaluation.criteria_set_id
                   AND other.date_from = evaluation.date_from AND other.date_to = evaluation.date_to
                   AND other.state != 'cancelled' AND other.withdrawn_on IS NULL
                   AND (other.state = 'approved', other.revision) > (evaluation.state = 'approved', evaluation.revision)
               )
    ) evaluation
"""
