from odoo import api, fields, models

from ...scoring import checks

#: The checks of :class:`checks.Check`, by name.
CHECKS = [
    ("unanswered", "Row not answered"),
    ("points_differ_from_rule", "Points differ from the rule"),
    ("stated_differs_from_rows", "Stated sum differs from its rows"),
    ("stated_total_differs", "Stated total differs"),
    ("wording_contradicts_numbers", "Text contradicts its numbers"),
    ("fact_missing", "Fact not stated"),
    ("months_missing", "Months not stated"),
    ("formula_without_value", "Formula without a number"),
    ("parts_differ_from_whole", "Parts differ from the whole"),
    ("facts_disagree", "Facts disagree"),
    ("full_marks_without_evidence", "Full marks without a document"),
    ("bonus_without_reason", "Bonus without reason and document"),
    ("lost_without_explanation", "Points lost without explanation"),
    ("document_outside_period", "Document outside the period"),
    ("document_twice_with_other_files", "Same document, different files"),
    ("document_without_row", "Document proves nothing"),
    ("file_on_two_documents", "Same file on two documents"),
    ("grade_differs", "Claimed grade differs"),
    ("section_empty", "Section of the report empty"),
    ("section_unfinished", "Section of the report unfinished"),
    ("text_differs_from_fact", "Report differs from a fact"),
    ("list_differs_from_rows", "List in the report out of date"),
]
SEVERITIES = [("error", "Error"), ("warning", "Warning"), ("info", "Information")]


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
    return {check.code: check.severity.value for check in checks.Check}
