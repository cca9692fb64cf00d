from odoo import fields, models

from ..scoring import checks


class CheckSetting(models.Model):
    """A consistency check whose severity a criteria set changes."""

    _name = "agency.evaluation.check.setting"
    _description = "Severity of a Check"
    _inherit = ["agency.evaluation.set.part"]
    _order = "set_id, code"
    _rec_name = "code"

    code = fields.Selection(lambda self: self.env["agency.evaluation.finding"]._selection_code(), required=True)
    severity = fields.Selection(
        [("error", "Error"), ("warning", "Warning"), ("info", "Information"), ("off", "Off")], required=True
    )

    _code_unique = models.Constraint("UNIQUE (set_id, code)", "A check has one severity in a criteria set.")

    def _severities(self):
        """Return the severity of every check by its code: as set, else the default; "off" for none."""
        severities = {check.code: check.severity.value for check in checks.Check}
        return severities | {setting.code: setting.severity for setting in self}
