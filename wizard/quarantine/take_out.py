from odoo import api, fields, models


class TakeOut(models.TransientModel):
    """Asks which files are to be taken out, why, and by which decision; the evaluation guards it."""

    _name = "agency.evaluation.take.out"
    _description = "Files to Be Taken Out"
    _inherit = ["agency.evaluation.dialog"]

    evaluation_ids = fields.Many2many("agency.evaluation", required=True, readonly=True)
    purpose = fields.Selection([("secret", "Secret"), ("retention", "Retention")], required=True, readonly=True)
    available_ids = fields.Many2many("ir.attachment", compute="_compute_available_ids")
    file_ids = fields.Many2many("ir.attachment", "agency_evaluation_take_out_file", string="Files")
    decision_number = fields.Char(required=True)
    decision_date = fields.Date(required=True, default=lambda self: self.env["agency.evaluation"]._agency_today())
    reason = fields.Text(required=True)

    @api.depends("evaluation_ids")
    def _compute_available_ids(self):
        for dialog in self:
            evaluations = dialog.evaluation_ids._origin
            dialog.available_ids = evaluations._kept_files() if evaluations else False

    @api.model
    def _ask(self, evaluations, purpose):
        """Return the action that opens the dialog."""
        titles = {"secret": self.env._("Take Files Out"), "retention": self.env._("Destroy Files")}
        return {
            "type": "ir.actions.act_window",
            "name": titles[purpose],
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_evaluation_ids": [fields.Command.set(evaluations.ids)],
                "default_purpose": purpose,
            },
        }

    def action_confirm(self):
        """Ask for it; another manager consents."""
        self.ensure_one()
        decision = (self.reason, self.decision_number, self.decision_date)
        if self.purpose == "retention":
            return self.evaluation_ids.action_destroy_due(*decision)
        return self.evaluation_ids.action_take_out_files(self.file_ids.ids, *decision)
