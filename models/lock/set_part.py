from odoo import api, fields, models


class SetPart(models.AbstractModel):
    """A record that belongs to a criteria set and changes only while the set is a draft."""

    _name = "agency.evaluation.set.part"
    _description = "Part of a Criteria Set"

    set_id = fields.Many2one("agency.evaluation.criteria.set", required=True, ondelete="cascade", index=True)

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts.set_id._check_draft()
        return parts

    def write(self, vals):
        self.set_id._check_draft()
        result = super().write(vals)
        self.set_id._check_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        self.set_id._check_draft()
