from odoo import fields, models


class CampaignAssignment(models.Model):
    """Whether those to whom rows and facts are assigned hand them in, and how long before their unit submits."""

    _inherit = "agency.evaluation.campaign"

    hand_in = fields.Selection(
        [("none", "Not asked for"), ("warn", "The unit is warned"), ("must", "The unit cannot submit without")],
        string="Handing In",
        default="warn",
        required=True,
        open_in=("draft", "open"),
        help="What follows, when a unit submits, from rows and facts that were assigned and are not handed in.",
    )
    fill_days = fields.Integer(
        string="Days for the Unit",
        open_in=("draft",),
        help="Rows and facts that are assigned are due so many days before the unit submits.",
    )

    _fill_days_check = models.Constraint(
        "CHECK (fill_days BETWEEN 0 AND 366)", "Rows are handed in on the day of submission or at most a year before."
    )
