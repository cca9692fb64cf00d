from odoo import api, fields, models


class VerificationResult(models.Model):
    """What the verification of one evaluation came to, among that of everything."""

    _name = "agency.evaluation.verification.result"
    _description = "Result of a Verification"
    _inherit = ["agency.evaluation.register"]
    _order = "state desc, id"
    _rec_name = "evaluation_id"

    run_id = fields.Many2one(
        "agency.evaluation.verification.run", readonly=True, required=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one("res.company", readonly=True, required=True, index=True, ondelete="restrict")
    evaluation_id = fields.Many2one("agency.evaluation", readonly=True, required=True, ondelete="cascade", index=True)
    state = fields.Selection([("right", "As It Should Be"), ("wrong", "Not as It Should Be")], readonly=True)
    is_sealed = fields.Boolean(string="Sealed", readonly=True)
    file_count = fields.Integer(string="Files", readonly=True, aggregator=None)
    differences = fields.Text(readonly=True)
    lost = fields.Text(string="Cannot Be Compared", readonly=True)
    recovered = fields.Text(string="Brought Back", readonly=True)
    no_longer_kept = fields.Text(readonly=True)
    taken_out = fields.Text(readonly=True)
    time_stamp = fields.Char(readonly=True)

    _run_unique = models.Constraint("UNIQUE (run_id, evaluation_id)", "A run verifies an evaluation once.")

    @api.readonly
    def action_open_evaluation(self):
        """Open the evaluation.

        :raises AccessError: if the user may not read the result
        """
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "agency.evaluation",
            "res_id": self.evaluation_id.id,
            "views": [(False, "form")],
        }
