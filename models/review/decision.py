from markupsafe import Markup

from odoo import fields, models


class DecisionConfirmation(models.Model):
    """The rows that a decision settled together, for nobody had settled them one by one."""

    _inherit = "agency.evaluation.decision"

    confirmed_rows = fields.Text(
        string="Confirmed Together",
        readonly=True,
        prefetch=False,  # made by the addon, and as long as the sheet is
        help="The codes of the rows that nobody had settled one by one: whoever decided confirms them by name.",
    )

    def _describe(self):
        body = super()._describe()
        if not self.confirmed_rows:
            return body
        text = self.env._(
            "%(count)s rows were not settled one by one: %(codes)s. %(user)s confirms them.",
            count=len(self.confirmed_rows.split(", ")),
            codes=self.confirmed_rows,
            user=self.user_id.name,
        )
        return body + Markup("<p>%s</p>") % text
