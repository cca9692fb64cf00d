from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class Quarantine(models.Model):
    """A decision by which the content of files is taken away: asked for by one manager, consented to by another."""

    _name = "agency.evaluation.quarantine"
    _description = "Files Taken Out"
    _inherit = ["agency.evaluation.register"]
    _order = "id desc"
    _rec_name = "decision_number"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    state = fields.Selection(
        [("asked", "Waits for Consent"), ("done", "Taken Out"), ("refused", "Refused")], required=True, readonly=True
    )
    purpose = fields.Selection(
        [("secret", "State Secret or Other Content That May Not Be Kept"), ("retention", "End of Retention")],
        required=True,
        readonly=True,
    )
    decision_number = fields.Char(
        required=True, readonly=True, help="Number and symbol of the decision that the papers name from now on."
    )
    decision_date = fields.Date(required=True, readonly=True)
    reason = fields.Text(required=True, readonly=True)
    asked_by_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="restrict")
    asked_on = fields.Datetime(required=True, readonly=True)
    settled_by_id = fields.Many2one("res.users", string="Consented or Refused By", readonly=True, ondelete="restrict")
    settled_on = fields.Datetime(readonly=True)
    refusal = fields.Text(string="Why Refused", readonly=True)
    remark = fields.Text(readonly=True, help="What could not be removed, and who has to remove it.")
    file_ids = fields.One2many("agency.evaluation.quarantined.file", "quarantine_id", readonly=True)

    def action_consent(self):
        """Consent as the second person: the content of the files, and of every copy in the agency, is taken away.

        :raises AccessError: unless the user is a manager
        :raises UserError: if the user asked for it, or it is settled
        """
        for quarantine in self:
            quarantine._check_settling()
            # sudo: agency.evaluation.quarantine - the guards of the step stand for the access rights
            quarantine.sudo()._take_out()
        return True

    def action_refuse(self, reason=None):
        """Refuse as the second person; without a reason, ask for it in a dialog.

        :raises AccessError: unless the user is a manager
        :raises UserError: if the user asked for it, it is settled, or the reason is empty
        """
        self.ensure_one()
        self._check_settling()
        if reason is None:
            return self.env["agency.evaluation.refusal"]._ask(self)
        if not str(reason).strip():
            raise UserError(self.env._("Give a reason."))
        values = {**self._settled("refused"), "refusal": str(reason).strip()}
        # sudo: agency.evaluation.quarantine - the guards of the step stand for the access rights
        self.sudo()._write_through(values)
        return True

    def _check_settling(self):
        self.ensure_one()
        self.check_access("read")
        if not self.env["agency.evaluation"]._has_role(("manager",)):
            raise AccessError(self.env._("Your role does not allow this step."))
        # lock: of two who settle it at once, the second one sees what the first did
        self.env.cr.execute("SELECT 1 FROM agency_evaluation_quarantine WHERE id = %s FOR UPDATE", [self.id])
        self.invalidate_recordset(["state"])
        if self.state != "asked":
            raise UserError(self.env._("This is settled already."))
        if self.asked_by_id == self.env.user:
            raise UserError(self.env._("Whoever asks for it cannot consent: another manager does."))

    def _settled(self, state):
        return {"state": state, "settled_by_id": self.env.uid, "settled_on": fields.Datetime.now()}

    def _take_out(self):
        """Take away the content of the files and of every copy of it in evaluations of the agency."""
        known = self.file_ids.mapped("file_key")
        named = self.env["ir.attachment"].browse(known).exists()
        files = (named | named._same_content_in(self.company_id)).filtered(lambda file: not file.quarantine_id)
        self.env["agency.evaluation.quarantined.file"]._create_through(
            [{"quarantine_id": self.id, **file._quarantine_values()} for file in files if file.id not in known]
        )
        left = files._remove_content(self)
        self._write_through({**self._settled("done"), "remark": self._describe_left(left)})

    def _describe_left(self, left):
        """Return what could not be removed: (number of other records with the content, second copies that stay)."""
        others, copies = left
        texts = []
        if others:
            texts.append(
                self.env._(
                    "%(count)s other records of this database hold the same content, outside of the agency's "
                    "evaluations: %(names)s.",
                    count=len(others),
                    names=", ".join(f"{model} {id_}" for model, id_ in others),
                )
            )
        if copies:
            texts.append(self.env._("Second copies that could not be removed: %(copies)s.", copies=", ".join(copies)))
        return "\n".join(texts) or False

    def _describe(self):
        """Return the decision as papers name it."""
        self.ensure_one()
        return self.env._(
            "decision %(number)s of %(date)s", number=self.decision_number, date=self.decision_date.strftime("%d/%m/%Y")
        )
