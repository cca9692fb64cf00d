from odoo import api, fields, models

from ...scoring import checks
from ...scoring.choices import choices

CHECKS = [(check.code, check.title) for check in checks.CHECKS.values()]
SEVERITIES = choices(
    {
        checks.Severity.ERROR: "Error",
        checks.Severity.WARNING: "Warning",
        checks.Severity.INFO: "Information",
    }
)


class CheckSetting(models.Model):
    """A consistency check whose severity a criteria set changes."""

    _name = "agency.evaluation.check.setting"
    _description = "Severity of a Check"
    _inherit = ["agency.evaluation.set.part"]
    _order = "set_id, code"
    _rec_name = "code"

    code = fields.Selection(CHECKS, string="Check", required=True, open_in=("draft",))
    default_severity = fields.Selection(SEVERITIES, compute="_compute_default_severity")
    severity = fields.Selection([*SEVERITIES, ("off", "Off")], required=True, open_in=("draft",))

    _code_unique = models.Constraint("UNIQUE (set_id, code)", "A check has one severity in a criteria set.")

    @api.depends("code")
    def _compute_default_severity(self):
        defaults = _default_severities()
        for setting in self:
            setting.default_severity = defaults.get(setting.code)

    def _severities(self):
        """Return the severity of every check by its code: as set, else the default; "off" for none."""
        return _default_severities() | {setting.code: setting.severity for setting in self}


def _default_severities():
    return {check.code: check.severity.value for check in checks.CHECKS.values()}
