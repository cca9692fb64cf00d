from odoo import api, models, tools


class LineAssignment(models.Model):
    """A row that is assigned is written and handed in by whom it is assigned to."""

    _name = "agency.evaluation.line"
    _inherit = ["agency.evaluation.line", "agency.evaluation.assigned"]

    @api.depends("handed_in_on")
    @api.depends_context("uid")
    def _compute_can_answer(self):
        result = super()._compute_can_answer()
        for line in self:
            is_closed = line.can_answer and line.handed_in_on and line.state == "draft"
            if is_closed and not line.evaluation_id.can_submit:
                line.can_answer = False
        return result

    def _check_open_for(self, names):
        result = super()._check_open_for(names)
        self._check_in_hand(set(names))
        return result

    def _write_each(self, values_by_id):
        before = {line: line.user_id for line in self if "user_id" in values_by_id.get(line.id, ())}
        result = super()._write_each(values_by_id)
        self.browse(line.id for line, user in before.items() if line.user_id != user)._take_out_of_hands()
        return result

    @api.model
    @tools.ormcache()
    def _kept_fields(self):
        return super()._kept_fields() | self._kept_by_hand_in()

    def _is_blank(self):
        return self.status == "todo" and not self._is_relieved()

    def _ask_send_back(self):
        return self.env["agency.evaluation.remark"]._ask("send_back", lines=self)
