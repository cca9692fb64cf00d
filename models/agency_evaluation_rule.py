from odoo import api, fields, models


class Rule(models.Model):
    """One scoring rule of a criterion, as the sheet prints it below the criterion."""

    _name = "agency.evaluation.rule"
    _description = "Scoring Rule"
    _order = "criterion_id, sequence, id"

    criterion_id = fields.Many2one("agency.evaluation.criterion", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Text", required=True, help="The text of the rule, exactly as printed.")

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules.criterion_id.set_id._check_draft()
        return rules

    def write(self, vals):
        self.criterion_id.set_id._check_draft()
        result = super().write(vals)
        self.criterion_id.set_id._check_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        self.criterion_id.set_id._check_draft()
