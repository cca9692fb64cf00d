from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lock.internal import Internal


class Seal(models.Model):
    """What an approved evaluation was made of, byte for byte, as it was approved. It is never changed."""

    _name = "agency.evaluation.seal"
    _description = "Seal of an Evaluation"
    _rec_name = "digest"

    evaluation_id = fields.Many2one("agency.evaluation", required=True, readonly=True, ondelete="restrict", index=True)
    # Never changed and possibly long, so it is read by itself alone.
    manifest = fields.Text(required=True, readonly=True, prefetch=False, help="Its bytes in UTF-8 are what is sealed.")
    digest = fields.Char(string="SHA-256", size=64, required=True, readonly=True, help="Of the bytes of the manifest.")

    _evaluation_unique = models.Constraint("UNIQUE (evaluation_id)", "An evaluation is sealed once.")

    @api.model_create_multi
    def create(self, vals_list):
        """:raises UserError: for every client; only the approval seals"""
        if not all(isinstance(vals, Internal) for vals in vals_list):
            raise UserError(self.env._("An evaluation is sealed by its approval alone."))
        return super().create(vals_list)

    def write(self, vals):
        if not isinstance(vals, Internal):
            raise UserError(self.env._("A seal stays as it was made."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A seal stays as it was made."))
