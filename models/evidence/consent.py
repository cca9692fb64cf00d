from odoo import fields, models


class Consent(models.Model):
    """A person's word that what they upload to an evaluation holds no state secret; given once, and never changed."""

    _name = "agency.evaluation.consent"
    _description = "Confirmation That No State Secret Is Uploaded"
    _inherit = ["agency.evaluation.part"]
    _structure_open_in = ()
    _files_open_in = ()
    _order = "evaluation_id, given_on, id"
    _rec_name = "user_id"

    # Given by its button and its field alone.
    evaluation_id = fields.Many2one(open_in=())
    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="restrict")
    given_on = fields.Datetime(required=True, readonly=True)

    _user_unique = models.Constraint("UNIQUE (evaluation_id, user_id)", "A person confirms once in an evaluation.")

    def _locked_message(self, names=()):
        return self.env._("What was confirmed stays confirmed, and only its own person confirms it.")
