from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .criterion import _TEMPLATES


class FactImport(models.Model):
    """The numbers of an evaluation come in with Odoo's own import, each line naming its fact by the code."""

    _inherit = "agency.evaluation.fact"

    fact_code = fields.Char(
        string="Code of the Fact",
        compute="_compute_fact_code",
        inverse="_inverse_fact_code",
        help="For imports: names the fact whose numbers stand in the same line.",
        open_in=("draft",),
    )

    @api.depends("code")
    def _compute_fact_code(self):
        for fact in self:
            fact.fact_code = fact.code

    def _inverse_fact_code(self):
        for fact in self:
            if fact.fact_code != fact.code:
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
    @api.readonly
    def get_import_templates(self):
        return [{"label": self.env._("Template for Numbers"), "template": f"{_TEMPLATES}/facts.xlsx"}]
