from odoo import fields, models
from odoo.tools import SQL


class FactAnalysis(models.Model):
    """The numbers that units state, each of the whole period or of a part of it."""

    _name = "agency.evaluation.fact.analysis"
    _description = "Analysis of Facts"
    _inherit = ["agency.evaluation.analysis"]
    _auto = False
    _order = "date_to desc, code, evaluation_id, period, id"
    _rec_name = "indicator_id"

    fact_id = fields.Many2one("agency.evaluation.fact", readonly=True)
    indicator_id = fields.Many2one("agency.evaluation.indicator", string="Definition", readonly=True)
    code = fields.Char(readonly=True, help="By which the same fact of other years is found.")
    period = fields.Date(string="Month", readonly=True, help="The first day of it; empty for the whole period.")
    is_whole = fields.Boolean(string="Of the Whole Period", readonly=True)
    value = fields.Float(readonly=True, help="Numbers of one definition alone are added up with sense.")
    note = fields.Text(readonly=True, help="Where the number comes from.")

    _depends = {
        "agency.evaluation.measure": ["fact_id", "period", "value"],
        "agency.evaluation.fact": ["evaluation_id", "indicator_id", "note"],
        "agency.evaluation.indicator": ["code"],
    }

    def _own_columns(self):
        return SQL(
            "measure.id, fact.id AS fact_id, fact.indicator_id, indicator.code, measure.period,"
            " measure.period IS NULL AS is_whole, measure.value, fact.note"
        )

    def _own_tables(self, counting):
        return SQL(
            """
            %s
            JOIN agency_evaluation_fact fact ON fact.evaluation_id = evaluation.id
            JOIN agency_evaluation_indicator indicator ON indicator.id = fact.indicator_id
            JOIN agency_evaluation_measure measure ON measure.fact_id = fact.id
            """,
            counting,
        )
