from odoo import api, fields, models
from odoo.exceptions import ValidationError

_TEMPLATES = "/agency_evaluation/static/xls"


class CriterionImport(models.Model):
    """Rows of a criteria set come in with Odoo's own import, each naming the row above it by its code."""

    _inherit = "agency.evaluation.criterion"

    parent_code = fields.Char(
        string="Code of the Row Above",
        compute="_compute_parent_code",
        inverse="_inverse_parent_code",
        help="For imports: the row of the same set that this one stands below; it may come in the same file.",
        open_in=("draft",),
    )

    @api.depends("parent_id.code")
    def _compute_parent_code(self):
        for criterion in self:
            criterion.parent_code = criterion.parent_id.code

    def _inverse_parent_code(self):
        for criteria_set, criteria in self.grouped("set_id").items():
            by_code = {row.code: row for row in self.search([("set_id", "=", criteria_set.id)])}
            for criterion in criteria:
                code = (criterion.parent_code or "").strip()
                if code and code not in by_code:
                    raise ValidationError(
                        self.env._(
                            "Row %(code)s stands below %(parent)s, but %(set)s has no such row.",
                            code=criterion.code,
                            parent=code,
                            set=criteria_set.display_name,
                        )
                    )
                criterion.parent_id = by_code[code] if code else False

    @api.model
    @api.readonly
    def get_import_templates(self):
        return [{"label": self.env._("Template for Criteria"), "template": f"{_TEMPLATES}/criteria.xlsx"}]
