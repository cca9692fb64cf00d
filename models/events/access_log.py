from odoo import models


class AccessLogEvent(models.Model):
    """Whoever takes a file or paper without being of the unit, or at its desk, is kept for good.

    The access log has everybody, and forgets after thirteen months.
    """

    _name = "agency.evaluation.access.log"
    _inherit = ["agency.evaluation.access.log", "agency.evaluation.event.source"]
    _event_kind = "access"
    _event_fields = ("target", "sha256", "address")

    def _is_event(self):
        # sudo: agency.evaluation - whose it is does not depend on who may read it
        evaluation = self.sudo().evaluation_id
        if not evaluation:
            return True
        user = self.sudo().user_id
        # In the user's own companies, not those that a client has switched on.
        as_user = evaluation.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
        if user == evaluation.user_id or as_user.is_of_own_unit:
            return False
        answered = [("evaluation_id", "=", evaluation.id), ("user_id", "=", user.id)]
        # sudo: agency.evaluation.line - whose desk a row is on does not depend on who asks
        return not self.env["agency.evaluation.line"].sudo().search_count(answered, limit=1)
