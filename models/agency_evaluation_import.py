import re

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
    def get_import_templates(self):
        return [{"label": self.env._("Template for Criteria"), "template": f"{_TEMPLATES}/criteria.xlsx"}]


class EvidenceImport(models.Model):
    """Documents come in with Odoo's own import, each naming the rows that it proves by their codes."""

    _inherit = "agency.evaluation.evidence"

    row_codes = fields.Char(
        string="Codes of Criteria",
        compute="_compute_row_codes",
        inverse="_inverse_row_codes",
        help="For imports: the rows that the document proves, such as I.1.1-1; II.1.",
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
    def get_import_templates(self):
        return [{"label": self.env._("Template for Documents"), "template": f"{_TEMPLATES}/documents.xlsx"}]


class IndicatorImport(models.Model):
    _inherit = "agency.evaluation.indicator"

    @api.model
    def get_import_templates(self):
        return [{"label": self.env._("Template for Facts of a Set"), "template": f"{_TEMPLATES}/indicators.xlsx"}]


class EvaluationImport(models.Model):
    _inherit = "agency.evaluation"

    def action_import_facts(self):
        """Open the import of the numbers of this evaluation; whoever may not write them is refused there.

        :raises AccessError: if the user may not read the evaluation
        :raises UserError: unless it is a draft
        """
        self.ensure_one()
        self.check_access("read")
        self._check_draft()
        return {
            "type": "ir.actions.client",
            "tag": "import",
            "name": self.env._("Import Numbers"),
            "params": {"active_model": "agency.evaluation.fact", "context": {"default_evaluation_id": self.id}},
        }


class FactImport(models.Model):
    """The numbers of an evaluation come in with Odoo's own import, each line naming its fact by the code."""

    _inherit = "agency.evaluation.fact"

    fact_code = fields.Char(
        string="Code of the Fact",
        compute="_compute_fact_code",
        inverse="_inverse_fact_code",
        help="For imports: names the fact whose numbers stand in the same line.",
    )

    @api.depends("code")
    def _compute_fact_code(self):
        for statement in self:
            statement.fact_code = statement.code

    def _inverse_fact_code(self):
        for statement in self:
            if statement.fact_code != statement.code:
                raise ValidationError(self.env._("The code of a fact comes from the criteria set; it stays."))

    @api.model
    def load(self, fields, data):
        """Let each line without an id find the fact of the evaluation by its code."""
        evaluation_id = self.env.context.get("default_evaluation_id")
        if "fact_code" not in fields or {"id", ".id"} & set(fields) or not evaluation_id:
            return super().load(fields, data)
        place = fields.index("fact_code")
        ids = {fact.code: fact.id for fact in self.search([("evaluation_id", "=", evaluation_id)])}
        if messages := [
            {
                "type": "error",
                "record": line,
                "rows": {"from": line, "to": line},
                "field": "fact_code",
                "message": self.env._("The evaluation has no fact with the code “%(code)s”.", code=row[place]),
            }
            for line, row in enumerate(data)
            if row[place].strip() not in ids
        ]:
            return {"ids": False, "messages": messages, "nextrow": 0}
        found = [[*row[:place], str(ids[row[place].strip()]), *row[place + 1 :]] for row in data]
        return super().load([*fields[:place], ".id", *fields[place + 1 :]], found)

    @api.model
    def get_import_templates(self):
        return [{"label": self.env._("Template for Numbers"), "template": f"{_TEMPLATES}/facts.xlsx"}]
