"""Note since when changes of rows are kept: of what was changed before, nothing is made up."""

from odoo import SUPERUSER_ID, api, fields

_SINCE = "agency_evaluation.history_since"


def migrate(cr, version):
    parameters = api.Environment(cr, SUPERUSER_ID, {})["ir.config_parameter"]
    if not parameters.get_param(_SINCE):
        parameters.set_param(_SINCE, fields.Datetime.to_string(fields.Datetime.now()))
