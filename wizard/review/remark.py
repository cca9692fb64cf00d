from odoo import api, fields, models


class Remark(models.TransientModel):
    """Asks what reviewer and unit say to each other: a question, its answer, or why something is refused."""

    _name = "agency.evaluation.remark"
    _description = "Remark of a Review"
    _inherit = ["agency.evaluation.dialog"]

    step = fields.Selection(
        [
            ("question", "Question"),
            ("answer", "Answer"),
            ("reject", "Reject"),
            ("refuse", "Refuse"),
            ("send_back", "Send Back"),
        ],
        required=True,
        readonly=True,
    )
    line_ids = fields.Many2many("agency.evaluation.line", readonly=True)
    evidence_ids = fields.Many2many("agency.evaluation.evidence", readonly=True)
    fact_ids = fields.Many2many("agency.evaluation.fact", readonly=True)
    open_question = fields.Text(compute="_compute_open_question")
    points = fields.Float(digits=(7, 2), help="What the row gets instead; zero is possible.")
    text = fields.Text(required=True)

    @api.depends("line_ids")
    def _compute_open_question(self):
        for remark in self:
            remark.open_question = "\n".join(filter(None, remark.line_ids.mapped("open_question")))

    @api.model
    def _ask(self, step, lines=(), documents=(), facts=(), points=0.0):
        """Return the action that opens the dialog.

        :param points: what the dialog proposes instead of what is refused
        """
        titles = {
            "question": self.env._("Question"),
            "answer": self.env._("Answer"),
            "reject": self.env._("Reject"),
            "refuse": self.env._("Refuse"),
            "send_back": self.env._("Send Back"),
        }
        about = ", ".join([line.code for line in lines] or [record.display_name for record in (*documents, *facts)])
        return {
            "type": "ir.actions.act_window",
            "name": f"{titles[step]}: {about}" if about else titles[step],
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_step": step,
                "default_points": points,
                "default_line_ids": [fields.Command.set([line.id for line in lines])],
                "default_evidence_ids": [fields.Command.set([document.id for document in documents])],
                "default_fact_ids": [fields.Command.set([fact.id for fact in facts])],
            },
        }

    def action_confirm(self):
        """Take the step; rows and documents guard it."""
        self.ensure_one()
        if self.step == "question":
            self.line_ids.action_question(self.text)
        elif self.step == "answer":
            self.line_ids.action_answer(self.text)
        elif self.step == "refuse":
            self.line_ids.action_refuse(self.text, self.points)
        elif self.step == "send_back":
            for parts in filter(None, (self.line_ids, self.fact_ids)):
                parts.action_send_back(self.text)
        else:
            self.evidence_ids.action_reject(self.text)
        return {"type": "ir.actions.act_window_close"}
