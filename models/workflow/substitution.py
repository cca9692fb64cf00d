from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ..lock.values import check_values

#: What a substitution that approvals rest on keeps; its days may be others, if those of the approvals are among them.
_PROVEN_FIELDS = frozenset({"approver_id", "substitute_id", "company_id", "date_from", "date_to"})


class Substitution(models.Model):
    """An absent approver and who approves in their place, from one day to another."""

    _name = "agency.evaluation.substitution"
    _description = "Substitute for an Approver"
    _inherit = ["agency.evaluation.door"]
    _order = "date_from desc, id desc"
    _rec_name = "substitute_id"
    _check_company_auto = True

    approver_id = fields.Many2one("res.users", required=True, index=True, ondelete="restrict", check_company=True)
    substitute_id = fields.Many2one("res.users", required=True, index=True, ondelete="restrict", check_company=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    date_from = fields.Date(required=True, default=lambda self: self.env["agency.evaluation"]._agency_today())
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

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            check_values(self.browse(), vals)
        substitutions = super().create(vals_list)
        substitutions._check_named_by_another()
        return substitutions

    def write(self, vals):
        check_values(self, vals)
        if vals.keys().isdisjoint(_PROVEN_FIELDS):
            return super().write(vals)
        self._check_named_by_another()  # nor does one make it longer, or turn it to another approver
        used = {substitution: days for substitution in self if (days := substitution._used_days())}
        result = super().write(vals)
        self._check_named_by_another()
        for substitution, days in used.items():
            if not days <= substitution._used_days():
                raise UserError(
                    self.env._(
                        "%(substitution)s: approvals rest on it from %(start)s to %(end)s, so that only other days "
                        "can be taken from it.",
                        substitution=substitution.display_name,
                        start=format_date(self.env, min(days)),
                        end=format_date(self.env, max(days)),
                    )
                )
        return result

    @api.constrains("substitute_id", "company_id")
    def _check_able(self):
        for substitution in self:
            able = self.env["agency.evaluation"]._is_able_in
            if not able(substitution.company_id, substitution.substitute_id, "approver"):
                raise ValidationError(
                    self.env._(
                        "%(user)s cannot approve in %(company)s in anybody's place, for lack of the role or of access "
                        "to it.",
                        user=substitution.substitute_id.name,
                        company=substitution.company_id.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for substitution in self:
            if substitution._used_days():
                raise UserError(
                    self.env._(
                        "%(substitution)s: approvals rest on it, so it stays. Let it end sooner instead.",
                        substitution=substitution.display_name,
                    )
                )

    def _check_named_by_another(self):
        """:raises UserError: if the user is the substitute, in sudo too"""
        if self.env.user in self.substitute_id:
            raise UserError(self.env._("Nobody makes himself a substitute: another manager does."))

    def _used_days(self):
        """Return the days on which the substitute decided in place of the approver."""
        self.ensure_one()
        # sudo: agency.evaluation.decision - it counts whoever asks
        decisions = (
            self.env["agency.evaluation.decision"]
            .sudo()
            .search(
                [
                    ("user_id", "=", self.substitute_id.id),
                    ("on_behalf_of_id", "=", self.approver_id.id),
                    ("evaluation_id.company_id", "=", self.company_id.id),
                ]
            )
        )
        local = self.env["agency.evaluation"]._agency_time
        days = {local(decision.decided_on).date() for decision in decisions}
        return {day for day in days if self.date_from <= day <= self.date_to}

    @api.model
    def _substitutes_of(self, approver, company):
        """Return the users who stand in for `approver` today, by the calendar of the agency."""
        if not approver:
            return approver
        today = self.env["agency.evaluation"]._agency_today()
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
