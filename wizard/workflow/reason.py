from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...models.workflow.steps import STEPS


class Reason(models.TransientModel):
    """Confirms a step with the totals in view, and asks for what it needs: a reason, or how the papers are signed."""

    _name = "agency.evaluation.reason"
    _description = "Confirmation of a Decision"
    _inherit = ["agency.evaluation.dialog"]

    evaluation_ids = fields.Many2many("agency.evaluation", required=True, readonly=True)
    step = fields.Selection(
        [(step.name, step.confirm) for step in STEPS.values() if step.confirm], required=True, readonly=True
    )
    reason = fields.Text()
    year = fields.Integer(related="evaluation_ids.criteria_set_id.year")
    criteria_set_id = fields.Many2one(
        "agency.evaluation.criteria.set",
        domain="[('year', '=', year), ('state', '=', 'published')]",
        help="Where the criteria set has a newer version, answers of rows that are the same there are carried over.",
    )
    needs_reason = fields.Boolean(compute="_compute_needs_reason")
    address_doubt = fields.Text(
        compute="_compute_address_doubt", help="Why whoever holds the paper may not reach the page that verifies it."
    )
    is_on_behalf = fields.Boolean(string="On Behalf of the Head", help="Signed “KT.” for the head of the agency.")
    own_title = fields.Char(string="Signer's Own Title", help="Such as PHÓ GIÁM ĐỐC.")
    signer_title = fields.Text(compute="_compute_signer_title", store=True, readonly=False, precompute=True)
    signer_name = fields.Char()
    pending_line_ids = fields.Many2many("agency.evaluation.line", readonly=True)
    pending_rows = fields.Text(compute="_compute_pending_rows")

    @api.depends("step")
    def _compute_needs_reason(self):
        for confirmation in self:
            confirmation.needs_reason = bool(confirmation.step) and STEPS[confirmation.step].needs_reason

    @api.depends("pending_line_ids")
    def _compute_pending_rows(self):
        for confirmation in self:
            lines = confirmation.pending_line_ids
            confirmation.pending_rows = confirmation._describe_pending(lines) if lines else False

    def _describe_pending(self, lines):
        return self.env._(
            "%(count)s rows were not settled one by one: %(codes)s. With this step you, %(user)s, confirm the unit's "
            "own answers to them by name; the register and the papers say so.",
            count=len(lines),
            codes=", ".join(lines.mapped("code")),
            user=self.env.user.name,
        )

    @api.depends("step", "evaluation_ids")
    def _compute_address_doubt(self):
        for confirmation in self:
            company = confirmation._signing_company()
            confirmation.address_doubt = confirmation.step == "approve" and company._public_address_doubt()

    @api.depends("is_on_behalf", "own_title", "evaluation_ids")
    def _compute_signer_title(self):
        for confirmation in self:
            company = confirmation._signing_company()
            own = (confirmation.own_title or "").upper()
            lines = [f"KT. {company.agency_head_title or ''}", own] if confirmation.is_on_behalf else [own]
            confirmation.signer_title = "\n".join(filter(None, lines)) or company.agency_signer_title

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if values.get("step") == "approve":
            company = self.new(values)._signing_company()
            # sudo: hr.employee - the title of the user's own employee
            own_title = self.env.user.sudo().employee_id.job_title or ""
            head = company.agency_head_title or ""
            values.update(
                own_title=own_title,
                is_on_behalf=bool(own_title) and own_title.upper() != head.upper(),
                signer_name=(not own_title and company.agency_signer_name) or self.env.user.name,
            )
        if values.get("step") and values.get("evaluation_ids"):
            values.setdefault("reason", self._proposed_reason(values))
        if values.get("step") in ("review", "approve"):
            confirmed = self.new(values).evaluation_ids._origin._unconfirmed_lines()
            values["pending_line_ids"] = [Command.set(confirmed.ids)]
        elif values.get("step") == "revise":
            revised = self.new(values).evaluation_ids._origin
            values.setdefault("criteria_set_id", revised.criteria_set_id.id)
        return values

    @api.model
    def _proposed_reason(self, values):
        evaluations = self.new(values).evaluation_ids._origin
        return evaluations._proposed_reason(values.get("step"))

    def _signing_company(self):
        """Return the agency whose papers are signed, which need not be the one that the user works in now."""
        # sudo: res.company - how an agency signs its papers is no secret
        return self.evaluation_ids.company_id[:1].sudo() or self.env.company

    def action_confirm(self):
        """Take the step; the evaluation guards it.

        :raises UserError: if the papers would be signed on behalf of the head without the signer's own title
        """
        self.ensure_one()
        arguments, named = self._arguments()
        result = getattr(self.evaluation_ids, f"action_{self.step}")(*arguments, **named)
        return result if isinstance(result, dict) else {"type": "ir.actions.act_window_close"}

    def _arguments(self):
        """Return what the method of the step is called with: in order, and by name."""
        confirmed = {"confirmed": self.pending_line_ids.ids}
        if self.step == "approve":
            self._check_signer_title()
            return ({"title": self.signer_title, "name": self.signer_name},), confirmed
        if self.step == "review":
            return (), confirmed
        arguments = (self.reason or "",) if self.needs_reason else ()
        return ((*arguments, self.criteria_set_id.id) if self.step == "revise" else arguments), {}

    def _check_signer_title(self):
        # The papers print one line each, and once they are sealed nobody can add one.
        if self.is_on_behalf and len((self.signer_title or "").split("\n")) < 2:
            raise UserError(
                self.env._("Whoever signs on behalf of the head needs an own title: it is printed below “KT.”.")
            )
