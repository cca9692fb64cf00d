from odoo import models

from .evaluation_shadow import is_cast

_SHOWN_FIELDS = frozenset(
    {"active", "activity_type_id", "automated", "date_deadline", "res_id", "res_model", "res_model_id", "user_id"}
)


class MailActivity(models.Model):
    """The activity of a desk is its shadow: ticked off, deleted or handed on by hand, it comes back."""

    _inherit = "mail.activity"

    def write(self, vals):
        if is_cast() or not vals.keys() & _SHOWN_FIELDS:
            return super().write(vals)
        evaluations = self._shown_evaluations()
        result = super().write(vals)
        (evaluations | self._shown_evaluations()).exists()._sync_desks(quiet=True)
        return result

    def unlink(self):
        if is_cast():
            return super().unlink()
        evaluations = self._shown_evaluations()
        result = super().unlink()
        evaluations.exists()._sync_desks(quiet=True)
        return result

    def _shown_evaluations(self):
        """Return the evaluations whose desks these activities show."""
        # sudo: mail.activity - whoever writes one, the desk is the same
        activities = self.sudo().filtered(lambda each: each.res_model == "agency.evaluation" and each.automated)
        evaluations = self.env["agency.evaluation"].sudo()
        types = set(evaluations._desk_types().values())
        return evaluations.browse({each.res_id for each in activities if each.activity_type_id.id in types})
