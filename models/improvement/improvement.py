from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..agency.clock import agency_today
from ..lock.values import check_text

_MODEL = "agency.evaluation.improvement"


class Improvement(models.Model):
    """What somebody will do until a day about a row that lost points; it is done, dropped for a reason, or open.

    It belongs to no sheet and to no seal: it may be planned, and goes on, after the approval. What it says stays once
    it is done or dropped; its chatter tells who changed what before.
    """

    _name = _MODEL
    _description = "Improvement Action"
    _inherit = ["mail.thread", "agency.evaluation.lock"]
    _order = "deadline, id"
    _first_state = "open"
    _structure_open_in = ()
    _files_open_in = ("open",)

    name = fields.Text(string="What Will Be Done", required=True, tracking=True, open_in=("open",))
    line_id = fields.Many2one(
        "agency.evaluation.line",
        string="Row",
        required=True,
        ondelete="cascade",
        index=True,
        open_in=("new",),
        help="The row that lost points.",
    )
    evaluation_id = fields.Many2one(related="line_id.evaluation_id", store=True, index=True)
    department_id = fields.Many2one(related="evaluation_id.department_id", string="Unit", store=True, index=True)
    company_id = fields.Many2one(related="evaluation_id.company_id", store=True, index=True)
    row_code = fields.Char(related="line_id.code", string="Row Code")
    criterion_name = fields.Text(related="line_id.name", string="Criterion")
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        required=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
        index=True,
        tracking=True,
        open_in=("open",),
        help="Who sees to it that it is done.",
    )
    deadline = fields.Date(required=True, index=True, tracking=True, open_in=("open",))
    state = fields.Selection(
        [("open", "In Progress"), ("done", "Done"), ("dropped", "Dropped")],
        string="Status",
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    result = fields.Text(string="What Came of It", copy=False, tracking=True, open_in=("open",))
    evidence_ids = fields.Many2many(
        "agency.evaluation.evidence",
        relation="agency_evaluation_improvement_evidence_rel",
        string="Proof",
        copy=False,
        open_in=("open",),
        help="Documents that prove that it was done, of whichever evaluation.",
    )
    ended_on = fields.Date(string="Ended", readonly=True, copy=False)
    reason = fields.Text(string="Why Dropped", copy=False, tracking=True, open_in=("open",))
    is_overdue = fields.Boolean(
        compute="_compute_is_overdue",
        search="_search_is_overdue",
        string="Overdue",
        help="In progress after its deadline.",
    )

    _name_check = models.Constraint(r"CHECK (name ~ '\S')", "Say what will be done.")

    @api.depends("state", "deadline", "company_id")
    def _compute_is_overdue(self):
        for action in self:
            today = agency_today(action)
            action.is_overdue = action.state == "open" and bool(action.deadline) and action.deadline < today

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = [("state", "=", "open"), ("deadline", "<", agency_today(self))]
        # sudo: agency.evaluation.improvement - the search that this is part of finds what the user may read alone
        found = self.sudo()._search(late)
        return ["|"] * (len(value) - 1) + [("id", "in" if wanted else "not in", found) for wanted in value]

    @api.constrains("line_id")
    def _check_lost_points(self):
        for action in self:
            # sudo: agency.evaluation.line - that it is no such row is told to whoever named it
            if not action.sudo().line_id._lost_points():
                raise ValidationError(
                    self.env._("Row %(code)s has lost no points; nothing follows from it.", code=action.row_code)
                )

    @api.constrains("user_id", "company_id")
    def _check_owner(self):
        for action in self:
            able = self.env["agency.evaluation"]._is_able_in
            if not any(able(action.company_id, action.user_id, role) for role in ("evaluator", "manager")):
                raise ValidationError(
                    self.env._(
                        "%(user)s cannot see to it, for lack of the role of an evaluator in %(company)s.",
                        user=action.user_id.name,
                        company=action.company_id.name,
                    )
                )

    @api.constrains("evidence_ids")
    def _check_evidence(self):
        for action in self:
            # sudo: agency.evaluation.evidence - a document of another agency is refused even if the user may not see it
            if action.sudo().evidence_ids.evaluation_id.company_id - action.company_id:
                raise ValidationError(self.env._("A document of another agency proves nothing here."))

    def action_done(self):
        """Say that actions are done; each says what came of it, or names a document.

        :raises AccessError: if the user may not write an action
        :raises UserError: unless it is in progress, and says what came of it
        """
        self._take_over_open()
        for action in self:
            if not (action.result or "").strip() and not action.evidence_ids:
                raise UserError(self.env._("Say what came of it, or name a document that proves it."))
        return self._end("done")

    def action_drop(self, reason=None):
        """Say that actions are not pursued any more.

        :param reason: why; that which they have where none is given
        :raises AccessError: if the user may not write an action
        :raises UserError: unless it is in progress, and says why
        """
        self._take_over_open()
        if reason is not None:
            self.write({"reason": check_text(self, reason)})
        for action in self:
            if not (action.reason or "").strip():
                raise UserError(self.env._("Give a reason."))
        return self._end("dropped")

    def action_reopen(self):
        """Go on with actions that were done or dropped; the chatter keeps that they were.

        :raises AccessError: if the user may not write an action
        :raises UserError: if an action is in progress
        """
        self._take_over()
        if any(action.state == "open" for action in self):
            raise UserError(self.env._("It is in progress already."))
        self._write_through({"state": "open", "ended_on": False})
        return True

    def _take_over_open(self):
        """:raises UserError: unless all are in progress"""
        self._take_over()
        if any(action.state != "open" for action in self):
            raise UserError(self.env._("It is no longer in progress."))

    def _take_over(self):
        """Make others who take a step wait, and then see this one.

        :raises AccessError: if the user may not write one of the actions, or has no such role, in sudo too
        """
        self.check_access("write")
        if not self.env["agency.evaluation"]._has_role(("evaluator", "manager")):
            raise AccessError(self.env._("Only evaluators and managers carry on improvement actions."))
        self._claim()
        self.invalidate_recordset(["state"])

    def _end(self, state):
        for action in self:
            action._write_through({"state": state, "ended_on": agency_today(action)})
        return True

    def _describe_lock(self, records, names):
        if not self:
            return self.env._("The status of an action changes only with its buttons.")
        if not names:
            return self.env._("An action is kept on record: drop it, with a reason.")
        label = dict(self._fields["state"]._description_selection(self.env))[self.state].lower()
        labels = ", ".join(sorted(records._fields[name]._description_string(records.env) for name in names))
        return self.env._("The action is %(state)s: %(fields)s cannot be written.", state=label, fields=labels)

    def _described(self):
        """Return the action in one line, with who sees to it, until when, and how far it is."""
        self.ensure_one()
        label = dict(self._fields["state"]._description_selection(self.env))[self.state]
        # sudo: res.users - who sees to it is no secret to who reads the row
        return self.env._(
            "%(action)s (%(owner)s, until %(deadline)s: %(state)s)",
            action=" ".join(self.name.split()),
            owner=self.sudo().user_id.name,
            deadline=f"{self.deadline:%d/%m/%Y}",
            state=self.env._("Overdue").lower() if self.is_overdue else label.lower(),
        )
