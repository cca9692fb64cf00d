from odoo import api, fields, models


class Part(models.AbstractModel):
    """A record that belongs to an evaluation and follows its lock."""

    _name = "agency.evaluation.part"
    _description = "Part of an Evaluation"
    _inherit = ["agency.evaluation.lock"]
    _lock_path = "evaluation_id"

    evaluation_id = fields.Many2one(
        "agency.evaluation",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
        copy=False,
        open_in=("new",),
    )
    state = fields.Selection(related="evaluation_id.state", string="Evaluation Status")

    @api.readonly
    def action_open(self):
        """Open the record in a dialog."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
