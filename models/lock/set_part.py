from odoo import fields, models


class SetPart(models.AbstractModel):
    """A record that belongs to a criteria set and changes only while the set is a draft."""

    _name = "agency.evaluation.set.part"
    _description = "Part of a Criteria Set"
    _inherit = ["agency.evaluation.lock"]
    _lock_path = "set_id"

    set_id = fields.Many2one(
        "agency.evaluation.criteria.set", required=True, ondelete="cascade", index=True, open_in=("draft",)
    )
