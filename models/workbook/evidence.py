import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .criterion import _TEMPLATES


class EvidenceImport(models.Model):
    """Documents come in with Odoo's own import, each naming the rows that it proves by their codes."""

    _inherit = "agency.evaluation.evidence"

    row_codes = fields.Char(
        string="Codes of Criteria",
        compute="_compute_row_codes",
        inverse="_inverse_row_codes",
        help="For imports: the rows that the document proves, such as I.1.1-1; II.1.",
        open_in=("draft",),
    )

    @api.depends("line_ids.code")
    def _compute_row_codes(self):
        for document in self:
            document.row_codes = "; ".join(document.line_ids.mapped("code"))

    def _inverse_row_codes(self):
        for evaluation, documents in self.grouped("evaluation_id").items():
            by_code = {line.code: line for line in evaluation.line_ids}
            for document in documents:
                codes = [code for part in re.split(r"[;,\n]", document.row_codes or "") if (code := part.strip())]
                if unknown := [code for code in codes if code not in by_code]:
                    raise ValidationError(
                        self.env._(
                            "%(document)s: the sheet of %(evaluation)s has no row %(codes)s.",
                            document=document.display_name,
                            codes=", ".join(unknown),
                            evaluation=evaluation.display_name,
                        )
                    )
                document.line_ids = evaluation.line_ids.browse(by_code[code].id for code in codes)

    @api.model
    @api.readonly
    def get_import_templates(self):
        return [{"label": self.env._("Template for Documents"), "template": f"{_TEMPLATES}/documents.xlsx"}]
