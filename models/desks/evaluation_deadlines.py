from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..lock.values import check_values

_DEADLINES = ("submit_by", "review_by", "approve_by")


class EvaluationDeadlines(models.Model):
    """Until when each desk has an evaluation; managers say so, for nobody extends a time that others are held to."""

    _inherit = "agency.evaluation"

    submit_by = fields.Date(help="Until when the unit submits.", open_in=("draft", "submitted"))
    review_by = fields.Date(
        help="Until when it is reviewed, and questions are answered.", open_in=("draft", "submitted")
    )
    approve_by = fields.Date(help="Until when it is approved.", open_in=("draft", "submitted"))

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get(name) for vals in vals_list for name in _DEADLINES) and not self._is_written_through():
            self._check_may_set_deadlines()
        return super().create(vals_list)

    def write(self, vals):
        check_values(self, vals)
        names = vals.keys() & set(_DEADLINES)
        if names and not self._is_own_write(vals):
            self.check_access("write")
            given = {name: fields.Date.to_date(vals[name]) or False for name in names}
            if any(evaluation[name] != value for evaluation in self for name, value in given.items()):
                self._check_may_set_deadlines()
        return super().write(vals)

    @api.model
    def _check_may_set_deadlines(self):
        """:raises AccessError: unless the user is a manager, in sudo too"""
        if not self._has_role(("manager",)):
            raise AccessError(self.env._("Deadlines are set by a manager."))
