from odoo import models


class EvaluationIdentity(models.Model):
    """What the agency and the unit were called on the last day of the period: so its papers call them for good."""

    _inherit = "agency.evaluation"

    def _identity(self):
        """Return how the agency names itself on the papers of this evaluation, as :class:`Identity`.

        Of no evaluation, for a form that is being opened, nothing is known.
        """
        return self.company_id._agency_identity_on(self.date_to)

    def _unit_name(self):
        """Return what the unit was called, whoever asks: it may have gone to a company that the user does not see."""
        # sudo: hr.department - the name of the unit is no secret to who may read its evaluation
        return self.sudo().department_id._agency_name_on(self.date_to)
