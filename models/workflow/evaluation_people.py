from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..lock.values import check_values

#: The role of whoever a field names.
_ROLES = {"reviewer_id": "reviewer", "approver_id": "approver"}


class EvaluationPeople(models.Model):
    """Who is named to review and to approve: people who can do it, and not by the unit once it is being judged."""

    _inherit = "agency.evaluation"

    can_name = fields.Boolean(compute="_compute_can_name", help="The user may name who reviews and who approves.")

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_name(self):
        is_manager = self._has_role(("manager",))
        for evaluation in self:
            evaluation.can_name = is_manager or evaluation.state == "draft"

    def write(self, vals):
        check_values(self, vals)
        if vals.keys() & _ROLES.keys() and not self._is_own_write(vals):
            self.check_access("write")
            for evaluation in self.filtered(lambda evaluation: not evaluation.can_name):
                if any(evaluation[name].id != (vals[name] or False) for name in _ROLES.keys() & vals.keys()):
                    raise AccessError(
                        self.env._(
                            "%(evaluation)s is being judged: who reviews and who approves it is named by a manager.",
                            evaluation=evaluation.display_name,
                        )
                    )
        return super().write(vals)

    @api.constrains(*_ROLES)
    def _check_people(self):
        for evaluation in self:
            for name, role in _ROLES.items():
                user = evaluation[name]
                if user and not evaluation._is_able(user, role):
                    raise ValidationError(
                        self.env._(
                            "%(user)s cannot be named as “%(field)s” of an evaluation of %(company)s, for lack of the "
                            "role or of access to it.",
                            user=user.name,
                            field=self._fields[name]._description_string(self.env),
                            company=evaluation.company_id.name,
                        )
                    )

    def _is_able(self, user, role):
        """Tell whether a user can do what is for `role` here: is there, has the role, and works in the company."""
        self.ensure_one()
        return self._is_able_in(self.company_id, user, role)

    @api.model
    def _is_able_in(self, company, user, role):
        """Tell whether a user can do what is for `role` in a company."""
        # sudo: res.users - who has which role is no secret to who takes part
        user = user.sudo()
        return user.active and company in user.company_ids and user.has_group(f"agency_evaluation.group_{role}")

    def _able(self, name):
        """Return the person in the field `name`, nobody if that person cannot do it, or not any more."""
        self.ensure_one()
        user = self[name]
        return (
            user if user and self._is_able(user, _ROLES[name]) and user not in self.barred_user_ids else user.browse()
        )

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for evaluation, vals in zip(self, vals_list, strict=True):
            for name in _ROLES.keys() & vals.keys():
                user = evaluation[name]
                vals[name] = user.id if user and evaluation._is_able(user, _ROLES[name]) else False
        return vals_list
