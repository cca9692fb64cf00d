from odoo import api, fields, models
from odoo.tools import format_date


class Substitution(models.Model):
    """An absent approver and who approves in their place, from one day to another."""

    _name = "agency.evaluation.substitution"
    _description = "Substitute for an Approver"
    _order = "date_from desc, id desc"
    _rec_name = "substitute_id"
    _check_company_auto = True

    approver_id = fields.Many2one("res.users", required=True, index=True, ondelete="restrict", check_company=True)
    substitute_id = fields.Many2one("res.users", required=True, index=True, ondelete="restrict", check_company=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    date_from = fields.Date(required=True, default=fields.Date.context_today)
    date_to = fields.Date(required=True)
    reason = fields.Char(help="The decision or assignment that it rests on.")

    _period_check = models.Constraint("CHECK (date_from <= date_to)", "A substitution ends before it starts.")
    _other_check = models.Constraint("CHECK (approver_id != substitute_id)", "Nobody is their own substitute.")

    @api.depends("approver_id", "substitute_id", "date_from", "date_to")
    def _compute_display_name(self):
        for substitution in self:
            substitution.display_name = self.env._(
                "%(substitute)s for %(approver)s, %(start)s – %(end)s",
                substitute=substitution.substitute_id.name,
                approver=substitution.approver_id.name,
                start=format_date(self.env, substitution.date_from),
                end=format_date(self.env, substitution.date_to),
            )

    @api.model
    def _substitutes_of(self, approver, company):
        """Return the users who stand in for `approver` today, by the calendar of the user."""
        if not approver:
            return approver
        today = fields.Date.context_today(self)
        # sudo: agency.evaluation.substitution - who stands in for whom is no secret to who takes part
        substitutions = self.sudo().search(
            [
                ("approver_id", "=", approver.id),
                ("company_id", "=", company.id),
                ("date_from", "<=", today),
                ("date_to", ">=", today),
            ]
        )
        return substitutions.substitute_id.with_env(self.env)
