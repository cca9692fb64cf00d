from odoo import fields, models


class Question(models.Model):
    """A question of the reviewer on a row, with the unit's answer. Neither is ever changed or deleted."""

    _name = "agency.evaluation.question"
    _description = "Question of a Review"
    _inherit = ["agency.evaluation.lock"]
    _lock_path = "evaluation_id"
    _structure_open_in = ()
    _files_open_in = ()
    _order = "evaluation_id, number, id"
    _rec_name = "text"

    evaluation_id = fields.Many2one("agency.evaluation", required=True, readonly=True, ondelete="restrict", index=True)
    line_id = fields.Many2one(
        "agency.evaluation.line", string="Row", required=True, readonly=True, ondelete="restrict", index=True
    )
    code = fields.Char(related="line_id.code", string="Row Code")
    number = fields.Integer(readonly=True, required=True, aggregator=None, help="The place in the order of questions.")
    state = fields.Selection(
        [("open", "Open"), ("answered", "Answered"), ("closed", "Closed without Answer")],
        string="Status",
        required=True,
        readonly=True,
        index=True,
    )
    text = fields.Text(string="Question", required=True, readonly=True)
    asked_by_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="restrict")
    asked_on = fields.Datetime(required=True, readonly=True)
    asked_points = fields.Char(readonly=True, help="The unit's own points when asked; empty if the row did not apply.")
    answer = fields.Text(readonly=True)
    answered_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    answered_on = fields.Datetime(readonly=True)
    answered_points = fields.Char(
        readonly=True, help="The unit's own points when answered; empty if the row does not apply."
    )
    closed_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    closed_on = fields.Datetime(readonly=True)
    remark = fields.Text(readonly=True, help="Why it was closed without an answer.")

    _number_unique = models.Constraint(
        "UNIQUE (evaluation_id, number)", "Two questions on an evaluation cannot have the same number."
    )
    _open_unique = models.UniqueIndex("(line_id) WHERE state = 'open'", "A row has one open question at a time.")

    def _locked_message(self, names=()):
        if not self:
            return self.env._("Questions are asked with the button of a row alone.")
        return self.env._("A question and its answer stay as they were given.")

    def _close(self, remark):
        """Close open questions without an answer."""
        self._write_through(
            {
                "state": "closed",
                "closed_by_id": self.env.uid,
                "closed_on": fields.Datetime.now(),
                "remark": remark or False,
            }
        )
        self.line_id._write_through({"review_state": "pending"})
