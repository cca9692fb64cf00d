from odoo import api, models


class EvaluationRelief(models.Model):
    """Which rows of an evaluation its unit is relieved of; drafts follow the decisions."""

    _inherit = "agency.evaluation"

    @api.model_create_multi
    def create(self, vals_list):
        evaluations = super().create(vals_list)
        if reliefs := evaluations._find_reliefs():
            evaluations._apply_reliefs(reliefs)
        return evaluations

    def _then_apply_reliefs(self, _reason):
        self._apply_reliefs(self._find_reliefs())

    def _follow_reliefs(self, without=()):
        """Let drafts follow the decisions that hold now, but for those `without`, which are being withdrawn."""
        self._join()
        self._apply_reliefs(self._find_reliefs().filtered(lambda relief: relief not in without))

    def _find_reliefs(self):
        """Return the decisions about the units and sets of these evaluations, in sudo."""
        # sudo: agency.evaluation.relief - what a unit is relieved of does not depend on who makes its evaluation
        reliefs = self.env["agency.evaluation.relief"].sudo()
        units, sets = self.department_id.ids, self.criteria_set_id.ids
        return reliefs.search([("criteria_set_id", "in", sets), ("department_ids", "in", units)])

    def _apply_reliefs(self, reliefs):
        """Bring the rows of drafts in line with what their units are relieved of by `reliefs`."""
        for evaluation in self.sudo():
            own = reliefs.filtered(
                lambda relief, evaluation=evaluation: (
                    relief.criteria_set_id == evaluation.criteria_set_id
                    and evaluation.department_id in relief.department_ids
                )
            )
            evaluation._all_lines()._leaves()._relieve_by(own)
