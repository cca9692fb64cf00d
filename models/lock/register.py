from odoo import api, models
from odoo.exceptions import UserError


class Register(models.AbstractModel):
    """Records that the addon's own code alone makes and changes, in no state of anything else; nobody deletes them."""

    _name = "agency.evaluation.register"
    _description = "Append-Only Register"
    _inherit = ["agency.evaluation.door"]

    @api.model_create_multi
    def create(self, vals_list):
        self.browse().check_access("create")  # strangers are told of their rights, not of the register
        if vals_list and not self.browse()._is_written_through():
            raise UserError(self._kept_message())
        return super().create(vals_list)

    def write(self, vals):
        if not self._is_own_write(vals):
            raise UserError(self._kept_message())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_expired(self):
        if not self._has_expired():
            raise UserError(self._kept_message())

    def _has_expired(self):
        """Tell whether these records have been kept for as long as they have to be."""
        return False

    @api.model
    def _kept_message(self):
        return self.env._("This register is kept by the system alone: its entries stay as they were made.")
