from odoo import api, fields, models


class Justification(models.TransientModel):
    """Asks for one justification of several findings, on an evaluation or on a criteria set."""

    _name = "agency.evaluation.justification"
    _description = "Justification of Findings"
    _inherit = ["agency.evaluation.dialog"]

    finding_ids = fields.Many2many("agency.evaluation.finding")
    set_finding_ids = fields.Many2many(
        "agency.evaluation.set.finding", relation="agency_evaluation_justification_set_finding_rel"
    )
    text = fields.Text(required=True)

    @api.model
    def _ask(self, findings):
        """Return the action that opens the dialog on findings of either kind."""
        name = "finding_ids" if findings._name == "agency.evaluation.finding" else "set_finding_ids"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Justify Together"),
            "res_model": self._name,
            "views": [(False, "form")],
            "view_mode": "form",
            "target": "new",
            "context": {f"default_{name}": [fields.Command.set(findings.ids)]},
        }

    def action_confirm(self):
        """Justify what is still listed; the findings guard it."""
        self.ensure_one()
        for findings in filter(None, (self.finding_ids, self.set_finding_ids)):
            findings.action_justify(self.text)
        return {"type": "ir.actions.act_window_close"}
