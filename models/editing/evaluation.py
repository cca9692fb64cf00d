from odoo import models


class EvaluationEditing(models.Model):
    """An evaluation is edited by several people: its own fields, and its parts through its form."""

    _name = "agency.evaluation"
    _inherit = ["agency.evaluation", "agency.evaluation.shared.record"]

    def _edited_together(self):
        return (("stated_points", "is_stated"),)

    def _text_in_conflict(self, group, values):
        if group[0] == "stated_points" and not values.get("is_stated"):
            return ""
        return super()._text_in_conflict(group, values)
